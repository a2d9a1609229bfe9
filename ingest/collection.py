"""Which files to ingest, and what `collection.toml` says of them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import CollectionError, UsageError
from ingest.model import INSTRUMENT_KINDS

__all__ = ["COLLECTION_FILE", "RECORD_FILE", "Declared", "Source", "find_sources", "listed_sources"]

COLLECTION_FILE = "collection.toml"
RECORD_FILE = "fetched.json"
"""What `iml fetch` writes down of the files that it has put into a folder."""
_NO_SOURCES = frozenset({COLLECTION_FILE, RECORD_FILE})
"""Beside the sources, whatever their type; half-fetched files (`.part`) are of no known type."""
_SUFFIXES = frozenset(
    (
        "pdf",
        "html",
        "htm",
        "xhtml",
        "xml",
        "docx",
        "odt",
        "fodt",
        "rtf",
        "epub",
        "json",
        "jsonl",
        "md",
        "markdown",
        "txt",
    )
)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXT_KEYS = ("file", "id", "title", "short_title", "kind", "language", "source", "url", "region", "note")
_DATE_KEYS = ("adopted", "in_force")
_LIST_KEYS = ("aliases", "topics")
_KEYS = (*_TEXT_KEYS, *_DATE_KEYS, *_LIST_KEYS, "binding")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the user declares of a file; None where nothing is said."""

    id: str | None = None
    title: str | None = None
    short_title: str | None = None
    kind: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    region: str | None = None
    note: str | None = None
    adopted: str | None = None
    in_force: str | None = None
    binding: bool | None = None
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file to ingest."""

    root: Path
    """The folder it was found under; its name in reports is relative to this."""
    file: str
    """Path relative to `root`, with forward slashes."""
    declared: Declared

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.root / self.file


def find_sources(path: Path) -> tuple[Source, ...]:
    """The files under a path: the file itself, those of its collection.toml, or all of a known type, by name.

    A file that collection.toml lists but the folder lacks is returned too: reading it fails and is reported, so that
    one missing file does not stop the others.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; give a file or a folder")
    path = path.resolve()
    if path.is_file():
        if path.name == COLLECTION_FILE:
            return find_sources(path.parent)
        return (Source(path.parent, path.name, Declared()),)
    if (path / COLLECTION_FILE).is_file():
        return listed_sources(path)
    found = sorted(
        p
        for p in path.rglob("*")
        if p.is_file() and p.suffix.lower().lstrip(".") in _SUFFIXES and p.name not in _NO_SOURCES
    )
    sources = tuple(
        Source(path, relative.as_posix(), Declared())
        for relative in (p.relative_to(path) for p in found)
        if not any(part.startswith(".") for part in relative.parts)
    )
    if not sources:
        raise UsageError(f"{path} holds no file of a known type ({', '.join(f'.{s}' for s in sorted(_SUFFIXES))})")
    return sources


def listed_sources(root: Path) -> tuple[Source, ...]:
    """The files that a folder's collection.toml lists, there or not, by name; none where it has no collection.toml."""
    root = root.resolve()
    listing = root / COLLECTION_FILE
    if not listing.is_file():
        return ()
    try:
        data = tomllib.loads(listing.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CollectionError(f"{listing}: not valid TOML: {error}") from error
    unknown = sorted(set(data) - {"document"})
    if unknown:
        raise CollectionError(f"{listing}: unknown key {unknown[0]!r}; files are listed as [[document]]")
    documents = data.get("document", [])
    if not isinstance(documents, list) or not documents:
        raise CollectionError(f"{listing}: lists no [[document]]")
    sources: list[Source] = []
    seen: set[str] = set()
    for number, entry in enumerate(documents, 1):
        where = f"{listing}: document {number}"
        if not isinstance(entry, dict):
            raise CollectionError(f"{where}: must be a table with a `file`")
        source = Source(root, _relative_file(root, entry, where), _declared(entry, where))
        if source.file in seen:
            raise CollectionError(f"{where}: {source.file} is listed twice; keep one entry per file")
        seen.add(source.file)
        sources.append(source)
    return tuple(sorted(sources, key=lambda s: s.file))


def _relative_file(root: Path, entry: Mapping[str, Any], where: str) -> str:
    name = entry.get("file")
    if not isinstance(name, str) or not name.strip():
        raise CollectionError(f"{where}: `file` is missing")
    resolved = (root / name).resolve()
    if not resolved.is_relative_to(root):
        raise CollectionError(f"{where}: {name} lies outside {root}; a collection lists files of its own folder")
    return resolved.relative_to(root).as_posix()


def _declared(entry: Mapping[str, Any], where: str) -> Declared:
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise CollectionError(f"{where}: unknown key {unknown[0]!r}; allowed: {', '.join(_KEYS)}")
    values: dict[str, Any] = {}
    for key in _TEXT_KEYS:
        if key in entry and key != "file":
            if not isinstance(entry[key], str) or not entry[key].strip():
                raise CollectionError(f"{where}: `{key}` must be a non-empty string, got {entry[key]!r}")
            values[key] = entry[key].strip()
    for key in _LIST_KEYS:
        if key in entry:
            if not isinstance(entry[key], list) or not all(isinstance(v, str) for v in entry[key]):
                raise CollectionError(f"{where}: `{key}` must be a list of strings, got {entry[key]!r}")
            values[key] = tuple(entry[key])
    for key in _DATE_KEYS:
        if key in entry:
            values[key] = _date(entry[key], key, where)
    if "binding" in entry:
        if not isinstance(entry["binding"], bool):
            raise CollectionError(f"{where}: `binding` must be true or false, got {entry['binding']!r}")
        values["binding"] = entry["binding"]
    return _checked(Declared(**values), where)


def _checked(declared: Declared, where: str) -> Declared:
    if declared.kind and declared.kind not in INSTRUMENT_KINDS:
        raise CollectionError(f"{where}: kind {declared.kind!r} is none of {', '.join(INSTRUMENT_KINDS)}")
    if declared.language and not _LANGUAGE_TAG.fullmatch(declared.language):
        raise CollectionError(f"{where}: language {declared.language!r} is not a BCP 47 tag like `en` or `pt-BR`")
    if declared.id and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", declared.id):
        raise CollectionError(f"{where}: id {declared.id!r} is not a slug (lower-case letters, digits, single hyphens)")
    return declared


def _date(value: object, key: str, where: str) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, int) and 1000 <= value <= 9999:
        return str(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return value
    raise CollectionError(f"{where}: `{key}` must be a date like 1990-12-18 or a year, got {value!r}")
