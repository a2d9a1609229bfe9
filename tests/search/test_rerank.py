"""Candidates ranked again: the features weigh what the settings say, and the order is their sum's."""

from __future__ import annotations

import numpy as np
import pytest

from search.features import FEATURES, Candidates
from search.fusion import Fused
from search.query import Query
from search.rerank import WEIGHTS, RerankSettings, rerank
from search.searcher import Searcher


def candidates(*rows: dict[str, float]) -> Candidates:
    features = np.asarray([[row.get(name, 0.0) for name in FEATURES] for row in rows], dtype=np.float32)
    return Candidates(tuple(Fused(unit, 0.0) for unit in range(len(rows))), features.reshape(-1, len(FEATURES)))


def test_the_score_is_the_weighted_sum_and_equal_ones_come_by_unit() -> None:
    rows = candidates({"nearest": 0.5}, {"nearest": 0.5, "recital": 1.0}, {"nearest": 0.5}, {"nearest": 0.9})
    ranked = rerank(rows, RerankSettings({"nearest": 1.0, "recital": -0.2}))
    assert [hit.unit for hit in ranked] == [3, 0, 2, 1]
    assert [hit.rerank for hit in ranked] == pytest.approx([0.9, 0.5, 0.5, 0.3])


def test_the_parts_are_told_when_asked_for() -> None:
    rows = candidates({"nearest": 0.5, "comments": 1.0})
    settings = RerankSettings({"nearest": 2.0, "comments": 0.25})
    (plain,), (told,) = rerank(rows, settings), rerank(rows, settings, explain=True)
    assert plain.parts == ()
    assert dict(told.parts) == {name: {"nearest": 1.0, "comments": 0.25}.get(name, 0.0) for name in FEATURES}


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(WEIGHTS) == set(FEATURES)


def test_binding_before_soft_before_commentary_when_all_else_is_equal() -> None:
    rows = candidates({"nearest": 0.5, "comment": 1.0}, {"nearest": 0.5, "soft": 1.0}, {"nearest": 0.5})
    assert [hit.unit for hit in rerank(rows, RerankSettings())] == [2, 1, 0]


def test_no_candidates_no_ranking() -> None:
    assert rerank(candidates(), RerankSettings()) == []


def test_it_can_be_switched_off(searcher: Searcher) -> None:
    on = searcher.search(Query("may a keeper hold my passport", explain=True))
    off = searcher.search(Query("may a keeper hold my passport", rerank=False))
    assert all(r.why.rerank is not None and r.why.parts for r in on.results)
    assert all(r.why.rerank is None for r in off.results)
    assert on.to_json()["results"][0]["why"]["rerank"]["parts"]["nearest"] > 0
    assert [r.score for r in on.results] == sorted((r.score for r in on.results), reverse=True)
