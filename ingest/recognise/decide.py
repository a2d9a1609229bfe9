"""One instrument or none: a file is recognised only where all it says of itself fits exactly one entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.model import Document, InstrumentKind, Provision
from ingest.recognise.body import Body, body_of, confirms
from ingest.recognise.comments import names_a_comment
from ingest.recognise.folding import TYPE_WORDS, folded
from ingest.recognise.names import NameBook
from ingest.recognise.places import Candidate, candidates, head_lines, is_about
from ingest.recognise.symbols import SymbolBook

__all__ = ["Build", "Recogniser", "recogniser_for"]

Build = Callable[[InstrumentKind], Sequence[Provision]]
"""Takes a document apart as a text of some kind."""

_NOWHERE = Candidate("", -1, -1)
_FIRST_LINES = 1
"""Lines that may stand before the title of a publication: a date, a series."""
_OWN_SHAPE: frozenset[InstrumentKind] = frozenset({"general_comment", "compact", "publication"})
"""Kinds that are taken apart in their own way; all others as a treaty is."""


class _Fits(Protocol):
    def __call__(self, identifier: str, *, exact: bool) -> bool: ...


class Recogniser:
    """Recognises the instruments of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._entries = catalogue.entries
        self._names = NameBook(catalogue.entries.values())
        self._symbols = SymbolBook(catalogue.entries.values())
        self.fingerprint = _fingerprint(catalogue)
        """Changes when another catalogue, or other code, may recognise otherwise."""

    def recognise(self, document: Document, build: Build) -> str | None:
        """The id of the instrument that the file is, None where that is not certain."""
        bodies = _Bodies(document, build)
        start = bodies.of("treaty").start
        found = self._at(document, head_lines(document, start), bodies, articled=True)
        found |= self._at(document, head_lines(document, None), bodies, articled=False)
        if len(found) != 1:
            return None
        identifier = next(iter(found))
        return identifier if self._is_alone(self._entries[identifier], bodies.of("treaty")) else None

    def holds(self, identifier: str, document: Document, build: Build) -> bool:
        """Whether a file that bears an entry's id as its name may be that instrument."""
        entry = self._entries[identifier]
        return confirms(entry, _Bodies(document, build).of(entry.kind), exact=True)

    def _at(self, document: Document, lines: Sequence[str], bodies: _Bodies, *, articled: bool) -> dict[str, Candidate]:
        """The instruments, with articles or without, that these lines name and the body behind them confirms."""

        def fits(identifier: str, *, exact: bool) -> bool:
            entry = self._entries[identifier]
            return (_shape(entry.kind) == "treaty") == articled and confirms(entry, bodies.of(entry.kind), exact=exact)

        named = self._named(document, lines, fits)
        numbered = {i: _NOWHERE for i in self._numbered(document, lines) if fits(i, exact=True)}
        both = {i: c for i, c in named.items() if i in numbered}
        found = both or numbered | named
        return {i: c for i, c in found.items() if self._entries[i].kind == "publication" or not is_about(document, c)}

    def _named(self, document: Document, lines: Sequence[str], fits: _Fits) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        for candidate in candidates(document, lines):
            for name in self._names.bearers(candidate.text):
                if fits(name.id, exact=name.exact) and self._may_stand(name.id, candidate):
                    held = found.get(name.id)
                    if held is None or candidate.last - candidate.first > held.last - held.first:
                        found[name.id] = candidate
        return {i: own for i, own in found.items() if not any(_is_inside(own, other) for other in found.values())}

    def _may_stand(self, identifier: str, candidate: Candidate) -> bool:
        """Whether the title may stand there: a publication begins with its own, a summary of one with `Summary`."""
        return self._entries[identifier].kind != "publication" or candidate.first <= _FIRST_LINES

    def _numbered(self, document: Document, lines: Sequence[str]) -> set[str]:
        """The instruments whose number stands in these lines; a comment's symbol alone may be quoted."""
        act = self._symbols.of_act(document, lines)
        found = act or self._symbols.of_symbols(lines) | self._symbols.of_labour(lines)
        is_comment = names_a_comment(lines)
        return {i for i in found if is_comment or self._entries[i].kind != "general_comment"}

    def _is_alone(self, entry: CatalogueEntry, body: Body) -> bool:
        """Whether every instrument attached to the text belongs to it: its protocol, or named after it."""
        own = [
            frozenset(word for word in folded(title).words if word not in TYPE_WORDS) for title in entry.titles.values()
        ]
        for heading in body.attached:
            words = frozenset(folded(heading).words)
            others = {name.id for name in self._names.bearers(heading)} - {entry.id}
            if any(self._entries[other].parent == entry.id for other in others):
                continue
            if others or not (any(name <= words for name in own) or heading.startswith("protocol")):
                return False
        return True


class _Bodies:
    """The shapes of a document taken apart in several ways, each when it is first asked for."""

    def __init__(self, document: Document, build: Build) -> None:
        self._document = document
        self._build = build
        self._known: dict[InstrumentKind, Body] = {}

    def of(self, kind: InstrumentKind) -> Body:
        """The shape of the document taken apart as a text of this kind."""
        shape = _shape(kind)
        if shape not in self._known:
            self._known[shape] = body_of(self._document, self._build(shape))
        return self._known[shape]


def _shape(kind: InstrumentKind) -> InstrumentKind:
    return kind if kind in _OWN_SHAPE else "treaty"


@lru_cache(maxsize=4)
def recogniser_for(catalogue: Catalogue) -> Recogniser:
    """The recogniser of a catalogue, made once."""
    return Recogniser(catalogue)


def _is_inside(own: Candidate, other: Candidate) -> bool:
    return other.first <= own.first and own.last <= other.last and (other.last - other.first) > (own.last - own.first)


def _fingerprint(catalogue: Catalogue) -> str:
    digest = hashlib.sha256()
    for path in sorted([*Path(__file__).parent.glob("*.py"), Path(__file__).parents[1] / "identify.py"]):
        digest.update(path.read_bytes())
    for identifier in sorted(catalogue.entries):
        digest.update(repr(_recognised_by(catalogue.entries[identifier])).encode())
    return digest.hexdigest()[:16]


def _recognised_by(entry: CatalogueEntry) -> tuple[object, ...]:
    """All of an entry that recognition reads."""
    return (
        entry.id, entry.kind, sorted(entry.titles.items()), entry.short_title, entry.aliases, entry.symbols,
        entry.citation, entry.adopted, entry.in_force, entry.articles, entry.parent,
    )  # fmt: skip
