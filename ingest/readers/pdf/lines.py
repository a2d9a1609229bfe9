"""Lines as they are read, from the regions of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf.direction import Script, has_right_to_left, logical, runs_from_the_right
from ingest.readers.pdf.layout import Region
from ingest.readers.pdf.segments import Segment, rows

__all__ = ["Line", "TableRow", "lines_of"]

_DOT_LEADERS = re.compile(r"(?:\s*[.…_·]\s?){5,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text. `left` and `right` are the margins of the region it stands in."""

    text: str
    page: int
    """Position of the page in the file, from 0."""
    x0: float
    x1: float
    y: float
    size: float
    bold: float
    italic: float
    left: float
    right: float
    region: int
    """Number of the region on its page."""
    height: float
    """Of the page."""

    @property
    def em_left(self) -> float:
        return (self.x0 - self.left) / self.size


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; each cell is its lines."""

    cells: tuple[tuple[Line, ...], ...]
    page: int
    region: int


def lines_of(regions: Sequence[Region], page: int, height: float, first: int = 0) -> list[Line | TableRow]:
    """The lines and rows of a page in reading order; its regions are numbered from `first`."""
    found: list[Line | TableRow] = []
    script = _script(regions)
    for number, region in enumerate(regions, first):
        if region.cells is None:
            found += _flow(region.segments, script, page, height, number, region.left, region.right)
            continue
        for row in region.cells:
            cells = tuple(
                tuple(
                    _flow(cell, script, page, height, number, min(s.x0 for s in cell), max(s.x1 for s in cell))
                    if cell
                    else ()
                )
                for cell in row
            )
            found.append(TableRow(cells, page, number))
    return found


def _script(regions: Sequence[Region]) -> Script:
    """How the page writes down words from right to left."""
    seen = [segment for region in regions for segment in _held(region) if not segment.logical]
    if not any(has_right_to_left(segment.text) for segment in seen):
        return Script()
    lines = [_seen(row) for row in rows(seen)]
    return replace(Script.of(lines), from_right=runs_from_the_right("".join(lines)) or None)


def _held(region: Region) -> Iterable[Segment]:
    if region.cells is None:
        return region.segments
    return [segment for row in region.cells for cell in row for segment in cell]


def _flow(
    segments: Iterable[Segment],
    script: Script,
    page: int,
    height: float,
    number: int,
    left: float,
    right: float,
) -> list[Line]:
    found: list[Line] = []
    for row in rows(segments):
        text = " ".join(_in_order(row, script).split())
        text = text[:-1].replace("\u00ad", "") + text[-1:]
        if not text.strip(" _…"):
            continue
        main = max(row, key=lambda s: (len(s.text), -s.order))
        weight = sum(len(s.text) for s in row)
        found.append(
            Line(
                text=text,
                page=page,
                x0=min(s.x0 for s in row),
                x1=max(s.x1 for s in row),
                y=main.y,
                size=main.size,
                bold=sum(s.bold * len(s.text) for s in row) / weight,
                italic=sum(s.italic * len(s.text) for s in row) / weight,
                left=left,
                right=right,
                region=number,
                height=height,
            )
        )
    return found


def _in_order(row: Sequence[Segment], script: Script) -> str:
    """The words of a line in the order in which they are read, dot leaders as one sign."""
    if not all(s.logical for s in row):
        return logical(_seen(row), script)
    texts = [s.text.strip() for s in row]
    if runs_from_the_right("".join(texts)):
        texts.reverse()
    return _DOT_LEADERS.sub(" … ", " ".join(texts))


def _seen(row: Sequence[Segment]) -> str:
    """The words of a line from left to right, dot leaders as one sign."""
    return _DOT_LEADERS.sub(" … ", " ".join(s.text.strip() for s in row))
