"""The legs of the search: each gives units with a score, best first. What they find is fused elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.lexical import LexicalIndex
from index.store import FIELDS
from search.snapshot import Citing

__all__ = ["Leg", "UnitHit", "best_rows", "comment_leg", "lexical_leg"]

_SPEAKS = 0.3
"""The cosine from which a passage of a comment speaks for what it cites."""
_WORTH = 2.0
"""How soon further passages add less; see the table of decision 13."""


class UnitHit(NamedTuple):
    """A unit as one leg found it, by its best row."""

    unit: int
    row: int
    score: float


Leg = tuple[UnitHit, ...]


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
    """The dense leg: units by the cosine of their nearest row, from rows with cosines, best first."""
    hits: dict[int, UnitHit] = {}
    for row, score in rows:
        unit = int(row_units[row])
        if unit not in hits:
            hits[unit] = UnitHit(unit, row, float(score))
            if len(hits) == wanted:
                break
    return tuple(hits.values())


def comment_leg(
    citing: Citing, query: Vectors, wanted: int, allowed: NDArray[np.bool_], passed_over: Callable[[int], bool]
) -> Leg:
    """Units by how much the passages of general comments that cite them are about the question.

    Each passage over a cosine of 0.3 adds what it is over it; the sum is damped, so that an article that many comments
    cite does not win by number alone. `allowed` is (units,) bool; `passed_over` names rows that do not count.
    """
    cosines = np.einsum("ij,j->i", citing.vectors, query)
    over = np.maximum(0.0, cosines - _SPEAKS)
    for n in np.flatnonzero(over):
        if passed_over(int(citing.rows[n])):
            over[n] = 0.0
    worth = over[citing.places]
    counted = (worth > 0) & allowed[citing.units]
    places, units, worth = citing.places[counted], citing.units[counted], worth[counted]
    order = np.lexsort((places, -worth))
    found, nearest = np.unique(units[order], return_index=True)
    totals = np.log1p(_WORTH * np.bincount(units, weights=worth, minlength=1)[found])
    rows = citing.rows[places[order][nearest]]
    first = np.lexsort((found, -totals))[:wanted]
    return tuple(UnitHit(int(found[n]), int(rows[n]), float(totals[n])) for n in first)
