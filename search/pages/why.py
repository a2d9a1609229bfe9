"""Why a result was found, in words: where each leg put it, and what each feature adds to its score."""

from __future__ import annotations

from dataclasses import dataclass

from search.pages.interface import Interface
from search.results import Why

__all__ = ["Part", "Reasons", "reasons_of"]

_LEAST = 0.005
"""Of a score of about 1: what adds less is not worth a line."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature adds to the score."""

    name: str
    value: float
    share: int
    """In hundredths of the score's largest part, for a bar; 0 for what takes away."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is said of one result."""

    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    nearest: str | None
    """The words of ours that were nearest to the question; None where the provision's own words were."""
    score: float | None


def reasons_of(why: Why, ui: Interface) -> Reasons:
    """The reasons in the language of the interface; all empty for a reference that was looked up."""
    sentences = [
        ui.text(f"why.{name}", rank=leg.rank)
        for name, leg in (("dense", why.dense), ("lexical", why.lexical), ("comments", why.comments))
        if leg is not None
    ]
    if why.matched:
        sentences.append(ui.text(f"why.matched.{why.matched}"))
    largest = max((value for _, value in why.parts), default=0.0)
    parts = sorted(((name, value) for name, value in why.parts if abs(value) >= _LEAST), key=lambda p: (-p[1], p[0]))
    return Reasons(
        sentences=tuple(sentences),
        parts=tuple(
            Part(ui.text(f"why.part.{name}"), value, max(0, round(100 * value / largest)) if largest else 0)
            for name, value in parts
        ),
        nearest=why.matched_text if why.matched in ("digest", "question") else None,
        score=why.rerank,
    )
