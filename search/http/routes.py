"""The `/v1` endpoints: search, instruments and provisions, references and citations."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from ingest.errors import UsageError
from search.citations import MEDIA_TYPES, STYLES, cite_all
from search.http import reading_schemas, schemas
from search.http.accept import refuse_unless_accepted, require_accepted
from search.http.answers import JsonAnswer
from search.http.live import Live
from search.http.parameters import Edition, InstrumentId, Label, Reference, Style
from search.http.questions import question_of
from search.reader import read_instrument, read_provision, resolve_citables
from search.references import Target, resolve
from search.searcher import Searcher

__all__ = ["router"]

router = APIRouter()
_JSON = [Depends(require_accepted("application/json"))]


@router.get("/v1/search", response_model=schemas.AnswerModel, tags=["search"], dependencies=_JSON)
def search(live: Live, asked: Annotated[schemas.SearchRequest, Query()], request: Request) -> Any:
    """Ranked provisions for a question, or the provision that a reference names."""
    return _answer(live, asked, request)


@router.post("/v1/search", response_model=schemas.AnswerModel, tags=["search"], dependencies=_JSON)
def search_by_post(live: Live, asked: schemas.SearchBody, request: Request) -> Any:
    """The same, with the question in the body, so that it stands in no address and no log."""
    return _answer(live, asked, request)


@router.get(
    "/v1/instruments", response_model=list[reading_schemas.InstrumentSummary], tags=["instruments"], dependencies=_JSON
)
def instruments(live: Live) -> Any:
    """All instruments, by id."""
    meta = live.snapshot.meta
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
            "languages": sorted(meta.languages_held.get(i.id, ())),
        }
        for i in sorted(meta.instruments.values(), key=lambda i: i.slug)
    ]


@router.get(
    "/v1/instruments/{instrument}",
    response_model=reading_schemas.InstrumentModel,
    tags=["instruments"],
    dependencies=_JSON,
)
def instrument(live: Live, instrument: InstrumentId, language: Edition = "en") -> Any:
    """One instrument with its tree."""
    return JsonAnswer(read_instrument(live.snapshot.meta, instrument, language).to_json())


@router.get(
    "/v1/instruments/{instrument}/provisions/{label:path}",
    response_model=reading_schemas.ProvisionModel,
    tags=["instruments"],
    dependencies=_JSON,
)
def provision(live: Live, instrument: InstrumentId, label: Label, language: Edition = "en") -> Any:
    """The words of one provision, by its label (`art 16(4)`)."""
    return JsonAnswer(read_provision(live.snapshot.meta, lambda: live.directory, instrument, label, language).to_json())


@router.get("/v1/resolve", response_model=reading_schemas.ResolutionModel, tags=["references"], dependencies=_JSON)
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


@router.get("/v1/cite", tags=["references"], response_class=Response, responses={200: reading_schemas.CITATIONS})
def cite(live: Live, request: Request, ref: Reference, style: Style = "oscola", language: Edition = "en") -> Response:
    """The citation of what a reference points at, in a style; several are separated by a line break."""
    if style not in STYLES:
        raise UsageError(f"style {style!r} is none of {', '.join(STYLES)}")
    refuse_unless_accepted(request, MEDIA_TYPES[style])
    items = resolve_citables(live.snapshot.meta, live.directory, ref, language)
    return Response(cite_all(items, style), media_type=MEDIA_TYPES[style])


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


def _answer(live: Searcher, asked: schemas.SearchRequest, request: Request) -> JsonAnswer:
    """The answer, whose outcome is counted, and whose question is noted for a log that may hold it."""
    request.state.question = asked.q
    answer = live.search(question_of(asked, live.snapshot.generation.id))
    request.state.outcome = answer.outcome
    return JsonAnswer(answer.to_json())
