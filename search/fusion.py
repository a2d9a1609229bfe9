"""The ranked legs into one order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from search.candidates import Leg, UnitHit
from search.results import LegScore

__all__ = ["Fused", "FusionSettings", "fuse"]


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """Convex fusion of scores; the values are those of the tables in docs/quality.md."""

    lexical_weight: float = 0.2
    """What the best BM25 score is worth beside a cosine of 1."""
    comment_weight: float = 0.1
    """What a score of 1 of the comments is worth beside it."""


class Fused(NamedTuple):
    """A unit with its fused score and the part of each leg; there are hundreds to a question."""

    unit: int
    score: float
    lexical: LegScore | None = None
    dense: LegScore | None = None
    comments: LegScore | None = None
    dense_row: int | None = None
    lexical_row: int | None = None
    comment_row: int | None = None
    """The passage of a comment that is nearest to the question and cites the unit."""
    lexical_share: float = 0.0
    """The BM25 score as a share of the best one."""
    rerank: float | None = None
    """The score that decides its place, where the candidates were ranked again."""
    parts: tuple[tuple[str, float], ...] = ()
    """What each feature adds to that score."""


def fuse(lexical: Leg, dense: Leg, comments: Leg, settings: FusionSettings) -> list[Fused]:
    """Units by cosine plus weighted BM25 share plus weighted score of the comments, best first, equal ones by unit.

    BM25 counts as a share of its best score for the question. A unit that the dense leg did not reach gets that leg's
    lowest cosine, which is at least its own.
    """
    best = lexical[0].score if lexical else 1.0
    floor = dense[-1].score if dense else 0.0
    weight = settings.lexical_weight if dense else 1.0
    by_words, by_sense, by_comments = _places(lexical), _places(dense), _places(comments)
    fused = []
    for unit in sorted({*by_words, *by_sense, *by_comments}):
        lex, den, com = (
            by_words.get(unit, _NOT_FOUND),
            by_sense.get(unit, _NOT_FOUND),
            by_comments.get(unit, _NOT_FOUND),
        )
        share = lex.score.score / best if lex.score else 0.0
        said = com.score.score if com.score else 0.0
        fused.append(
            Fused(
                unit=unit,
                score=(den.score.score if den.score else floor) + weight * share + settings.comment_weight * said,
                lexical=lex.score,
                dense=den.score,
                comments=com.score,
                dense_row=den.row,
                lexical_row=lex.row,
                comment_row=com.row,
                lexical_share=share,
            )
        )
    return sorted(fused, key=lambda f: (-f.score, f.unit))


class _Place(NamedTuple):
    score: LegScore | None = None
    row: int | None = None


_NOT_FOUND = _Place()


def _places(leg: Iterable[UnitHit]) -> dict[int, _Place]:
    return {hit.unit: _Place(LegScore(place, hit.score), hit.row) for place, hit in enumerate(leg, 1)}
