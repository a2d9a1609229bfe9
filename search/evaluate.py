"""Retrieval quality on TREC files: queries and judgements in, measures out, per query and per category."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from ingest.model import INSTRUMENT_KINDS
from search.query import Filters, Query
from search.results import SearchAnswer

__all__ = [
    "MEASURES",
    "EvalQuery",
    "Evaluation",
    "compare",
    "evaluate",
    "is_held_out",
    "leaving_out",
    "read_qrels",
    "read_queries",
]

MEASURES = ("nDCG@10", "Success@1", "R@5", "R@20", "RR@10")
"""Success and recall count grades of 2 and more; recall is over what can stand in the first k."""
_IR_MEASURES = {
    "nDCG@10": "nDCG@10",
    "Success@1": "Success(rel=2)@1",
    "R@5": "R(rel=2)@5",
    "R@20": "R(rel=2)@20",
    "RR@10": "RR@10",
}
_RELEVANT = 2
_DEPTH = 50
_PLAIN = Query("any")
_THIRDS = 3
_EXPECTED_OUTCOME = {"reference_not_held": "reference_not_held", "out_of_scope": "no_answer"}


@dataclass(frozen=True, slots=True)
class EvalQuery:
    """One line of a query file."""

    qid: str
    text: str
    category: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a run reached."""

    per_query: Mapping[str, Mapping[str, float]]
    """qid -> measure -> value, for the queries that have judgements."""
    outcomes: Mapping[str, str]
    """qid -> outcome, for all queries."""
    categories: Mapping[str, str]
    """qid -> category."""

    def table(self) -> list[dict[str, Any]]:
        """Means per category, `ALL` first, then the third held out from the setting of weights and the rest.

        With the share of expected outcomes where a category has one.
        """
        held_out = [q for q in self.categories if is_held_out(q)]
        rows = [
            self._row("ALL", list(self.categories)),
            self._row("held out", held_out),
            self._row("not held out", [q for q in self.categories if q not in set(held_out)]),
        ]
        for category in sorted(set(self.categories.values())):
            rows.append(self._row(category, [q for q, c in self.categories.items() if c == category]))
        return rows

    def _row(self, name: str, qids: Sequence[str]) -> dict[str, Any]:
        judged = [q for q in qids if q in self.per_query]
        row: dict[str, Any] = {"category": name, "queries": len(qids), "judged": len(judged)}
        for measure in MEASURES:
            values = [self.per_query[q].get(measure, 0.0) for q in judged]
            row[measure] = round(sum(values) / len(values), 4) if values else None
        expected = [q for q in qids if self.categories[q] in _EXPECTED_OUTCOME]
        met = [q for q in expected if self.outcomes[q] == _EXPECTED_OUTCOME[self.categories[q]]]
        row["outcome as expected"] = round(len(met) / len(expected), 4) if expected else None
        refused = [q for q in judged if self.outcomes[q] in ("no_answer", "reference_not_held")]
        row["wrongly refused"] = round(len(refused) / len(judged), 4) if judged else None
        return row


