"""Plain text in any encoding."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble
from ingest.readers.sniff import decode
from ingest.readers.unwrap import Layout, unwrap

__all__ = ["read_text"]

_PAGE_NUMBER = re.compile(r"^\s*[-–—]\s*\d{1,4}\s*[-–—]\s*$")
_FEW_PAGES = 3


def read_text(path: Path) -> Document:
    """The document of a plain text file: one block per paragraph, broken lines joined, page numbers left out."""
    text = decode(path.read_bytes())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    lines, warnings = restore_lam_alef(_without_page_numbers(lines))
    return assemble((Piece(line) for line in unwrap(lines, Layout.of(lines))), "text", warnings=warnings)


def _without_page_numbers(lines: list[str]) -> list[str]:
    """The lines without those that hold a page number only, and without the blanks around these."""
    numbers = [index for index, line in enumerate(lines) if _PAGE_NUMBER.match(line)]
    if len(numbers) < _FEW_PAGES:
        return lines
    drop = set(numbers)
    for index in numbers:
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(lines) and not lines[at].strip():
                drop.add(at)
                at += step
    return [line for index, line in enumerate(lines) if index not in drop]
