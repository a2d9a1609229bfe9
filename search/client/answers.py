"""Answers that only a service gives; those of a search and of reading are `search.results` and `search.views`."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["InstrumentSummary", "ResolvedPlace", "ResolvedReference"]


@dataclass(frozen=True, slots=True)
class InstrumentSummary:
    """An instrument in the list of those held."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    region: str | None
    languages: tuple[str, ...]
    """Of the texts held; empty when only our digests are."""


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """One place that a reference points at."""

    instrument: str
    label: str | None
    """The deepest provision that exists; None for the instrument as a whole."""
    asked: str | None
    exact: bool
    """Whether `label` is all of what was asked for."""
    span: tuple[int, int]
    """Offsets in the reference."""
    link: str


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """What a reference points at."""

    ref: str
    outcome: str
    """`resolved`, `ambiguous`, `not_held` or `not_a_reference`."""
    targets: tuple[ResolvedPlace, ...]
    candidates: tuple[ResolvedPlace, ...]
    message: str | None
