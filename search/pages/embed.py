"""The page at `/embed`: a search box alone, for a frame on another site; who may frame it is a setting."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from search.pages.render import render

__all__ = ["embed_router"]

embed_router = APIRouter(include_in_schema=False)
_ORIGIN = re.compile(r"\*|https?://[^\s;,'\"]+")
"""What may stand in a header; anything else would change the policy."""


@embed_router.get("/embed", response_class=HTMLResponse)
def embed_page(request: Request) -> HTMLResponse:
    """A form that opens the results page in a window of its own."""
    return render(request, "embed.html", framed_by=_origins(request))


def _origins(request: Request) -> tuple[str, ...]:
    """The origins that may show the page in a frame; none unless the service is told of some."""
    service = getattr(request.app.state, "service", None)
    origins: tuple[str, ...] = service.settings.embed_origins if service else ()
    return tuple(origin for origin in origins if _ORIGIN.fullmatch(origin))
