"""What a generation will hold: instruments, editions, units and rows, in an order that only the inputs decide."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from index.store import Field
from ingest.catalogue import Catalogue, CatalogueEntry, Parties
from ingest.catalogue.digest import digest_edition, label_number
from ingest.chunk import ChunkSettings, CountTokens, embedded_text, passages
from ingest.identify import describe
from ingest.library import HeldFile, Library
from ingest.model import Edition, Instrument, Locator

__all__ = ["BuildPlan", "PlannedEdition", "PlannedInstrument", "PlannedRow", "PlannedUnit", "plan_build"]

_FORMAT_RANK = {"xml": 0, "html": 1, "docx": 2, "markdown": 3, "text": 4, "pdf": 5, "catalogue": 6}


@dataclass(frozen=True, slots=True)
class PlannedInstrument:
    """An instrument that is held or described."""

    facts: Instrument
    titles: tuple[str, ...]
    articles: int | None
    parent: str | None
    parties: Parties | None


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """One article, paragraph or section of an instrument, in all its editions."""

    instrument: int
    number: str
    topics: tuple[str, ...] = ()
    parallels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedEdition:
    """An edition and the unit that each of its provisions belongs to."""

    edition: Edition
    instrument: int
    text_kind: str
    searched: bool
    """Whether its passages are rows; of several files in one language only the best structured is searched."""
    units: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: what is embedded, and where it stands."""

    unit: int
    edition: int
    field: Field
    language: str
    embedded: str
    """What the encoder reads."""
    indexed: str
    """What the lexical index reads."""
    label: str
    locator: Locator
    start: int | None = None
    end: int | None = None
    text: str | None = None
    """Of a question, which stands in no edition."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """All of it; ids are positions in these tuples."""

    instruments: tuple[PlannedInstrument, ...]
    editions: tuple[PlannedEdition, ...]
    units: tuple[PlannedUnit, ...]
    rows: tuple[PlannedRow, ...]
    catalogue_hash: str


def plan_build(
    library: Library,
    catalogue: Catalogue,
    count: CountTokens,
    chunking: ChunkSettings,
    start: Callable[[str, int], Callable[[int], None]] = lambda _stage, _total: lambda _n: None,
) -> BuildPlan:
    """The plan for the files of a library and a catalogue."""
    authentic = [_edition(file, catalogue) for file in library.files()]
    digests = [e for entry in catalogue.entries.values() if (e := digest_edition(entry))]
    ids = sorted({e.instrument.id for e in authentic} | set(catalogue.entries))
    position = {identifier: n for n, identifier in enumerate(ids)}
    units = _Units()
    searched = _searched(authentic)
    editions: list[PlannedEdition] = []
    for edition, kind in _in_order(authentic, digests):
        instrument = position[edition.instrument.id]
        editions.append(
            PlannedEdition(
                edition=edition,
                instrument=instrument,
                text_kind=kind,
                searched=kind == "digest" or (edition.sha256, edition.file) in searched,
                units=_units_of(edition, instrument, units),
            )
        )
    advance = start("split", len(editions))
    rows: list[PlannedRow] = []
    for n, planned in enumerate(editions):
        rows.extend(_rows(n, planned, catalogue, count, chunking))
        advance(1)
    return BuildPlan(
        instruments=tuple(_instrument(i, authentic, catalogue) for i in ids),
        editions=tuple(editions),
        units=units.planned(ids, catalogue),
        rows=tuple(rows),
        catalogue_hash=hashlib.sha256(repr(catalogue).encode()).hexdigest(),
    )


def _edition(file: HeldFile, catalogue: Catalogue) -> Edition:
    parsed = file.parsed
    facts = describe(parsed.instrument, parsed.kind, file.declared, parsed.document, catalogue, parsed.language)
    return Edition(facts, parsed.language, file.sha256, file.file, parsed.document, parsed.provisions)


def _in_order(authentic: Iterable[Edition], digests: Iterable[Edition]) -> list[tuple[Edition, str]]:
    both = [(e, "authentic") for e in authentic] + [(e, "digest") for e in digests]
    return sorted(both, key=lambda p: (p[0].instrument.id, p[1], p[0].language, p[0].sha256, p[0].file))


def _searched(editions: Iterable[Edition]) -> set[tuple[str, str]]:
    """(hash, file) of the best edition of each instrument and language: most units, then the better format."""
    best: dict[tuple[str, str], tuple[tuple[int, int, str, str], Edition]] = {}
    for edition in editions:
        count = len({p.number for p in edition.provisions if p.is_unit})
        rank = (-count, _FORMAT_RANK.get(edition.document.format, 9), edition.sha256, edition.file)
        key = (edition.instrument.id, edition.language)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, edition)
    return {(edition.sha256, edition.file) for _, edition in best.values()}


class _Units:
    """Unit ids by instrument and number, in the order they are first met."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int, str], int] = {}

    def id(self, instrument: int, number: str) -> int:
        return self._ids.setdefault((instrument, number), len(self._ids))

    def planned(self, slugs: Sequence[str], catalogue: Catalogue) -> tuple[PlannedUnit, ...]:
        said = {(entry.id, label_number(p.label)): p for entry in catalogue.entries.values() for p in entry.provisions}
        planned = []
        for instrument, number in self._ids:
            entry = said.get((slugs[instrument], number))
            unit = PlannedUnit(instrument, number)
            planned.append(replace(unit, topics=entry.topics, parallels=entry.parallels) if entry else unit)
        return tuple(planned)


