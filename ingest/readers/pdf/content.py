"""A page's content read to runs of text, upright and with the corner of the page as origin."""

from __future__ import annotations

from pypdf import PageObject
from pypdf.errors import PyPdfError

from ingest.readers.pdf.painter import FaceCache, Matrix, Painter
from ingest.readers.pdf.runs import PageRuns

__all__ = ["FaceCache", "page_runs"]


def page_runs(page: PageObject, faces: FaceCache) -> PageRuns:
    """The runs of a page; one whose size or contents cannot be found raises what pypdf raises."""
    box = page.cropbox
    turn = int(page.get("/Rotate", 0) or 0) % 360
    left, bottom, wide, high = float(box.left), float(box.bottom), abs(float(box.width)), abs(float(box.height))
    start: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, wide + left),
        180: (-1, 0, 0, -1, wide + left, high + bottom),
        270: (0, 1, -1, 0, high + bottom, -left),
    }
    if turn in (90, 270):
        wide, high = high, wide
    painter = Painter(faces, start.get(turn, start[0]), wide, high)
    contents = page.get_contents()
    damaged = False
    if contents is not None:
        contents.forced_encoding = "bytes"
        try:
            painter.paint(contents, page.get("/Resources"))
        except (PyPdfError, ValueError, EOFError):
            damaged = True
    return PageRuns(painter.runs, wide, high, painter.oblique, painter.images, painter.unread, damaged)
