"""Ranking the candidates again, by all that is known of each: its words, its digest, its questions, what it is.

The legs find a provision by its single nearest row. Here every candidate is judged by its best passage, its digest and
its best question together, and commentary and recitals come behind the provisions they speak of when scores are close.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.store import FIELDS
from search.fusion import Fused
from search.snapshot import Snapshot

__all__ = ["RerankSettings", "rerank"]

_COMMENTARY = frozenset({"general_comment", "publication"})
_RECITAL = re.compile(r"rec(ital)?\d")
_PASSAGE, _DIGEST, _QUESTION = (FIELDS.index(name) for name in ("passage", "digest", "question"))
_NOTHING = -1.0
"""The cosine of a field that a provision does not have."""


@dataclass(frozen=True, slots=True)
class RerankSettings:
    """Weights and handicaps, in cosines; the values are those of the tables in decision 10."""

    passage: float = 0.2
    digest: float = 0.2
    question: float = 0.2
    """The rest of the weight is that of the nearest row, whatever it is."""
    digest_for_passage: float = 0.1
    """What a digest is worth less than a passage where it stands in for one."""
    commentary: float = 0.04
    recital: float = 0.06


def rerank(
    candidates: Sequence[Fused],
    query: Vectors,
    snapshot: Snapshot,
    allowed: NDArray[np.bool_],
    settings: RerankSettings,
) -> list[Fused]:
    """The candidates in their new order, best first, equal scores by unit."""
    if not candidates:
        return []
    units = np.asarray([c.unit for c in candidates], dtype=np.int64)
    passage, digest, question = _cosines(units, query, snapshot, allowed)
    nearest = np.maximum(np.maximum(passage, digest), question)
    mixed = (
        settings.passage * np.maximum(passage, digest - settings.digest_for_passage)
        + settings.digest * digest
        + settings.question * question
        + (1 - settings.passage - settings.digest - settings.question) * nearest
    )
    known = (digest > _NOTHING) & (question > _NOTHING)
    scores = np.where(known, mixed, nearest) - _handicaps(units, snapshot, settings)
    ranked = [replace(c, rerank=float(score) + c.lexical_part) for c, score in zip(candidates, scores, strict=True)]
    return sorted(ranked, key=lambda c: (-(c.rerank or 0.0), c.unit))


def _cosines(
    units: NDArray[np.int64], query: Vectors, snapshot: Snapshot, allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], ...]:
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


def _handicaps(units: NDArray[np.int64], snapshot: Snapshot, settings: RerankSettings) -> NDArray[np.float32]:
    meta = snapshot.meta
    return np.asarray(
        [
            settings.commentary * (meta.instruments[meta.unit_instrument[unit]].kind in _COMMENTARY)
            + settings.recital * bool(_RECITAL.match(meta.unit_number[unit]))
            for unit in units
        ],
        dtype=np.float32,
    )
