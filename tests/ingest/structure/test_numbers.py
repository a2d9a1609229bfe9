"""Numbers as treaties print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.numbers import (
    Number,
    annexed_number,
    arabic_ordinal,
    chinese_number,
    read_number,
    roman_number,
    to_roman,
)


@given(st.integers(1, 3999))
def test_roman_numerals_round_trip(value: int) -> None:
    assert roman_number(to_roman(value)) == value


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "lamp", "Ill"])
def test_other_words_are_no_roman_numerals(text: str) -> None:
    assert roman_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("一百一十一", 111),
        ("一〇五", 105),
        ("12", 12),
        ("貳", 2),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("الأولى", 1), ("الاولى", 1), ("الثانية", 2), ("العاشرة", 10), ("الحادية عشرة", 11), ("التاسعة عشرة", 19),
        ("العشرون", 20), ("الخامسة والعشرون", 25), ("الثلاثون", 30), ("السادسة والأربعين", 46),
    ],
)  # fmt: skip
def test_arabic_ordinals(text: str, value: int) -> None:
    assert arabic_ordinal(text) == value


@pytest.mark.parametrize("text", ["الذي", "هذه", "الأطراف", ""])
def test_other_arabic_words_are_no_ordinals(text: str) -> None:
    assert arabic_ordinal(text) is None


@pytest.mark.parametrize(
    ("text", "suffix", "label", "canonical"),
    [
        ("33", "", "33", "33"),
        ("IV", "", "4", "4"),
        ("6", "bis", "6 bis", "6bis"),
        ("12", "a", "12A", "12a"),
        ("premier", "", "1", "1"),
    ],
)
def test_labels_and_addresses(text: str, suffix: str, label: str, canonical: str) -> None:
    number = read_number(text, suffix)
    assert number is not None
    assert (number.label, number.canonical) == (label, canonical)


def test_order_of_inserted_numbers() -> None:
    printed = [("6", ""), ("6", "bis"), ("6", "ter"), ("7", ""), ("12", "A"), ("12", "B"), ("13", "")]
    numbers = [read_number(*item) for item in printed]
    assert numbers == sorted(number for number in numbers if number)


def test_what_follows_what() -> None:
    assert Number(7).follows(Number(6))
    assert Number(6, 1, "bis").follows(Number(6))
    assert Number(7).follows(Number(6, 2, "ter"))
    assert not Number(8).follows(Number(6))


@pytest.mark.parametrize(
    ("word", "printed", "expected"),
    [
        ("annex", "", "annex"),
        ("annex", "IV", "annex4"),
        ("annex", "4", "annex4"),
        ("annex", "C", "annexc"),  # the third, not the hundredth
        ("annex", "A-II", "annexa-ii"),
        ("schedule", "", "annex"),
        ("schedule", "II", "annex2"),
        ("appendix", "", "annex"),
        ("appendix", "II", "appendix2"),
        ("protocol", "", "protocol"),
        ("final act", "", "finalact"),
    ],
)
def test_numbers_of_annexes(word: str, printed: str, expected: str) -> None:
    assert annexed_number(word, printed) == expected
