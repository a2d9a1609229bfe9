"""A document as lines: what the recognisers of headings look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import BlockRole, Document

__all__ = ["Line", "is_capitals", "lines_of"]

_BARE_WORD = re.compile(
    r"^(?:article|art[ií]culo|المادة|مادة|статья|part|parte|title|t[íi]tulo|titre|chapter|cap[íi]tulo|chapitre|section|"
    r"secci[óo]n)$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,6})\.?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the clean text, or a part of a line that holds many provisions."""

    start: int
    end: int
    text: str
    role: BlockRole = "text"
    level: int | None = None
    inline: bool = False
    """Whether it was cut out of a longer line, so that its beginning proves nothing."""


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals; the ordinal signs of `Nº` count as no letters."""
    return text.replace("º", "").replace("ª", "").isupper()


def lines_of(document: Document) -> list[Line]:
    """The lines of the text that hold something, each with the role of its block.

    A line that holds the word for article or chapter alone and the number on the line behind it are one line here.
    """
    lines: list[Line] = []
    blocks = iter(document.blocks)
    block = next(blocks, None)
    offset = 0
    for raw in document.text.split("\n"):
        start = offset + len(raw) - len(raw.lstrip())
        end = offset + len(raw.rstrip())
        offset += len(raw) + 1
        if start >= end:
            continue
        while block is not None and block.end <= start:
            block = next(blocks, None)
        if block is not None and block.start <= start:
            lines.append(Line(start, end, document.text[start:end], block.role, block.level))
        else:
            lines.append(Line(start, end, document.text[start:end]))
    return _joined(document.text, lines)


def _joined(text: str, lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _BARE_WORD.match(last.text) and _BARE_NUMBER.match(line.text):
            joined[-1] = Line(last.start, line.end, text[last.start : line.end], last.role, last.level)
        else:
            joined.append(line)
    return joined
