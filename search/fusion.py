"""Two ranked legs into one order."""

from __future__ import annotations

from dataclasses import dataclass

from search.candidates import Leg
from search.results import LegScore

__all__ = ["FusionSettings", "Fused", "fuse"]


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """Reciprocal rank fusion; the values are those of the table in docs/quality.md."""

    k: float = 60.0
    lexical_weight: float = 0.3
    dense_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fused:
    """A unit with its fused score and the part of each leg."""

    unit: int
    score: float
    lexical: LegScore | None
    dense: LegScore | None
    dense_row: int | None
    lexical_row: int | None


def fuse(lexical: Leg, dense: Leg, settings: FusionSettings) -> list[Fused]:
    """Units by the weighted sum of reciprocal ranks, best first, equal scores by unit."""
    places = {h.unit: (n, h) for n, h in enumerate(lexical, 1)}, {h.unit: (n, h) for n, h in enumerate(dense, 1)}
    fused = []
    for unit in sorted(places[0].keys() | places[1].keys()):
        lex, den = places[0].get(unit), places[1].get(unit)
        score = (settings.lexical_weight / (settings.k + lex[0]) if lex else 0.0) + (
            settings.dense_weight / (settings.k + den[0]) if den else 0.0
        )
        fused.append(
            Fused(
                unit=unit,
                score=score,
                lexical=LegScore(lex[0], lex[1].score) if lex else None,
                dense=LegScore(den[0], den[1].score) if den else None,
                dense_row=den[1].row if den else None,
                lexical_row=lex[1].row if lex else None,
            )
        )
    return sorted(fused, key=lambda f: (-f.score, f.unit))
