"""The library: every ingested file as parsed, in one SQLite file. What is indexed is built from here.

A file is parsed again only when its bytes, its declared kind or language, or the parser's own code changed. A file
that can no longer be read keeps its last good parse, and is reported.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ingest
from ingest.collection import Declared
from ingest.document_json import document_from_json, document_to_json
from ingest.model import Document, InstrumentKind, Provision

__all__ = ["HeldFile", "Library", "Parsed", "parser_fingerprint"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
  root TEXT NOT NULL, file TEXT NOT NULL, declared TEXT NOT NULL,
  sha256 TEXT, parse_key TEXT, instrument TEXT, kind TEXT, language TEXT, document TEXT, provisions TEXT,
  PRIMARY KEY (root, file)
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file became."""

    instrument: str
    kind: InstrumentKind
    language: str
    document: Document
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the library with its last good parse."""

    root: str
    file: str
    sha256: str
    declared: Declared
    parsed: Parsed


class Library:
    """The library of a home folder. One writer at a time; each file is committed as it comes."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(_SCHEMA)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def held_key(self, root: str, file: str) -> tuple[str, str] | None:
        """(sha256, parse key) of the last good parse of a file, or None."""
        row = self._db.execute("SELECT sha256, parse_key FROM file WHERE root=? AND file=?", (root, file)).fetchone()
        return (row[0], row[1]) if row and row[0] else None

    def put(self, root: str, file: str, declared: Declared, sha256: str, parse_key: str, parsed: Parsed) -> None:
        """Store a parse in place of the one held."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO file VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    root,
                    file,
                    _dump(asdict(declared)),
                    sha256,
                    parse_key,
                    parsed.instrument,
                    parsed.kind,
                    parsed.language,
                    _dump(document_to_json(parsed.document)),
                    _dump([_provision_to_json(p) for p in parsed.provisions]),
                ),
            )

    def put_declared(self, root: str, file: str, declared: Declared) -> None:
        """Store what is declared of a file whose parse is still good."""
        with self._db:
            self._db.execute(
                "UPDATE file SET declared=? WHERE root=? AND file=?", (_dump(asdict(declared)), root, file)
            )

    def drop_missing(self, root: str, keep: set[str]) -> list[str]:
        """Drop the files of a folder that are no longer part of it; their names, sorted."""
        rows = self._db.execute("SELECT file FROM file WHERE root=? ORDER BY file", (root,)).fetchall()
        gone = [row[0] for row in rows if row[0] not in keep]
        with self._db:
            self._db.executemany("DELETE FROM file WHERE root=? AND file=?", [(root, file) for file in gone])
        return gone

    def files(self) -> Iterator[HeldFile]:
        """All files with a parse, by instrument, language, hash and name: the order does not depend on the folder."""
        query = (
            "SELECT root, file, sha256, declared, instrument, kind, language, document, provisions FROM file "
            "WHERE sha256 IS NOT NULL ORDER BY instrument, language, sha256, file, root"
        )
        for row in self._db.execute(query):
            yield HeldFile(row[0], row[1], row[2], _declared_from_json(json.loads(row[3])), _parsed(row[4:]))

    def parsed(self, root: str, file: str) -> Parsed:
        """The last good parse of a file that is held; raises `KeyError` for another."""
        query = "SELECT instrument, kind, language, document, provisions FROM file WHERE root=? AND file=?"
        row = self._db.execute(query, (root, file)).fetchone()
        if row is None or row[0] is None:
            raise KeyError(file)
        return _parsed(row)

    def twins(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By (root, file) the names of the other files with the same bytes, sorted; only files that have any."""
        by_hash: dict[str, list[tuple[str, str]]] = {}
        for sha256, root, file in self._db.execute("SELECT sha256, root, file FROM file WHERE sha256 IS NOT NULL"):
            by_hash.setdefault(sha256, []).append((root, file))
        return {
            key: tuple(sorted(other[1] for other in same if other != key))
            for same in by_hash.values()
            if len(same) > 1
            for key in same
        }

    def count(self) -> int:
        """How many files are held."""
        return int(self._db.execute("SELECT count(*) FROM file WHERE sha256 IS NOT NULL").fetchone()[0])


@cache
def parser_fingerprint() -> str:
    """A hash of the code that turns a file into provisions: other code, other parse."""
    folder = Path(ingest.__file__).parent
    digest = hashlib.sha256()
    modules = [*folder.glob("readers/**/*.py"), *folder.glob("structure/**/*.py"), folder / "model.py"]
    for path in sorted([*modules, folder / "document_json.py"]):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _parsed(row: Sequence[Any]) -> Parsed:
    """From the columns instrument, kind, language, document, provisions."""
    return Parsed(
        instrument=row[0],
        kind=row[1],
        language=row[2],
        document=document_from_json(json.loads(row[3])),
        provisions=tuple(Provision(**p) for p in json.loads(row[4])),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _provision_to_json(provision: Provision) -> dict[str, Any]:
    return {k: v for k, v in asdict(provision).items() if v is not None}


def _declared_from_json(data: dict[str, Any]) -> Declared:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Declared(**values)
