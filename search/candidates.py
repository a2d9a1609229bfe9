"""The legs of the search: each gives units with a score, best first. What they find is fused elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.lexical import LexicalIndex
from index.store import FIELDS
from index.vectors import VectorIndex

__all__ = ["Leg", "UnitHit", "best_rows", "dense_leg", "lexical_leg"]

_OVERFETCH = 6
"""Rows fetched per unit wanted: a unit has several rows (passages, digest, questions, languages)."""


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit as one leg found it, by its best row."""

    unit: int
    row: int
    score: float


Leg = tuple[UnitHit, ...]


def dense_leg(
    index: VectorIndex, query: Vectors, wanted: int, allowed: NDArray[np.bool_] | None, row_units: NDArray[np.int32]
) -> Leg:
    """Units by the cosine of their nearest row."""
    ids, scores = index.search(query, wanted * _OVERFETCH, allowed)
    return best_rows(zip(ids.tolist(), scores.tolist(), strict=True), row_units, wanted)


def lexical_leg(
    indexes: Mapping[str, LexicalIndex],
    questions: Mapping[str, str],
    wanted: int,
    allowed: NDArray[np.bool_] | None,
    rows: NDArray[np.void],
) -> Leg:
    """Units by the sum of the BM25 scores of their best passage, digest and question.

    `questions` is the question in each language that is searched.
    The sum makes digest and questions an expansion of the provision's own words: a unit that all three support comes
    before one that a single row supports.
    """
    found = [
        indexes[language].search(question, allowed) for language, question in questions.items() if language in indexes
    ]
    if not found:
        return ()
    ids, scores = np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
    order = np.lexsort((ids, -scores))
    ids, scores = ids[order], scores[order]
    units, fields = rows["unit"][ids].astype(np.int64), rows["field"][ids]
    _, best_of_field = np.unique(units * len(FIELDS) + fields, return_index=True)
    found_units, best_of_unit = np.unique(units, return_index=True)
    totals = np.bincount(units[best_of_field], weights=scores[best_of_field])[found_units]
    first = np.lexsort((found_units, -totals))[:wanted]
    return tuple(UnitHit(int(found_units[n]), int(ids[best_of_unit[n]]), float(totals[n])) for n in first)


def best_rows(rows: Iterable[tuple[int, float]], row_units: NDArray[np.int32], wanted: int) -> Leg:
    """The first row of each unit, in the order given."""
    hits: dict[int, UnitHit] = {}
    for row, score in rows:
        unit = int(row_units[row])
        if unit not in hits:
            hits[unit] = UnitHit(unit, row, float(score))
            if len(hits) == wanted:
                break
    return tuple(hits.values())
