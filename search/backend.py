"""What can answer a question: the searcher in this process, or a client of a service."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from search.query import Query
from search.results import SearchAnswer

__all__ = ["AsyncSearchBackend", "SearchBackend"]


@runtime_checkable
class SearchBackend(Protocol):
    """`search.searcher.Searcher` and `search.client.Client`."""

    def search(self, query: Query) -> SearchAnswer:
        """The answer to a question."""
        ...


@runtime_checkable
class AsyncSearchBackend(Protocol):
    """`search.client.AsyncClient`."""

    async def search(self, query: Query) -> SearchAnswer:
        """The answer to a question."""
        ...
