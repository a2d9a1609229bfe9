"""The shape of a catalogue entry, read from TOML and checked key by key.

An unknown key, a wrong type or an unknown topic is a CatalogueError that names file, place and value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import CatalogueError
from ingest.model import INSTRUMENT_KINDS, Instrument, InstrumentKind

__all__ = ["LANGUAGES", "CatalogueEntry", "CatalogueProvision", "entry_from_toml"]

LANGUAGES = ("en", "fr", "es")

_TEXT_KEYS = ("id", "kind", "short_title", "adopted_place", "depositary", "citation", "region", "parent")
_LIST_KEYS = ("aliases", "symbols", "topics", "amends", "amended_by", "succeeds", "succeeded_by")
_TABLE_KEYS = ("title", "url", "sources")
_OTHER_KEYS = ("binding", "adopted", "in_force", "articles", "provision")
_PROVISION_KEYS = ("label", "heading", "digest", "topics", "parallels", "questions")


@dataclass(frozen=True, slots=True)
class CatalogueProvision:
    """What we say of one provision: never shown as its own words."""

    label: str
    heading: str | None
    digest: str
    topics: tuple[str, ...]
    parallels: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """The facts of one instrument and our digests of its provisions."""

    id: str
    kind: InstrumentKind
    binding: bool
    titles: Mapping[str, str]
    short_title: str | None
    aliases: tuple[str, ...]
    adopted: str | None
    adopted_place: str | None
    in_force: str | None
    depositary: str | None
    citation: str | None
    symbols: tuple[str, ...]
    region: str | None
    topics: tuple[str, ...]
    articles: int | None
    parent: str | None
    urls: Mapping[str, str]
    related: Mapping[str, tuple[str, ...]]
    """`amends`, `amended_by`, `succeeds`, `succeeded_by` -> instrument ids."""
    sources: Mapping[str, str]
    provisions: tuple[CatalogueProvision, ...]

    def instrument(self, language: str = "en") -> Instrument:
        """The facts as an Instrument, its title in English, French or Spanish.

        Titles in other languages are names to recognise and to look up by; results are read in one of the three.
        """
        fallback = next(iter(self.titles.values()))
        return Instrument(
            id=self.id,
            title=self.titles.get(language if language in LANGUAGES else "en") or self.titles.get("en") or fallback,
            kind=self.kind,
            short_title=self.short_title,
            binding=self.binding,
            adopted=self.adopted,
            in_force=self.in_force,
            source=self.citation,
            url=self.urls.get(language) or self.urls.get("en"),
            region=self.region,
            topics=self.topics,
            aliases=self.aliases + self.symbols,
        )


def entry_from_toml(data: Mapping[str, Any], where: str, topics: frozenset[str]) -> CatalogueEntry:
    """The entry in a parsed TOML file; `where` is its name for messages, `topics` the ids allowed."""
    check = _Checker(where, topics)
    check.keys(data, (*_TEXT_KEYS, *_LIST_KEYS, *_TABLE_KEYS, *_OTHER_KEYS), "")
    kind = check.text(data, "kind")
    if kind not in INSTRUMENT_KINDS:
        raise check.error(f"kind {kind!r} is none of {', '.join(INSTRUMENT_KINDS)}")
    titles = check.table(data, "title")
    if not titles:
        raise check.error("no [title] in any language")
    provisions = tuple(_provision(check, item, n) for n, item in enumerate(data.get("provision", []), 1))
    check.unique([p.label for p in provisions], "provision label")
    check.unique([q.casefold() for p in provisions for qs in p.questions.values() for q in qs], "question")
    return CatalogueEntry(
        id=check.text(data, "id"),
        kind=kind,
        binding=bool(data.get("binding", False)),
        titles=titles,
        short_title=data.get("short_title"),
        aliases=check.texts(data, "aliases"),
        adopted=_date(data.get("adopted")),
        adopted_place=data.get("adopted_place"),
        in_force=_date(data.get("in_force")),
        depositary=data.get("depositary"),
        citation=data.get("citation") or None,
        symbols=check.texts(data, "symbols"),
        region=data.get("region"),
        topics=check.topic_ids(data, "topics"),
        articles=data.get("articles"),
        parent=data.get("parent"),
        urls=check.table(data, "url"),
        related={k: check.texts(data, k) for k in ("amends", "amended_by", "succeeds", "succeeded_by") if data.get(k)},
        sources=check.table(data, "sources"),
        provisions=provisions,
    )


def _provision(check: _Checker, data: Mapping[str, Any], n: int) -> CatalogueProvision:
    place = f"provision {n}"
    check.keys(data, _PROVISION_KEYS, place)
    questions = data.get("questions", {})
    check.keys(questions, LANGUAGES, f"{place}, questions")
    return CatalogueProvision(
        label=check.text(data, "label", place),
        heading=data.get("heading"),
        digest=check.text(data, "digest", place),
        topics=check.topic_ids(data, "topics", place),
        parallels=check.texts(data, "parallels", place),
        questions={language: check.texts(questions, language, place) for language in questions},
    )


def _date(value: object) -> str | None:
    return value.isoformat() if isinstance(value, dt.date) else (str(value) if value else None)


@dataclass(frozen=True, slots=True)
class _Checker:
    where: str
    topics: frozenset[str]

    def error(self, message: str) -> CatalogueError:
        return CatalogueError(f"{self.where}: {message}")

    def keys(self, data: Mapping[str, Any], allowed: tuple[str, ...], place: str) -> None:
        unknown = sorted(set(data) - set(allowed))
        if unknown:
            raise self.error(
                f"{place + ': ' if place else ''}unknown key {unknown[0]!r}; allowed: {', '.join(allowed)}"
            )

    def text(self, data: Mapping[str, Any], key: str, place: str = "") -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{place + ': ' if place else ''}{key} must be a non-empty string, got {value!r}")
        return value

    def texts(self, data: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
        values = data.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.error(f"{place + ': ' if place else ''}{key} must be a list of non-empty strings")
        return tuple(values)

    def table(self, data: Mapping[str, Any], key: str) -> dict[str, str]:
        values = data.get(key, {})
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            raise self.error(f"[{key}] must map names to strings")
        return {k: v for k, v in values.items() if v.strip()}

    def topic_ids(self, data: Mapping[str, Any], key: str, place: str = "") -> tuple[str, ...]:
        values = self.texts(data, key, place)
        unknown = sorted(set(values) - self.topics)
        if unknown:
            raise self.error(f"{place + ': ' if place else ''}topic {unknown[0]!r} is not in topics.toml")
        return values

    def unique(self, values: list[str], what: str) -> None:
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise self.error(f"{what} {value!r} stands twice")
            seen.add(value)
