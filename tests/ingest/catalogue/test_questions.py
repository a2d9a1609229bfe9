"""The bundled cases and unanswerable questions are sound."""

from __future__ import annotations

from ingest.catalogue import load_catalogue
from ingest.catalogue.digest import label_number
from ingest.catalogue.questions import load_cases, load_unanswerable


def test_every_case_names_provisions_of_the_catalogue() -> None:
    entries = load_catalogue().entries
    described = {
        (entry.id, label_number(provision.label)) for entry in entries.values() for provision in entry.provisions
    }
    cases = load_cases()
    assert len(cases) >= 300
    for case in cases:
        assert case.governs
        assert not set(case.governs) & set(case.applies), case.question
        for instrument, number in case.governs + case.applies:
            entry = entries[instrument]
            assert (instrument, number) in described or not entry.provisions, (case.question, instrument, number)


def test_no_question_is_there_twice() -> None:
    asked = [case.question for case in load_cases()] + list(load_unanswerable())
    folded = [" ".join(question.casefold().split()) for question in asked]
    assert len(folded) == len(set(folded))


def test_there_are_questions_in_every_language_with_a_glossary() -> None:
    assert {case.language for case in load_cases()} == {"en", "fr", "es", "pt", "de", "ar"}
    assert len(load_unanswerable()) >= 1000
