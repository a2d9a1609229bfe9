"""What the page shows of each result: links, citations, reasons, and what reference managers read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.store import MetaReader
from search.citations import Citable
from search.pages.citing import StyledCitation, citable_at, in_every_style
from search.pages.interface import Interface
from search.pages.unapi import coins, item_id
from search.pages.why import Reasons, reasons_of
from search.results import Parallel, Result

__all__ = ["Link", "ShownResult", "official_url", "parallel_links", "shown"]

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Link:
    """A place in an instrument and the page where it is read."""

    name: str
    url: str
    binding: bool = False


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result and what stands around it."""

    result: Result
    url: str
    instrument_url: str
    official: str | None
    citations: tuple[StyledCitation, ...]
    parallels: tuple[Link, ...]
    cited_by: Link | None
    why: Reasons
    coins: str | None
    item_id: str


def shown(results: Iterable[Result], meta: MetaReader, ui: Interface) -> list[ShownResult]:
    """The results with all that the page shows of them."""
    return [_shown(result, meta, ui) for result in results]


def official_url(url: str | None) -> str | None:
    """The address if it leads to the web; None for any other, such as one that would run a script."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def parallel_links(parallels: Iterable[Parallel], language: str, ui: Interface) -> tuple[Link, ...]:
    """The parallels as links to their pages."""
    return tuple(
        Link(f"{p.name}, {p.label}", ui.provision_url(p.instrument, p.label, in_language(language)), p.binding)
        for p in parallels
    )


def in_language(language: str) -> list[tuple[str, str]]:
    """The parameter that asks for an edition; none for English, which is shown without."""
    return [] if language == _ENGLISH else [("language", language)]


def _shown(result: Result, meta: MetaReader, ui: Interface) -> ShownResult:
    slug, language = result.instrument.id, result.instrument.language
    item: Citable | None = citable_at(meta, slug, result.label, language)
    return ShownResult(
        result=result,
        url=ui.provision_url(slug, result.label, in_language(language)),
        instrument_url=ui.instrument_url(slug, in_language(language)),
        official=official_url(result.links.get("official")),
        citations=in_every_style(item),
        parallels=parallel_links(result.parallels, language, ui),
        cited_by=_cited_by(result.why.cited_by, meta, ui),
        why=reasons_of(result.why, ui),
        coins=coins(item) if item else None,
        item_id=item_id(slug, result.label, language),
    )


def _cited_by(place: str | None, meta: MetaReader, ui: Interface) -> Link | None:
    if not place:
        return None
    slug, _, label = place.partition(" ")
    instrument = next((i for i in meta.instruments.values() if i.slug == slug), None)
    if instrument is None:
        return None
    return Link(f"{instrument.short_title or instrument.title}, {label}", ui.provision_url(slug, label))
