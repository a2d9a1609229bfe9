from __future__ import annotations

import pytest

from ingest.model import Document
from ingest.recognise.dates import first_date
from ingest.recognise.facts import FileFacts, facts_of
from ingest.recognise.symbols import un_symbols


def facts(text: str) -> FileFacts:
    return facts_of(Document(text, (), "text"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 1 May 1901", "1901-05-01"),
        ("May 1, 1901", "1901-05-01"),
        ("the 1st of May, 1901", "1901-05-01"),
        ("this twenty-second day of June, one thousand nine hundred and thirty-four", "1934-06-22"),
        ("on the third day of May, nineteen hundred and one", "1901-05-03"),
        ("le 1er mai 1901", "1901-05-01"),
        ("le vingt-deux juin mil neuf cent trente-quatre", "1934-06-22"),
        ("le douze mars mil neuf cent quatre-vingt-dix", "1990-03-12"),
        ("el 1º de mayo de 1901", "1901-05-01"),
        ("el día veintidós de junio de mil novecientos treinta y cuatro", "1934-06-22"),
        ("a los veinte días del mes de enero de dos mil tres", "2003-01-20"),
        ("30 February 1990", None),
        ("May 1901", None),
        ("in 1901", None),
    ],
)
def test_dates_in_figures_and_in_words(text: str, expected: str | None) -> None:
    assert first_date(text) == expected


@pytest.mark.parametrize(
    ("text", "adopted", "in_force"),
    [
        pytest.param("Lamp Charter\nAdopted 2 June 1930\n1. Lamps burn.", "1930-06-02", None, id="line of its own"),
        pytest.param(
            "Lamp Charter\nAdopted and opened for signature by General Assembly resolution 1/2 of 2 June 1930, "
            "entry into force 3 July 1931, in accordance with article 9",
            "1930-06-02",
            "1931-07-03",
            id="with its entry into force",
        ),
        pytest.param(
            "Charte des lampes\nAdoptée le 2 juin 1930\nEntrée en vigueur : le 3 juillet 1931",
            "1930-06-02",
            "1931-07-03",
            id="French",
        ),
        pytest.param(
            "Lamp Charter\nArticle 1\nLamps burn.\nDone at Saltport, this second day of June, "
            "one thousand nine hundred and thirty.",
            "1930-06-02",
            None,
            id="closing formula",
        ),
        pytest.param("Adopted 2 June 1930\nAdopted 3 June 1930", None, None, id="two dates"),
        pytest.param("Adopted 2 June 1930, amended 3 June 1950", None, None, id="another version"),
        pytest.param("It recalls the Charter adopted on 2 June 1930.", None, None, id="date of something else"),
        pytest.param("Lamps\nThe charter was done at Saltport on 2 June 1930.", None, None, id="in mid-sentence"),
        pytest.param(
            "This comes after its entry into force, which nobody saw before 3 July 1931", None, None, id="far"
        ),
    ],
)
def test_a_date_is_taken_only_from_a_phrase_that_says_what_it_is(
    text: str, adopted: str | None, in_force: str | None
) -> None:
    assert (facts(text).adopted, facts(text).in_force) == (adopted, in_force)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Distr.: General", "CMW/C/GC/2"], ["CMW/C/GC/2"]),
        (["E/C.12/GC/27"], ["E/C.12/GC/27"]),
        (["A/RES/45/158"], ["A/RES/45/158"]),
        (["CCPR/C/21/Rev.1/Add. 4"], ["CCPR/C/21/Rev.1/Add. 4"]),
        (["HRI/GEN/1/Rev.9 (Vol. I) p. 189"], ["HRI/GEN/1/Rev.9 (Vol. I) p. 189"]),
        (["The Committee recalls its earlier views, as they stand in CMW/C/GC/2, and regrets the dark."], []),
        (["See CMW/C/GC/2 and the others on it"], []),
        (["1/2/3"], []),
    ],
)
def test_symbols_stand_alone_on_a_line(lines: list[str], expected: list[str]) -> None:
    assert un_symbols(lines) == expected


def test_two_symbols_at_the_head_leave_a_doubt() -> None:
    assert facts("Lamps\nCRC/C/GC/1\nCMW/C/GC/2\n").symbol is None
    assert facts("Lamps\nCRC/C/GC/1\n").symbol == "CRC/C/GC/1"
