"""The index that a page is made from: one generation from start to end."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from search.searcher import Searcher

__all__ = ["Live"]


def _live(request: Request) -> Searcher:
    """The searcher held for this request, else one pinned now."""
    held: Searcher | None = getattr(request.state, "searcher", None)
    if held is not None:
        return held
    searcher: Searcher = request.app.state.searcher
    return searcher.pinned()


Live = Annotated[Searcher, Depends(_live)]