def _units_of(edition: Edition, instrument: int, units: _Units) -> tuple[int | None, ...]:
    """For each provision the unit it is or lies in."""
    found: list[int | None] = []
    for provision in edition.provisions:
        if provision.is_unit:
            found.append(units.id(instrument, provision.number or provision.label))
        else:
            found.append(found[provision.parent] if provision.parent is not None else None)
    return tuple(found)


def _rows(
    n: int, planned: PlannedEdition, catalogue: Catalogue, count: CountTokens, chunking: ChunkSettings
) -> Iterable[PlannedRow]:
    if not planned.searched:
        return
    edition = planned.edition
    for passage in passages(edition, count, chunking):
        unit = planned.units[passage.unit]
        if unit is None:
            continue
        yield PlannedRow(
            unit=unit,
            edition=n,
            field="digest" if planned.text_kind == "digest" else "passage",
            language=edition.language,
            embedded=embedded_text(passage.context, text := edition.document.text[passage.start : passage.end]),
            indexed=f"{passage.names}\n{text}",
            label=passage.label,
            locator=passage.locator,
            start=passage.start,
            end=passage.end,
        )
    if planned.text_kind == "digest":
        yield from _question_rows(n, planned, catalogue.entries[edition.instrument.id])


def _question_rows(n: int, planned: PlannedEdition, entry: CatalogueEntry) -> Iterable[PlannedRow]:
    for position, provision in enumerate(entry.provisions):
        unit = planned.units[position]
        if unit is None:
            continue
        for language in sorted(provision.questions):
            for question in provision.questions[language]:
                yield PlannedRow(
                    unit=unit,
                    edition=n,
                    field="question",
                    language=language,
                    embedded=question,
                    indexed=question,
                    label=provision.label,
                    locator={},
                    text=question,
                )


def _instrument(identifier: str, authentic: Iterable[Edition], catalogue: Catalogue) -> PlannedInstrument:
    entry = catalogue.entries.get(identifier)
    editions = [e for e in authentic if e.instrument.id == identifier]
    named = sorted(editions, key=lambda e: (e.language != "en", e.language, e.sha256, e.file))
    facts = named[0].instrument if named else entry.instrument("en")  # type: ignore[union-attr]
    titles = [*(entry.titles.values() if entry else ()), *(e.instrument.title for e in named)]
    aliases = tuple(dict.fromkeys(a for e in named for a in e.instrument.aliases)) or facts.aliases
    return PlannedInstrument(
        facts=replace(facts, aliases=aliases),
        titles=tuple(dict.fromkeys(titles)),
        articles=entry.articles if entry else None,
        parent=entry.parent if entry else None,
        parties=catalogue.parties.get(identifier),
    )
