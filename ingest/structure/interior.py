"""The marks inside one division: preamble, containers, units with their headings, points, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Locator
from ingest.structure.candidates import Found
from ingest.structure.divisions import Division
from ingest.structure.headings import CONTAINERS, Marker
from ingest.structure.lines import Line
from ingest.structure.points import point_marks
from ingest.structure.tree import Mark

__all__ = ["division_marks"]

_CONTAINER_RANK = 1
_UNIT_RANK = 8
_MAX_TITLE = 160
_SHORT = {"chapter": "ch", "section": "sec", "subsection": "subsec"}


@dataclass(slots=True)
class _Unit:
    line: Line
    marker: Marker
    label: str
    number: str
    locator: Locator


def division_marks(division: Division, lines: Sequence[Line]) -> list[Mark]:
    """The marks of a division whose lines are these."""
    marks = _own_mark(division)
    units = _units(division)
    if not units and division.kind == "annex":
        base = marks[0]
        base.is_unit, base.number = True, division.number
        body = [line for line in lines if line.start >= base.body_start]
        return marks + [_deeper(mark) for mark in point_marks(body, base)]
    if not units:
        return marks or [Mark(lines[0].start, 0, "rest", division.label or "text", lines[0].start)] if lines else marks
    containers = _containers(division, units)
    first = min([units[0].line.start, *(mark.start for mark in containers)])
    marks += _preamble(division, lines, first)
    marks += containers
    ends = _signatures(division, units)
    style = _Style.of(units, lines, containers)
    taken = {mark.start for mark in containers}
    for position, unit in enumerate(units):
        following = units[position + 1].line.start if position + 1 < len(units) else lines[-1].end + 1
        stop = min([following, *(mark.start for mark in containers if mark.start > unit.line.start)])
        if ends is not None and ends > unit.line.start:
            stop = min(stop, ends)
        marks += _unit_marks(unit, [line for line in lines if unit.line.start <= line.start < stop], style)
    del taken
    if ends is not None:
        marks.append(Mark(ends, 0 if not division.label else 1, "rest", f"{division.label} signatures".strip(), ends))
    return marks


def _own_mark(division: Division) -> list[Mark]:
    if not division.label:
        return []
    locator: Locator = {"annex": division.locator_annex} if division.locator_annex else {}
    body = division.body_start if division.body_start is not None else division.start
    return [Mark(division.start, 0, division.kind, division.label, body, division.heading, locator=locator)]


def _deeper(mark: Mark) -> Mark:
    return mark


def _units(division: Division) -> list[_Unit]:
    prefix = f"{division.label} " if division.label else ""
    base: Locator = {"annex": division.locator_annex or division.label} if division.label else {}
    units: list[_Unit] = []
    for line, marker in division.articles:
        assert marker.number is not None
        number = marker.number.canonical
        units.append(
            _Unit(
                line, marker, f"{prefix}art {marker.number.label}",
                f"{division.number}/{number}" if division.number else number,
                {**base, "article": marker.number.label},
            )
        )  # fmt: skip
    return units


def _containers(division: Division, units: Sequence[_Unit]) -> list[Mark]:
    """Parts, chapters and sections, each inside those that were open when its kind first came."""
    prefix = f"{division.label} " if division.label else ""
    unit_starts = {unit.line.start for unit in units}
    marks: list[Mark] = []
    stack: list[tuple[str, str]] = []
    last = units[-1].line.start
    for line, marker in division.others:
        if marker.kind not in CONTAINERS or line.start in unit_starts or line.start > last:
            continue
        kinds = [kind for kind, _ in stack]
        if marker.kind in kinds:
            del stack[kinds.index(marker.kind) :]
        short = _SHORT.get(marker.kind, marker.kind)
        stack.append((marker.kind, f"{short} {marker.printed}"))
        words = line.text[marker.rest :].strip()
        marks.append(
            Mark(
                start=line.start,
                rank=_CONTAINER_RANK + len(stack),
                kind="part" if marker.kind in ("part", "book", "title") else "chapter" if marker.kind == "chapter" else "section",
                label=prefix + " ".join(label for _, label in stack),
                body_start=line.end,
                heading=words if words and len(words) <= _MAX_TITLE else None,
            )
        )
    return marks


def _preamble(division: Division, lines: Sequence[Line], first: int) -> list[Mark]:
    start = max(division.start, division.body_start or 0)
    before = [line for line in lines if start <= line.start < first]
    if not before:
        return []
    label = f"{division.label} preamble".strip()
    rank = 1 if division.label else 0
    if division.label and division.kind == "annex" and sum(len(line.text) for line in before) < 200:
        return []
    return [Mark(before[0].start, rank, "preamble", label, before[0].start)]


def _signatures(division: Division, units: Sequence[_Unit]) -> int | None:
    last = units[-1].line.start
    return next((line.start for line, marker in division.others if marker.kind == "signatures" and line.start > last), None)


@dataclass(frozen=True, slots=True)
class _Style:
    """Where the headings of the units stand: behind the number's line, or before it."""

    after: bool
    before: bool

    @classmethod
    def of(cls, units: Sequence[_Unit], lines: Sequence[Line], containers: Sequence[Mark]) -> _Style:
        starts = [line.start for line in lines]
        container_starts = {mark.start for mark in containers}
        after = before = 0
        for unit in units:
            index = starts.index(unit.line.start) if unit.line.start in starts else -1
            if index < 0:
                continue
            if index + 1 < len(lines) and _may_title(lines[index + 1]) and unit.line.end >= unit.line.start:
                after += 1
            if index > 0 and lines[index - 1].role == "heading" and lines[index - 1].start not in container_starts:
                before += 1
        count = len(units)
        return cls(after=after >= 0.6 * count, before=before >= 0.6 * count and after < 0.6 * count)


def _may_title(line: Line) -> bool:
    if line.role == "heading":
        return True
    text = line.text
    return len(text) <= _MAX_TITLE and not text.endswith((".", ";", ":", ",", "؛", "،", "。", "；", "：")) and not text[0].isdigit() and text[0] not in "(“\"-–"


def _unit_marks(unit: _Unit, lines: Sequence[Line], style: _Style) -> list[Mark]:
    line, marker = unit.line, unit.marker
    words = line.text[marker.rest :].strip()
    body = line.start + marker.rest if words else line.end
    heading: str | None = None
    rest = list(lines[1:])
    if words and len(words) <= _MAX_TITLE and (line.role == "heading" or (rest and not words.endswith((".", ";", ",")) or style.after)):
        heading, body = words, line.end
    elif not words and rest and _may_title(rest[0]) and (rest[0].role == "heading" or style.after):
        heading = rest[0].text
        body = rest[0].end
        rest = rest[1:]
    if rest and body >= line.end:
        body = rest[0].start
    mark = Mark(line.start, _UNIT_RANK, "article", unit.label, body, heading, unit.number, True, unit.locator)
    first = [] if body > line.end else [Line(body, line.end, line.text[body - line.start :])]
    return [mark, *point_marks([*first, *rest], mark)]
