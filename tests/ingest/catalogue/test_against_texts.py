"""The catalogue against the texts it speaks of: needs the real collection."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.catalogue.digest import label_number
from tests.ingest.catalogue.held_texts import units, words

_RUN = 8
_TENS = 20
_FIGURES = re.compile(r"(?<![\w.])\d+(?:\s\d{3})*(?![\w.])")
_REFERENCES = re.compile(
    r"\b(?:articles?|arts?|paragraphs?|paras?|nos?\.|convention|protocol)\s+\d+[\d(), ]*"
    r"(?:(?:and|to|or|–|-)\s*\d+[\d(), ]*)*"
    r"|\b\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "twentieth": 20,
    "thirty": 30,
    "thirtieth": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "ninetieth": 90,
    "hundred": 100,
    "third": 3,
    "sixth": 6,
    "tenth": 10,
    "fifteenth": 15,
    "first": 1,
    "second": 2,
    "fourth": 4,
    "fifth": 5,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "twentyfirst": 21,
    "half": 2,
    "quarter": 4,
    "once": 1,
    "twice": 2,
}


def numbers(text: str) -> set[int]:
    """Numbers in figures and in words; `twenty-one` is 21 as well as 20 and 1."""
    found = set(map(_value, _FIGURES.findall(text)))
    spelled = [_NUMBER_WORDS.get(w, 0) for w in words(text)]
    return found | set(spelled) | {a + b for a, b in pairwise(spelled) if a >= _TENS and 0 < b < _TENS // 2}


def _value(figure: str) -> int:
    return int("".join(figure.split()))


def test_every_provision_exists_in_its_instrument(corpus: Path) -> None:
    held = units(corpus)
    missing = [
        f"{entry.id} {p.label}"
        for entry in load_catalogue().entries.values()
        if entry.id in held
        for p in entry.provisions
        if label_number(p.label) not in held[entry.id]
    ]
    assert missing == []


def test_no_run_of_eight_words_is_the_instruments_own(corpus: Path) -> None:
    held = units(corpus)
    copied = []
    for entry in load_catalogue().entries.values():
        text = words(" ".join(held.get(entry.id, {}).values()))
        runs = {tuple(text[i : i + _RUN]) for i in range(len(text) - _RUN + 1)}
        for p in entry.provisions:
            for said in (p.digest, *p.questions.get("en", ())):
                mine = words(said)
                copied += [
                    f"{entry.id} {p.label}: {' '.join(mine[i : i + _RUN])}"
                    for i in range(len(mine) - _RUN + 1)
                    if tuple(mine[i : i + _RUN]) in runs
                ]
    assert copied == []


def test_figures_of_a_digest_stand_in_the_text(corpus: Path) -> None:
    held = units(corpus)
    wrong = []
    for entry in load_catalogue().entries.values():
        for p in entry.provisions:
            text = held.get(entry.id, {}).get(label_number(p.label))
            if text is None:
                continue
            there = numbers(text)
            digest = _REFERENCES.sub(" ", p.digest)
            wrong += [
                f"{entry.id} {p.label}: {figure}"
                for figure in map(_value, _FIGURES.findall(digest))
                if figure not in there and not 1800 <= figure <= 2100
            ]
    if wrong:
        pytest.fail("\n".join(wrong))
