"""What the search form asks, read from an address and written back into links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams

from ingest.errors import UsageError
from search.query import Filters, Query

__all__ = ["PAGE_SIZE", "SearchForm"]

PAGE_SIZE = 10
_MOST_PAGES = 60
"""Paging goes no deeper than the legs of the search together."""
_LISTS = ("kind", "region", "instrument", "state", "topic")
_SINGLES = ("language", "binding", "adopted_from", "adopted_to")
_BINDING = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The question and its filters as they stand in the address; the names are those of `/v1/search`."""

    q: str = ""
    language: str = ""
    binding: str = ""
    adopted_from: str = ""
    adopted_to: str = ""
    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    page: int = 1
    include_weak: bool = False
    words: bool = False
    """Whether a reference is searched as a question, by its words."""

    @classmethod
    def read(cls, params: QueryParams) -> SearchForm:
        """The form of an address; what is empty counts as not given, so that a form without a choice is none."""
        lists = {name: tuple(dict.fromkeys(v for v in params.getlist(name) if v.strip())) for name in _LISTS}
        singles = {name: params.get(name, "").strip() for name in _SINGLES}
        page = params.get("page", "")
        return cls(
            q=params.get("q", "").strip(),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 4 and int(page) else 1,
            include_weak=params.get("include_weak") == "true",
            words=params.get("words") == "true",
            language=singles["language"],
            binding=singles["binding"],
            adopted_from=singles["adopted_from"],
            adopted_to=singles["adopted_to"],
            kind=lists["kind"],
            region=lists["region"],
            instrument=lists["instrument"],
            state=lists["state"],
            topic=lists["topic"],
        )

    @property
    def filters(self) -> Filters:
        """The filters, checked; UsageError for a value that is none."""
        if self.binding and self.binding not in _BINDING:
            raise UsageError(f"binding must be true or false, got {self.binding!r}")
        return Filters(
            instrument=self.instrument,
            kind=self.kind,
            binding=_BINDING.get(self.binding),
            adopted_from=self.adopted_from or None,
            adopted_to=self.adopted_to or None,
            region=self.region,
            topic=self.topic,
            state=self.state,
        )

    @property
    def filtered(self) -> int:
        """How many filters are set."""
        return sum(len(getattr(self, name)) for name in _LISTS) + sum(
            bool(getattr(self, name)) for name in ("binding", "adopted_from", "adopted_to")
        )

    def query(self) -> Query:
        """The question for the searcher."""
        if self.page > _MOST_PAGES:
            raise UsageError(f"page {self.page} is beyond the last; a search gives no more than {_MOST_PAGES} pages")
        return Query(
            text=self.q,
            limit=PAGE_SIZE,
            offset=(self.page - 1) * PAGE_SIZE,
            language=self.language or None,
            filters=self.filters,
            explain=True,
            include_weak=self.include_weak,
        )

    def params(self, *, page: int = 1) -> list[tuple[str, str]]:
        """The address of this search, without what is not set."""
        pairs = [("q", self.q), *((name, getattr(self, name)) for name in _SINGLES)]
        pairs += [(name, value) for name in _LISTS for value in getattr(self, name)]
        pairs += [(name, "true") for name in ("include_weak", "words") if getattr(self, name)]
        if page > 1:
            pairs.append(("page", str(page)))
        return [(name, value) for name, value in pairs if value]

    def without(self, name: str, value: str) -> list[tuple[str, str]]:
        """The address of this search without one value of a filter."""
        return [pair for pair in self.params() if pair != (name, value)]

    def freed(self, name: str) -> SearchForm:
        """The first page of this search without one filter."""
        form = replace(self, page=1)
        match name:
            case "binding":
                return replace(form, binding="")
            case "kind":
                return replace(form, kind=())
            case "region":
                return replace(form, region=())
            case _:
                return replace(form, instrument=())

    def unfiltered(self) -> list[tuple[str, str]]:
        """The address of the question alone, in the language asked for."""
        kept = replace(self, kind=(), region=(), instrument=(), state=(), topic=())
        return replace(kept, binding="", adopted_from="", adopted_to="").params()

    def set_values(self) -> Iterable[tuple[str, str]]:
        """(name, value) of each filter that is set."""
        names = ("kind", "binding", "region", "instrument", "state", "topic", "adopted_from", "adopted_to")
        return [pair for pair in self.params() if pair[0] in names]
