"""Questions in other languages: their English words, and what an English encoder makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from index.encoder import DEFAULT_MODEL
from index.question import encode, read_question
from tests.conftest import HashEncoder


@dataclass(frozen=True)
class EnglishEncoder(HashEncoder):
    """A bag-of-words encoder that bears the name of one that reads English."""

    name: str = DEFAULT_MODEL


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Mon patron garde mon passeport depuis trois mois.", "fr", {"passport", "three"}),
        ("¿Puede la policía encerrar a un niño sin abogado?", "es", {"police", "child", "without", "lawyer"}),
        ("A polícia pode deter uma criança refugiada?", "pt", {"police", "child", "refugee"}),
        ("Darf die Polizei ein Flüchtlingskind einsperren?", "de", {"police", "refugee", "child"}),
        ("هل يحق للشرطة حبس طفل لاجئ بدون محام؟", "ar", {"police", "child", "refugee", "lawyer"}),
    ],
)
def test_a_question_is_read_in_english(text: str, language: str, words: set[str]) -> None:
    question = read_question(text)
    assert question.language == language
    assert question.english is not None
    assert words <= set(question.english.split())
    assert question.by_language == {language: text, "en": question.english}


def test_an_english_question_is_left_alone() -> None:
    question = read_question("May the police lock up a refugee child without a lawyer?")
    assert question.english is None
    assert question.by_language == {"en": question.text}
    assert np.array_equal(encode(question, EnglishEncoder()), EnglishEncoder().encode_query(question.text))


def test_only_an_english_encoder_is_given_the_english_words() -> None:
    question = read_question("Mon patron garde mon passeport depuis trois mois.")
    assert np.array_equal(encode(question, HashEncoder()), HashEncoder().encode_query(question.text))
    mixed = encode(question, EnglishEncoder())
    assert float(np.linalg.norm(mixed)) == pytest.approx(1)
    assert float(mixed @ EnglishEncoder().encode_query(question.english or "")) > 0.8


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("general comment 12", "en"),
        ("pension rights migrants", "en"),
        ("droits des travailleurs migrants", "fr"),
        ("¿puede mi patrón quedarse con mi pasaporte?", "es"),
        ("Recht auf Bildung", "de"),
    ],
)
def test_a_few_words_that_may_be_english_are(text: str, language: str) -> None:
    assert read_question(text).language == language
