"""The marks inside one division: preamble, containers, units with their points, notes, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Locator
from ingest.structure.divisions import Division
from ingest.structure.groups import group_marks, groups_of
from ingest.structure.lines import Line, is_capitals
from ingest.structure.phrases import continuation
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
_CONTENTS_ROW = re.compile(r"(?:\||\.{4}|…)\s*\d{1,3}\s*\|?\s*$")
_MANY_ROWS = 5
_CONTENTS = re.compile(
    r"^(?:(?:table of )?contents|index|[íi]ndice|sumario|table des mati[èe]res|sommaire|الفهرس|فهرس|目录|目錄)"
    r"\s*(?:\||$)",
    re.IGNORECASE,
)


def division_marks(division: Division, lines: Sequence[Line]) -> list[Mark]:
    """The marks of a division whose lines are these."""
    if not lines:
        return []
    marks = _own_mark(division)
    containers = container_marks(division)
    units = units_of(division, lines, containers)
    if not units:
        return _without_units(division, lines, marks)
    titles = Titles.of(units, lines, containers)
    starts = [titles.start(unit) for unit in units]
    containers = [_titled(mark, lines, starts) for mark in containers]
    first_groups = groups_of(units, starts, lines, _taken(units, containers, lines))
    containers = container_marks(division, {line.start for group in first_groups for line in group.lines})
    numbered = {unit.line.start for unit in units}
    containers = [mark for mark in containers if mark.start < units[-1].line.start and mark.start not in numbered]
    containers = [_titled(mark, lines, starts) for mark in containers]
    skipped = _before_their_unit(containers, units, lines)
    groups = groups_of(units, starts, lines, _taken(units, containers, lines))
    sections = group_marks(groups, containers, f"{division.label} ".lstrip())
    marks += [*containers, *sections]
    outer = [mark.start for mark in [*containers, *sections]]
    marks += _preamble(division, lines, min([starts[0], *outer]))
    signatures = _signatures(division, units[-1].line.start)
    closing = [] if signatures is None else [signatures]
    inner = _inner_appendices(division, units[-1].line.start)
    edges = sorted([*starts, *outer, *closing, *inner, lines[-1].end + 1])
    for position, unit in enumerate(units):
        stop = next(edge for edge in edges if edge > unit.line.start)
        own = [line for line in lines if unit.line.start <= line.start < stop and line.start not in skipped]
        is_last = position + 1 == len(units) or units[position + 1].family != unit.family
        marks += _unit_marks(division, unit, own, titles, is_last=is_last)
    marks += [Mark(start, UNIT_RANK, "rest", f"{division.label} appendix".strip(), start) for start in inner]
    return [*marks, *(_rest(division, start, start, "signatures") for start in closing)]


def _taken(units: Sequence[Unit], containers: Sequence[Mark], lines: Sequence[Line]) -> set[int]:
    """The starts of the lines that hold numbers of units, chapters and their titles."""
    taken = {unit.line.start for unit in units}
    for mark in containers:
        taken.update(line.start for line in lines if mark.start <= line.start < mark.body_start)
    return taken


def _before_their_unit(containers: Sequence[Mark], units: Sequence[Unit], lines: Sequence[Line]) -> set[int]:
    """The starts of the heading lines of chapters that stand between a unit's number and its words.

    Such a chapter is made to begin before the number, so that it holds the unit.
    """
    skipped: set[int] = set()
    for unit in units:
        if unit.line.text[unit.rest :].strip() or unit.is_head:
            continue
        at = unit.line.end + 1
        for mark in containers:
            between = [line for line in lines if at <= line.start < mark.start]
            stop = next((other.line.start for other in units if other.line.start > unit.line.start), None)
            is_near = len(between) <= 1 and all(may_title(line) for line in between)
            if mark.start < at or not is_near or (stop is not None and mark.start > stop):
                continue
            own = [line for line in lines if mark.start <= line.start < mark.body_start]
            words = [line for line in lines if line.start >= mark.body_start and (stop is None or line.start < stop)]
            if words:
                skipped.update(line.start for line in [*between, *own])
                mark.start, mark.body_start = unit.line.start, unit.line.start
    return skipped


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
    closing = _signatures(division, base.body_start)
    stop = lines[-1].end + 1 if closing is None else closing
    body = [line for line in lines if base.body_start <= line.start < stop]
    marks = [base, *point_marks(body, base), *_note_marks(body, base)]
    return marks if closing is None else [*marks, Mark(closing, 1, "rest", f"{base.label} signatures", closing)]


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
    """The container with the title that stands on the lines behind its number, or that goes on there."""
    stop = next((start for start in unit_starts if start > mark.start), lines[-1].end)
    following = [line for line in lines if mark.start < line.start < stop]
    if mark.heading is None and following and may_title(following[0]):
        mark.heading, mark.body_start = following[0].text.strip(DASHES), following[0].end
        following = following[1:]
    if mark.heading is not None:
        goes_on = following[: continuation(mark.heading, [*following, lines[-1]])]
        if goes_on:
            mark.heading = " ".join([mark.heading, *(line.text for line in goes_on)])
            mark.body_start = goes_on[-1].end
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
    rows = [index for index, line in enumerate(lines) if _CONTENTS_ROW.search(line.text)]
    contents = rows[0] if len(rows) >= _MANY_ROWS and 2 * len(rows) >= len(lines) - rows[0] else None
    for index, line in enumerate(lines):
        if _CONTENTS.match(line.text) or index == contents:
            return lines[:index], lines[index:]
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
