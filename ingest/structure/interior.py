"""The marks inside one division: preamble, containers, units with their headings and points, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structure.divisions import Division
from ingest.structure.lines import Line, is_capitals
from ingest.structure.points import point_marks
from ingest.structure.recitals import recital_marks
from ingest.structure.tree import Mark
from ingest.structure.units import UNIT_RANK, Unit, container_marks, units_of

__all__ = ["division_marks"]

_MAX_TITLE = 160
_MIN_CAPITALS = 8
_MAX_STOPPED_TITLE = 90
"""Characters; a longer line with a full stop is a sentence."""
_MANY = 0.6
"""The share of units with a title line from which such lines count as titles."""
_DASHES = " -–—"
_ENUMERATED = re.compile(r"^\(?\w{1,3}[.)]")
_POINT_A = re.compile(r"^\(?(?:a|i)\)")
# A title and the first paragraph on one line of a text that lost its line breaks.
_INLINE_TITLE = re.compile(r"^([A-ZÀ-Þ][^.;:]{2,110}?)\s(?=1\.\s[A-ZÀ-Þ])")
_SENTENCE_END = (".", ";", ":", ",", "؛", "،", "。", "；", "：")


def division_marks(division: Division, lines: Sequence[Line]) -> list[Mark]:
    """The marks of a division whose lines are these."""
    if not lines:
        return []
    marks = _own_mark(division)
    containers = container_marks(division)
    units = units_of(division, lines, containers)
    if not units:
        return _without_units(division, lines, marks)
    containers = [mark for mark in containers if mark.start < units[-1].line.start]
    titles = _Titles.of(units, lines, containers)
    starts = [titles.start(unit) for unit in units]
    first = min([starts[0], *(mark.start for mark in containers)])
    marks += _preamble(division, lines, first)
    marks += [_titled(mark, lines, starts) for mark in containers]
    signatures = _signatures(division, units[-1].line.start)
    edges = sorted(
        [*starts, *(mark.start for mark in containers), *([signatures] if signatures else []), lines[-1].end + 1]
    )
    for position, unit in enumerate(units):
        stop = next(edge for edge in edges if edge > unit.line.start)
        own = [line for line in lines if unit.line.start <= line.start < stop]
        ends_family = position + 1 == len(units) or units[position + 1].family != unit.family
        marks += _unit_marks(division, unit, own, titles, ends_family=ends_family)
    if signatures is not None:
        marks.append(Mark(signatures, 1, "rest", f"{division.label} signatures".strip(), signatures))
    return marks


def _own_mark(division: Division) -> list[Mark]:
    if not division.label:
        return []
    body = division.body_start if division.body_start is not None else division.start
    locator = {"annex": division.locator_annex} if division.locator_annex else {}
    return [Mark(division.start, 0, division.kind, division.label, body, division.heading, locator=dict(locator))]


def _without_units(division: Division, lines: Sequence[Line], marks: list[Mark]) -> list[Mark]:
    """An annex without articles is a unit itself; anything else is rest."""
    if not marks:
        return [Mark(lines[0].start, 0, "rest", "text", lines[0].start)]
    if division.kind != "annex":
        return marks
    base = marks[0]
    base.is_unit, base.number = True, division.number
    body = [line for line in lines if line.start >= base.body_start]
    return [base, *point_marks(body, base), *_note_marks(body, base)]


def _preamble(division: Division, lines: Sequence[Line], first: int) -> list[Mark]:
    start = max(division.start, division.body_start or 0)
    before = [line for line in lines if start <= line.start < first]
    if not before or (division.label and sum(len(line.text) for line in before) < 200):
        return []
    mark = Mark(
        before[0].start, UNIT_RANK, "preamble", f"{division.label} preamble".strip(), before[0].start, end=first
    )
    return [mark, *recital_marks(before, mark)]


def _signatures(division: Division, last: int) -> int | None:
    return next(
        (line.start for line, marker in division.others if marker.kind == "signatures" and line.start > last), None
    )


def _titled(mark: Mark, lines: Sequence[Line], unit_starts: Sequence[int]) -> Mark:
    """The container with the title that stands on the lines behind its number."""
    if mark.heading is not None:
        return mark
    following = [line for line in lines if line.start > mark.start][:1]
    if following and following[0].start not in unit_starts and _may_title(following[0]):
        mark.heading = following[0].text.strip(_DASHES)
        mark.body_start = following[0].end
    return mark


@dataclass(frozen=True, slots=True)
class _Titles:
    """Where the titles of the units stand: on the line with the number, behind it, or before it."""

    beside: bool
    after: bool
    before: dict[int, Line]
    """By the start of the unit's line: the title line before it."""

    @classmethod
    def of(cls, units: Sequence[Unit], lines: Sequence[Line], containers: Sequence[Mark]) -> _Titles:
        places = {line.start: index for index, line in enumerate(lines)}
        taken = {mark.start for mark in containers} | {unit.line.start for unit in units}
        after = beside = 0
        before: dict[int, Line] = {}
        for unit in units:
            index = places.get(unit.line.start)
            if index is None:
                continue
            beside += 0 < len(unit.line.text[unit.rest :].strip()) <= _MAX_STOPPED_TITLE
            following = lines[index + 1] if index + 1 < len(lines) else None
            if following is not None and following.start not in taken and _may_title(following):
                after += 1
            previous = lines[index - 1] if index else None
            if previous is not None and previous.role == "heading" and previous.start not in taken:
                if not (index > 1 and lines[index - 2].start in taken):  # else the title of what began there
                    before[unit.line.start] = previous
        many = after >= _MANY * len(units)
        kept: dict[int, Line] = {}
        for family in {unit.family for unit in units}:
            places_of = [unit.line.start for unit in units if unit.family == family]
            if sum(place in before for place in places_of) >= _MANY * len(places_of):
                kept |= {place: before[place] for place in places_of if place in before}
        return cls(beside >= _MANY * len(units), many, {} if many else kept)

    def start(self, unit: Unit) -> int:
        """Where a unit begins, the title before its number included."""
        title = self.before.get(unit.line.start)
        return unit.line.start if title is None else title.start


