"""The marks inside one division: preamble, containers, units with their points, notes, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Locator
from ingest.structure.divisions import Division
from ingest.structure.lines import Line, is_capitals
from ingest.structure.points import point_marks
from ingest.structure.recitals import recital_marks
from ingest.structure.titles import DASHES, MAX_TITLE, Titles, may_title
from ingest.structure.tree import Mark
from ingest.structure.units import UNIT_RANK, Unit, container_marks, units_of

__all__ = ["division_marks"]

_SECTION_RANK = 1
"""Of what closes every container of the division."""
_MIN_PREAMBLE = 200
"""Characters before the first article of an annex; fewer are its title."""
_MIN_CAPITALS = 8
_MAX_REST_LABEL = 60


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
    titles = Titles.of(units, lines, containers)
    starts = [titles.start(unit) for unit in units]
    marks += _preamble(division, lines, min([starts[0], *(mark.start for mark in containers)]))
    marks += [_titled(mark, lines, starts) for mark in containers]
    signatures = _signatures(division, units[-1].line.start)
    closing = [] if signatures is None else [signatures]
    inner = _inner_appendices(division, units[-1].line.start)
    edges = sorted([*starts, *(mark.start for mark in containers), *closing, *inner, lines[-1].end + 1])
    for position, unit in enumerate(units):
        stop = next(edge for edge in edges if edge > unit.line.start)
        own = [line for line in lines if unit.line.start <= line.start < stop]
        is_last = position + 1 == len(units) or units[position + 1].family != unit.family
        marks += _unit_marks(division, unit, own, titles, is_last=is_last)
    marks += [Mark(start, UNIT_RANK, "rest", f"{division.label} appendix".strip(), start) for start in inner]
    return [*marks, *(_rest(division, start, start, "signatures") for start in closing)]


def _own_mark(division: Division) -> list[Mark]:
    if not division.label:
        return []
    body = division.body_start if division.body_start is not None else division.start
    locator: Locator = {"annex": division.locator_annex} if division.locator_annex else {}
    return [Mark(division.start, 0, division.kind, division.label, body, division.heading, locator=locator)]


def _rest(division: Division, start: int, body_start: int, name: str, heading: str | None = None) -> Mark:
    return Mark(start, _SECTION_RANK, "rest", f"{division.label} {name}".strip(), body_start, heading)


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
    if not before or (division.label and sum(len(line.text) for line in before) < _MIN_PREAMBLE):
        return []
    label = f"{division.label} preamble".strip()
    mark = Mark(before[0].start, UNIT_RANK, "preamble", label, before[0].start, end=first)
    return [mark, *recital_marks(before, mark)]


def _signatures(division: Division, last: int) -> int | None:
    """Where the closing formula behind the last unit begins."""
    found = (line.start for line, marker in division.others if marker.kind == "signatures" and line.start > last)
    return next(found, None)


def _inner_appendices(division: Division, last: int) -> list[int]:
    """Where appendices begin that stand between the units of the division."""
    return [
        line.start
        for line, marker in division.others
        if marker.kind == "appendix" and division.start < line.start < last
    ]


def _titled(mark: Mark, lines: Sequence[Line], unit_starts: Sequence[int]) -> Mark:
    """The container with the title that stands on the line behind its number."""
    following = next((line for line in lines if line.start > mark.start), None)
    if mark.heading is None and following and following.start not in unit_starts and may_title(following):
        mark.heading = following.text.strip(DASHES)
        mark.body_start = following.end
    return mark


def _unit_marks(division: Division, unit: Unit, lines: Sequence[Line], titles: Titles, *, is_last: bool) -> list[Mark]:
    """A unit's mark with those of its points, and of what stands behind the last unit under a heading of its own."""
    line = unit.line
    start = titles.start(unit)
    heading, body, rest = titles.heading(unit, list(lines[1:]))
    if unit.is_unnumbered:
        return [Mark(start, UNIT_RANK, "rest", unit.label, body, heading)]
    if unit.is_head:
        words = line.text[unit.rest :].strip()
        return [Mark(start, UNIT_RANK - 1, unit.kind, unit.label, line.end, words or None, locator=unit.locator)]
    rest, behind = _split_at_heading(rest, in_capitals=not division.label) if is_last else (rest, [])
    last_word = max(other.end for other in lines if other.role != "note" and other not in behind)
    notes = [other for other in rest if other.role == "note" and other.start > last_word]
    rest = rest[: len(rest) - len(notes)]
    mark = Mark(start, UNIT_RANK, unit.kind, unit.label, body, heading, unit.number, True, unit.locator)
    first = [] if body >= line.end else [Line(body, line.end, line.text[body - line.start :])]
    if not first and not rest and unit.family == "code":
        mark.is_unit, mark.number = False, None  # a title that only heads the units behind it
    marks = [mark, *point_marks([*first, *rest], mark), *_note_marks(rest, mark)]
    # Notes behind the last words are no part of the unit; those between its words are, and are marked there.
    inside = sum(line.role == "note" for line in rest)
    marks += _note_marks(notes, replace(mark, rank=UNIT_RANK - 1), first=1 + inside)
    if behind:
        title = behind[0]
        marks.append(_rest(division, title.start, title.end, title.text[:_MAX_REST_LABEL], title.text))
    return marks


def _split_at_heading(lines: list[Line], *, in_capitals: bool) -> tuple[list[Line], list[Line]]:
    """The lines of a last unit, cut at the first heading that begins something else."""
    for index, line in enumerate(lines):
        fits = _MIN_CAPITALS <= len(line.text) <= MAX_TITLE
        capitals = in_capitals and index > 0 and fits and is_capitals(line.text)
        if (line.role == "heading" or capitals) and not line.text.strip(".").isdigit():
            has_text = any(other.role != "heading" for other in lines[index:])
            return (lines[:index], lines[index:]) if has_text else (lines, [])
    return lines, []


def _note_marks(lines: Sequence[Line], base: Mark, first: int = 1) -> list[Mark]:
    """Footnotes and editors' remarks of a unit: each its own rest, so that nobody quotes them as the text."""
    notes = [line for line in lines if line.role == "note"]
    return [
        Mark(line.start, base.rank + 1, "rest", f"{base.label} note {index}", line.start, end=line.end)
        for index, line in enumerate(notes, start=first)
    ]
