"""`/v1/export`: the answer to a question as a file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from search.export import FORMATS, export_answer
from search.export.formats import FormatName
from search.http.accept import refuse_unless_accepted
from search.http.live import Live
from search.http.questions import question_of
from search.http.schemas import SearchBody, SearchRequest

__all__ = ["ExportBody", "ExportRequest", "export_router"]

export_router = APIRouter()

_SCHEMAS: dict[str, dict[str, Any]] = {
    "json": {"type": "object"},
    "csl-json": {"type": "array", "items": {"type": "object"}},
    "docx": {"type": "string", "format": "binary"},
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, named in `Content-Disposition`.",
        "content": {
            form.media_type: {"schema": _SCHEMAS.get(name, {"type": "string"})} for name, form in FORMATS.items()
        },
        "headers": {
            "Content-Disposition": {
                "description": "`attachment` with a file name that does not tell the question.",
                "schema": {"type": "string"},
            }
        },
    }
}


Format = Annotated[
    FormatName,
    Field(
        description="Markdown, JSON, CSV, RIS, BibTeX, CSL-JSON or Word. Each entry has citation, quotation, place, "
        "edition, address and how it was found.",
        examples=["ris"],
    ),
]


class ExportRequest(SearchRequest):
    """A question, and the format that its answer is wanted in."""

    format: Format


class ExportBody(SearchBody):
    """The same, as JSON."""

    format: Format


@export_router.get("/v1/export", tags=["search"], response_class=Response, responses=_FILE)
def export(live: Live, request: Request, asked: Annotated[ExportRequest, Query()]) -> Response:
    """The answer to a question as a file, dated today (UTC), with what it takes to ask the same again."""
    return _file(live, request, asked)


@export_router.post("/v1/export", tags=["search"], response_class=Response, responses=_FILE)
def export_by_post(live: Live, request: Request, asked: ExportBody) -> Response:
    """The same, with the question in the body, so that it stands in no address and no log."""
    return _file(live, request, asked)


def _file(live: Live, request: Request, asked: ExportRequest | ExportBody) -> Response:
    form = FORMATS[asked.format]
    refuse_unless_accepted(request, form.media_type)
    query = question_of(asked, live.snapshot.generation.id)
    today = dt.datetime.now(dt.UTC).date()
    data = export_answer(live.search(query), form.name, today, query, str(request.base_url))
    name = f"iml-search-{today.isoformat()}{form.suffix}"
    return Response(data, media_type=form.media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
