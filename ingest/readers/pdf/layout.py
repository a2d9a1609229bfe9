"""The order in which a page is read: columns one after the other, tables row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.segments import Segment, rows

__all__ = ["Region", "arrange"]

_MIN_GUTTER = 0.45
"""In ems of the middle size of the band."""
_MIN_GUTTER_POINTS = 3.5
_MARKER = re.compile(
    r"\s*(?:[•●○▪■□◦‣⁃–—·*➢➤✓✔\uf000-\uf0ff-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):]{1,2}|\d{1,3}|(?:\d{1,2}\.){1,3}\d{0,2}|"
    r"[⁰¹²³⁴-⁹]{1,3}|\*{1,3})\s*"
)
_NUMBER = re.compile(r"\s*(?:[.…\s]*\d{1,4}|[ivxlc]{1,6})\s*")
_MAX_DEPTH = 6
_MAX_TITLE_LINES = 4
_MANY_COLUMNS = 4
"""So many are those of a table, even of a single row."""
_LONG_CELL = 15
"""Lines; cells of tables are shorter than columns of text."""

Row = list[list[Segment]]
"""The cells of a row of a table, each the segments of one column."""
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

    A band grows line by line as long as some upright strip stays free of text right of its leftmost text.
    """
    bands: list[list[Segment]] = []
    free: list[_Strip] = []
    width = _gutter_width(found)
    ends = max(s.x1 for s in found)
    left = 0.0
    for row in rows(found):
        left = min(left, row[0].x0)
        open_strips = [strip for strip in _subtract(free, row) if strip[1] - strip[0] >= width and strip[0] > left]
        if open_strips:
            bands[-1] += row
            free = open_strips
        else:
            bands.append(list(row))
            left = row[0].x0
            free = [strip for strip in _subtract([(left, ends)], row) if strip[1] - strip[0] >= width]
    return [
        part for band in bands for body in _without_title(band) for rest in _without_head(body) for part in _without_tail(rest)
    ]


def _without_title(band: list[Segment]) -> list[list[Segment]]:
    """The band, and apart from it single lines at its head that hide some of its gutters: captions of tables."""
    lines = rows(band)
    count = len(_columns(band))
    for number, line in enumerate(lines[:_MAX_TITLE_LINES]):
        if len(line) > 1:
            break
        rest = [s for below in lines[number + 1 :] for s in below]
        if rest and len(_columns(rest)) > count:
            return [*([s] for above in lines[: number + 1] for s in above), rest]
    return [band]


def _without_head(band: list[Segment]) -> list[list[Segment]]:
    """The band, and apart from it what stands above all its other columns and was drawn before them."""
    columns = _columns(band)
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
    columns = _columns(band)
    for column in columns[:-1]:
        others = [s for other in columns if other is not column for s in other]
        floor, last = max(s.bottom for s in others), max(s.order for s in others)
        tail = [s for s in column if s.top >= floor - 0.2 * s.size]
        if tail and min(s.order for s in tail) > last:
            apart = set(map(id, tail))
            return [[s for s in band if id(s) not in apart], *_bands(tail)]
    return [band]


def _gutter_width(found: list[Segment]) -> float:
    return max(_MIN_GUTTER_POINTS, _MIN_GUTTER * median(s.size for s in found))


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
    wide = sum(len({place[id(s)] for s in group}) > 1 for group in groups)
    if (wide < 2 and len(columns) < _MANY_COLUMNS) or not _one_below_the_other(groups, place) or _is_prose(columns, groups):
        return None
    return [_cells(group) for group in groups]


def _cells(group: list[Segment]) -> Row:
    """The cells of one row, by its own gutters: it may have more or fewer than its table."""
    return _columns(group)


def _one_below_the_other(groups: list[list[Segment]], place: dict[int, int]) -> bool:
    """Whether in each column the groups follow each other downwards; a cell over several rows may reach further."""
    lowest: dict[int, float] = {}
    start = float("-inf")
    for group in groups:
        top = min(s.y for s in group)
        if top < start or any(s.y < lowest.get(place[id(s)], top) - 0.5 * s.size for s in group):
            return False
        start = top
        for s in group:
            lowest[place[id(s)]] = max(lowest.get(place[id(s)], s.y), s.y)
    return True


def _is_prose(columns: list[list[Segment]], groups: list[list[Segment]]) -> bool:
    """Whether these are columns of running text, drawn line by line across the page or in a few long parts."""
    lines = sum(map(len, groups)) / (len(groups) * len(columns))
    if not (lines <= 1.3 and len(groups) >= 6) and lines < _LONG_CELL:
        return False
    return all(_is_full(column) for column in columns)


def _is_full(column: list[Segment]) -> bool:
    left, right = min(s.x0 for s in column), max(s.x1 for s in column)
    return sum(s.x1 - s.x0 >= 0.85 * (right - left) for s in column) >= 0.6 * len(column)
