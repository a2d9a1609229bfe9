"""Keeping near-copies apart: what parallel treaties say alike does not take up all the places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.fusion import Fused

__all__ = ["spread"]

_WINDOW = 10
_DEPTH = 100
"""Places up to which results are kept apart."""


def spread(ranked: Sequence[Fused], parallels_of: Callable[[int], NDArray[np.int64]], most: int) -> list[Fused]:
    """The results in an order where no ten in a row hold more than `most` that are parallel to one of them.

    A result that is one too many comes as soon as there is room, behind those that it would have stood before.
    """
    waiting = list(ranked)
    placed: list[Fused] = []
    families: dict[int, frozenset[int]] = {}
    while waiting and len(placed) < _DEPTH:
        recent = {hit.unit for hit in placed[-(_WINDOW - 1) :]}
        chosen = 0
        for n, hit in enumerate(waiting[: _WINDOW * 2]):
            family = families.setdefault(hit.unit, frozenset([hit.unit, *parallels_of(hit.unit).tolist()]))
            if _most_in_common(family, recent, families, hit.unit) < most:
                chosen = n
                break
        placed.append(waiting.pop(chosen))
    return [*placed, *waiting]


def _most_in_common(
    family: frozenset[int], recent: Iterable[int], families: dict[int, frozenset[int]], unit: int
) -> int:
    """How many of the recent results are of the unit's own family, or of the family of one of them that it is in."""
    recent = set(recent)
    own = len(family & recent)
    theirs = max((len(families[other] & recent) for other in recent if unit in families[other]), default=0)
    return max(own, theirs)
