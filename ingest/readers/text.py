"""Plain text in any encoding."""

from __future__ import annotations

from pathlib import Path

from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble
from ingest.readers.page_numbers import without_page_numbers
from ingest.readers.sniff import decode
from ingest.readers.unwrap import Layout, unwrap

__all__ = ["read_text"]


def read_text(path: Path) -> Document:
    """The document of a plain text file: one block per paragraph, broken lines joined, page numbers left out."""
    text = decode(path.read_bytes())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    lines, warnings = restore_lam_alef(without_page_numbers(lines))
    return assemble((Piece(line) for line in unwrap(lines, Layout.of(lines))), "text", warnings=warnings)
