from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from search.evaluate import EvalQuery, compare, evaluate, read_qrels, read_queries
from search.query import Query
from search.results import InstrumentRef, Result, SearchAnswer, Why


def answer(text: str, docnos: list[str], outcome: str = "answered") -> SearchAnswer:
    def result(rank: int, docno: str) -> Result:
        slug, _, number = docno.partition("#")
        ref = InstrumentRef(slug, slug, None, "treaty", True, None, None, "en")
        return Result(rank, 1 / rank, ref, {}, f"art {number}", number, None, "", (), Why(), {})

    return SearchAnswer(text, outcome, "en", {}, 0.0, tuple(result(n, d) for n, d in enumerate(docnos, 1)))  # type: ignore[arg-type]


ANSWERS = {"a": ["t#1", "t#2", "t#3"], "b": ["t#9"], "c": [], "d": ["t#5"]}
QUERIES = [
    EvalQuery("1", "a", "lay", "en"),
    EvalQuery("2", "b", "lay", "en"),
    EvalQuery("3", "c", "out_of_scope", "en"),
    EvalQuery("4", "d", "out_of_scope", "en"),
]
QRELS = {"1": {"t#2": 3, "t#3": 1}, "2": {"t#9": 2, "t#8": 2}}


def ask(query: Query) -> SearchAnswer:
    return answer(query.text, ANSWERS[query.text], "no_answer" if query.text == "c" else "answered")


def test_measures() -> None:
    result = evaluate(QUERIES, QRELS, ask)
    first, second = result.per_query["1"], result.per_query["2"]
    assert first["RR@10"] == 1 / 2
    assert first["Success@1"] == 0
    assert first["R@5"] == 1
    assert first["nDCG@10"] == pytest.approx((3 / 1.584962500721156 + 1 / 2) / (3 + 1 / 1.584962500721156))
    assert second["Success@1"] == 1
    assert second["R@5"] == 1 / 2


def test_the_table_counts_outcomes() -> None:
    table = {row["category"]: row for row in evaluate(QUERIES, QRELS, ask).table()}
    assert table["out_of_scope"]["outcome as expected"] == 1 / 2
    assert table["lay"]["Success@1"] == 1 / 2
    assert table["lay"]["wrongly refused"] == 0
    assert (table["ALL"]["queries"], table["ALL"]["judged"]) == (4, 2)


def test_recall_is_over_what_can_stand_in_the_first_k() -> None:
    wide = {"1": {f"t#{n}": 2 for n in range(1, 11)}}
    found = evaluate([EvalQuery("1", "a", "lay", "en")], wide, ask).per_query["1"]
    assert found["R@5"] == pytest.approx(3 / 5)
    assert found["R@20"] == pytest.approx(3 / 10)


def test_a_comparison_is_paired() -> None:
    result = evaluate(QUERIES, QRELS, ask)
    rows = {r["measure"]: r for r in compare(result, {"1": {"RR@10": 1.0}, "2": {"RR@10": 1.0}, "x": {"RR@10": 0.0}})}
    assert rows["RR@10"]["difference"] == pytest.approx(-1 / 4)
    assert rows["RR@10"]["queries"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("only-an-id\n", "line 1: expected qid<TAB>text", id="no text"),
        pytest.param("1\ta\n1\tb\n", "line 2: 1 stands twice", id="twice"),
        pytest.param("", "holds no query", id="empty"),
    ],
)
def test_bad_queries(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "q.tsv").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_queries(tmp_path / "q.tsv")


@pytest.mark.parametrize("text", ["1 0 t#1\n", "1 0 t#1 high\n", ""])
def test_bad_judgements(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.txt").write_text(text)
    with pytest.raises(UsageError, match=r"expected `qid 0 docno grade`|no judgement"):
        read_qrels(tmp_path / "r.txt")
