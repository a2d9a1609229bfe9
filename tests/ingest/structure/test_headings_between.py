"""Headings that announce no article: over several articles, broken over lines, in the wrong place."""

from __future__ import annotations

import pytest

from ingest.model import Document, Provision
from ingest.readers.blocks import Piece, assemble
from ingest.structure import build_provisions


def parse(*lines: str | Piece) -> tuple[Document, dict[str, Provision]]:
    document = assemble([line if isinstance(line, Piece) else Piece(line) for line in lines], "text")
    return document, {p.label: p for p in build_provisions(document, "treaty", "en")}


def words(document: Document, provision: Provision) -> str:
    return document.text[provision.body_start : provision.end]


HARBOUR = (
    "CHAPTER I: THE HARBOUR",
    "Composition",
    "Article 1",
    "The harbour has a keeper.",
    "Duties",
    "Article 2",
    "The keeper lights the lamp.",
    "Article 3",
    "1. The keeper rings the bell.",
    "2. The bell is rung twice.",
    "CHAPTER II: THE QUAY",
    "Article 4",
    "The quay is swept.",
)


def test_a_heading_over_several_articles_is_no_word_of_the_one_before() -> None:
    document, found = parse(*HARBOUR)
    assert words(document, found["art 1"]) == "The harbour has a keeper."
    duties = found["ch I sec Duties"]
    assert (duties.heading, duties.kind, duties.is_unit) == ("Duties", "section", False)
    assert document.text[duties.start : duties.end].endswith("2. The bell is rung twice.")
    assert found["ch I sec Composition"].end < duties.start


@pytest.mark.parametrize(
    ("heading", "label", "title"),
    [
        (("II", "Care of lamps"), "sec II", "Care of lamps"),
        (("II. Care of lamps",), "sec II", "Care of lamps"),
        (("Section 2. Care of lamps",), "sec 2", "Care of lamps"),
        (("CHAPTER CARE OF LAMPS", "CARE OF LAMPS"), "sec CARE OF LAMPS", "CARE OF LAMPS"),
    ],
    ids=["number alone", "numbered", "chapter word", "twice"],
)
def test_forms_of_such_headings(heading: tuple[str, ...], label: str, title: str) -> None:
    _, found = parse(
        "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", *heading, "Article 3", "Oil is free."
    )  # fmt: skip
    assert found[label].heading == title


@pytest.mark.parametrize(
    "last",
    [
        "and the oil is brought by boat",
        "IV) Oil is brought by boat",
        "(c) Oil",
        "Oil;",
        "The keeper brings the oil by boat from the other side of the bay, in every month of the year, at dawn or dusk",
    ],
)
def test_the_last_words_of_an_article_are_no_heading(last: str) -> None:
    document, found = parse(
        "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", last, "Article 3", "Oil is free."
    )  # fmt: skip
    assert words(document, found["art 2"]).endswith(last)


def test_the_heading_of_a_chapter_goes_on_over_lines() -> None:
    document, found = parse(
        "CHAPTER I", "LAMPS, BELLS AND", "HORNS", "Article 1", "Lamps are lit.", "Article 2", "Bells are rung.",
        "CHAPTER II", "OF", "Article 3", "Horns are blown.",
    )  # fmt: skip
    assert found["ch I"].heading == "LAMPS, BELLS AND HORNS"
    assert words(document, found["ch I"]).startswith("Article 1")


def test_a_chapter_alone_with_its_number_on_the_next_line() -> None:
    _, found = parse(
        "TITLE", "IV", "LAMPS", "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", "Article 3", "Yes."
    )  # fmt: skip
    assert found["title IV"].heading == "LAMPS"


@pytest.mark.parametrize(("printed", "label"), [("Fourteen", "ch XIV"), ("Twenty-One", "ch XXI"), ("Thirty", "ch XXX")])
def test_spelled_chapters(printed: str, label: str) -> None:
    _, found = parse(
        "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", f"CHAPTER {printed.upper()}. OIL",
        "Article 3", "Oil is free.",
    )  # fmt: skip
    assert found[label].heading == "OIL"


def test_the_title_of_an_article_goes_on_over_lines() -> None:
    document, found = parse(
        "Article 1", "Care of the lamps and of the", "bells in the harbour", "1. Lamps are cleaned.", "2. Bells too.",
        "Article 2", "Oil", "Oil is free.", "Article 3", "Fees", "No fee is taken.",
    )  # fmt: skip
    assert found["art 1"].heading == "Care of the lamps and of the bells in the harbour"
    assert words(document, found["art 1"]).startswith("1. Lamps")


def test_a_line_that_breaks_off_is_no_title() -> None:
    document, found = parse(
        "Article 1", "Oil", "Oil is free.", "Article 2", "Fees", "No fee is taken.",
        "Article 3", "The lamps of the harbour are lit by the", "Keeper of the lamps every night.",
    )  # fmt: skip
    assert found["art 3"].heading is None
    assert words(document, found["art 3"]).startswith("The lamps of the harbour")


