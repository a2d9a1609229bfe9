"""The catalogue: facts of the instruments, and digests and questions of their provisions, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ingest.catalogue.parties import EU_MEMBERS, Parties, acts_from_toml, parties_from_toml
from ingest.catalogue.schema import CatalogueEntry, CatalogueProvision, entry_from_toml
from ingest.errors import CatalogueError

__all__ = [
    "Catalogue",
    "CatalogueEntry",
    "CatalogueProvision",
    "Parties",
    "Topic",
    "load_catalogue",
    "read_catalogue",
]


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
    parties: Mapping[str, Parties] = field(default_factory=dict)
    """By instrument id, in the order of the ids; an instrument whose states parties are not held is not in it."""


@cache
def load_catalogue() -> Catalogue:
    """The bundled catalogue."""
    return read_catalogue(files("ingest.catalogue"))


def read_catalogue(folder: Traversable) -> Catalogue:
    """The catalogue in a folder of `topics.toml`, `instruments/*.toml` and, where there are any, `parties/*.toml`."""
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
    return Catalogue(entries, topics, _read_parties(folder / "parties", entries))


def _read_parties(folder: Traversable, entries: Mapping[str, CatalogueEntry]) -> dict[str, Parties]:
    """The states parties of each instrument that a file of its own, or that of the European Union's members, names."""
    if not folder.is_dir():
        return {}
    acts = frozenset(e.id for e in entries.values() if e.region == "eu" and e.kind in ("regulation", "directive"))
    found: dict[str, Parties] = {}
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
        name, where = file.name.removesuffix(".toml"), f"parties/{file.name}"
        held = (
            acts_from_toml(_toml(file), where, acts)
            if name == EU_MEMBERS
            else {name: parties_from_toml(_toml(file), where)}
        )
        for identifier, parties in held.items():
            if identifier not in entries:
                raise CatalogueError(f"{where}: the catalogue has no instrument {identifier!r}")
            if identifier in found:
                raise CatalogueError(f"{where}: the parties of {identifier!r} stand in another file too; keep one")
            found[identifier] = parties
    return dict(sorted(found.items()))


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
