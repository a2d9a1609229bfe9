"""The page at `/`: a question box and cited results, rendered here, without scripts or outside requests."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup, escape

from ingest.errors import UsageError
from search.languages import language_name
from search.query import Query as Question
from search.results import PassageHit, SearchAnswer

__all__ = ["marked", "page_router"]

page_router = APIRouter(include_in_schema=False)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@page_router.get("/", response_class=HTMLResponse)
def page(
    request: Request,
    q: Annotated[str, Query()] = "",
    language: Annotated[str | None, Query()] = None,
    binding: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """The page, with an answer when a question is given."""
    answer: SearchAnswer | None = None
    problem: str | None = None
    if q.strip():
        from search.query import Filters

        try:
            question = Question(text=q, language=language or None, filters=Filters(binding=True if binding else None))
            answer = request.app.state.searcher.search(question)
        except UsageError as error:
            problem = str(error)
    html = (
        _environment()
        .get_template("page.html")
        .render(
            q=q,
            language=language or "",
            binding=binding,
            answer=answer,
            problem=problem,
            index=request.app.state.searcher.snapshot.describe(),
        )
    )
    return HTMLResponse(html, 422 if problem else 200, headers={"Content-Security-Policy": _POLICY})


def marked(passage: PassageHit) -> Markup:
    """The passage's text, escaped, with its highlights in <mark>, and its sentence in one around them."""
    first, last = passage.sentence or (0, 0)
    around = Markup('<mark class="sentence">{}</mark>').format(_words_marked(passage, first, last)) if last else ""
    return _words_marked(passage, 0, first) + around + _words_marked(passage, last, len(passage.text))


def _words_marked(passage: PassageHit, first: int, last: int) -> Markup:
    """A slice of the passage, escaped; a highlight that begins before it or ends behind it is cut."""
    parts: list[Markup] = []
    position = first
    for start, end in ((max(a, first), min(b, last)) for a, b in passage.highlights):
        if start < end:
            parts += [escape(passage.text[position:start]), Markup("<mark>{}</mark>").format(passage.text[start:end])]
            position = end
    parts.append(escape(passage.text[position:last]))
    return Markup("").join(parts)


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("search.http"), autoescape=select_autoescape(), trim_blocks=True)
    environment.filters["marked"] = marked
    environment.filters["language_name"] = language_name
    environment.filters["direction"] = lambda language: "rtl" if language[:2] in _RIGHT_TO_LEFT else "ltr"
    return environment
