"""Candidates ranked again: all fields count, commentary and recitals stand behind when scores are close."""

from __future__ import annotations

import numpy as np
import pytest

from search.fusion import Fused
from search.query import Query
from search.rerank import RerankSettings, rerank
from search.searcher import Searcher


def candidates(searcher: Searcher) -> list[Fused]:
    count = len(searcher.snapshot.meta.unit_instrument)
    return [Fused(unit, 0.0, None, None, None, None) for unit in range(count)]


def ranked(searcher: Searcher, question: str, settings: RerankSettings) -> dict[int, float]:
    snapshot = searcher.snapshot
    query = searcher._encoder.encode_query(question)
    everything = np.ones(len(snapshot.rows), dtype=bool)
    return {c.unit: c.rerank or 0.0 for c in rerank(candidates(searcher), query, snapshot, everything, settings)}


def test_nothing_is_lost_and_the_best_comes_first(searcher: Searcher) -> None:
    found = ranked(searcher, "wages are paid every month in coin", RerankSettings())
    assert sorted(found) == sorted(c.unit for c in candidates(searcher))
    assert list(found.values()) == sorted(found.values(), reverse=True)
    best = next(iter(found))
    assert searcher.snapshot.meta.unit_number[best] == "3"


def test_commentary_is_handicapped_by_what_the_settings_say(searcher: Searcher) -> None:
    plain = ranked(searcher, "a locked door is detention", RerankSettings(commentary=0.0))
    behind = ranked(searcher, "a locked door is detention", RerankSettings(commentary=0.3))
    meta = searcher.snapshot.meta
    for unit, score in plain.items():
        is_comment = meta.instruments[meta.unit_instrument[unit]].kind == "general_comment"
        assert behind[unit] == pytest.approx(score - 0.3 * is_comment, abs=1e-5)


def test_no_candidates_no_ranking(searcher: Searcher) -> None:
    snapshot = searcher.snapshot
    query = searcher._encoder.encode_query("lamps")
    assert rerank([], query, snapshot, np.ones(len(snapshot.rows), dtype=bool), RerankSettings()) == []


def test_it_can_be_switched_off(searcher: Searcher) -> None:
    on = searcher.search(Query("may a keeper hold my passport"))
    off = searcher.search(Query("may a keeper hold my passport", rerank=False))
    assert all(r.why.rerank is not None for r in on.results)
    assert all(r.why.rerank is None for r in off.results)
    assert [r.score for r in on.results] == sorted((r.score for r in on.results), reverse=True)
