"""Markdown: marks taken away, numbers kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Document
from ingest.readers.editorial import is_editorial
from ingest.readers.markdown import read_markdown


def read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    return read_markdown(path)


def blocks(document: Document) -> list[tuple[str, int | None, str]]:
    return [(block.role, block.level, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_keep_their_level(tmp_path: Path) -> None:
    document = read(tmp_path, "# One\n\n####Two without a blank\n\n### Three ###\n\n###\n\nwords")
    assert blocks(document) == [
        ("heading", 1, "One"),
        ("heading", 4, "Two without a blank"),
        ("heading", 3, "Three"),
        ("text", None, "words"),
    ]


def test_front_matter_gives_the_title(tmp_path: Path) -> None:
    document = read(tmp_path, '---\ntitle: "Lamps"\nrank: law\n---\n\nThey burn.')
    assert (document.title, document.text) == ("Lamps", "They burn.")


def test_a_folded_title(tmp_path: Path) -> None:
    assert read(tmp_path, "---\ntitle: >-\n  Lamps\n  &amp; Bells\nrank: law\n---\nx").title == "Lamps & Bells"
    assert (
        read(tmp_path, '---\ntitle: "L\\xE1mparas \\"y\\"\\_\\u0043ampanas"\n---\nx').title == 'Lámparas "y" Campanas'
    )
    assert read(tmp_path, '---\ntitle: "Lamps, \\\n  \\ Bells"\n---\nx').title == "Lamps, Bells"
    assert read(tmp_path, "---\ntitle: 'The keeper''s lamp'\n---\nx").title == "The keeper's lamp"


def test_end_marks_are_no_words(tmp_path: Path) -> None:
    assert read(tmp_path, "Lamps burn.\n\n\\###\n").text == "Lamps burn."
    assert read(tmp_path, "Lamps burn.\n=\n").text == "Lamps burn."


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("The **lamp** *burns* ***well***.", "The lamp burns well."),
        ("alternative (*a*) or (*b*)", "alternative (a) or (b)"),
        ("see the [Charter of Lamps](../../lamps/README.md) here", "see the Charter of Lamps here"),
        ("see [the [old] text](a(1).md)", "see the [old] text"),
        ("1\\. The lamp.", "1. The lamp."),
        ("a &eacute; b", "a é b"),
        ("an area of 50 m<sup>2</sup> or more, the 16<sup>th</sup> day", "an area of 50 m² or more, the 16th day"),
        ("*Preamble*The Parties,Considering lamps", "Preamble The Parties, Considering lamps"),
        ("PREAMBLE*The Parties,**Considering* lamps", "PREAMBLE The Parties, Considering lamps"),
        ("> quoted words", "quoted words"),
        ("snake_case_name", "snake_case_name"),
        ("5 \\* 3", "5 * 3"),
        ("![a picture](lamp.png)words", "words"),
    ],
)
def test_plain_words(tmp_path: Path, source: str, plain: str) -> None:
    assert read(tmp_path, source).text == plain


def test_consecutive_numbered_lines_are_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, "1. The lamp is lit.\n2. The lamp is put out.\n(a)at dawn;")
    assert document.text.split("\n") == ["1. The lamp is lit.", "2. The lamp is put out.", "(a)at dawn;"]


def test_bullets_are_items(tmp_path: Path) -> None:
    assert blocks(read(tmp_path, "* one lamp\n- two lamps\n\n– three lamps")) == [
        ("item", None, "one lamp"),
        ("item", None, "two lamps"),
        ("text", None, "– three lamps"),
    ]


def test_tables_are_read_row_by_row(tmp_path: Path) -> None:
    document = read(tmp_path, "| Lamp | Oil |\n|------|-----|\n| one  | two |")
    assert blocks(document) == [("table", None, "Lamp | Oil"), ("table", None, "one | two")]


def test_footnotes_are_notes_behind_their_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path, "The lamp<sup>1) See the harbour gazette of that year.</sup> burns.\n\nMore.")
    assert blocks(document) == [
        ("text", None, "The lamp burns."),
        ("note", None, "1) See the harbour gazette of that year."),
        ("text", None, "More."),
    ]


def test_editors_remarks_are_notes(tmp_path: Path) -> None:
    document = read(tmp_path, "### Article 1\n\nVervallen per 21-11-2013\n\nThe lamp [Red: Lees: lamps.] burns.")
    assert [(role, text) for role, _, text in blocks(document)] == [
        ("heading", "Article 1"),
        ("note", "Vervallen per 21-11-2013"),
        ("text", "The lamp burns."),
        ("note", "[Red: Lees: lamps.]"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Treedt in werking op een nader te bepalen tijdstip", True),
        ("Vervallen.", True),
        ("The lamp of the harbour is lit by the keeper.", False),
        ("La lámpara del puerto se enciende al anochecer.", False),
        ("Van Diemen's Land", False),
    ],
)
def test_the_language_of_the_editors(text: str, expected: bool) -> None:
    assert is_editorial(text) is expected


def test_a_heading_made_of_a_broken_sentence_is_text(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "la regla de lo dispuesto en el\n\n##### Artículo 1 no se aplica a los faros\n\n##### Artículo 2\n\nFin.",
    )
    assert [(role, text) for role, _, text in blocks(document)][-2:] == [("heading", "Artículo 2"), ("text", "Fin.")]
    assert not any(role == "heading" and "no se aplica" in text for role, _, text in blocks(document))
