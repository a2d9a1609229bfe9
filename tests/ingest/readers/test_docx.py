"""Word files: headings, automatic numbers, tables."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ingest.errors import SourceError, UnreadableSource
from ingest.model import Document
from ingest.readers import read_document
from ingest.readers.docx import read_docx


def blocks(document: Document) -> list[tuple[str, int | None, str]]:
    return [(block.role, block.level, document.text[block.start : block.end]) for block in document.blocks]


@pytest.fixture
def word(tmp_path: Path) -> Path:
    made = docx.Document()
    made.core_properties.title = "Lamps"
    made.add_heading("Convention on Lamps", 0)
    made.add_heading("Article 1", 2)
    made.add_paragraph("A lamp burns.")
    for text in ("at dusk", "at dawn"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("in fog", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "oil", "gas"
    path = tmp_path / "lamps.docx"
    made.save(str(path))
    return path


def test_headings_lists_tables(word: Path) -> None:
    document = read_docx(word)
    assert blocks(document) == [
        ("heading", 1, "Convention on Lamps"),
        ("heading", 2, "Article 1"),
        ("text", None, "A lamp burns."),
        ("item", 1, "1. at dusk"),
        ("item", 1, "2. at dawn"),
        ("item", 1, "in fog"),
        ("table", None, "oil | gas"),
    ]
    assert (document.title, document.format) == ("Lamps", "docx")


def test_a_cut_off_file_is_refused(word: Path) -> None:
    word.write_bytes(word.read_bytes()[: word.stat().st_size // 2])
    with pytest.raises(SourceError):
        read_document(word)


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    docx.Document().save(str(path))
    with pytest.raises(UnreadableSource, match="no text"):
        read_docx(path)
