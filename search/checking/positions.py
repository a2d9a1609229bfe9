"""Where in a file something stands: its page and its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.model import Document, Page

__all__ = ["Positions", "positions_in", "positions_of"]

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*")
_LINE = re.compile(r"[^\s][^\n]*")


@dataclass(frozen=True, slots=True)
class Positions:
    """The pages and the paragraphs of a text."""

    paragraphs: tuple[int, ...]
    """Where each begins."""
    pages: tuple[Page, ...] = ()

    def paragraph(self, place: int) -> int:
        """The number of the paragraph around a place, from 1."""
        return max(1, bisect_right(self.paragraphs, place))

    def page(self, place: int) -> Page | None:
        """The page around a place; None where there are no pages."""
        return next((page for page in self.pages if page.start <= place < page.end), None)


def positions_in(text: str) -> Positions:
    """Those of a text without blocks: paragraphs end with an empty line, or with each line where there is none."""
    pattern = _PARAGRAPH if re.search(r"\n[ \t]*\n", text) else _LINE
    return Positions(tuple(found.start() for found in pattern.finditer(text)))


def positions_of(document: Document) -> Positions:
    """Those of a file that was read."""
    starts = tuple(block.start for block in document.blocks)
    return Positions(starts or positions_in(document.text).paragraphs, document.pages)
