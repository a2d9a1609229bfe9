"""The references of a text: found, looked up, and compared with what is said beside them. Quotations: see checking/."""

from __future__ import annotations

import pytest

from search.check import CheckedReference, check, check_text
from search.query import Query
from search.results import SearchAnswer
from search.searcher import Searcher

BRIEF = (
    "No master keeps the passport of a guest worker (Harbour Convention, art 2(1)). Nobody else may do so, as art. 1 "
    "of the Harbour Convention says of lamps and bells and horns. It was signed at noon, see Harbour Convention art 99."
)


@pytest.fixture
def checked(searcher: Searcher) -> list[CheckedReference]:
    return check_text(BRIEF, searcher)


def test_every_reference_is_found_where_it_stands(checked: list[CheckedReference]) -> None:
    assert [BRIEF[slice(*reference.span)] for reference in checked] == ["art 2(1)", "art. 1", "art 99"]
    assert [reference.outcome for reference in checked] == ["resolved", "resolved", "not_held"]
    assert checked[0].written == "Harbour Convention, art 2(1)"
    assert checked[2].message is not None
    assert "99" in checked[2].message


def test_what_is_said_is_the_sentence_without_its_references(checked: list[CheckedReference]) -> None:
    assert checked[0].said == "No master keeps the passport of a guest worker."
    assert checked[1].said.startswith("Nobody else may do so, as of the says of lamps")


def test_the_words_are_those_of_the_provision(checked: list[CheckedReference]) -> None:
    first = checked[0]
    assert first.label == "art 2(1)"
    assert first.exact
    assert first.fit == "fits"
    assert first.words is not None
    assert "passport" in first.words
    assert first.text_kind == "authentic"
    assert first.citation is not None
    assert first.citation.endswith("art 2(1)")


def test_a_provision_that_others_fit_better_is_to_be_looked_at(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.check._DEPTH", 1)
    said = "No master keeps the passport of a guest worker"
    right, wrong = check_text(f"{said} (HCGW art 2). {said} (HCGW art 4).", searcher)
    assert (right.fit, right.place, right.others) == ("fits", 1, ())
    assert (wrong.fit, wrong.place) == ("look again", None)
    assert wrong.others == ("harbour art 2",)


def test_a_bare_list_says_nothing(searcher: Searcher) -> None:
    assert [r.fit for r in check_text("See HCGW arts 1 and 2.", searcher)] == ["nothing said", "nothing said"]


def test_a_text_without_references(searcher: Searcher) -> None:
    assert check_text("Nothing is cited here.", searcher) == []


def test_a_sentence_is_compared_even_where_it_would_be_refused_as_a_question(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def refuses(self, *_: object) -> bool:
            return True

    monkeypatch.setitem(searcher.snapshot.__dict__, "answerability", Refusing())
    assert [r.fit for r in check_text("No master keeps the passport of a guest worker (HCGW art 2).", searcher)] == [
        "fits"
    ]


def test_of_many_references_the_first_are_checked(searcher: Searcher) -> None:
    report = check(
        "“No keeper shall hold the passport” (HCGW art 2). See HCGW art 1. See HCGW art 3.", searcher, limit=1
    )
    assert [r.label for r in report.references] == ["art 2"]
    assert report.not_checked == 2
    assert report.summary()["not_checked"] == 2


def test_one_sentence_is_ranked_once(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ranked = Searcher.rank

    def counted(self: Searcher, query: Query) -> SearchAnswer:
        asked.append(query.text)
        return ranked(self, query)

    monkeypatch.setattr(Searcher, "rank", counted)
    check("No master keeps the passport of a guest worker (HCGW arts 1, 2, 3 and 4; HCGW art 2(1)).", searcher)
    assert len(asked) == 1


def test_a_whole_check_holds_one_generation(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    live = searcher.pinned()
    pinned = Searcher.pinned

    def replaced(self: Searcher) -> Searcher:
        held = pinned(self)
        monkeypatch.setattr(live, "_state", (None, None))  # what a reload does to the original, amid a check
        return held

    monkeypatch.setattr(Searcher, "pinned", replaced)
    assert [r.label for r in check("See HCGW art 1.", live).references] == ["art 1"]


def test_a_reference_knows_its_paragraph(searcher: Searcher) -> None:
    report = check("First.\n\nSee HCGW art 1.\n\nAnd HCGW art 2.\nAnd HCGW art 3.", searcher)
    assert [(r.paragraph, r.page) for r in report.references] == [(2, None), (3, None), (3, None)]


def test_of_many_sentences_the_first_are_ranked(searcher: Searcher) -> None:
    said = (
        "No master keeps the passport of a guest worker (HCGW art 2). Wages are paid every month in coin (HCGW art 3)."
    )
    report = check(said, searcher, most_sentences=1)
    assert [r.fit for r in report.references] == ["fits", None]
    assert report.references[1].words is not None
    assert report.not_ranked == 1


def test_a_reference_in_parentheses_belongs_to_the_sentence_before(searcher: Searcher) -> None:
    text = "It is old. No master keeps the passport of a guest worker. (HCGW art 2)."
    (reference,) = check(text, searcher).references
    assert text[slice(*reference.sentence)] == "No master keeps the passport of a guest worker. (HCGW art 2)."
    assert reference.fit == "fits"