def _may_title(line: Line) -> bool:
    if line.role == "heading":
        return True
    text = line.text
    return (
        len(text) <= _MAX_TITLE
        and not text.endswith(_SENTENCE_END)
        and text[0] not in '(“"-–—•'
        and not text[0].isdigit()
    )


def _unit_marks(
    division: Division, unit: Unit, lines: Sequence[Line], titles: _Titles, *, ends_family: bool
) -> list[Mark]:
    """A unit's mark with those of its points, and of what stands behind the last unit under a heading of its own."""
    line = unit.line
    start = titles.start(unit)
    heading, body, rest = _heading(unit, list(lines[1:]), titles)
    stop = _stray_heading(rest, in_capitals=not division.label) if ends_family else None
    after = [other for other in rest if stop is not None and other.start >= stop.start]
    rest = rest[: len(rest) - len(after)]
    if unit.is_unnumbered:
        return [Mark(start, UNIT_RANK, "rest", unit.label, body, heading)]
    if unit.is_head:
        words = line.text[unit.rest :].strip()
        return [Mark(start, UNIT_RANK - 1, unit.kind, unit.label, line.end, words or None, locator=unit.locator)]
    mark = Mark(start, UNIT_RANK, unit.kind, unit.label, body, heading, unit.number, True, unit.locator)
    first = [] if body >= line.end else [Line(body, line.end, line.text[body - line.start :])]
    if not first and not rest and unit.family == "code":
        mark.is_unit, mark.number = False, None  # a title that only heads the units behind it
    rest, notes = _trailing_notes(rest)
    marks = [mark, *point_marks([*first, *rest], mark), *_note_marks(rest, mark)]
    # Notes behind the last words are no part of the unit; those between its words are, and are marked there.
    marks += _note_marks(notes, replace(mark, rank=UNIT_RANK - 1), first=1 + sum(line.role == "note" for line in rest))
    if after:
        marks.append(
            Mark(
                after[0].start, 1, "rest", f"{division.label} {after[0].text[:60]}".strip(), after[0].end, after[0].text
            )
        )
    return marks


def _heading(unit: Unit, rest: list[Line], titles: _Titles) -> tuple[str | None, int, list[Line]]:
    """The unit's title, where its own words begin, and the lines behind the title."""
    line = unit.line
    words = line.text[unit.rest :].strip()
    own = [other for other in rest if other.role != "note"]
    if own and len(own) < len(rest):  # notes right behind the heading are passed over
        heading, body, left = _heading(unit, own, titles)
        return heading, body, [other for other in rest if other.role == "note" or other in left]
    before = titles.before.get(line.start)
    if before is not None and not words:
        return before.text.strip(_DASHES), rest[0].start if rest else line.end, rest
    if line.inline and words:
        title = _INLINE_TITLE.match(words)
        if title:
            return title.group(1), line.start + unit.rest + title.end(1), rest
    if words and not rest and unit.family == "code" and line.role == "heading":
        return words.strip(_DASHES), line.end, rest
    if words:
        if rest and _is_title(words, rest[0], line, titles):
            return words.strip(_DASHES).rstrip("."), rest[0].start, rest
        return None, line.start + unit.rest, rest
    is_list = len(rest) > 1 and rest[0].role != "heading" and bool(_POINT_A.match(rest[1].text))
    if (
        rest
        and unit.family != "decimal"
        and not is_list
        and _may_title(rest[0])
        and (rest[0].role == "heading" or titles.after)
    ):
        return rest[0].text.strip(_DASHES), rest[1].start if len(rest) > 1 else rest[0].end, rest[1:]
    return None, rest[0].start if rest else line.end, rest


def _is_title(words: str, following: Line, line: Line, titles: _Titles) -> bool:
    """Whether the words behind a number, on its line, are a title and not the beginning of the text."""
    goes_on = following.text[:1].islower() and following.role != "item" and not _ENUMERATED.match(following.text)
    if len(words) > _MAX_TITLE or goes_on or words.endswith((";", ",", ":")):
        return False
    if words.endswith("."):
        return titles.beside and len(words) <= _MAX_STOPPED_TITLE
    return line.role == "heading" or titles.beside


def _stray_heading(lines: Sequence[Line], *, in_capitals: bool) -> Line | None:
    """The first heading among the lines of a last unit, which begins something that is no part of it."""
    for index, line in enumerate(lines):
        capitals = (
            in_capitals and index > 0 and is_capitals(line.text) and _MIN_CAPITALS <= len(line.text) <= _MAX_TITLE
        )
        if (line.role == "heading" or capitals) and not line.text.strip(".").isdigit():
            return line if any(other.role != "heading" for other in lines[index:]) else None
    return None


def _note_marks(lines: Sequence[Line], base: Mark, first: int = 1) -> list[Mark]:
    """Footnotes and editors' remarks of a unit: each its own rest, so that nobody quotes them as the text."""
    notes = [line for line in lines if line.role == "note"]
    return [
        Mark(line.start, base.rank + 1, "rest", f"{base.label} note {index}", line.start, end=line.end)
        for index, line in enumerate(notes, start=first)
    ]


def _trailing_notes(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines up to the last that is no note, and the notes behind it."""
    count = len(lines)
    while count and lines[count - 1].role == "note":
        count -= 1
    return lines[:count], lines[count:]
