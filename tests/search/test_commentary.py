"""What general comments cite, and what that does to the ranking."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from index.build import build
from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.catalogue.schema import entry_from_toml
from ingest.library import Library
from search.commentary import citing_rows, holds_words_of
from search.query import Query
from search.results import Result
from search.searcher import Searcher
from tests.conftest import HashEncoder, ingest_into

LAMPS = """# Lamp Convention

### Article 1
#### Oil
Every keeper of a lamp shall be given oil each week.

### Article 2
#### Rest
No keeper of a lamp works for more than seven nights in a row.

### Article 3
#### Complaints
A keeper of a lamp may write to the harbour court.
"""
BELLS = """# Bell Charter

### Article 1
#### Rest of ringers
Whoever rings a bell is free on the eighth night.

### Article 2
#### Ropes
Ropes are changed in spring.

### Article 3
#### Grease
Grease is kept in a jar.
"""
COMMENT = """General comment No. 1 on tired people

1. Exhaustion of watchmen is common on the northern coast; article 2 of the Convention is about this exhaustion.

2. Fish soup is no substitute for pay.

3. Under article 3, letters of complaint need no stamp.
"""
LISTING = """
[[document]]
file = "lamps.md"
id = "lamps"
kind = "treaty"
language = "en"

[[document]]
file = "bells.md"
id = "bells"
kind = "treaty"
language = "en"

[[document]]
file = "comment.txt"
id = "lamps-gc1"
kind = "general_comment"
language = "en"
title = "General comment No. 1 on tired people"
"""
ENTRIES = (
    'id = "lamps-gc1"\nkind = "general_comment"\nparent = "lamps"\n[title]\nen = "General comment No. 1"\n',
    """id = "lamps"
kind = "treaty"
[title]
en = "Lamp Convention"
[[provision]]
label = "art 2"
digest = "Lamp keepers rest after a week of night work."
parallels = ["bells art 1"]
[provision.questions]
en = ["How many nights may I be made to watch the light?", "When do I rest?", "Seven nights of work, is that allowed?"]
""",
)


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory, encoder: HashEncoder) -> Searcher:
    folder = tmp_path_factory.mktemp("lamps")
    files = folder / "collection"
    files.mkdir()
    texts = {"lamps.md": LAMPS, "bells.md": BELLS, "comment.txt": COMMENT, "collection.toml": LISTING}
    for name, text in texts.items():
        (files / name).write_text(text, encoding="utf-8")
    entries = [entry_from_toml(tomllib.loads(text), "x.toml", frozenset()) for text in ENTRIES]
    catalogue = Catalogue({entry.id: entry for entry in entries}, {})
    home = Home(Path(folder) / "home")
    assert not ingest_into(home, files, catalogue).failed
    with Library(home.library) as library:
        build(home, library, catalogue, encoder, cite=citing_rows)
    return Searcher(home, encoder=encoder)


def by_docno(searcher: Searcher, query: Query) -> dict[str, Result]:
    return {result.docno: result for result in searcher.search(query).results}


def test_a_comment_cites_its_own_treaty_with_and_without_saying_so(lamps: Searcher) -> None:
    meta = lamps.snapshot.meta
    cited = {
        (meta.rows([row])[row].label, meta.unit_number[unit])
        for row, unit in citing_rows(meta)
        if meta.instruments[meta.unit_instrument[unit]].slug == "lamps"
    }
    assert cited == {("para 1", "2"), ("para 3", "3")}


def test_what_is_cited_where_the_question_is_answered_comes_up(lamps: Searcher) -> None:
    question = Query("exhaustion of watchmen on the northern coast", include_weak=True)
    found = by_docno(lamps, question)["lamps#2"]
    assert found.why.comments is not None and found.why.comments.rank == 1
    assert found.why.cited_by == "lamps-gc1 para 1"
    without = by_docno(lamps, Query(question.text, include_weak=True, without=("comments",)))["lamps#2"]
    assert without.why.comments is None and without.why.cited_by is None
    assert found.score > without.score


def test_a_passage_does_not_speak_for_a_question_taken_from_it(lamps: Searcher) -> None:
    question = "exhaustion of watchmen is common on the northern coast"
    measured = by_docno(lamps, Query(question, include_weak=True, leave_out_own_words=True))
    assert measured["lamps#2"].why.comments is None


def test_the_same_in_another_treaty_is_named_beside_the_result(lamps: Searcher) -> None:
    found = by_docno(lamps, Query("no keeper of a lamp works more than seven nights", include_weak=True))
    (parallel,) = found["lamps#2"].parallels
    assert (parallel.instrument, parallel.label, parallel.binding) == ("bells", "art 1", True)
    assert parallel.link == "/v1/instruments/bells/provisions/art%201"
    assert [p.instrument for p in found["bells#1"].parallels] == ["lamps"]
    assert found["lamps#1"].parallels == ()


def test_a_parallel_is_a_candidate_though_no_word_of_it_was_asked(lamps: Searcher) -> None:
    question = Query("seven nights of work, is that allowed", include_weak=True, explain=True)
    lifted = by_docno(lamps, question)["bells#1"]
    parts = dict(lifted.why.parts)
    assert parts["parallels"] > 0 and parts["well_known"] > 0
    alone = by_docno(lamps, Query(question.text, include_weak=True, explain=True, without=("parallels",)))["bells#1"]
    assert dict(alone.why.parts)["parallels"] == 0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("oil each week under the Bell Charter", 1.0, id="named"),
        pytest.param("oil each week for bell ringers", 0.0, id="its words without its name"),
    ],
)
def test_the_instrument_that_a_question_names_comes_before(lamps: Searcher, question: str, expected: float) -> None:
    found = by_docno(lamps, Query(question, include_weak=True, explain=True))["bells#2"]
    assert (dict(found.why.parts)["named"] > 0) == bool(expected)
    without = by_docno(lamps, Query(question, include_weak=True, explain=True, without=("names",)))["bells#2"]
    assert dict(without.why.parts)["named"] == 0


@pytest.mark.parametrize(
    ("question", "passage", "expected"),
    [
        ("the lamp is out and nobody came", "We saw that the lamp is out and nobody came.", True),
        ("the lamp is out and nobody came", "Nobody came; the lamp was out.", False),
        ("lamp", "lamp", False),
    ],
)
def test_whether_a_question_may_be_taken_from_a_passage(question: str, passage: str, expected: bool) -> None:
    assert holds_words_of(question, passage) is expected
