"""The order in which a page is read: columns one after the other, tables row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.segments import Segment, rows

__all__ = ["Region", "arrange"]

_MIN_GUTTER = 0.7
"""In ems of the middle size of the band."""
_MIN_GUTTER_POINTS = 5.0
_MARKER = re.compile(
    r"\s*(?:[•●○▪■□◦‣⁃–—·*➢➤✓✔\uf000-\uf0ff-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):]{1,2}|\d{1,3}|(?:\d{1,2}\.){1,3}\d{0,2}|"
    r"[⁰¹²³⁴-⁹]{1,3}|\*{1,3})\s*"
)
_NUMBER = re.compile(r"\s*(?:[.…\s]*\d{1,4}|[ivxlc]{1,6})\s*")
_MAX_DEPTH = 6

Row = list[list[Segment]]
"""The cells of a row of a table, each the segments of one column."""


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
    return _merged(_arrange(list(found), 0))


def _arrange(found: list[Segment], depth: int) -> list[Region]:
    if not found:
        return []
    left, right = min(s.x0 for s in found), max(s.x1 for s in found)
    if depth >= _MAX_DEPTH:
        return [Region(found, left, right)]
    regions: list[Region] = []
    for band in _bands(found):
        columns = _columns(band)
        if len(columns) < 2 or (flat := _table_rows(columns)) == []:
            regions.append(Region(band, left, right))
        elif flat is not None:
            regions.append(Region(band, left, right, tuple(flat)))
        else:
            for column in columns:
                regions += _arrange(column, depth + 1)
    return regions


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

    A band grows as long as some upright strip stays free of text right of its leftmost text.
    """
    bands: list[list[Segment]] = []
    free: list[tuple[float, float]] = []
    width = _gutter_width(found)
    ends = max(s.x1 for s in found)
    for segment in sorted(found, key=lambda s: (s.top, s.x0, s.order)):
        left = min((s.x0 for s in bands[-1]), default=segment.x0) if bands and free else segment.x0
        open_strips = [
            strip for strip in _subtract(free, segment) if strip[1] - strip[0] >= width and strip[0] > left
        ]
        if bands and open_strips:
            bands[-1].append(segment)
            free = open_strips
        else:
            bands.append([segment])
            free = [(segment.x1, ends)] if segment.x1 + width <= ends else []
    return bands


def _gutter_width(found: list[Segment]) -> float:
    return max(_MIN_GUTTER_POINTS, _MIN_GUTTER * median(s.size for s in found))


def _subtract(free: list[tuple[float, float]], segment: Segment) -> list[tuple[float, float]]:
    rest: list[tuple[float, float]] = []
    for start, end in free:
        if segment.x1 <= start or segment.x0 >= end:
            rest.append((start, end))
            continue
        if segment.x0 > start:
            rest.append((start, segment.x0))
        if segment.x1 < end:
            rest.append((segment.x1, end))
    return rest


def _columns(band: list[Segment]) -> list[list[Segment]]:
    """The band cut at its gutters from left to right; columns of marks or numbers alone are no columns."""
    width = _gutter_width(band)
    columns: list[list[Segment]] = []
    end = float("-inf")
    for segment in sorted(band, key=lambda s: (s.x0, s.y, s.order)):
        if columns and segment.x0 - end < width:
            columns[-1].append(segment)
        else:
            columns.append([segment])
        end = max(end, segment.x1)
    joined: list[list[Segment]] = []
    for column in columns:
        if joined and (_all(joined[-1], _MARKER) or (_all(column, _NUMBER) and len(columns) == 2)):
            joined[-1] = joined[-1] + column
        else:
            joined.append(column)
    return joined


def _all(column: list[Segment], pattern: re.Pattern[str]) -> bool:
    return all(pattern.fullmatch(s.text) for s in column)


def _table_rows(columns: list[list[Segment]]) -> list[Row] | None:
    """The rows, when the columns are those of a table; None when they are read one after the other.

    Empty when there are neither: single lines with a wide gap. The order of drawing decides: the text of columns
    is drawn column by column, that of a table row by row.
    """
    if min(len(rows(column)) for column in columns) < 2 and len(rows([s for c in columns for s in c])) < 3:
        return []
    place = {id(s): number for number, column in enumerate(columns) for s in column}
    drawn = sorted((s for column in columns for s in column), key=lambda s: (s.order, s.y, s.x0))
    groups: list[list[Segment]] = [[drawn[0]]]
    for before, segment in zip(drawn, drawn[1:], strict=False):
        if place[id(segment)] < place[id(before)]:
            groups.append([])
        groups[-1].append(segment)
    if len(groups) == 1 or not _one_below_the_other(groups) or _is_prose(columns, groups):
        return None
    return [[[s for s in group if place[id(s)] == number] for number in range(len(columns))] for group in groups]


def _one_below_the_other(groups: list[list[Segment]]) -> bool:
    for above, below in zip(groups, groups[1:], strict=False):
        if min(s.y for s in below) < max(s.y for s in above) - 0.5 * below[0].size:
            return False
    return True


def _is_prose(columns: list[list[Segment]], groups: list[list[Segment]]) -> bool:
    """Whether these are columns of running text that was drawn line by line across the page."""
    if len(groups) < 6 or sum(map(len, groups)) > 1.3 * len(groups) * len(columns):
        return False
    return all(_is_full(column) for column in columns)


def _is_full(column: list[Segment]) -> bool:
    left, right = min(s.x0 for s in column), max(s.x1 for s in column)
    return sum(s.x1 - s.x0 >= 0.85 * (right - left) for s in column) >= 0.6 * len(column)
