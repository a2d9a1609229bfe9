"""What is known of each candidate beside its place in the legs, as numbers that can be weighed.

The legs find a provision by its single nearest row. Here its best passage, digest and question are looked at together,
with what its parallels in other treaties, its instrument and its topics say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.store import FIELDS
from search.fusion import Fused
from search.snapshot import Snapshot

__all__ = ["FEATURES", "Candidates", "describe", "with_parallels"]

FEATURES = (
    "nearest",  # cosine of its nearest row
    "passage",  # of its best passage
    "digest",  # of its digest
    "question",  # of the best question that the catalogue asks of it
    "lexical",  # BM25 share
    "comments",  # score of the comments that cite it
    "parallels",  # how much higher its best parallel stands
    "instrument",  # mean of the three best candidates of its instrument
    "well_known",  # logarithm of how many parallels it has: what many treaties say is what people ask for
    "topics",  # cosine of its topics with those of the best candidates
    "named",  # whether the question names its instrument
    "soft",  # whether its instrument does not bind
    "comment",  # whether it is a general comment
    "publication",
    "recital",
)
Floats = NDArray[np.float32]

_SOFT = frozenset({"declaration", "resolution", "compact", "recommendation"})
_RECITAL = re.compile(r"rec(ital)?\d")
_PASSAGE, _DIGEST, _QUESTION = (FIELDS.index(name) for name in ("passage", "digest", "question"))
_NOTHING = -1.0
"""The cosine of a field that a provision does not have."""
_DIGEST_FOR_PASSAGE = 0.1
"""What a digest is worth less than a passage where it stands in for one."""
_BEST_OF_INSTRUMENT = 3
_BEST_FOR_TOPICS = 20
_SHARPNESS = 20.0
"""How much more the topics of the first candidate count than those of the next, per unit of score."""
_LOOKED_UP = 50
"""Candidates whose parallels are candidates too."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates and their features."""

    fused: tuple[Fused, ...]
    features: Floats
    """(candidates, features), in the order of FEATURES."""


def with_parallels(fused: Sequence[Fused], snapshot: Snapshot, allowed: NDArray[np.bool_]) -> list[Fused]:
    """The candidates and the parallels of the best of them; `allowed` is (units,) bool."""
    held = {candidate.unit for candidate in fused}
    further = {unit for candidate in fused[:_LOOKED_UP] for unit in snapshot.parallels_of(candidate.unit).tolist()}
    return [*fused, *(Fused(unit, 0.0) for unit in sorted(further - held) if allowed[unit])]


def describe(
    fused: Sequence[Fused],
    query: Vectors,
    snapshot: Snapshot,
    allowed: NDArray[np.bool_],
    named: frozenset[int],
    weights: tuple[float, float],
    *,
    parallels: bool = True,
) -> Candidates:
    """The candidates that have an allowed row, with their features.

    `allowed` is (rows,) bool, `named` the ids of the instruments that the question names, `weights` what lexical and
    comment leg count in the score that parallels, instruments and topics are compared by.
    """
    units = np.asarray([candidate.unit for candidate in fused], dtype=np.int64)
    passage, digest, question = _cosines(units, query, snapshot, allowed)
    nearest = np.maximum(np.maximum(passage, digest), question)
    kept = np.flatnonzero(nearest > _NOTHING)
    fused, units = [fused[n] for n in kept.tolist()], units[kept]
    passage, digest, question, nearest = passage[kept], digest[kept], question[kept], nearest[kept]
    known = (digest > _NOTHING) & (question > _NOTHING)
    lexical = np.asarray([candidate.lexical_share for candidate in fused], dtype=np.float32)
    comments = np.asarray([c.comments.score if c.comments else 0.0 for c in fused], dtype=np.float32)
    score = nearest + weights[0] * lexical + weights[1] * comments
    instruments = snapshot.unit_instruments[units]
    lift, count = _parallels(units, score, snapshot) if parallels else (np.zeros_like(score), np.zeros_like(score))
    columns = (
        nearest,
        np.where(known, np.maximum(passage, digest - _DIGEST_FOR_PASSAGE), nearest),
        np.where(known, digest, nearest),
        np.where(known, question, nearest),
        lexical,
        comments,
        lift,
        _of_instrument(instruments, score),
        count,
        _topics(units, score, snapshot),
        np.isin(instruments, list(named)),
        *_kinds(units, snapshot),
    )
    return Candidates(tuple(fused), np.stack(columns, axis=1).astype(np.float32))


