"""Lines as they are read, from the regions of a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.layout import Region
from ingest.readers.pdf.segments import Segment, rows

__all__ = ["Line", "TableRow", "lines_of", "logical"]

_DOT_LEADERS = re.compile(r"(?:\s*[.…_·]\s?){5,}")
_LATIN_RUN = re.compile(r"[0-9A-Za-zÀ-ɏ](?:[0-9A-Za-zÀ-ɏ.,:/%'’&@+_-]*[0-9A-Za-zÀ-ɏ%])?(?: +[0-9A-Za-zÀ-ɏ]+)*")
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")


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
    for number, region in enumerate(regions, first):
        if region.cells is None:
            found += _flow(region.segments, page, height, number, region.left, region.right)
            continue
        for row in region.cells:
            cells = tuple(
                tuple(
                    _flow(cell, page, height, number, min(s.x0 for s in cell), max(s.x1 for s in cell)) if cell else ()
                )
                for cell in row
            )
            found.append(TableRow(cells, page, number))
    return found


def _flow(segments: Iterable[Segment], page: int, height: float, number: int, left: float, right: float) -> list[Line]:
    found: list[Line] = []
    for row in rows(segments):
        text = _DOT_LEADERS.sub(" … ", " ".join(s.text.strip() for s in row))
        text = " ".join(logical(text).split())
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


def logical(text: str) -> str:
    """A line put together from left to right, in the order of its letters: these may run from right to left."""
    strong = [unicodedata.bidirectional(char) for char in text if char.isalpha()]
    rtl = sum(kind in ("R", "AL") for kind in strong)
    if rtl * 2 <= len(strong):
        return text
    turned = text[::-1].translate(_MIRRORED)
    return _LATIN_RUN.sub(lambda match: match.group()[::-1], turned)
