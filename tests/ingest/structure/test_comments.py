"""General comments and compacts."""

from __future__ import annotations

from ingest.model import Document, Provision
from ingest.readers.blocks import Piece, assemble
from ingest.structure import build_provisions


def document(*lines: str | Piece) -> Document:
    return assemble([line if isinstance(line, Piece) else Piece(line) for line in lines], "text")


def units(provisions: tuple[Provision, ...]) -> list[str]:
    return [provision.label for provision in provisions if provision.is_unit]


def test_numbered_paragraphs_are_the_units() -> None:
    text = document(
        "General Comment No. 1 on lamps",
        "Adopted 3 March",
        "1. Lamps matter.",
        "2. Lamps shall:",
        "(a) burn;",
        "(b) shine.",
    )
    provisions = build_provisions(text, "general_comment", "en")
    assert [provision.label for provision in provisions] == [
        "front matter",
        "para 1",
        "para 2",
        "para 2(a)",
        "para 2(b)",
    ]
    assert provisions[1].locator == {"paragraph": "1"}
    assert provisions[1].number == "1"


def test_quoted_articles_with_paragraphs_of_their_own_do_not_count() -> None:
    text = document(
        "1. One.",
        "2. Two.",
        "3. Three.",
        "Article 9",
        "1. States light lamps.",
        "2. States ring bells.",
        "4. Four.",
        "5. Five.",
        "6. Six.",
    )
    assert units(build_provisions(text, "general_comment", "en")) == [f"para {value}" for value in range(1, 7)]


def test_headings_are_sections() -> None:
    text = document(
        "Comment on lamps", "1. One sentence here.", Piece("II. Duties of States", "heading", 2), "2. Another "
        "sentence.",
        "Bells and horns", "3. A third sentence.",
    )  # fmt: skip
    provisions = build_provisions(text, "general_comment", "en")
    sections = {provision.label: provision.heading for provision in provisions if provision.kind == "section"}
    assert sections == {"sec II": "Duties of States", "sec Bells and horns": "Bells and horns"}
    last = provisions[-1]
    assert last.label == "para 3"
    assert last.parent is not None
    assert provisions[last.parent].label == "sec Bells and horns"


def test_notes_behind_the_last_paragraph_are_rest() -> None:
    text = document(
        "1. One.", "2. Two.", "3. Three.", Piece("Notes", "heading"), Piece("See the harbour gazette.", "note")
    )
    provisions = build_provisions(text, "general_comment", "en")
    assert provisions[-1].label == "notes"
    assert provisions[-1].kind == "rest"


def test_an_unnumbered_comment_is_one_unit() -> None:
    text = document("General Comment No. 2", "Lamps matter to all who sail, " * 8)
    assert units(build_provisions(text, "general_comment", "en")) == ["text"]


def test_objectives_with_their_actions() -> None:
    lines: list[str | Piece] = []
    for value in range(1, 4):
        lines += [
            Piece(f"Objective {value}", "heading", 1),
            Piece(f"Title: Light lamp {value}", "heading", 2),
            "We commit to light it.",
            Piece("a. Buy oil;", "item"),
            Piece("b. Train keepers.", "item"),
        ]
    provisions = build_provisions(document(*lines), "compact", "en")
    assert units(provisions) == ["objective 1", "objective 2", "objective 3"]
    assert provisions[0].heading == "Light lamp 1"
    assert [provision.label for provision in provisions[:3]] == ["objective 1", "objective 1(a)", "objective 1(b)"]
    assert provisions[2].locator == {"objective": "1", "point": "b"}
