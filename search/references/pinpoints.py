"""Pinpoints: `arts 9 and 10`, `art 16, paras 2–4`, `point (b) of Article 34(1)`, `annex I art 3`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from search.references.lists import read_next, read_separator
from search.references.names import is_year
from search.references.numbers import PREAMBLE, Number, Segment, expand, read_number
from search.references.shelf import BARE
from search.references.tokens import Token
from search.references.vocabulary import (
    ANNEXES,
    COUNT_NOUNS,
    FRENCH_MARKERS,
    JOINERS,
    LIST_WORDS,
    OF_WORDS,
    RANGE_WORDS,
    ROMANCE_MARKERS,
    UNIT_WORDS,
    Unit,
    words,
)

__all__ = ["MAX_PROVISIONS", "Item", "Pinpoint", "bare_pinpoint", "find_pinpoints"]

MAX_PROVISIONS = 50_000
_MAX_ITEMS = 120
_MAX_JOINERS = 4
_TYPO_TARGETS = ("article", "articles", "articulo", "articulos", "paragraph", "paragraphs", "objective")
_PREAMBLES = words("preamble preambule preambulo praambel")
_INSIDE_ART = frozenset({"para", "point"})
_INSIDE = {
    "art": _INSIDE_ART, "reg": _INSIDE_ART, "standard": _INSIDE_ART, "guideline": _INSIDE_ART, "rule": _INSIDE_ART,
    "para": frozenset({"point"}), "objective": frozenset({"point", "para"}), "principle": _INSIDE_ART,
    BARE: _INSIDE_ART,
}  # fmt: skip
"""Units that continue the number of another: "article 16, paragraph 4" is 16(4)."""
_HELD = frozenset({"art", "para", "reg", "sec", "chapter", "rule"})
_AROUND = {
    "annex": _HELD, "schedule": _HELD, "appendix": _HELD, "part": frozenset({"art"}),
    "chapter": frozenset({"reg", "rule", "art", "sec"}), "sec": frozenset({"para"}),
}  # fmt: skip
"""Units that hold others under their own number: "annex I, article 3"."""
_TURNED = _INSIDE_ART | _HELD
"""Units that may stand before what holds them: "paragraph 4 of article 16", "regulation 33 of chapter V"."""
_PREPOSITIONS = {"es": frozenset({"para"}), "pt": frozenset({"para"}), "fr": frozenset({"par"})}
_MARKERS = {"para": ROMANCE_MARKERS, "par": FRENCH_MARKERS}
_MIN_MARKERS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One provision asked for."""

    segments: tuple[Segment, ...]
    first: int
    last: int
    """Positions of its tokens, half-open; in a range, those of the range."""
    joined: Segment | None = None
    """The one provision that a range may be instead, where it is so numbered: `3-10` of `II-1/3-10`."""


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A unit word with its numbers, or numbers alone."""

    items: tuple[Item, ...]
    first: int
    last: int
    bare: bool = False


def find_pinpoints(
    tokens: Sequence[Token], taken: frozenset[int], language: str | None = None, names: frozenset[int] = frozenset()
) -> list[Pinpoint]:
    """The pinpoints with a unit word, left to right; tokens at `taken` belong to names, which begin at `names`.

    Reading ends behind MAX_PROVISIONS provisions.
    """
    reader = _Reader(tokens, taken, names, _prepositions(tokens, language))
    found: list[Pinpoint] = []
    i = provisions = 0
    while i < len(tokens) and provisions < MAX_PROVISIONS:
        pinpoint = reader.at(i)
        if pinpoint:
            found.append(pinpoint)
            provisions += len(pinpoint.items)
            i = pinpoint.last
        else:
            i += 1
    return found


def bare_pinpoint(tokens: Sequence[Token], i: int, taken: frozenset[int], names: frozenset[int]) -> Pinpoint | None:
    """Numbers without a unit word that begin at token i ("12(2)-(4)", "22", "V/33")."""
    reader = _Reader(tokens, taken, names)
    pinpoint = reader.listed(i, i, Unit(BARE))
    return reader.nested(pinpoint, Unit(BARE)) if pinpoint else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the pinpoints of one text."""

    tokens: Sequence[Token]
    taken: frozenset[int]
    names: frozenset[int]
    prepositions: frozenset[str] = frozenset()

    def at(self, i: int, turns: int = 2) -> Pinpoint | None:
        """The pinpoint whose unit word is token i; "point (b) of paragraph 4 of article 16" takes two turns."""
        if i in self.taken:
            return None
        if self.tokens[i].text in _PREAMBLES:
            return Pinpoint((Item((Segment(PREAMBLE, Number((), "")),), i, i + 1),), i, i + 1)
        unit, j = _unit(self.tokens, i, self.prepositions)
        if unit is None:
            return None
        pinpoint = self.listed(i, j, unit)
        if pinpoint is None:
            return self._unnumbered(i, j, unit)
        if turns and unit.name in _TURNED and (outer := self._turned(pinpoint, turns)):
            return outer
        return self.nested(pinpoint, unit)

    def listed(self, first: int, i: int, unit: Unit) -> Pinpoint | None:
        """The list of numbers that begins at token i, for the unit word at `first`."""
        name = None if unit.name == BARE else unit.name
        read = None if i in self.taken else read_number(self.tokens, i, name)
        if read is None and name and i + 1 in self.names and self.tokens[i].text == "i":
            # "article I Refugee Convention": before a name, I is a number and no pronoun.
            read = Number(("1",), "1"), i + 1
        if read is None or is_year(self.tokens[i].text):
            return None
        number, last = read
        items = [Item((Segment(unit.name, number),), first, last)]
        plural = unit.plural or "(" in number.text
        while len(items) < _MAX_ITEMS and (more := self._further(items[-1], last, name, plural)):
            ranged, following, start, last = more
            if ranged:
                opened = items.pop()
                series = expand(opened.segments[-1].number, following)
                joined = None if unit.plural else _joined(opened.segments[-1], following)
                items += [Item((Segment(unit.name, n),), opened.first, last, joined) for n in series]
            else:
                items.append(Item((Segment(unit.name, following),), start, last))
        return Pinpoint(tuple(items[:_MAX_ITEMS]), first, last, bare=unit.name == BARE)

    def nested(self, outer: Pinpoint, unit: Unit) -> Pinpoint:
        """The pinpoint with the units inside it that follow: "article 16, paragraph 4", "annex I article 3"."""
        i = outer.last
        if i < len(self.tokens) and self.tokens[i].text in (",", "."):
            i += 1
        if i >= len(self.tokens) or i in self.taken:
            return outer
        inner_unit, j = _unit(self.tokens, i, prepositions=frozenset())
        if inner_unit is None:
            return outer
        inside, around = _INSIDE.get(unit.name, frozenset()), _AROUND.get(unit.name, frozenset())
        if inner_unit.name not in inside and inner_unit.name not in around:
            return outer
        inner = self.listed(i, j, inner_unit)
        if inner is None:
            return outer
        inner = self.nested(inner, inner_unit)
        *others, base = outer.items
        items = [
            Item(
                _combined(base, item, inner_unit.name in inside),
                base.first if n == 0 else item.first,
                item.last,
                item.joined,
            )
            for n, item in enumerate(inner.items)
        ]
        return Pinpoint((*others, *items), outer.first, inner.last)

    def _further(self, before: Item, i: int, name: str | None, plural: bool) -> tuple[bool, Number, int, int] | None:
        """Whether a range or a list goes on at token i, its next number, where that begins and ends."""
        separated = read_separator(self.tokens, i)
        if separated is None or separated[1] in self.taken:
            return None
        ranged, start = separated
        more = read_next(self.tokens, start, before.segments[-1].number, name)
        if more is None or is_year(self.tokens[start].text):
            return None
        number, end = more
        return (ranged, number, start, end) if self._fits(end, plural or ranged) else None

    def _fits(self, end: int, plural: bool) -> bool:
        """Whether a further number of a list is one: it must not count something ("article 31 and 2 years")."""
        if end >= len(self.tokens) or end in self.names or end in self.taken:
            return True
        token = self.tokens[end]
        if token.text in COUNT_NOUNS:
            return False
        if token.kind == "mark" or plural:
            return True
        joins = token.text in OF_WORDS or token.text in LIST_WORDS or token.text in RANGE_WORDS
        return joins or token.text in UNIT_WORDS or token.upper

    def _turned(self, inner: Pinpoint, turns: int) -> Pinpoint | None:
        """The pinpoint of "paragraph 4 of article 16": the parts of the one provision named behind."""
        i = inner.last
        while i < len(self.tokens) and i - inner.last < _MAX_JOINERS and _may_join(self.tokens[i]):
            i += 1
        if i == inner.last or i >= len(self.tokens):
            return None
        outer = _Reader(self.tokens, self.taken, self.names).at(i, turns - 1)
        unit_word = UNIT_WORDS.get(self.tokens[i].text)
        if outer is None and unit_word and unit_word.name in ANNEXES:  # "paragraph 6 of the schedule"
            outer = Pinpoint((Item((Segment(unit_word.name, Number((), "")),), i, i + 1),), i, i + 1)
        if outer is None or len(outer.items) != 1:
            return None
        base = outer.items[0]
        unit = base.segments[-1].unit
        if unit not in _INSIDE and unit not in _AROUND:
            return None
        own = inner.items[0].segments[-1].unit
        if unit == own or (own not in _INSIDE_ART and own not in _AROUND.get(unit, ())):
            return None
        inside = unit in _INSIDE and own in _INSIDE_ART
        items = tuple(replace(item, segments=_combined(base, item, inside)) for item in inner.items)
        return Pinpoint(items, inner.first, outer.last)

    def _unnumbered(self, first: int, i: int, unit: Unit) -> Pinpoint | None:
        """The pinpoint of "schedule, para 6": an only annex, which has no number."""
        if unit.name not in ANNEXES:
            return None
        around = Pinpoint((Item((Segment(unit.name, Number((), "")),), first, i),), first, i)
        inner = self.nested(around, unit)
        return inner if inner is not around else None


