"""Ranking the candidates again, by all that is known of each.

The weights were set by `tools/train_ranking.py`: a listwise logistic regression on questions with known answers. What
each is worth is in docs/quality.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from search.features import FEATURES, Candidates
from search.fusion import Fused

__all__ = ["WEIGHTS", "RerankSettings", "rerank"]

WEIGHTS: Mapping[str, float] = {
    "nearest": 0.316,
    "passage": 0.180,
    "digest": 0.188,
    "question": 0.136,
    "lexical": 0.120,
    "comments": 0.079,
    "parallels": 0.451,
    "instrument": 0.293,
    "well_known": 0.048,
    "topics": 0.159,
    "named": 0.1,
    "soft": -0.01,
    "comment": -0.02,
    "publication": -0.134,
    "recital": -0.164,
}


@dataclass(frozen=True, slots=True)
class RerankSettings:
    """What each feature is worth."""

    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)


def rerank(candidates: Candidates, settings: RerankSettings, *, explain: bool = False) -> list[Fused]:
    """The candidates in their new order, best first, equal scores by unit; `explain` adds the part of each feature."""
    weights = np.asarray([settings.weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
    parts = candidates.features * weights
    scores = parts.sum(axis=1).tolist()
    units = [candidate.unit for candidate in candidates.fused]
    order = sorted(range(len(units)), key=lambda n: (-scores[n], units[n]))
    return [
        candidates.fused[n]._replace(
            rerank=scores[n],
            parts=tuple(zip(FEATURES, parts[n].tolist(), strict=True)) if explain else (),
        )
        for n in order
    ]
