"""An answer as passages with metadata, the same for every framework."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from ingest.errors import UsageError
from search.backend import AsyncSearchBackend, SearchBackend
from search.export.record import cite_passage
from search.query import Filters, Mode, Query
from search.results import PassageHit, Result, SearchAnswer

__all__ = ["DIGEST_MARK", "AnyBackend", "RetrievalSettings", "RetrievedPassage", "retrieve", "retrieve_async"]

AnyBackend = SearchBackend | AsyncSearchBackend
DIGEST_MARK = "[Digest by IML Search, not the instrument's words] "
"""Before a digest, for a model reads the text and seldom the metadata."""


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """What a retriever asks and gives for each question."""

    limit: int = 5
    """Provisions, 1 to 50."""
    language: str | None = None
    """The edition to quote; None means the question's own language."""
    filters: Filters = field(default_factory=Filters)
    mode: Mode = "hybrid"
    include_weak: bool = False
    """Also give what is nearest where nothing seems to answer; else such a question gets no passage."""
    include_digests: bool = False
    """Also give our summaries where no text is held, marked as such."""
    passages_per_result: int = 1
    """A long provision may have several that are near to the question, 3 at most."""

    def query(self, text: str) -> Query:
        """The query for a question."""
        return Query(
            text=text,
            limit=self.limit,
            language=self.language,
            filters=self.filters,
            mode=self.mode,
            include_weak=self.include_weak,
        )

    def with_limit(self, limit: int | None) -> RetrievalSettings:
        """The settings with another limit, where one is given."""
        return self if limit is None else replace(self, limit=limit)


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """One passage for a model."""

    id: str
    """The same for the same slice of the same edition."""
    text: str
    """Verbatim; a digest begins with DIGEST_MARK."""
    score: float
    metadata: dict[str, Any]
    """Of values that JSON has."""


def retrieve(backend: AnyBackend, settings: RetrievalSettings, text: str) -> list[RetrievedPassage]:
    """The passages for a question, best first; UsageError where the backend has to be awaited."""
    if _is_async(backend):
        raise UsageError("this backend is asynchronous; await the retriever, or give it a Client or Searcher")
    assert isinstance(backend, SearchBackend)
    return list(_passages(backend.search(settings.query(text)), settings))


async def retrieve_async(backend: AnyBackend, settings: RetrievalSettings, text: str) -> list[RetrievedPassage]:
    """The same; a backend that cannot be awaited works in a thread of its own."""
    query = settings.query(text)
    if _is_async(backend):
        return list(_passages(await backend.search(query), settings))
    assert isinstance(backend, SearchBackend)
    return list(_passages(await asyncio.to_thread(backend.search, query), settings))


def _is_async(backend: AnyBackend) -> TypeGuard[AsyncSearchBackend]:
    return inspect.iscoroutinefunction(backend.search)


def _passages(answer: SearchAnswer, settings: RetrievalSettings) -> Iterator[RetrievedPassage]:
    for result in answer.results:
        given = [p for p in result.passages if p.text_kind == "authentic" or settings.include_digests]
        for passage in given[: settings.passages_per_result]:
            yield _passage(answer, result, passage)


def _passage(answer: SearchAnswer, result: Result, passage: PassageHit) -> RetrievedPassage:
    instrument = result.instrument
    authentic = passage.text_kind == "authentic"
    start, end = passage.span
    edition = instrument.sha256[:12] if instrument.sha256 else passage.text_kind
    return RetrievedPassage(
        id=f"{instrument.id}@{instrument.language}-{edition}:{start}-{end}",
        text=passage.text if authentic else DIGEST_MARK + passage.text,
        score=result.score,
        metadata={
            "citation": cite_passage(result, passage),
            "instrument": instrument.id,
            "title": instrument.title,
            "short_title": instrument.short_title,
            "kind": instrument.kind,
            "binding": instrument.binding,
            "label": passage.label,
            "locator": dict(passage.locator),
            "heading": result.heading,
            "language": instrument.language,
            "text_kind": passage.text_kind,
            "span": [start, end],
            "ocr": passage.ocr,
            "file": instrument.file,
            "sha256": instrument.sha256,
            "rank": result.rank,
            "score": result.score,
            "link": result.links.get("official"),
            "self": result.links.get("self"),
            "generation": answer.index.get("generation"),
        },
    )
