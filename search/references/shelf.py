"""The labels of one instrument, found by what people call them rather than by how they are spelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from search.references.numbers import Segment, parse_label
from search.references.vocabulary import ANNEXES

__all__ = ["BARE", "Found", "Shelf", "spell"]

BARE = "?"
"""The unit of a number without a unit word ("ICRMW 22")."""

_BARE_ORDER = (
    "art", "para", "objective", "reg", "standard", "guideline", "principle", "rule", "sec", "chapter", "annex",
)  # fmt: skip
_LOOSE = frozenset({"reg", "standard", "guideline", "rule", "chapter", "sec", "part", "para", BARE}) | ANNEXES
"""Units that instruments name each in their own way; their dotted and slashed numbers are found under any of them."""
_ALONE = frozenset((unit, ()) for unit in ANNEXES)
"""An only annex, which has no number."""
_COUNTED = frozenset({"principle", "rule", "objective", "guideline", "para"})
"""Units that mean the one series an instrument has, whatever its labels call it."""

Key = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A label that exists."""

    label: str
    unit: str | None
    exact: bool


class Shelf:
    """Looks up segments among an instrument's labels."""

    def __init__(self, units: Collection[str], labels: Collection[str]) -> None:
        self._units: dict[Key, str] = {}
        self._labels: dict[Key, str] = {}
        self._loose: dict[tuple[str, ...], set[Key]] = defaultdict(set)
        self.counts: dict[str, int] = {}
        """Unit -> the highest whole number among the labels of the main text; 0 where each chapter counts anew."""
        for label in sorted(units):
            self._add(label, unit=True)
        for label in sorted(labels):
            self._add(label, unit=False)

    @property
    def empty(self) -> bool:
        """Whether no label is known."""
        return not self._labels

    def has(self, unit: str) -> bool:
        """Whether the instrument has such units in its main text."""
        return unit in self.counts

    def main_unit(self) -> str | None:
        """The unit that a number alone stands for; None where nothing is numbered."""
        return next((u for u in _BARE_ORDER if u in self.counts), None)

    def find(self, asked: tuple[Segment, ...]) -> Found | None:
        """The label asked for, else the nearest one around it, else None."""
        spellings = list(self._spellings(asked))
        for key in spellings:
            if label := self._labels.get(key):
                return Found(label, self._unit_of(key), exact=True)
        if asked[-1].unit in _LOOSE and (loose := self._loosely(asked)):
            return Found(self._labels[loose], self._unit_of(loose), exact=True)
        for key in spellings:
            unit, parts = key[-1]
            for end in range(len(parts) - 1, 0, -1):
                around: Key = (*key[:-1], (unit, parts[:end]))
                if label := self._labels.get(around):
                    return Found(label, self._unit_of(around), exact=False)
        for key in spellings:  # "schedule, para 6" of a schedule that is not divided
            if len(key) > 1 and key[0][0] in ANNEXES and (label := self._labels.get(key[:1])):
                return Found(label, self._unit_of(key[:1]), exact=False)
        return None

    def in_chapters(self, asked: tuple[Segment, ...]) -> list[str]:
        """The units of the number asked for in whichever chapter, where each chapter counts anew."""
        if len(asked) > 1 or asked[0].number.in_chapter or self.counts.get(asked[0].unit) != 0:
            return []
        wanted = (asked[0].unit, asked[0].number.parts)
        return sorted(label for key, label in self._units.items() if (key[-1][0], key[-1][1][1:]) == wanted)

    def _add(self, label: str, unit: bool) -> None:
        segments = parse_label(label)
        if segments is None:
            return
        key: Key = tuple((s.unit, s.number.parts) for s in segments)
        self._labels.setdefault(key, label)
        if unit:
            self._units.setdefault(key, label)
        for numbers in (_flat(key), key[-1][1]):
            if len(numbers) > 1:
                self._loose[numbers].add(key)
        if len(key) == 1:
            name, parts = key[0]
            counted = parts and parts[0].isdigit() and not segments[0].number.in_chapter
            number = int(parts[0]) if counted else 0
            self.counts[name] = max(self.counts.get(name, 0), number)

    def _spellings(self, asked: tuple[Segment, ...]) -> Iterable[Key]:
        """The keys that may stand for what was asked, the likeliest first."""
        key: Key = tuple((s.unit, s.number.parts) for s in asked)
        last, parts = key[-1]
        if last == BARE:
            dotted = "." in asked[-1].number.text
            if asked[-1].number.in_chapter:
                yield from (((u, parts),) for u, count in sorted(self.counts.items()) if not count)
                return
            order = sorted(_BARE_ORDER, key=lambda u: (dotted and u == "art", _BARE_ORDER.index(u)))
            yield from (((u, parts),) for u in order if u in self.counts)
            return
        yield key
        if len(key) > 2 and key[0] in _ALONE:  # "annex, chapter V, regulation 33"
            key = key[1:]
        if len(key) > 1 and key[0][0] in ("part", "chapter"):  # "Part II, article 5"
            yield ((last, (*key[0][1], *parts)),)
            yield key[1:]
        if key[0][0] in ANNEXES:  # the words are put for one another
            yield from (((other, key[0][1]), *key[1:]) for other in sorted(ANNEXES - {key[0][0]}))
        main = self.main_unit()
        if len(key) == 1 and main and last in _COUNTED and last not in self.counts and main != "art":
            yield ((main, parts),)

    def _loosely(self, asked: tuple[Segment, ...]) -> Key | None:
        """The only label with the same numbers under whatever units."""
        numbers = tuple(p for s in asked for p in s.number.parts)
        plain = "." not in asked[-1].number.text and "/" not in asked[-1].number.text
        if len(numbers) < 2 or (len(asked) == 1 and plain):
            return None
        for wanted in (numbers, asked[-1].number.parts):
            keys = self._loose.get(wanted, set()) if len(wanted) > 1 else set()
            keys = {k for k in keys if k[-1][0] != "art"} if len(asked) == 1 else keys
            units = keys & self._units.keys()
            if len(chosen := units or keys) == 1:
                return next(iter(chosen))
        return None

    def _unit_of(self, key: Key) -> str | None:
        for depth in range(len(key), 0, -1):
            unit, parts = key[depth - 1]
            for end in range(len(parts), 0, -1):
                around: Key = (*key[: depth - 1], (unit, parts[:end]))
                if label := self._units.get(around):
                    return label
        return None


def spell(asked: tuple[Segment, ...], bare: str | None = None) -> str:
    """The canonical label of segments: `annex 1 art 3(2)`; a bare number gets the unit `bare`."""
    return " ".join(f"{(bare or '') if s.unit == BARE else s.unit} {s.number.text}".strip() for s in asked)


def _flat(key: Key) -> tuple[str, ...]:
    return tuple(p for _, parts in key for p in parts)
