"""The question of a request."""

from __future__ import annotations

from search.http.schemas import SearchRequest
from search.query import Filters, Query, decode_cursor

__all__ = ["question_of"]


def question_of(request: SearchRequest, generation: str) -> Query:
    """The query that a request asks of a generation; UsageError for what it cannot ask."""
    return Query(
        text=request.q,
        limit=request.limit,
        offset=decode_cursor(request.cursor, generation) if request.cursor else 0,
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
        explain=request.explain,
        include_weak=request.include_weak,
        facets=request.facets,
        without=tuple(request.without),
    )
