"""Footnote marks glued to words: raised where the row of their numbers leaves no doubt, else left as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Document
from ingest.readers.cleaning import Cleaned
from ingest.readers.note_marks import raise_note_marks
from ingest.readers.text import read_text

SENTENCES = [
    "Lamps burn.1",
    "They are lit,2 and put out",
    "The “keeper”3 sees",
    "(by day);4 and",
    "at night.5",
    "So be it.6",
]
RAISED = [
    "Lamps burn.¹",
    "They are lit,² and put out",
    "The “keeper”³ sees",
    "(by day);⁴ and",
    "at night.⁵",
    "So be it.⁶",
]


def raised(lines: list[str]) -> list[str]:
    return [line.text for line in raise_note_marks([Cleaned.of(line) for line in lines])]


def numbered(sentences: list[str]) -> list[str]:
    return [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]


def test_a_rising_row_is_raised() -> None:
    assert raised(numbered(SENTENCES)) == numbered(RAISED)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (numbered(SENTENCES[:5]), "five in a row may be chance"),
        (numbered(SENTENCES[::-1]), "they fall"),
        (SENTENCES, "the paragraphs have no numbers: these may be theirs"),
        (numbered([*SENTENCES, "see ship2", "see ship1"]), "too many do not fit"),
        ([line.replace("1 ", "7 ").replace("n.1", "n.40") for line in numbered(SENTENCES)], "no beginning of a row"),
        (numbered([sentence[:-1] + "4" if sentence[-1].isdigit() else sentence for sentence in SENTENCES]), "no row"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_could_be_another_number_stays(lines: list[str], why: str) -> None:
    assert raised(lines) == lines, why


@pytest.mark.parametrize(
    "words",
    [
        "the ship in art.7 of",
        "Rule no.7 and",
        "A/RES/7 of",
        "lamp A.7 is",
        "HC7 and",
        "oil at 3.7 or",
        "article7 of",
        "x7 is",
    ],
)
def test_numbers_of_the_law_stay(words: str) -> None:
    assert raised(numbered([*SENTENCES, words]))[-1] == f"7. {words}"


def test_a_number_that_misses_in_the_row_of_paragraphs_stays() -> None:
    lines = [*numbered(SENTENCES), "7. The lamp is cleaned.8 The oil is bought.", "9. The wick is cut.10 It is sold."]
    assert raised(lines) == [*numbered(RAISED), *lines[6:]]


def read(tmp_path: Path, lines: list[str]) -> Document:
    path = tmp_path / "lamps.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return read_text(path)


def test_the_file_is_kept_beside(tmp_path: Path) -> None:
    document = read(tmp_path, numbered(SENTENCES))
    assert document.text == "\n".join(numbered(RAISED))
    assert [repair.raw for repair in document.repairs] == ["burn.1", "lit,2", "keeper”3", "day);4", "night.5", "it.6"]
    assert next(document.text[r.start : r.end] for r in document.repairs) == "burn.¹"
