"""From a question to ranked units: the legs, their fusion, the second ranking, and whether anything answers at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from index.answerability import DEPTH
from index.encoder import Encoder, Vectors
from index.question import Question, encode
from search.candidates import Leg, best_rows, comment_leg, lexical_leg
from search.commentary import holds_words_of
from search.features import Candidates, describe, with_parallels
from search.filters import allowed_rows
from search.fusion import Fused, FusionSettings, fuse
from search.grouping import spread
from search.query import Query
from search.rerank import RerankSettings, rerank
from search.snapshot import Snapshot

__all__ = ["Ranking", "RankingSettings", "candidates", "rank"]

Mask = NDArray[np.bool_]
_DEPTH = 200
"""Units taken from each leg before fusion; paging goes no deeper than all legs together."""
_OVERFETCH = 6
"""Rows fetched per unit wanted: a unit has several rows (passages, digest, questions, languages)."""


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """All that is weighed."""

    fusion: FusionSettings = field(default_factory=FusionSettings)
    rerank: RerankSettings = field(default_factory=RerankSettings)
    parallels_together: int = 6
    """Of ten results in a row, so many may say the same in parallel treaties; further ones come after."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a question."""

    fused: tuple[Fused, ...] = ()
    vector: Vectors | None = None
    """The question's, where meaning was searched."""
    refused: bool = False
    """Whether nothing indexed answers the question."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The legs brought together, and what the second ranking needs of them."""

    fused: list[Fused]
    vector: Vectors | None
    allowed: Mask
    refused: bool


def rank(
    query: Query,
    question: Question,
    snapshot: Snapshot,
    encoder: Encoder,
    settings: RankingSettings,
    named: frozenset[int] = frozenset(),
) -> Ranking:
    """The units that answer a question, best first; `named` are the ids of the instruments that it names."""
    found = _find(query, question, snapshot, encoder, settings)
    if found.refused and not query.include_weak:
        return Ranking(vector=found.vector, refused=True)
    fused = found.fused
    if found.vector is not None and query.rerank and fused:
        described = _described(query, found, snapshot, settings, named)
        fused = rerank(described, settings.rerank, explain=query.explain)
        if query.uses("parallels"):
            fused = spread(fused, snapshot.parallels_of, settings.parallels_together)
    return Ranking(tuple(fused), found.vector, found.refused)


def candidates(
    query: Query, question: Question, snapshot: Snapshot, encoder: Encoder, settings: RankingSettings
) -> Candidates | None:
    """The candidates for a question with their features, as weights are set on; None where none was found."""
    found = _find(query, question, snapshot, encoder, settings)
    return _described(query, found, snapshot, settings, frozenset()) if found.fused else None


def _described(
    query: Query, found: _Found, snapshot: Snapshot, settings: RankingSettings, named: frozenset[int]
) -> Candidates:
    assert found.vector is not None
    fused = found.fused
    parallels = query.uses("parallels")
    if parallels:
        fused = with_parallels(fused, snapshot, found.allowed)
    weights = (settings.fusion.lexical_weight, settings.fusion.comment_weight)
    names = named if query.uses("names") else frozenset[int]()
    return describe(fused, found.vector, snapshot, found.allowed, names, weights, parallels=parallels)


def _find(query: Query, question: Question, snapshot: Snapshot, encoder: Encoder, settings: RankingSettings) -> _Found:
    compared = snapshot.compared_with(question.language)
    allowed = compared if query.filters.empty else compared & allowed_rows(query.filters, snapshot)
    if not query.uses("glossary"):
        question = replace(question, english=None)

    def by_words() -> Leg:
        return lexical_leg(snapshot.lexical, question.by_language, _DEPTH, allowed, snapshot.rows)

    if query.mode == "lexical":
        return _Found(fuse(by_words(), (), (), settings.fusion), None, allowed, refused=False)
    # The words are looked up while faiss, which holds no lock of Python's, compares the vectors.
    words = snapshot.aside.submit(by_words) if query.mode == "hybrid" else None
    vector = encode(question, encoder)
    ids, cosines = snapshot.vectors.search(vector, _DEPTH * _OVERFETCH, allowed)
    refused = False
    if query.uses("abstention") and snapshot.answerability:
        near = (ids, cosines) if query.filters.empty else snapshot.vectors.search(vector, DEPTH, compared)
        fields = snapshot.rows["field"][near[0][:DEPTH]]
        refused = snapshot.answerability.refuses(vector, near[1][:DEPTH], fields, question.length)
    dense = best_rows(zip(ids.tolist(), cosines.tolist(), strict=True), snapshot.row_units, _DEPTH)
    comments: Leg = ()
    if query.mode == "hybrid" and query.uses("comments"):
        held = np.bincount(snapshot.row_units[allowed], minlength=len(snapshot.unit_instruments)) > 0
        comments = comment_leg(snapshot.citing, vector, _DEPTH, held, _own_words(query, snapshot))
    lexical = words.result() if words else ()
    return _Found(fuse(lexical, dense, comments, settings.fusion), vector, allowed, refused)


def _own_words(query: Query, snapshot: Snapshot) -> Callable[[int], bool]:
    if not query.leave_out_own_words:
        return lambda _row: False
    return lambda row: holds_words_of(query.text, snapshot.meta.row_text(row))
