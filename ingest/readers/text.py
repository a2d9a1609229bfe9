"""Plain text in any encoding."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble
from ingest.readers.cleaning import Cleaned
from ingest.readers.note_marks import raise_note_marks
from ingest.readers.page_numbers import without_page_numbers
from ingest.readers.sniff import decode
from ingest.readers.unwrap import Layout, unwrap

__all__ = ["read_text"]

_LINE_END = re.compile(r"\r\n|[\r\n\f]")


def read_text(path: Path) -> Document:
    """The document of a plain text file: one block per paragraph, broken lines joined, page numbers left out."""
    lines = Cleaned.of(decode(path.read_bytes())).split(_LINE_END)
    lines, warnings = restore_lam_alef(raise_note_marks(without_page_numbers(lines)))
    layout = Layout.of([line.text for line in lines])
    return assemble((Piece(line) for line in unwrap(lines, layout)), "text", warnings=warnings)
