"""Numbers as lists print them."""

from __future__ import annotations

import pytest

from ingest.readers.list_numbers import numeral


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (12, "1", "12"),
        (1, "a", "a"),
        (27, "a", "aa"),
        (28, "A", "BB"),
        (49, "i", "xlix"),
        (90, "I", "XC"),
        (0, "a", "0"),
        (-1, "i", "-1"),
        (5000, "I", "5000"),
        (10**12, "a", "1000000000000"),
        (3, "一", "3"),
    ],
)
def test_numerals(value: int, style: str, expected: str) -> None:
    assert numeral(value, style) == expected


@pytest.mark.parametrize(("value", "expected"), [(26, "z"), (27, "aa"), (28, "ab"), (53, "ba")])
def test_letters_as_in_a_spreadsheet(value: int, expected: str) -> None:
    assert numeral(value, "a", repeated=False) == expected
