"""Lines of letters that run from right to left: as the page shows them, then as they are read."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ingest.readers.pdf.direction import Script, logical
from ingest.readers.pdf.layout import Region
from ingest.readers.pdf.lines import Line, lines_of
from ingest.readers.pdf.runs import Run
from ingest.readers.pdf.segments import segments


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("A lamp (of oil), 50%.", "A lamp (of oil), 50%."),
        ("حابصملا", "المصباح"),
        (".(2) حابصملا", "المصباح (2)."),
        ("1951 ماع يف", "في عام 1951"),
        ("IOM ةمظنم", "منظمة IOM"),
        ("1951 ماع A/RES/73/195 رارق", "قرار A/RES/73/195 عام 1951"),
        ("١٩٥١ ماعل ١٢٣ ةداملا", "المادة ١٢٣ لعام ١٩٥١"),
        ("١٬٢٣٤٫٥٦ غلبم", "مبلغ ١٬٢٣٤٫٥٦"),
        ("١٢/٠٥/٢٠٢٤ خيرات", "تاريخ ١٢/٠٥/٢٠٢٤"),
        ("1,234.56 و 12/05/2024 خيرات", "تاريخ 12/05/2024 و 1,234.56"),
        ("تيز %50 ةبسن", "نسبة 50% زيت"),
        ("تيز ٪٥٠ ةبسن", "نسبة ٥٠٪ زيت"),
        ("$50 غلبم", "مبلغ 50$"),
        ("1-3 ةرقف", "فقرة 3-1"),  # behind Arabic letters a hyphen parts two numbers
        ("١-٣ ةرقف", "فقرة ٣-١"),
        ("2 ،1 ناترقف", "فقرتان 1، 2"),
        ("3 2 1 ماقرأ", "أرقام 1 2 3"),
        ("۱۲۳ هدام", "ماده ۱۲۳"),  # digits of Persian
        ("[٣] «حابصم»", "«مصباح» [٣]"),
        ("The word حابصم means lamp.", "The word مصباح means lamp."),
    ],
)
def test_a_line_is_read_in_the_order_of_its_letters(seen: str, read: str) -> None:
    assert logical(seen) == read


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("Convention 1951 (ب) 12 ةداملا", "المادة 12 (ب) Convention 1951"),
        ("(Convention 1951) ةيقافتا", "اتفاقية (Convention 1951)"),
        ("Convention (No. 97) ةيقافتا", "اتفاقية Convention (No. 97)"),
        ("2018-2020 (IOM) ةطخ", "خطة (IOM) 2018-2020"),  # behind Latin letters a hyphen is part of a number
        ("50% (IOM) ةطخ", "خطة (IOM) 50%"),
        ("IOM 2018-2020, UN ةطخ", "خطة IOM 2018-2020, UN"),
        ("Lamps and oil", "Lamps and oil"),
    ],
)
def test_a_line_on_a_page_of_arabic_begins_on_the_right(seen: str, read: str) -> None:
    assert logical(seen, Script(from_right=True)) == read


def test_a_number_at_the_head_of_a_paragraph_keeps_its_order() -> None:
    assert logical("ماكحأ .3-1") == "3-1. أحكام"
    assert logical("تيزلا نم 50%") == "50% من الزيت"


def test_brackets_written_down_as_they_are_read() -> None:
    seen = [")ب( ةداملا", "Convention (No. 97) )5"]
    assert Script.of(["(ب) ةداملا"]) == Script()
    script = Script.of(seen)
    assert not script.mirrored
    assert logical(seen[0], script) == "المادة (ب)"


@dataclass(frozen=True)
class Face:
    bold: bool = False
    italic: bool = False
    space: float = 250


def page(*lines: str) -> list[str]:
    """The lines of a page that shows these from left to right, one below the other."""
    runs = [
        Run(text, 100, 100 + 5 * len(text), 100 + 5 * len(text), 100 + 20 * order, 10, Face(), 0, order)
        for order, text in enumerate(lines)
    ]
    found = lines_of([Region(segments(runs), 100, 500)], 0, 800)
    return [line.text for line in found if isinstance(line, Line)]


def test_a_page_decides_where_its_lines_begin_and_how_its_brackets_stand() -> None:
    assert page(
        ")ب( ةداملا نم ٣ ةرقفلا",
        "United Nations Convention ةيقافتا",  # more Latin letters, and yet a line of Arabic
        "ةداملا(",  # its other bracket is on the next line
        "ةفيفخلا تويزلا نم كلذ ريغو نوتيزلا تيز ىلع حيباصملا صنت",
        "Lamps and oil",
    ) == [
        "الفقرة ٣ من المادة (ب)",
        "اتفاقية United Nations Convention",
        "(المادة",
        "تنص المصابيح على زيت الزيتون وغير ذلك من الزيوت الخفيفة",
        "Lamps and oil",
    ]


def test_a_page_of_latin_letters_keeps_its_lines() -> None:
    assert page("The word حابصم means lamp (1).", "50% of 3-1") == ["The word مصباح means lamp (1).", "50% of 3-1"]