def _unit(tokens: Sequence[Token], i: int, prepositions: frozenset[str]) -> tuple[Unit | None, int]:
    """The unit word at token i and the position of its number."""
    token = tokens[i]
    j = i + 1
    unit = UNIT_WORDS.get(token.text)
    dotted = j < len(tokens) and tokens[j].text == "." and tokens[j].start == token.end
    if unit is None:
        unit = Unit("para") if dotted and token.text == "al" else _misspelt(tokens, i)
    if unit is None:
        return None, i
    if token.text in prepositions and not dotted:
        return None, i
    if dotted:
        j += 1
    if token.kind == "mark" and j < len(tokens) and tokens[j].text == token.text:  # "§§ 3 and 4"
        unit, j = Unit(unit.name, plural=True), j + 1
    if j < len(tokens) and tokens[j].text in ("no", "nos", "number", "num") and tokens[j].kind == "word":
        j += 1
        if j < len(tokens) and tokens[j].text == ".":
            j += 1
    return unit, j


def _misspelt(tokens: Sequence[Token], i: int) -> Unit | None:
    """The unit that a misspelt word in front of a number must be."""
    token = tokens[i]
    if token.kind != "word" or not 5 <= len(token.text) <= 12 or i + 1 >= len(tokens):
        return None
    if tokens[i + 1].kind not in ("number", "mixed") or is_year(tokens[i + 1].text):
        return None
    for target in _TYPO_TARGETS:
        limit = 2 if target.startswith("arti") and len(token.text) >= 6 else 1
        if token.text[0] == target[0] and OSA.distance(token.text, target, score_cutoff=limit) <= limit:
            return UNIT_WORDS[target]
    return None


