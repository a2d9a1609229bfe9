"""Questions that nothing indexed answers: the judge is set on own questions and refuses few that can be answered."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from index.answerability import DEPTH, Answerability, calibrate
from index.question import encode, read_question
from index.store import FIELDS
from tests.conftest import HashEncoder

LAMPS, SOUPS = ("lamp", "bell", "horn", "harbour", "ship", "keeper"), ("soup", "salt", "onion", "pan", "oven", "spoon")
ENCODER = HashEncoder()
PASSAGE = FIELDS.index("passage")


def everything(rows: np.ndarray) -> Callable[[str], np.ndarray]:
    return lambda _language: np.ones(len(rows), dtype=bool)


def questions(words: tuple[str, ...], count: int) -> list[str]:
    chance = np.random.default_rng(7)
    return [f"may the {' '.join(chance.choice(words, 3))} number {n} be kept" for n in range(count)]


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray]:
    vectors = ENCODER.encode_passages([f"the {a} and the {b} are kept" for a in LAMPS for b in LAMPS])
    return vectors, np.full(len(vectors), PASSAGE, dtype=np.int8)


@pytest.fixture(scope="module")
def judge(rows: tuple[np.ndarray, np.ndarray]) -> Answerability:
    found = calibrate(ENCODER, *rows, questions(LAMPS, 120), questions(SOUPS, 120), everything(rows[0]))
    assert found is not None
    return found


def refused(judge: Answerability, rows: tuple[np.ndarray, np.ndarray], texts: list[str]) -> float:
    vectors, fields = rows
    count = 0
    for text in texts:
        question = read_question(text)
        query = encode(question, ENCODER)
        scores = vectors @ query
        near = np.argsort(-scores, kind="stable")[:DEPTH]
        count += judge.refuses(query, scores[near], fields[near], question.length)
    return count / len(texts)


def test_it_refuses_what_is_not_there_and_little_else(
    judge: Answerability, rows: tuple[np.ndarray, np.ndarray]
) -> None:
    assert refused(judge, rows, [f"{text} today" for text in questions(SOUPS, 40)]) > 0.9
    assert refused(judge, rows, [f"{text} today" for text in questions(LAMPS, 40)]) < 0.1


def test_it_is_the_same_each_time_and_survives_the_manifest(
    judge: Answerability, rows: tuple[np.ndarray, np.ndarray]
) -> None:
    assert calibrate(ENCODER, *rows, questions(LAMPS, 120), questions(SOUPS, 120), everything(rows[0])) == judge
    assert Answerability.from_json(json.loads(json.dumps(judge.to_json()))) == judge


def test_an_index_that_answers_too_few_questions_refuses_nothing(rows: tuple[np.ndarray, np.ndarray]) -> None:
    assert calibrate(ENCODER, *rows, questions(LAMPS, 20), questions(SOUPS, 120), everything(rows[0])) is None
    assert calibrate(ENCODER, *rows, questions(LAMPS, 120), [], everything(rows[0])) is None