def evaluate(
    queries: Sequence[EvalQuery],
    qrels: Mapping[str, Mapping[str, int]],
    ask: Callable[[Query], SearchAnswer],
    *,
    like: Query = _PLAIN,
    advance: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Ask every question and score the answers with ir-measures; `like` says how, its text and limit are not used."""
    run: dict[str, dict[str, float]] = {}
    outcomes: dict[str, str] = {}
    for query in queries:
        answer = ask(replace(like, text=query.text, limit=_DEPTH))
        outcomes[query.qid] = answer.outcome
        run[query.qid] = {}
        for result in answer.results:
            run[query.qid].setdefault(result.docno, float(_DEPTH - result.rank))
        advance(1)
    judged = {q.qid for q in queries if q.qid in qrels}
    return Evaluation(
        per_query=_score(run, {q: dict(qrels[q]) for q in judged}),
        outcomes=outcomes,
        categories={q.qid: q.category for q in queries},
    )


def leaving_out(kinds: Collection[str]) -> Filters:
    """Filters that keep instruments of some kinds out of the results; all are kept where there are none."""
    return Filters(kind=tuple(kind for kind in INSTRUMENT_KINDS if kind not in kinds) if kinds else ())


def is_held_out(qid: str) -> bool:
    """Whether a question is one of the third that no weight was set on, by a hash of its id."""
    return int.from_bytes(hashlib.sha256(qid.encode()).digest(), "big") % _THIRDS == 0


def compare(now: Evaluation, before: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """Per measure: mean difference to a saved run over the queries of both, and the p-value of a paired t-test."""
    from scipy.stats import ttest_rel

    shared = sorted(set(now.per_query) & set(before))
    rows = []
    for measure in MEASURES:
        new = [now.per_query[q].get(measure, 0.0) for q in shared]
        old = [before[q].get(measure, 0.0) for q in shared]
        differs = any(a != b for a, b in zip(new, old, strict=True))
        p = float(ttest_rel(new, old).pvalue) if differs and len(shared) > 1 else 1.0
        change = sum(new) / len(new) - sum(old) / len(old) if shared else 0.0
        rows.append({"measure": measure, "queries": len(shared), "difference": round(change, 4), "p": round(p, 4)})
    return rows


def read_queries(path: Path) -> list[EvalQuery]:
    """The queries of a file of `qid<TAB>text[<TAB>category[<TAB>language]]`, in its order."""
    queries: list[EvalQuery] = []
    seen: set[str] = set()
    for number, row in enumerate(_rows(path, "\t"), 1):
        if len(row) < 2 or not row[1].strip():
            raise UsageError(f"{path}, line {number}: expected qid<TAB>text, got {row!r}")
        if row[0] in seen:
            raise UsageError(f"{path}, line {number}: {row[0]} stands twice")
        seen.add(row[0])
        queries.append(EvalQuery(row[0], row[1], row[2] if len(row) > 2 else "all", row[3] if len(row) > 3 else None))
    if not queries:
        raise UsageError(f"{path} holds no query")
    return queries


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """qid -> docno -> grade, from lines `qid 0 docno grade`."""
    qrels: dict[str, dict[str, int]] = {}
    for number, row in enumerate(_rows(path, " "), 1):
        fields = " ".join(row).split()
        if len(fields) != 4 or not fields[3].lstrip("-").isdigit():
            raise UsageError(f"{path}, line {number}: expected `qid 0 docno grade`, got {' '.join(row)!r}")
        qrels.setdefault(fields[0], {})[fields[2]] = int(fields[3])
    if not qrels:
        raise UsageError(f"{path} holds no judgement")
    return qrels


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """qid -> measure -> value of a run saved with `iml eval --save`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {qid: dict(values) for qid, values in data["per_query"].items()}
    except (OSError, json.JSONDecodeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path} is not a run saved with `iml eval --save`: {error}") from error


def _score(
    run: Mapping[str, Mapping[str, float]], qrels: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, float]]:
    import ir_measures

    measures = {ir_measures.parse_measure(theirs): ours for ours, theirs in _IR_MEASURES.items()}
    values: dict[str, dict[str, float]] = {q: dict.fromkeys(MEASURES, 0.0) for q in qrels}
    if not qrels:
        return values
    for metric in ir_measures.iter_calc(list(measures), qrels, {q: run.get(q, {}) for q in qrels}):
        values[metric.query_id][measures[metric.measure]] = float(metric.value)
    for qid, found in values.items():
        relevant = sum(grade >= _RELEVANT for grade in qrels[qid].values())
        for measure, k in (("R@5", 5), ("R@20", 20)):
            found[measure] *= relevant / min(k, relevant) if relevant else 1.0
    return values


def _rows(path: Path, delimiter: str) -> Iterable[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from (r for r in csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE) if r)
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist") from error
