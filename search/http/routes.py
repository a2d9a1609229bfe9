"""The `/v1` endpoints and the probes."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse, Response

from ingest.errors import UsageError
from search.check import check_text
from search.citations import MEDIA_TYPES, STYLES, cite_all
from search.http import schemas
from search.query import Filters, decode_cursor
from search.query import Query as Question
from search.reader import read_instrument, read_provision, resolve_citables
from search.references import Target, resolve
from search.searcher import Searcher

__all__ = ["router"]

router = APIRouter()


def _searcher(request: Request) -> Searcher:
    searcher: Searcher = request.app.state.searcher
    return searcher


Live = Annotated[Searcher, Depends(_searcher)]
Edition = Annotated[str, Query(description="Edition to show (BCP 47).", examples=["en"])]
Reference = Annotated[
    str,
    Query(min_length=1, max_length=1000, description="A reference as people write it.", examples=["CRC arts 9 and 10"]),
]


@router.get("/v1/search", response_model=schemas.AnswerModel, tags=["search"])
def search(live: Live, request: Annotated[schemas.SearchRequest, Query()]) -> Any:
    """Ranked provisions for a question, or the provision that a reference names."""
    return _answer(live, request)


@router.post("/v1/search", response_model=schemas.AnswerModel, tags=["search"])
def search_by_post(live: Live, request: schemas.SearchRequest) -> Any:
    """The same, with the question in the body, so that it stands in no address and no log."""
    return _answer(live, request)


@router.get("/v1/instruments", response_model=list[schemas.InstrumentSummary], tags=["instruments"])
def instruments(live: Live) -> Any:
    """All instruments, by id."""
    meta = live.snapshot.meta
    held: dict[int, set[str]] = {}
    for edition in meta.editions.values():
        if edition.text_kind == "authentic":
            held.setdefault(edition.instrument, set()).add(edition.language)
    return [
        {
            "id": i.slug,
            "title": i.title,
            "short_title": i.short_title,
            "kind": i.kind,
            "binding": i.binding,
            "adopted": i.adopted,
            "in_force": i.in_force,
            "source": i.source,
            "region": i.region,
            "languages": sorted(held.get(i.id, ())),
        }
        for i in sorted(meta.instruments.values(), key=lambda i: i.slug)
    ]


@router.get("/v1/instruments/{instrument}", response_model=schemas.InstrumentModel, tags=["instruments"])
def instrument(live: Live, instrument: str, language: Edition = "en") -> Any:
    """One instrument with its tree."""
    return read_instrument(live.snapshot.meta, instrument, language).to_json()


@router.get(
    "/v1/instruments/{instrument}/provisions/{label:path}", response_model=schemas.ProvisionModel, tags=["instruments"]
)
def provision(live: Live, instrument: str, label: str, language: Edition = "en") -> Any:
    """The words of one provision, by its label (`art 16(4)`)."""
    return read_provision(live.snapshot.meta, lambda: live.directory, instrument, label, language).to_json()


@router.get("/v1/resolve", response_model=schemas.ResolutionModel, tags=["references"])
def resolve_reference(live: Live, ref: Reference) -> Any:
    """What a reference points at."""
    resolution = resolve(ref, live.directory)
    return {
        "ref": ref,
        "outcome": resolution.outcome,
        "targets": [_target(t) for t in resolution.targets],
        "candidates": [_target(t) for t in resolution.candidates],
        "message": resolution.message,
    }


@router.get("/v1/cite", tags=["references"], response_class=PlainTextResponse)
def cite(
    live: Live,
    ref: Reference,
    style: Annotated[str, Query(description=f"One of: {', '.join(STYLES)}.", examples=["oscola"])] = "oscola",
    language: Edition = "en",
) -> Response:
    """The citation of what a reference points at, in a style; several are separated by a line break."""
    if style not in STYLES:
        raise UsageError(f"style {style!r} is none of {', '.join(STYLES)}")
    items = resolve_citables(live.snapshot.meta, live.directory, ref, language)
    return Response(cite_all(items, style), media_type=MEDIA_TYPES[style])


@router.post("/v1/check", response_model=list[schemas.CheckedReferenceModel], tags=["references"])
def check(live: Live, request: schemas.CheckRequest) -> Any:
    """The references of a text: whether each provision is there, and whether it is about what is said beside it."""
    return [reference.to_json() for reference in check_text(request.text, live, request.language)]


@router.get("/v1/index", tags=["service"])
def index(live: Live) -> dict[str, Any]:
    """The manifest of the live generation, without its file list."""
    snapshot = live.snapshot
    manifest = {k: v for k, v in snapshot.generation.manifest.items() if k != "files"}
    return {"generation": snapshot.generation.id, **manifest}


@router.get("/healthz", tags=["service"], response_class=PlainTextResponse)
def healthz() -> str:
    """The process is alive."""
    return "ok\n"


@router.get("/readyz", tags=["service"], response_class=PlainTextResponse)
def readyz(live: Live) -> str:
    """A generation is open and questions can be answered."""
    return f"ready {live.snapshot.generation.id}\n"


def _target(target: Target) -> dict[str, Any]:
    link = f"/v1/instruments/{target.instrument}"
    if target.label:
        link += f"/provisions/{quote(target.label, safe='')}"
    return {
        "instrument": target.instrument,
        "label": target.label,
        "asked": target.asked,
        "exact": target.exact,
        "span": target.span,
        "link": link,
    }


def _answer(live: Searcher, request: schemas.SearchRequest) -> dict[str, Any]:
    offset = decode_cursor(request.cursor, live.snapshot.generation.id) if request.cursor else 0
    question = Question(
        text=request.q,
        limit=request.limit,
        offset=offset,
        language=request.language,
        filters=Filters(
            instrument=tuple(request.instrument),
            kind=tuple(request.kind),
            binding=request.binding,
            adopted_from=request.adopted_from,
            adopted_to=request.adopted_to,
            region=tuple(request.region),
            topic=tuple(request.topic),
            state=tuple(request.state),
        ),
        mode=request.mode,
        rerank=request.rerank,
        without=tuple(request.without),
        explain=request.explain,
        include_weak=request.include_weak,
    )
    return live.search(question).to_json()