def _cosines(
    units: NDArray[np.int64], query: Vectors, snapshot: Snapshot, allowed: NDArray[np.bool_]
) -> tuple[Floats, ...]:
    """For each unit the cosine of its best row of each field; three arrays (units,) float32."""
    order, starts = snapshot.rows_by_unit
    runs = [order[starts[unit] : starts[unit + 1]] for unit in units]
    rows = np.concatenate(runs)
    places = np.repeat(np.arange(len(units)), [len(run) for run in runs])
    kept = allowed[rows]
    rows, places = rows[kept], places[kept]
    # Not `@`: the threads of a BLAS product go on spinning and hold up the searches of faiss that follow.
    scores = np.einsum("ij,j->i", snapshot.vectors.vectors(rows), query)
    fields = snapshot.rows["field"][rows]
    best = np.full((len(FIELDS), len(units)), _NOTHING, dtype=np.float32)
    np.maximum.at(best, (fields, places), scores)
    return best[_PASSAGE], best[_DIGEST], best[_QUESTION]


def _parallels(units: NDArray[np.int64], score: Floats, snapshot: Snapshot) -> tuple[Floats, Floats]:
    """How much higher the best parallel of each stands, 0 where none does; and how many parallels it has, logarithm."""
    by_unit = dict(zip(units.tolist(), score.tolist(), strict=True))
    lift, count = np.zeros(len(units), dtype=np.float32), np.zeros(len(units), dtype=np.float32)
    for n, unit in enumerate(units.tolist()):
        others = snapshot.parallels_of(unit).tolist()
        best = max((by_unit[other] for other in others if other in by_unit), default=0.0)
        lift[n], count[n] = max(0.0, best - by_unit[unit]), np.log1p(len(others))
    return lift, count


def _of_instrument(instruments: NDArray[np.int64], score: Floats) -> Floats:
    """For each candidate the mean score of the best three of its instrument."""
    means: dict[int, float] = {}
    for instrument in np.unique(instruments).tolist():
        own = np.sort(score[instruments == instrument])[::-1][:_BEST_OF_INSTRUMENT]
        missing = _BEST_OF_INSTRUMENT - len(own)
        means[instrument] = float((own.sum() + missing * score.min()) / _BEST_OF_INSTRUMENT)
    return np.asarray([means[i] for i in instruments.tolist()], dtype=np.float32)


def _topics(units: NDArray[np.int64], score: Floats, snapshot: Snapshot) -> Floats:
    """The cosine of each candidate's topics with those of the best, which are taken for those of the question."""
    table = snapshot.unit_topics[units]
    best = np.argsort(-score, kind="stable")[:_BEST_FOR_TOPICS]
    asked = (table[best] * np.exp(_SHARPNESS * (score[best] - score[best[0]]))[:, None]).sum(axis=0)
    length = float(np.linalg.norm(asked))
    found: Floats = np.einsum("ij,j->i", table, asked / length) if length else np.zeros(len(units), dtype=np.float32)
    return found


def _kinds(units: NDArray[np.int64], snapshot: Snapshot) -> tuple[NDArray[np.bool_], ...]:
    meta = snapshot.meta
    kinds = [meta.instruments[meta.unit_instrument[unit]].kind for unit in units.tolist()]
    recital = [bool(_RECITAL.match(meta.unit_number[unit])) for unit in units.tolist()]
    return (
        np.asarray([kind in _SOFT for kind in kinds]),
        np.asarray([kind == "general_comment" for kind in kinds]),
        np.asarray([kind == "publication" for kind in kinds]),
        np.asarray(recital),
    )
