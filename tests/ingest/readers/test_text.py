"""Plain text: paragraphs from broken lines, nothing lost but page numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble, fold
from ingest.readers.cleaning import Cleaned
from ingest.readers.text import read_text


def lines_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    return read_text(path).text.split("\n")


def wrapped(*paragraphs: str, width: int = 60) -> str:
    import textwrap

    return "\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)


LONG = (
    "The keeper of a harbour lamp lights it at dusk and puts it out at dawn, and writes the hour of both into "
    "the book of the harbour, so that"
)


def test_broken_lines_are_joined(tmp_path: Path) -> None:
    paragraphs = [f"{LONG} the master of ship number {value} may read it." for value in range(1, 8)]
    assert lines_of(tmp_path, wrapped(*paragraphs)) == paragraphs


def test_list_items_and_headings_begin_lines(tmp_path: Path) -> None:
    paragraphs = [
        "Article 1",
        f"{LONG} all may read:",
        "(a) the hours of the night watch; and",
        "2. the names of the ships that came.",
        *[f"{LONG} it is {n}." for n in "abcdef"],
    ]
    assert lines_of(tmp_path, wrapped(*paragraphs)) == paragraphs


def test_a_reference_at_the_head_of_a_line_is_joined(tmp_path: Path) -> None:
    filler = [f"{LONG} the rule holds for lamp {value}." for value in range(6)]
    text = (
        wrapped(*filler)
        + "\nThe master of a ship may read the book as it is laid down in\nArticle 9 of the Lamp Act.\n"
        + wrapped(*filler)
    )
    assert any(line.endswith("laid down in Article 9 of the Lamp Act.") for line in lines_of(tmp_path, text))


def test_a_heading_broken_behind_its_word_is_joined(tmp_path: Path) -> None:
    filler = [f"{LONG} the rule holds for lamp {value}." for value in range(6)]
    assert "Artículo 7" in lines_of(tmp_path, wrapped(*filler) + "\nArtículo\n7\n" + wrapped(*filler))


def test_whole_paragraphs_stay_as_they_are(tmp_path: Path) -> None:
    paragraphs = [f"{LONG} the first is read. {LONG} the second is read.", "A short one", "another short one"]
    assert lines_of(tmp_path, "\n\n".join(paragraphs)) == paragraphs


def test_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        wrapped(*[f"{LONG} it is page {page}, lamp {lamp}." for lamp in range(6)]) + f"\n\n- {page} -\n"
        for page in range(1, 6)
    ]
    lines = lines_of(tmp_path, "\n".join(pages))
    assert not any(line.startswith("- ") for line in lines)


def test_numbers_close_together_are_no_page_numbers(tmp_path: Path) -> None:
    text = "\n".join(f"{value}\nLamp of kind {value} burns oil." for value in range(1, 9))
    assert "4" in lines_of(tmp_path, text)


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("a\u00a0 b\tc", "a b c"),
        ("hy\u00adphen", "hyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u0301", "é"),
        ("\u200fمادة", "مادة"),
    ],
)
def test_fold(printed: str, clean: str) -> None:
    assert fold(printed) == clean


@given(st.lists(st.text(max_size=30), max_size=20))
def test_blocks_are_the_lines_of_the_text(texts: list[str]) -> None:
    document = assemble([Piece(text) for text in texts], "text")
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        line for line in map(fold, texts) if line
    ]
    assert "\n".join(document.text[block.start : block.end] for block in document.blocks) == document.text


SWAPPED = ["االتفاقية", "األطراف", "اإلنسان", "لألمم", "هللا", "اآلخر"]
RIGHT = ["الاتفاقية", "الأطراف", "الإنسان", "للأمم", "الله", "الآخر"]


def restore(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    restored, warnings = restore_lam_alef([Cleaned.of(line) for line in lines])
    return [line.text for line in restored], warnings


def test_swapped_lam_alef_is_put_right() -> None:
    restored, warnings = restore([" ".join(SWAPPED)])
    assert restored == [" ".join(RIGHT)]
    assert "6 words" in warnings[0]


@pytest.mark.parametrize("word", ["لإلغاء", "المال", "ثالثة", "العمال", "إلى", "حالة", "رسالة"])
def test_words_that_are_right_or_doubtful_stay(word: str) -> None:
    restored, _ = restore([" ".join(SWAPPED), word])
    assert restored[1] == word


def test_arabic_without_the_defect_is_not_touched() -> None:
    lines = ["الاتفاقية الدولية", "ال"]
    assert restore(lines) == (lines, ())
