"""The index that a request reads: one generation from start to end, whatever is loaded meanwhile."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from search.searcher import Searcher

__all__ = ["Live", "live_searcher"]


async def live_searcher(request: Request) -> Searcher:
    """The searcher held for this request."""
    searcher: Searcher = request.state.searcher
    return searcher


Live = Annotated[Searcher, Depends(live_searcher)]
