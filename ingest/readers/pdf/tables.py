"""Rows and cells of tables, told by the order in which their lines were drawn.

A cell of several lines is drawn before its neighbour on the right; lines put together by their height alone would mix
the two. The text of columns, by contrast, is drawn column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf.columns import columns_of, is_narrow, with_marks_joined
from ingest.readers.pdf.segments import Segment, rows

__all__ = ["Row", "cells_by_drawing", "table_rows"]

Row = list[list[Segment]]
"""The cells of a row of a table, each the segments of one column."""

_MANY_COLUMNS = 4
"""So many are those of a table, even of a single row."""
_LONG_CELL = 15
"""Lines; cells of tables are shorter than columns of text."""
_TIGHT = 1.35
"""In ems, between lines of one cell."""
_MAX_STEP = 2.2
"""In ems, from one line of a cell to the next."""
_MIN_GAP = 0.25
"""In ems, between cells side by side."""


def table_rows(columns: list[list[Segment]]) -> list[Row] | None:
    """The rows, when the columns are those of a table; None when they are read one after the other.

    Empty when there are neither: single lines with a wide gap.
    """
    if min(len(rows(column)) for column in columns) < 2 and len(rows([s for c in columns for s in c])) < 3:
        return []
    place = {id(s): number for number, column in enumerate(columns) for s in column}
    drawn = sorted((s for column in columns for s in column), key=lambda s: (s.order, s.y, s.x0))
    groups: list[list[Segment]] = [[drawn[0]]]
    for before, segment in pairwise(drawn):
        if place[id(segment)] < place[id(before)]:
            groups.append([])
        groups[-1].append(segment)
    wide = sum(len({place[id(s)] for s in group}) > 1 for group in groups)
    if wide < 2 and len(columns) < _MANY_COLUMNS:
        return None
    if not _one_below_the_other(groups, place) or _is_prose(columns, groups):
        return None
    return [_own_cells(group, place) for group in _whole_rows(groups, place)]


def _whole_rows(groups: Sequence[list[Segment]], place: dict[int, int]) -> list[list[Segment]]:
    """The groups, lines of a row that was drawn line by line put together."""
    whole: list[list[Segment]] = []
    lines: list[list[Segment]] = []
    for group in groups:
        last = lines[-1] if lines else None
        if last is not None and len(last) == len({place[id(s)] for s in last}) and _hangs_on(last, group, place):
            whole[-1] = whole[-1] + group
        else:
            whole.append(group)
        lines.append(group)
    return whole


def _hangs_on(last: Sequence[Segment], group: Sequence[Segment], place: dict[int, int]) -> bool:
    """Whether a group without a first cell follows a line as closely as the next line of the same cells would."""
    if min(place[id(s)] for s in group) == 0:
        return False
    lowest = {place[id(s)]: s.y for s in last}
    highest = {place[id(s)]: s.y for s in sorted(group, key=lambda s: -s.y)}
    steps = [highest[column] - lowest[column] for column in highest if column in lowest]
    return bool(steps) and max(steps) <= _TIGHT * last[0].size


def _own_cells(group: list[Segment], place: dict[int, int]) -> Row:
    """The cells of one row; where its lines leave a gutter inside a column of the table, it has more of them."""
    cells: Row = []
    for number in sorted({place[id(s)] for s in group}):
        cell = [s for s in group if place[id(s)] == number]
        parts = columns_of(cell)
        apart = not is_narrow(cell) and all(len(rows(part)) > 1 for part in parts)
        cells += parts if apart else [cell]
    return cells


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
    return sum(s.x1 - s.x0 >= 0.75 * (right - left) for s in column) >= 0.6 * len(column)


def cells_by_drawing(found: Sequence[Segment]) -> list[Row] | None:
    """The rows of a table whose columns leave no gutter; None when the lines run across, as in plain text."""
    blocks = _blocks(found)
    if len(blocks) < 2 or not _run_side_by_side(found, blocks):
        return None
    return [_cells(group) for group in _level(blocks)]


def _blocks(found: Sequence[Segment]) -> list[list[Segment]]:
    """Segments drawn one after the other, each line below the one before and over or under its words."""
    blocks: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: (s.order, s.y, s.x0)):
        if blocks and _goes_on(blocks[-1], segment):
            blocks[-1].append(segment)
        else:
            blocks.append([segment])
    return blocks


def _goes_on(block: Sequence[Segment], segment: Segment) -> bool:
    last = block[-1]
    step = (segment.y - last.y) / max(segment.size, last.size)
    if abs(step) < 0.3:
        return -0.5 * segment.size < segment.x0 - last.x1 < 2 * segment.size
    left, right = min(s.x0 for s in block), max(s.x1 for s in block)
    return 0 < step <= _MAX_STEP and segment.x0 < right and segment.x1 > left


def _run_side_by_side(found: Sequence[Segment], blocks: Sequence[Sequence[Segment]]) -> bool:
    """Whether on some line a block has another beside it, and goes on below."""
    home = {id(s): number for number, block in enumerate(blocks) for s in block}
    spans = [(min(s.x0 for s in b), max(s.x1 for s in b), max(s.y for s in b)) for b in blocks]
    for line in rows(found):
        for left, right in pairwise(line):
            one, other = home[id(left)], home[id(right)]
            if one == other:
                continue
            apart = spans[other][0] - spans[one][1] > _MIN_GAP * left.size
            below = max(spans[one][2], spans[other][2]) > left.y + 0.5 * left.size
            if apart and below:
                return True
    return False


def _level(blocks: Sequence[list[Segment]]) -> list[list[list[Segment]]]:
    """The blocks in groups that stand at the same height, from top to bottom."""
    groups: list[list[list[Segment]]] = []
    floor = float("-inf")
    for block in sorted(blocks, key=lambda b: (min(s.top for s in b), min(s.x0 for s in b), b[0].order)):
        bottoms = [s.bottom for s in block]
        if groups and min(s.top for s in block) < floor - 0.3 * block[0].size:
            groups[-1].append(block)
            floor = max(floor, *bottoms)
        else:
            groups.append([block])
            floor = max(bottoms)
    return groups


def _cells(group: Sequence[list[Segment]]) -> list[list[Segment]]:
    """The blocks of one row by column: what stands above or below each other is one cell."""
    cells: list[list[Segment]] = []
    end = float("-inf")
    for block in sorted(group, key=lambda b: (min(s.x0 for s in b), b[0].order)):
        if cells and min(s.x0 for s in block) < end:
            cells[-1] += block
        else:
            cells.append(list(block))
        end = max(end, *(s.x1 for s in block))
    return with_marks_joined(cells)
