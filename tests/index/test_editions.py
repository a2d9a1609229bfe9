"""Which editions a question is compared with."""

from __future__ import annotations

import pytest

from index.editions import EditionKey, searched_in

HELD = (
    EditionKey(1, "en", True),
    EditionKey(1, "es", True),
    EditionKey(1, "fr", True),
    EditionKey(2, "ar", True),
    EditionKey(3, "en", False),
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", [True, False, False, True, True], id="English"),
        pytest.param("es", [True, True, False, True, True], id="its language and English"),
        pytest.param("fr-CA", [True, False, True, True, True], id="the region does not matter"),
        pytest.param("de", [True, False, False, True, True], id="a language that is not held"),
    ],
)
def test_the_language_of_the_question_english_and_what_has_neither(language: str, expected: list[bool]) -> None:
    assert searched_in(language, HELD).tolist() == expected