def _joined(first: Segment, last: Number) -> Segment | None:
    """`3-10` as one number, which provisions of codes may bear."""
    *chapter, number = first.number.parts
    coded = first.unit in ("reg", "rule") or (first.unit == BARE and first.number.in_chapter)
    if not coded or not (number.isdigit() and last.parts[-1].isdigit()):
        return None
    hyphenated = f"{number}-{last.parts[-1]}"
    before, slash, _ = first.number.text.rpartition("/")
    return Segment(first.unit, Number((*chapter, hyphenated), before + slash + hyphenated))


def _combined(outer: Item, inner: Item, inside: bool) -> tuple[Segment, ...]:
    if not inside:
        return (*outer.segments, *inner.segments)
    base, added = outer.segments[-1], inner.segments[-1].number
    bracketed = "".join(f"({p})" for p in added.parts)
    number = Number((*base.number.parts, *added.parts), base.number.text + bracketed)
    return (*outer.segments[:-1], Segment(base.unit, number))


def _prepositions(tokens: Sequence[Token], language: str | None) -> frozenset[str]:
    """Those of `para` and `par` that are prepositions here: "for" in Spanish and Portuguese, "by" in French."""
    if language is not None:
        return _PREPOSITIONS.get(language.partition("-")[0], frozenset())
    return frozenset(
        word for word, markers in _MARKERS.items() if sum(t.text in markers for t in tokens) >= _MIN_MARKERS
    )


def _may_join(token: Token) -> bool:
    return token.text in OF_WORDS or token.text in JOINERS or token.text in ",'"