def test_a_chapter_between_the_number_of_an_article_and_its_words() -> None:
    document, found = parse(
        "CHAPTER I", "Article 1", "Lamps are lit.", "Article 2", "SECTION I", "LAMPS OF THE QUAY",
        "1. Quays have lamps.", "2. They burn.", "Article 3", "Oil is free.",
    )  # fmt: skip
    assert words(document, found["art 2"]) == "1. Quays have lamps.\n2. They burn."
    assert "art 2(2)" in found
    section = found["ch I sec I"]
    assert section.heading == "LAMPS OF THE QUAY"
    assert section.start == found["art 2"].start


RUN_ON = (
    "TREATY OF THE HARBOUR The keepers, wishing that every boat may see the quay at night, have agreed as follows: "
    "Article 1 Name of the Harbour 1. The harbour is called Saltport. 2. It may be renamed. "
    "Article 2 Care of Lamps The keeper of the lamps shall clean them every morning before the boats come in. "
    "Article 3 Re-use of Oil Member States shall use oil twice, and shall keep what is left for the winter months. "
    "Article 4 Bells among Member Harbours Any bell that is broken shall be mended by the harbour that broke it. "
    "Article 5 Fees 1. No fee is taken of guests. 2. Others pay what they can, at the gate, in coin or in kind. "
    "Article 6 Keepers There shall be one keeper to each lamp, chosen by lot among those who live at the quay itself."
)


def test_titles_in_a_text_that_lost_its_line_breaks() -> None:
    document, found = parse(RUN_ON)
    titles = [found[f"art {number}"].heading for number in range(1, 7)]
    assert titles == [
        "Name of the Harbour",
        "Care of Lamps",
        "Re-use of Oil",
        "Bells among Member Harbours",
        "Fees",
        "Keepers",
    ]
    assert words(document, found["art 3"]).startswith("Member States shall use oil twice")


def test_a_table_of_contents_is_no_preamble() -> None:
    document, found = parse(
        "CHARTER OF LAMPS", "PREAMBLE", Piece("TITLE I | LAMPS", "table"), Piece("TITLE II | BELLS", "table"),
        Piece("TITLE III | OIL", "table"), "The keepers, wishing for light, proclaim what follows:",
        "TITLE I", "LAMPS", "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.",
        "TITLE II", "BELLS", "Article 3", "Bells are rung.",
    )  # fmt: skip
    assert words(document, found["preamble"]).startswith("The keepers, wishing")
    assert found["front matter"].end < found["preamble"].start


def test_a_table_of_contents_behind_the_last_article_is_none_of_its_words() -> None:
    rows = [Piece(f"Article {number} | Lamps | {90 + number}", "table") for number in range(1, 7)]
    document, found = parse(
        "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", "Article 3", "Oil is free.", *rows
    )
    assert words(document, found["art 3"]) == "Oil is free."


COMMENTS = (
    *(line for number in range(1, 10) for line in (f"Article {number}", "Lamps are lit, bells are rung.")),
    "IN WITNESS WHEREOF the keepers have signed.", "PROTOCOL",
    "SECTION I", "Articles 1, 2 and 3", "(a) A lamp is what burns.", "(b) A bell is what rings.",
    "SECTION II", "Articles 2 and 4", "A fee taken by mistake is given back within a year.",
    "SECTION III", "Articles 3 and 4", "Oil means the oil of the harbour.",
    "SECTION IV", "Articles 4 and 5", "A horn is no bell.",
    "SECTION V", "Article 6, paragraph 1", "Fees are in coin.", "Article 7", "A guest is who sails.",
    "SECTION VI", "Article 8", "A boat is what floats.", "Article 9", "Nobody sails at night.",
)  # fmt: skip


def test_sections_of_a_protocol_that_comment_on_several_articles_are_units() -> None:
    pieces = [
        Piece(line, "heading", 3) if line.startswith(("Article", "SECTION", "PROTOCOL")) else Piece(line)
        for line in COMMENTS
    ]
    document, found = parse(*pieces)
    units = {label: p.number for label, p in found.items() if p.is_unit and label.startswith("protocol")}
    assert list(units.values()) == [f"protocol/{number}" for number in ("i", "ii", "iii", "iv", "v", "vi")]
    assert found["protocol sec II"].heading == "Articles 2 and 4"
    assert found["protocol sec II"].locator == {"annex": "protocol", "section": "II"}
    assert words(document, found["protocol sec I(b)"]) == "A bell is what rings."


def test_an_annexed_recommendation_ends_before_its_signatures() -> None:
    document, found = parse(
        "Article 1", "Lamps are lit.", "Article 2", "Lamps are cleaned.", "Article 3", "Oil is free.",
        Piece("RECOMMENDATION No. 5", "heading", 2), "Lamps should be of brass.",
        "The foregoing is the authentic text of what the keepers resolved.",
    )  # fmt: skip
    assert words(document, found["recommendation 5"]).startswith("Lamps should be of brass.")
    assert found["recommendation 5 signatures"].kind == "rest"
