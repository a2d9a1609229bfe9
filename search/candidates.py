"""The legs of the search: each gives units with a score, best first. What they find is fused elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.lexical import LexicalIndex
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
    question: str,
    languages: Iterable[str],
    wanted: int,
    allowed: NDArray[np.bool_] | None,
    row_units: NDArray[np.int32],
) -> Leg:
    """Units by the BM25 score of their best row, over the indexes of the given languages."""
    found: list[tuple[int, float]] = []
    for language in languages:
        if language in indexes:
            ids, scores = indexes[language].search(question, wanted * _OVERFETCH, allowed)
            found.extend(zip(ids.tolist(), scores.tolist(), strict=True))
    found.sort(key=lambda f: (-f[1], f[0]))
    return best_rows(found, row_units, wanted)


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
