"""What every format writes: the results as entries, and all that it takes to ask the same again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from search.citations import Citable, plain_citation
from search.citations.bibtex import citation_key
from search.languages import language_name
from search.parameters import parameters_of
from search.query import Query
from search.results import PassageHit, Result, SearchAnswer

__all__ = ["OMITTED", "Entry", "Record", "citable_of", "cite_passage", "record_of"]

OMITTED = "[…]"
"""Between two slices of one provision that do not follow each other."""
_BLANKS = 2
"""Code points between slices that follow each other: a line break or two."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One result, ready to be written."""

    result: Result
    item: Citable
    key: str
    """The citation key, different from those of the other entries."""
    passages: tuple[PassageHit, ...]
    """Those at the place that is cited, in the order of the text."""
    link: str | None
    """The official address, else the one on the service."""
    permalink: str | None
    """The provision's address on the service, where that is known."""

    @property
    def is_digest(self) -> bool:
        """Whether the words are our own summary and not the instrument's."""
        return any(p.text_kind != "authentic" for p in self.passages)

    @property
    def name(self) -> str:
        """`ICRMW, art 16(4)`."""
        return f"{self.result.instrument.short_title or self.result.instrument.title}, {self.result.label}"

    @property
    def words(self) -> str:
        """The passages as one text, with a mark where words are left out between them."""
        text = self.passages[0].text
        for before, passage in pairwise(self.passages):
            follows = passage.span[0] - before.span[1] <= _BLANKS
            text += f"\n{passage.text}" if follows else f"\n{OMITTED}\n{passage.text}"
        return text

    @property
    def edition(self) -> str:
        """Language, file and hash, as far as known."""
        instrument = self.result.instrument
        if self.is_digest:
            return f"{language_name(instrument.language)}, digest"
        file = f", file {instrument.file}" if instrument.file else ""
        return f"{language_name(instrument.language)}{file}" + (
            f", sha256 {instrument.sha256}" if instrument.sha256 else ""
        )

    @property
    def raw_words(self) -> tuple[str, ...]:
        """Words with other letters in the file, as the file has them."""
        return tuple(dict.fromkeys(repair.raw for p in self.passages for repair in p.repairs))

    def remarks(self, asked_language: str) -> tuple[str, ...]:
        """What a reader must know before quoting."""
        found = []
        if self.is_digest:
            found.append("Digest by IML Search, not the instrument's words; quote from the official text.")
        if any(p.ocr for p in self.passages):
            found.append("Read by OCR; check the letters against the page.")
        if self.raw_words:
            shown = " · ".join(word.replace("\n", "¶") for word in self.raw_words)
            found.append(f"As in the file: {shown}")
        if not self.result.in_asked_language:
            found.append(f"No edition in {language_name(asked_language)} is held.")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Record:
    """An answer with the day it was got and the query that got it."""

    answer: SearchAnswer
    retrieved: dt.date
    parameters: Mapping[str, Any]
    """Of `/v1/search`, to ask the same again."""
    entries: tuple[Entry, ...]

    @property
    def settings(self) -> str:
        """The parameters but the question, as people read them: `limit=5; kind=treaty`."""
        given = {name: value for name, value in self.parameters.items() if name != "q"}
        return "; ".join(f"{name}={_spoken(value)}" for name, value in given.items())

    def origin(self, entry: Entry) -> str:
        """One sentence that says how the entry was found and in which edition it stands."""
        index = self.answer.index
        settings = f" ({self.settings})" if self.settings else ""
        spans = ", ".join(f"{start}–{end}" for start, end in (p.span for p in entry.passages))
        return (
            f"Found with IML Search on {self.retrieved.isoformat()}: question “{self.answer.query}”{settings}, "
            f"result {entry.result.rank}, index generation {index.get('generation')}, model {index.get('model')}. "
            f"Edition: {entry.edition}, characters {spans}."
        )


def record_of(
    answer: SearchAnswer, retrieved: dt.date, query: Query | None = None, base_url: str | None = None
) -> Record:
    """The record of an answer; without its query, only the question is known of what was asked.

    `base_url` is the service's own address, for links to provisions there.
    """
    parameters: dict[str, Any] = parameters_of(query) if query else {"q": answer.query}
    if query and query.offset:
        parameters["offset"] = query.offset
    entries = [_entry(result, base_url) for result in answer.results]
    return Record(answer, retrieved, parameters, tuple(_with_own_keys(entries)))


def citable_of(result: Result) -> Citable:
    """What citation styles need of a result."""
    instrument = result.instrument
    return Citable(
        id=instrument.id,
        title=instrument.title,
        kind=instrument.kind,
        short_title=instrument.short_title,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        source=instrument.source,
        url=result.links.get("official"),
        label=result.label,
        locator=result.locator,
        language=instrument.language,
    )


def cite_passage(result: Result, passage: PassageHit) -> str:
    """The citation of the place where a passage stands, which may be another one than the result's."""
    if passage.label == result.label:
        return result.citation
    return plain_citation(replace(citable_of(result), label=passage.label, locator=passage.locator))


def _entry(result: Result, base_url: str | None) -> Entry:
    item = citable_of(result)
    own = [p for p in result.passages if p.label == result.label] or list(result.passages[:1])
    permalink = base_url.rstrip("/") + result.links["self"] if base_url and "self" in result.links else None
    link = item.url or permalink
    passages = tuple(sorted(own, key=lambda p: p.span))
    return Entry(result, replace(item, url=link), citation_key(item), passages, link, permalink)


def _with_own_keys(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries, keys that were given before with a number; labels in other scripts can give the same key."""
    given: set[str] = set()
    for entry in entries:
        key, number = entry.key, 2
        while key in given:
            key, number = f"{entry.key}:{number}", number + 1
        given.add(key)
        yield entry if key == entry.key else replace(entry, key=key)


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
