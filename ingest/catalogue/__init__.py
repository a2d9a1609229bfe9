"""The catalogue: facts of the instruments, and digests and questions of their provisions, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ingest.catalogue.schema import CatalogueEntry, CatalogueProvision, entry_from_toml
from ingest.errors import CatalogueError

__all__ = ["Catalogue", "CatalogueEntry", "CatalogueProvision", "Topic", "load_catalogue", "read_catalogue"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the controlled list."""

    id: str
    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All entries by instrument id, in the order of the ids, and the topics; equal to itself only."""

    entries: Mapping[str, CatalogueEntry]
    topics: Mapping[str, Topic]


@cache
def load_catalogue() -> Catalogue:
    """The bundled catalogue."""
    return read_catalogue(files("ingest.catalogue"))


def read_catalogue(folder: Traversable) -> Catalogue:
    """The catalogue in a folder of `topics.toml` and `instruments/*.toml`."""
    topics = _read_topics(folder / "topics.toml")
    known = frozenset(topics)
    entries: dict[str, CatalogueEntry] = {}
    for file in sorted((folder / "instruments").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        entry = entry_from_toml(_toml(file), file.name, known)
        if file.name != f"{entry.id}.toml":
            raise CatalogueError(f"{file.name}: holds id {entry.id!r}; name the file {entry.id}.toml")
        entries[entry.id] = entry
    return Catalogue(entries, topics)


def _read_topics(file: Traversable) -> dict[str, Topic]:
    table = _toml(file).get("topics", {})
    if not isinstance(table, dict):
        raise CatalogueError(f"{file.name}: no [topics] table")
    return {key: Topic(key, value["label"], tuple(value["terms"])) for key, value in table.items()}


def _toml(file: Traversable) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{file.name}: not valid TOML: {error}") from error
