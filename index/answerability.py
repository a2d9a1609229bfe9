"""Whether a question can be answered from what is indexed, calibrated for each index on questions of our own.

Two steps, both logistic. The first reads the question's vector: people who ask for fees, forms and opening hours
write otherwise than people who ask for rights. The second joins its score with how near the nearest rows are. The
threshold is set where few of the answerable questions would be refused; an index that answers too few refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Vectors
from index.question import encode, read_question
from index.store import FIELDS

__all__ = ["DEPTH", "Answerability", "calibrate"]

DEPTH = 600
"""Nearest rows that are looked at, of those that a question in its language is compared with."""
_REFUSED = 0.02
"""Share of the answerable questions that the threshold refuses."""
_LEAST_CASES = 100
"""Answerable questions without which nothing is refused."""
_CATALOGUE_QUESTIONS = 3000
_FOLDS = 5
_SEED = 20261123
_VECTOR_PENALTY, _FEATURE_PENALTY = 5e-5, 1e-4
_DIGITS = 6
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answerability:
    """A calibrated judge of questions."""

    vector_weights: tuple[float, ...]
    """(dimension,)."""
    vector_bias: float
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    """Of the first step's score and of the features, these as distances from the mean in deviations."""
    bias: float
    threshold: float
    cases: int
    """Answerable questions it was set with."""

    def refuses(self, query: Vectors, scores: Vectors, fields: NDArray[np.int8], words: int) -> bool:
        """Whether nothing indexed answers a question, by its vector and its nearest `DEPTH` rows, best first."""
        first = float(np.dot(query.astype(np.float64), self.vector_weights)) + self.vector_bias
        features = (_features(scores, fields, words) - np.asarray(self.means)) / np.asarray(self.deviations)
        score = float(np.dot(np.concatenate([[first], features]), self.weights)) + self.bias
        return score < self.threshold

    def to_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answerability:
        """From the manifest."""
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**values)


def calibrate(
    encoder: Encoder,
    vectors: Vectors,
    fields: NDArray[np.int8],
    answerable: Sequence[str],
    unanswerable: Sequence[str],
    compared: Callable[[str], NDArray[np.bool_]],
) -> Answerability | None:
    """A judge set on these questions over these rows; None where too few can be answered.

    `vectors` is (rows, dimension) and `fields` (rows,); `compared` gives for a language the rows (rows,) bool that a
    question in it is compared with.
    """
    if len(answerable) < _LEAST_CASES or not unanswerable:
        return None
    good, good_features = _measured(answerable, encoder, vectors, fields, compared)
    bad, bad_features = _measured(unanswerable, encoder, vectors, fields, compared)
    asked = np.flatnonzero(fields == FIELDS.index("question"))
    chance = np.random.default_rng(_SEED)
    ours = vectors[np.sort(chance.permutation(asked)[:_CATALOGUE_QUESTIONS])].astype(np.float64)
    good_folds, bad_folds = chance.integers(0, _FOLDS, len(good)), chance.integers(0, _FOLDS, len(bad))
    good_first, bad_first = np.zeros(len(good)), np.zeros(len(bad))
    for fold in range(_FOLDS):  # each question is scored by weights that were set without it
        weights, bias = _fit_vectors(good[good_folds != fold], ours, bad[bad_folds != fold])
        good_first[good_folds == fold] = good[good_folds == fold] @ weights + bias
        bad_first[bad_folds == fold] = bad[bad_folds == fold] @ weights + bias
    vector_weights, vector_bias = _fit_vectors(good, ours, bad)
    means, deviations = good_features.mean(0), good_features.std(0) + 1e-6
    good_all = np.column_stack([good_first, (good_features - means) / deviations])
    bad_all = np.column_stack([bad_first, (bad_features - means) / deviations])
    weights, bias = _logistic(good_all, bad_all, np.full(len(good), 1 / len(good)), _FEATURE_PENALTY)
    return Answerability(
        _rounded(vector_weights),
        round(vector_bias, _DIGITS),
        _rounded(means),
        _rounded(deviations),
        _rounded(weights),
        round(bias, _DIGITS),
        round(float(np.quantile(good_all @ weights + bias, _REFUSED)), _DIGITS),
        len(good),
    )


def _measured(
    questions: Sequence[str],
    encoder: Encoder,
    vectors: Vectors,
    fields: NDArray[np.int8],
    compared: Callable[[str], NDArray[np.bool_]],
) -> tuple[Floats, Floats]:
    """The vectors of questions and the features of their nearest rows."""
    read = [read_question(question) for question in questions]
    with ThreadPoolExecutor() as threads:
        queries = list(threads.map(lambda question: encode(question, encoder), read))
    features = []
    for question, query in zip(read, queries, strict=True):
        scores = np.where(compared(question.language), vectors @ query, -np.inf)
        depth = min(DEPTH, len(scores))
        near = np.argpartition(-scores, depth - 1)[:depth]
        near = near[np.lexsort((near, -scores[near]))]
        near = near[np.isfinite(scores[near])]
        features.append(_features(scores[near], fields[near], question.length))
    return np.stack(queries).astype(np.float64), np.stack(features)


def _features(scores: Vectors, fields: NDArray[np.int8], words: int) -> Floats:
    """How near the rows are that are nearest: the first, the first ten, the first sixty, the first of each field."""
    last = scores[-1] if len(scores) else 0.0
    of_field = [scores[fields == code].max(initial=last) for code in range(len(FIELDS))]
    near = [scores[:n].mean() if len(scores) else 0.0 for n in (1, 10, 60)]
    return np.asarray([*near, *of_field, np.log(words + 1)], dtype=np.float64)


def _fit_vectors(cases: Floats, ours: Floats, bad: Floats) -> tuple[Floats, float]:
    """The cases weigh as much as the catalogue's questions, of which there are many more."""
    good = np.concatenate([cases, ours])
    share = 0.5 if len(ours) else 1.0
    weights = np.concatenate([np.full(len(cases), share / len(cases)), np.full(len(ours), 0.5 / max(1, len(ours)))])
    return _logistic(good, bad, weights, _VECTOR_PENALTY)


def _logistic(good: Floats, bad: Floats, good_weights: Floats, penalty: float) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression in which both sides weigh the same."""
    from scipy.optimize import minimize

    rows = np.concatenate([good, bad])
    is_good = np.concatenate([np.ones(len(good)), np.zeros(len(bad))])
    importance = np.concatenate([good_weights, np.full(len(bad), 1 / len(bad))]) / 2

    def loss(values: Floats) -> tuple[float, Floats]:
        score = rows @ values[:-1] + values[-1]
        signed = np.where(is_good == 1, -score, score)
        error = importance * (1 / (1 + np.exp(-np.clip(score, -30, 30))) - is_good)
        value = float((importance * np.logaddexp(0, signed)).sum() + penalty * (values[:-1] ** 2).sum())
        return value, np.concatenate([rows.T @ error + 2 * penalty * values[:-1], [error.sum()]])

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found[:-1], float(found[-1])


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), _DIGITS) for value in values)
