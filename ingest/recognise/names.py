"""The names under which the catalogue knows instruments, found for a title that a file bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.catalogue import CatalogueEntry
from ingest.recognise.folding import TYPE_WORDS, Folded, folded

__all__ = ["NameBook", "Named"]

_MIN_WORDS = 2
_MIN_FUZZY_WORDS = 3
_MANY_WORDS = 4
_MIN_LETTERS = 5
_SAME_WORD = 78
"""Of 100: how alike two words are of which one is a misprint or another form of the other."""
_WORDS_PER_MISPRINT = 4
_BRACKETS = re.compile(r"\([^()]*\)")
_ISSUERS = re.compile(
    r"^(?:council of europe|united nations|conseil de l.europe|des nations unies|african union|oau|asean)\s+",
    re.IGNORECASE,
)
_ISSUER_AMID = re.compile(
    r"\s(?:of the council of europe|du conseil de l.europe|des nations unies)(?=\s)", re.IGNORECASE
)
_BODIES = frozenset(["ccpr", "cescr", "crc", "cmw", "cedaw", "cerd", "cat", "crpd", "ced"])


@dataclass(frozen=True, slots=True)
class Named:
    """An instrument that bears a title."""

    id: str
    exact: bool
    """Whether the words are the same, misprints and the like aside."""


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    folded: Folded
    rank: int
    """0 for an official title, 1 for what is derived from one and for all other names."""
    years: frozenset[str]
    """Years that a file may add to this name."""
    bodies: frozenset[str]
    """Short names of treaty bodies that a file may put before it."""
    is_publication: bool


class NameBook:
    """The names of all entries by their words."""

    def __init__(self, entries: Iterable[CatalogueEntry]) -> None:
        self._by_key: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self._by_length: dict[int, list[_Name]] = defaultdict(list)
        for entry in entries:
            for name in _names(entry):
                if all(other.id != name.id for other in self._by_key[name.folded.key]):
                    self._by_length[len(name.folded.words)].append(name)
                self._by_key[name.folded.key].append(name)

    def bearers(self, title: str) -> list[Named]:
        """The instruments whose name is this title, whole: the same words, else the same but for misprints."""
        asked = folded(title)
        bodies = frozenset(asked.words) & _BODIES
        bare = Folded(tuple(word for word in asked.words if word not in bodies), asked.years) if bodies else asked
        for form in (asked, bare):
            exact = [
                name
                for name in self._by_key.get(form.key, ())
                if _fits(name, asked.years, bodies) and name.folded.types == form.types
            ]
            if exact:
                in_order = [name for name in exact if name.folded.words == form.words]
                return _named(in_order or exact, exact_words=True)
        if len(bare.words) < _MIN_FUZZY_WORDS:
            return []
        near = [
            name
            for name in self._by_length[len(bare.words)]
            if _fits(name, asked.years, bodies) and _misprinted(bare.words, name.folded.words)
        ]
        return _named(near, exact_words=False)


def _named(names: Sequence[_Name], *, exact_words: bool) -> list[Named]:
    best = min((name.rank for name in names), default=0)
    ids = {name.id for name in names if name.rank == best or name.is_publication}
    return [Named(identifier, exact_words) for identifier in sorted(ids)]


def _fits(name: _Name, years: frozenset[str], bodies: frozenset[str]) -> bool:
    return years <= name.years and bodies <= name.bodies


def _misprinted(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the words are the others but for a few misprints."""
    different = [(a, b) for a, b in zip(words, other, strict=True) if a != b]
    return len(different) <= max(1, len(words) // _WORDS_PER_MISPRINT) and all(_alike(a, b) for a, b in different)


def _alike(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _MIN_LETTERS or word in TYPE_WORDS or other in TYPE_WORDS:
        return False
    return not (word.isdigit() or other.isdigit()) and fuzz.ratio(word, other) >= _SAME_WORD


def _names(entry: CatalogueEntry) -> Iterator[_Name]:
    years = {year for title in entry.titles.values() for year in folded(title).years}
    years |= {date[:4] for date in (entry.adopted, entry.in_force) if date}
    bodies = frozenset(re.findall(r"[a-z]+", " ".join((entry.id, *entry.symbols)).casefold())) & _BODIES
    if "E/C.12" in " ".join(entry.symbols):
        bodies |= {"cescr"}
    others = [*entry.aliases, *([entry.short_title] if entry.short_title else [])]
    is_publication = entry.kind == "publication"
    seen: set[Folded] = set()
    for text, given in [*((t, 0) for t in entry.titles.values()), *((t, 1) for t in others)]:
        for position, form in enumerate(_forms(text)):
            name = folded(form)
            if name not in seen and _is_distinctive(name, is_publication=is_publication):
                seen.add(name)
                rank = max(given, min(position, 1))
                yield _Name(entry.id, name, rank, frozenset(years | name.years), bodies, is_publication)


def _forms(text: str) -> Iterator[str]:
    """The name as given, without its brackets, and without the organisation that issued it."""
    for base in dict.fromkeys((text, _BRACKETS.sub(" ", text))):
        yield base
        for pattern in (_ISSUERS, _ISSUER_AMID):
            shorter = pattern.sub(" ", base)
            if shorter != base:
                yield shorter


def _is_distinctive(name: Folded, *, is_publication: bool) -> bool:
    own = [word for word in name.words if word not in TYPE_WORDS and not word.isdigit()]
    if any(not word.isascii() and len(word) >= _MIN_LETTERS for word in own):  # one run of Chinese is a whole title
        return True
    if is_publication or len(own) >= _MANY_WORDS:
        return len(own) >= _MANY_WORDS
    return len(name.words) >= _MIN_WORDS and bool(own) and len(own) < len(name.words)
