"""What every format is written from."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

import search.export
from ingest.errors import UsageError
from search.citations import plain_citation
from search.export import FORMATS, export_answer, format_of_file, record_of
from search.export.record import citable_of, cite_passage
from search.parameters import parameters_of
from search.query import Filters, Query
from search.results import SearchAnswer
from search.searcher import Searcher
from tests.search.export.answers import FULL, LAKES, answer, passage, result

DAY = dt.date(2031, 2, 3)
ASKED = (
    "who may hold a passport?",
    "detention needs a judge",
    "Harbour Convention art 2",
    "HCGW art 99",
    "los salarios",
)


@pytest.mark.parametrize("text", ASKED)
def test_an_answer_comes_back_from_json(searcher: Searcher, text: str) -> None:
    found = searcher.search(Query(text, explain=True, include_weak=True))
    data = json.loads(json.dumps(found.to_json()))
    assert SearchAnswer.from_json(data).to_json() == data
    assert SearchAnswer.from_json({**data, "new": 1}).to_json() == data


def test_every_field_comes_back_from_json() -> None:
    data = json.loads(json.dumps(FULL.to_json()))
    assert replace(SearchAnswer.from_json(data), took_ms=FULL.took_ms) == FULL


@pytest.mark.parametrize("text", ASKED)
def test_quotations_stand_in_the_stored_text(searcher: Searcher, text: str) -> None:
    record = record_of(searcher.search(Query(text, include_weak=True)), DAY)
    meta = searcher.snapshot.meta
    editions = {(e.file, e.sha256): e.id for e in meta.editions.values()}
    for entry in record.entries:
        edition = editions[entry.result.instrument.file or "", entry.result.instrument.sha256 or ""]
        for hit in entry.passages:
            assert meta.text(edition, *hit.span) == hit.text
            assert hit.label == entry.result.label


@pytest.mark.parametrize("text", ASKED)
def test_the_citation_of_a_result_can_be_made_from_it(searcher: Searcher, text: str) -> None:
    for found in searcher.search(Query(text, include_weak=True)).results:
        assert plain_citation(citable_of(found)) == found.citation


def test_a_passage_elsewhere_has_its_own_citation() -> None:
    there = passage(label="art 7(2)", start=500)
    assert cite_passage(result(1, LAKES, passage(), there), there).endswith("812 UNTS 45, art 7(2)")


def test_only_the_passages_at_the_place_cited_are_quoted_in_their_order() -> None:
    first, second, other = passage("One.", 100), passage("Two.", 105), passage("Else.", 300, label="art 7(2)")
    third = passage("Three.", 400)
    (entry,) = record_of(answer(result(1, LAKES, third, second, other, first)), DAY).entries
    assert entry.words == "One.\nTwo.\n[…]\nThree."


def test_parameters_ask_the_same_again() -> None:
    query = Query("x", limit=3, language="fr", filters=Filters(state=("KE",), binding=False), without=("glossary",))
    assert parameters_of(query) == {
        "q": "x",
        "limit": 3,
        "binding": False,
        "state": ["KE"],
        "language": "fr",
        "without": ["glossary"],
    }
    assert parameters_of(Query("x")) == {"q": "x", "limit": 10}


def test_a_further_page_says_where_it_begins() -> None:
    assert record_of(answer(), DAY, Query("x", offset=10)).parameters["offset"] == 10


def test_formats_by_ending() -> None:
    for name, form in FORMATS.items():
        assert format_of_file(Path(f"a{form.suffix}")).name == name
    with pytest.raises(UsageError, match="ends like none of"):
        format_of_file(Path("a.pdf"))
    with pytest.raises(UsageError, match="none of md, json"):
        export_answer(answer(), "pdf", DAY)


def test_public_names() -> None:
    assert search.export.__all__ == [
        "COLUMNS",
        "FORMATS",
        "ExportFormat",
        "Record",
        "export_answer",
        "format_of_file",
        "format_of_name",
        "record_of",
        "rows_of",
        "unguarded",
    ]
