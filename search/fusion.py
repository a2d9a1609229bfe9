"""Two ranked legs into one order."""

from __future__ import annotations

from dataclasses import dataclass

from search.candidates import Leg
from search.results import LegScore

__all__ = ["Fused", "FusionSettings", "fuse"]


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """Convex fusion of scores; the value is that of the table in docs/quality.md."""

    lexical_weight: float = 0.2
    """What the best BM25 score is worth beside a cosine of 1."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A unit with its fused score and the part of each leg."""

    unit: int
    score: float
    lexical: LegScore | None
    dense: LegScore | None
    dense_row: int | None
    lexical_row: int | None
    lexical_part: float = 0.0
    """What the lexical leg adds to the score."""
    rerank: float | None = None
    """The score that decides its place, where the candidates were ranked again."""


def fuse(lexical: Leg, dense: Leg, settings: FusionSettings) -> list[Fused]:
    """Units by cosine plus weighted BM25 share, best first, equal scores by unit.

    BM25 counts as a share of its best score for the question. A unit that the dense leg did not reach gets that leg's
    lowest cosine, which is at least its own.
    """
    best = lexical[0].score if lexical else 1.0
    floor = dense[-1].score if dense else 0.0
    lexical_places = {h.unit: (n, h) for n, h in enumerate(lexical, 1)}
    dense_places = {h.unit: (n, h) for n, h in enumerate(dense, 1)}
    fused = []
    for unit in sorted(lexical_places.keys() | dense_places.keys()):
        lex, den = lexical_places.get(unit), dense_places.get(unit)
        share = lex[1].score / best if lex else 0.0
        weight = settings.lexical_weight if dense else 1.0
        fused.append(
            Fused(
                unit=unit,
                score=(den[1].score if den else floor) + weight * share,
                lexical=LegScore(lex[0], lex[1].score) if lex else None,
                dense=LegScore(den[0], den[1].score) if den else None,
                dense_row=den[1].row if den else None,
                lexical_row=lex[1].row if lex else None,
                lexical_part=weight * share,
            )
        )
    return sorted(fused, key=lambda f: (-f.score, f.unit))
