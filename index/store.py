"""The metadata of a generation: instruments, editions with their texts, provisions, and the rows that are searched.

A *unit* is what a result names, one per instrument and number whatever the edition: article 33 of the Refugee
Convention in English and in Spanish is one unit. A *row* is what is searched: a passage, or a digest or question of
the catalogue, each belonging to one unit. Row ids are the FAISS ids.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from ingest.catalogue.digest import label_number
from ingest.catalogue.parties import Parties
from ingest.errors import IndexCorrupt
from ingest.model import Locator, Repair

__all__ = [
    "FIELDS",
    "EditionInfo",
    "Field",
    "InstrumentInfo",
    "MetaReader",
    "PageInfo",
    "ProvisionInfo",
    "RowInfo",
    "create_store",
]

Field = Literal["passage", "digest", "question"]
FIELDS: tuple[Field, ...] = ("passage", "digest", "question")

_SCHEMA = """
CREATE TABLE instrument (
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, short_title TEXT, kind TEXT NOT NULL,
  binding INTEGER NOT NULL, adopted TEXT, in_force TEXT, source TEXT, url TEXT, region TEXT, articles INTEGER,
  parent TEXT, aliases TEXT NOT NULL, topics TEXT NOT NULL, titles TEXT NOT NULL, parties TEXT
) STRICT;
CREATE TABLE edition (
  id INTEGER PRIMARY KEY, instrument INTEGER NOT NULL, language TEXT NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL,
  format TEXT NOT NULL, text_kind TEXT NOT NULL, searched INTEGER NOT NULL, title TEXT NOT NULL, url TEXT,
  text TEXT NOT NULL, pages TEXT NOT NULL
) STRICT;
CREATE INDEX edition_instrument ON edition (instrument);
CREATE TABLE unit (
  id INTEGER PRIMARY KEY, instrument INTEGER NOT NULL, number TEXT NOT NULL, topics TEXT NOT NULL,
  parallels TEXT NOT NULL,
  UNIQUE (instrument, number)
) STRICT;
CREATE TABLE provision (
  id INTEGER PRIMARY KEY, edition INTEGER NOT NULL, position INTEGER NOT NULL, parent INTEGER, unit INTEGER,
  is_unit INTEGER NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL, heading TEXT, locator TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, body_start INTEGER NOT NULL, UNIQUE (edition, position)
) STRICT;
CREATE INDEX provision_label ON provision (edition, label);
CREATE INDEX provision_unit ON provision (unit) WHERE is_unit = 1;
CREATE TABLE repair (
  edition INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, raw TEXT NOT NULL,
  PRIMARY KEY (edition, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE "row" (
  id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, edition INTEGER NOT NULL, field TEXT NOT NULL, language TEXT NOT NULL,
  start INTEGER, "end" INTEGER, label TEXT NOT NULL, locator TEXT NOT NULL, text TEXT
) STRICT;
CREATE INDEX row_unit ON "row" (unit);
"""


def create_store(path: Path) -> sqlite3.Connection:
    """A new, empty metadata file, opened for the build."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.executescript(_SCHEMA)
    return db


@dataclass(frozen=True, slots=True)
class InstrumentInfo:
    """One instrument as stored."""

    id: int
    slug: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    url: str | None
    region: str | None
    articles: int | None
    parent: str | None
    aliases: tuple[str, ...]
    topics: tuple[str, ...]
    titles: tuple[str, ...]
    """In the languages known."""
    parties: Parties | None = None
    """The states that it binds; None where that is not held."""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One page of an edition: 1-based index, printed label, span in the text, whether OCR read it from a picture."""

    index: int
    start: int
    end: int
    label: str | None
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """One edition as stored, without its text."""

    id: int
    instrument: int
    language: str
    sha256: str
    file: str
    format: str
    text_kind: str
    searched: bool
    title: str
    url: str | None
    length: int
    pages: tuple[PageInfo, ...]


@dataclass(frozen=True, slots=True)
class ProvisionInfo:
    """One provision of an edition as stored."""

    id: int
    edition: int
    position: int
    parent: int | None
    unit: int | None
    is_unit: bool
    label: str
    kind: str
    heading: str | None
    locator: Locator
    start: int
    end: int
    body_start: int


@dataclass(frozen=True, slots=True)
class RowInfo:
    """One searched row; `start` and `end` are offsets in its edition's text, None for a question."""

    id: int
    unit: int
    edition: int
    field: Field
    language: str
    start: int | None
    end: int | None
    label: str
    locator: Locator


_Record = TypeVar("_Record", RowInfo, ProvisionInfo, InstrumentInfo, EditionInfo)
_KEPT = 4096
"""Units whose provisions are kept: results name their parallels, and what is asked for is often parallel."""
_COMPUTED = {"length": "length(text)"}


def _same(value: Any) -> Any:
    return value


def _texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "binding": bool,
    "searched": bool,
    "is_unit": bool,
    "locator": json.loads,
    "aliases": _texts,
    "topics": _texts,
    "titles": _texts,
    "parties": lambda value: None if value is None else Parties.from_json(json.loads(value)),
    "pages": lambda value: tuple(PageInfo(*p) for p in json.loads(value)),
}


class MetaReader:
    """Read-only access; one SQLite connection per thread."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._provisions_of_unit = lru_cache(_KEPT)(self._read_unit)
        try:
            self.instruments: dict[int, InstrumentInfo] = {
                i.id: i for i in self._records(InstrumentInfo, "FROM instrument ORDER BY id")
            }
            self.editions: dict[int, EditionInfo] = {
                e.id: e for e in self._records(EditionInfo, "FROM edition ORDER BY id")
            }
            self._repaired = frozenset(row[0] for row in self._query("SELECT DISTINCT edition FROM repair"))
            units = self._query("SELECT instrument, number FROM unit ORDER BY id")
            self.unit_instrument: tuple[int, ...] = tuple(row[0] for row in units)
            self.unit_number: tuple[str, ...] = tuple(row[1] for row in units)
        except sqlite3.DatabaseError as error:
            raise IndexCorrupt(f"{path} cannot be read ({error}); rebuild with: iml reindex") from error

    @cached_property
    def languages_held(self) -> dict[int, frozenset[str]]:
        """Instrument -> the languages of its authentic editions, of the instruments that have any."""
        held: dict[int, set[str]] = {}
        for edition in self.editions.values():
            if edition.text_kind == "authentic":
                held.setdefault(edition.instrument, set()).add(edition.language)
        return {instrument: frozenset(languages) for instrument, languages in held.items()}

    def text(self, edition: int, start: int, end: int) -> str:
        """A verbatim slice of an edition's text."""
        row = self._query("SELECT substr(text, ?, ?) FROM edition WHERE id=?", (start + 1, end - start, edition))[0]
        return str(row[0])

    def rows(self, ids: Sequence[int]) -> dict[int, RowInfo]:
        """Row id -> row."""
        found = self._records(RowInfo, f'FROM "row" WHERE id IN ({",".join("?" * len(ids))})', ids)
        return {r.id: r for r in found}

    def row_text(self, row: int) -> str:
        """The words of a row: its slice of the edition, or the question."""
        sql = (
            'SELECT coalesce(r.text, substr(e.text, r.start + 1, r."end" - r.start)) '
            'FROM "row" r JOIN edition e ON e.id = r.edition WHERE r.id=?'
        )
        return str(self._query(sql, (row,))[0][0])

    def all_rows(self) -> Iterator[tuple[int, Field, str, str]]:
        """(unit, field, language, words) of every row, by row id."""
        sql = (
            'SELECT r.unit, r.field, r.language, coalesce(r.text, substr(e.text, r.start + 1, r."end" - r.start)) '
            'FROM "row" r JOIN edition e ON e.id = r.edition ORDER BY r.id'
        )
        yield from self._query(sql)

    def unit_rows(self, unit: int) -> list[RowInfo]:
        """The passages of a unit, in the order of editions and text."""
        return self._records(RowInfo, "FROM \"row\" WHERE unit=? AND field='passage' ORDER BY edition, start", (unit,))

    def edition_rows(self, edition: int) -> list[RowInfo]:
        """The passages of an edition in text order."""
        return self._records(RowInfo, "FROM \"row\" WHERE edition=? AND field='passage' ORDER BY start, id", (edition,))

    def unit(self, unit: int) -> tuple[int, str, tuple[str, ...], tuple[str, ...]]:
        """(instrument, number, topics, parallels) of a unit."""
        row = self._query("SELECT instrument, number, topics, parallels FROM unit WHERE id=?", (unit,))[0]
        return row[0], row[1], tuple(json.loads(row[2])), tuple(json.loads(row[3]))

    def topics_of_units(self) -> dict[int, tuple[str, ...]]:
        """Unit -> its topics, of the units that have any."""
        return {row[0]: _texts(row[1]) for row in self._query("SELECT id, topics FROM unit WHERE topics <> '[]'")}

    def parallel_units(self) -> dict[int, frozenset[int]]:
        """Unit -> the units that the catalogue calls parallel to it, from either side, of the units that have any."""
        places = {
            (self.instruments[instrument].slug, number): unit
            for unit, (instrument, number) in enumerate(zip(self.unit_instrument, self.unit_number, strict=True))
        }
        found: dict[int, set[int]] = {}
        for unit, references in self._query("SELECT id, parallels FROM unit WHERE parallels <> '[]'"):
            for reference in _texts(references):
                slug, _, label = reference.partition(" ")
                other = places.get((slug, label_number(label)))
                if other is not None and other != unit:
                    found.setdefault(unit, set()).add(other)
                    found.setdefault(other, set()).add(unit)
        return {unit: frozenset(others) for unit, others in found.items()}

    def unit_provisions(self, unit: int) -> list[ProvisionInfo]:
        """The provision of a unit in each edition, by edition."""
        return list(self._provisions_of_unit(unit))

    def provisions(self, edition: int) -> list[ProvisionInfo]:
        """All provisions of an edition in text order."""
        return self._provisions("edition=? ORDER BY position", (edition,))

    def provision(self, edition: int, label: str) -> ProvisionInfo | None:
        """The provision with a label in an edition."""
        found = self._provisions("edition=? AND label=? ORDER BY position LIMIT 1", (edition, label))
        return found[0] if found else None

    def units_with_topics(self, topics: Sequence[str]) -> list[int]:
        """The units that bear any of the topics, themselves or through their instrument, in order."""
        marks = ",".join("?" * len(topics))
        rows = self._query(
            "SELECT u.id FROM unit u JOIN instrument i ON i.id = u.instrument WHERE "
            f"EXISTS (SELECT 1 FROM json_each(u.topics) WHERE value IN ({marks})) OR (u.topics = '[]' AND "
            f"EXISTS (SELECT 1 FROM json_each(i.topics) WHERE value IN ({marks}))) ORDER BY u.id",
            [*topics, *topics],
        )
        return [row[0] for row in rows]

    def unit_of(self, slug: str, label: str) -> int | None:
        """The unit that a label of an instrument is or lies in, in whichever edition has it; authentic ones first."""
        rows = self._query(
            "SELECT p.unit FROM provision p JOIN edition e ON e.id = p.edition "
            "JOIN instrument i ON i.id = e.instrument "
            "WHERE i.slug=? AND p.label=? AND p.unit IS NOT NULL ORDER BY e.text_kind, e.id LIMIT 1",
            (slug, label),
        )
        return int(rows[0][0]) if rows else None

    def notes(self, edition: int, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the notes inside a slice: words in the file that are not the instrument's own."""
        rows = self._query(
            'SELECT start, "end" FROM provision WHERE edition=? AND start>=? AND "end"<=? AND kind=? ORDER BY start',
            (edition, start, end, "rest"),
        )
        return [(row[0], row[1]) for row in rows]

    def repairs(self, edition: int, start: int, end: int) -> tuple[Repair, ...]:
        """The words of a slice that have other letters in the file, with offsets in the slice."""
        if edition not in self._repaired:
            return ()
        rows = self._query(
            'SELECT start - ?, "end" - ?, raw FROM repair WHERE edition=? AND start>=? AND "end"<=? ORDER BY start',
            (start, start, edition, start, end),
        )
        return tuple(Repair(*row) for row in rows)

    def labels(self, instrument: int, *, units: bool) -> frozenset[str]:
        """The labels of an instrument's units, or of its other provisions, in all editions."""
        rows = self._query(
            "SELECT DISTINCT label FROM provision WHERE is_unit=? "
            "AND edition IN (SELECT id FROM edition WHERE instrument=?)",
            (int(units), instrument),
        )
        return frozenset(row[0] for row in rows)

    def _read_unit(self, unit: int) -> tuple[ProvisionInfo, ...]:
        return tuple(self._provisions("unit=? AND is_unit=1 ORDER BY edition, position", (unit,)))

    def _provisions(self, where: str, args: Sequence[Any]) -> list[ProvisionInfo]:
        return self._records(ProvisionInfo, f"FROM provision WHERE {where}", args)

    def _records(self, kind: type[_Record], rest: str, args: Sequence[Any] = ()) -> list[_Record]:
        """Records of a dataclass whose fields are columns; JSON and boolean columns are decoded by name."""
        names = [f.name for f in fields(kind)]
        columns = ", ".join(_COMPUTED.get(name, f'"{name}"') for name in names)
        return [
            kind(**{name: _DECODERS.get(name, _same)(value) for name, value in zip(names, row, strict=True)})
            for row in self._query(f"SELECT {columns} {rest}", args)
        ]

    def _query(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = sqlite3.connect(self._uri, uri=True)
        return list(db.execute(sql, args))
