"""Set the weights of the second ranking on questions with known answers.

The questions are the catalogue's cases and, where given, folders of judged questions (`queries.tsv`, `qrels.txt`), of
which every third question (by a hash of its id) is held out. The loss is listwise: the softmax of the scores of a
question's candidates against their grades. There are as many numbers as features and no seed: the loss is convex.

    python tools/train_ranking.py --home FOLDER --judged FOLDER=SHARE …
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.encoder import Encoder, open_encoder
from index.generation import Home
from index.question import read_question
from ingest.catalogue.questions import load_cases
from search.evaluate import is_held_out, leaving_out, read_qrels, read_queries
from search.features import FEATURES
from search.query import Query
from search.ranking import RankingSettings, candidates
from search.rerank import WEIGHTS
from search.snapshot import Snapshot, open_snapshot

SHARPNESS = 12.0
"""How sharply the softmax tells scores apart."""
START = {"nearest": 0.4, "passage": 0.2, "digest": 0.2, "question": 0.2, "lexical": 0.2, "comments": 0.1}
PENALTY = 0.1
"""On the squared distance from the start, which is a plain mean of the cosines with the weights of the fusion."""
APPLIES, GOVERNS = 1, 3
"""Grades of a case's provisions."""
FIXED = frozenset({"named", "soft", "comment"})
"""Features that the questions say too little about; see docs/quality.md."""
TREATIES_ONLY = leaving_out(["general_comment"])


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what is right."""

    query: Query
    grades: Mapping[str, int]
    """By `instrument#number`."""
    weight: float


def cases() -> list[Judged]:
    """The catalogue's own cases; together they weigh 1."""
    loaded = load_cases()
    return [
        Judged(
            Query(case.question),
            {f"{i}#{n}": APPLIES for i, n in case.applies} | {f"{i}#{n}": GOVERNS for i, n in case.governs},
            1 / len(loaded),
        )
        for case in loaded
    ]


def judged(folder: Path, share: float) -> list[Judged]:
    """The questions of a folder that are not held out; together they weigh `share`.

    Questions taken from comments are answered by treaties, and no passage may answer its own question.
    """
    qrels = read_qrels(folder / "qrels.txt")
    queries = [q for q in read_queries(folder / "queries.tsv") if q.qid in qrels and not is_held_out(q.qid)]
    quoted = {q.qid for q in queries if q.category in ("citations", "decisions")}
    return [
        Judged(
            Query(q.text, filters=TREATIES_ONLY, leave_out_own_words=True) if q.qid in quoted else Query(q.text),
            qrels[q.qid],
            share / len(queries),
        )
        for q in queries
    ]


Lists = list[tuple[NDArray[np.float64], NDArray[np.float64], float]]
"""(candidates, features), shares of the grades, weight of the question."""


def lists(questions: Sequence[Judged], snapshot: Snapshot, encoder: Encoder) -> Lists:
    """The candidates of each question that has a right one among them."""
    meta = snapshot.meta
    found: Lists = []
    for question in questions:
        described = candidates(question.query, read_question(question.query.text), snapshot, encoder, RankingSettings())
        if described is None:
            continue
        names = [
            f"{meta.instruments[meta.unit_instrument[c.unit]].slug}#{meta.unit_number[c.unit]}" for c in described.fused
        ]
        grades = np.asarray([question.grades.get(name, 0) for name in names], dtype=np.float64)
        if grades.any():
            found.append((described.features.astype(np.float64), grades / grades.sum(), question.weight))
    return found


def fit(data: Lists, start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights."""
    free = np.asarray([name not in FIXED for name in FEATURES])

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = float(PENALTY * ((values - start) ** 2).sum()), 2 * PENALTY * (values - start)
        for features, shares, weight in data:
            scores = SHARPNESS * (features @ values)
            scores -= scores.max()
            chances = np.exp(scores) / np.exp(scores).sum()
            total -= weight * float(shares @ np.log(chances + 1e-12))
            slope = slope + weight * SHARPNESS * ((chances - shares) @ features)
        return total, np.where(free, slope, 0.0)

    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="a home with an index of collection and catalogue")
    parser.add_argument("--judged", action="append", default=[], metavar="FOLDER=SHARE", help="may be repeated")
    given = parser.parse_args()
    generation = Home(given.home).current()
    encoder = open_encoder(generation.manifest["model"]["name"])
    snapshot = open_snapshot(generation, encoder)
    questions = cases()
    for folder, _, share in (item.rpartition("=") for item in given.judged):
        questions += judged(Path(folder), float(share))
    start = np.asarray([START.get(name, WEIGHTS[name] if name in FIXED else 0.0) for name in FEATURES])
    for name, value in zip(FEATURES, fit(lists(questions, snapshot, encoder), start), strict=True):
        sys.stdout.write(f'    "{name}": {value:.3f},\n')


if __name__ == "__main__":
    main()
