"""The order in which a page is read: columns one after the other, tables row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.columns import columns_of, gutter_width, is_narrow
from ingest.readers.pdf.segments import Segment, rows
from ingest.readers.pdf.tables import Row, cells_by_drawing, table_rows

__all__ = ["Region", "arrange"]

_MAX_DEPTH = 6

_Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a page that is read from top to bottom."""

    segments: list[Segment]
    left: float
    right: float
    cells: tuple[Row, ...] | None = None
    """The rows, when it is a table."""


def arrange(found: Sequence[Segment]) -> list[Region]:
    """The regions of a page in reading order."""
    return _arrange(list(found), 0)


def _arrange(found: list[Segment], depth: int) -> list[Region]:
    if not found:
        return []
    left, right = min(s.x0 for s in found), max(s.x1 for s in found)
    if depth >= _MAX_DEPTH:
        return [Region(found, left, right)]
    regions: list[Region] = []
    for band in _bands(found):
        columns = columns_of(band)
        if len(columns) < 2 or is_narrow(band) or (flat := table_rows(columns)) == []:
            regions.append(Region(band, left, right))
        elif flat is not None:
            regions.append(Region(band, left, right, tuple(flat)))
        else:
            for column in columns:
                regions += _arrange(column, depth + 1)
    return [part for region in _merged(regions) for part in _untangled(region)]


def _untangled(region: Region) -> list[Region]:
    """The region, or its parts where lines of several cells stand side by side without a gutter."""
    flat = None if region.cells is not None else cells_by_drawing(region.segments)
    if flat is None:
        return [region]
    parts: list[Region] = []
    for row in flat:
        if len(row) > 1:
            parts.append(Region([s for cell in row for s in cell], region.left, region.right, (row,)))
        else:
            parts.append(Region(row[0], region.left, region.right))
    return _merged(parts)


def _merged(regions: list[Region]) -> list[Region]:
    """The regions with neighbours of running text between the same margins as one."""
    joined: list[Region] = []
    for region in regions:
        if joined and region.cells is None and joined[-1].cells is None:
            last = joined[-1]
            if (last.left, last.right) == (region.left, region.right):
                joined[-1] = Region(last.segments + region.segments, last.left, last.right)
                continue
        joined.append(region)
    return joined


def _bands(found: list[Segment]) -> list[list[Segment]]:
    """The page cut from top to bottom where no gutter goes through.

    A band grows line by line as long as some upright strip stays free of text; one that has a gutter ends with it.
    """
    bands: list[list[Segment]] = []
    free: list[_Strip] = []
    width = gutter_width(found)
    across = min(s.x0 for s in found), max(s.x1 for s in found)
    for row in rows(found):
        rest = [strip for strip in _subtract(free, row) if strip[1] - strip[0] >= width]
        alone = [strip for strip in _subtract([across], row) if strip[1] - strip[0] >= width]
        needs_gutter = bool(bands and _gutters(free, bands[-1])) or bool(_gutters(alone, row))
        if rest and (not needs_gutter or _gutters(rest, [*bands[-1], *row])):
            bands[-1] += row
            free = rest
        else:
            bands.append(list(row))
            free = alone
    parts: list[list[Segment]] = []
    for band in bands:
        for body in _cut_at_crossings(band):
            for part in _without_head(body):
                parts += _without_tail(part)
    return parts


def _gutters(strips: Sequence[_Strip], band: Sequence[Segment]) -> list[_Strip]:
    """The strips with text on either side."""
    left, right = min(s.x0 for s in band), max(s.x1 for s in band)
    return [strip for strip in strips if left < strip[0] and strip[1] < right]


def _cut_at_crossings(band: list[Segment]) -> list[list[Segment]]:
    """The band cut at single lines that cross its gutters: captions, and cells over all columns of a table."""
    lines = rows(band)
    several = [line for line in lines if len(line) > 1]
    columns = columns_of([s for line in several for s in line]) if several else []
    if len(columns) <= len(columns_of(band)):
        return [band]
    gutters = [(max(s.x1 for s in left), min(s.x0 for s in right)) for left, right in pairwise(columns)]
    crossing = [
        number
        for number, line in enumerate(lines)
        if len(line) == 1 and any(line[0].x0 < start and line[0].x1 > end for start, end in gutters)
    ]
    if len(crossing) > len(several):
        return [band]  # running text, in which a few lines have wide gaps
    parts: list[list[Segment]] = [[]]
    for number, line in enumerate(lines):
        if number in crossing:
            parts += [list(line), []]
        else:
            parts[-1] += line
    return [part for part in parts if part]


def _without_head(band: list[Segment]) -> list[list[Segment]]:
    """The band, and apart from it what stands above all its other columns and was drawn before them."""
    columns = columns_of(band)
    for column in columns if len(columns) > 1 else ():
        others = [s for other in columns if other is not column for s in other]
        ceiling, first = min(s.top for s in others), min(s.order for s in others)
        head = [s for s in column if s.bottom <= ceiling]
        if head and max(s.order for s in head) < first:
            apart = set(map(id, head))
            rest = [s for s in band if id(s) not in apart]
            return [head, *_without_head(rest)]
    return [band]


def _without_tail(band: list[Segment]) -> list[list[Segment]]:
    """The band, and apart from it what stands below all its other columns and was drawn after them."""
    columns = columns_of(band)
    for column in columns[:-1]:
        others = [s for other in columns if other is not column for s in other]
        floor, last = max(s.bottom for s in others), max(s.order for s in others)
        tail = [s for s in column if s.top >= floor - 0.2 * s.size]
        if tail and min(s.order for s in tail) > last:
            apart = set(map(id, tail))
            return [[s for s in band if id(s) not in apart], *_bands(tail)]
    return [band]


def _subtract(free: list[_Strip], row: Sequence[Segment]) -> list[_Strip]:
    for segment in row:
        rest: list[_Strip] = []
        for start, end in free:
            if segment.x1 <= start or segment.x0 >= end:
                rest.append((start, end))
                continue
            if segment.x0 > start:
                rest.append((start, segment.x0))
            if segment.x1 < end:
                rest.append((segment.x1, end))
        free = rest
    return free
