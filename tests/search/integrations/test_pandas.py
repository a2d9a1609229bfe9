"""Answers as data frames."""

from __future__ import annotations

import datetime as dt

import pytest

pytest.importorskip("pandas", reason="the extra `pandas` is not installed")

from search.export import COLUMNS
from search.integrations.pandas import to_frame
from search.query import Query
from search.searcher import Searcher
from tests.search.export.answers import FULL, WORDS, answer


def test_a_row_for_each_result() -> None:
    frame = to_frame(FULL, Query(FULL.query, limit=4), dt.date(2031, 2, 3))
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["rank"]) == [1, 2, 3, 4]
    assert frame["quotation"][0] == WORDS
    assert list(frame["digest"].notna()) == [False, False, True, False]
    assert frame["binding"].dtype == bool
    assert frame["retrieved"].dt.year.unique().tolist() == [2031]
    assert frame["parameters"][0] == {"q": FULL.query, "limit": 4}


def test_nothing_found_is_an_empty_frame_with_the_columns() -> None:
    frame = to_frame(answer())
    assert frame.empty
    assert list(frame.columns) == list(COLUMNS)


def test_frames_of_several_questions_are_put_together(searcher: Searcher) -> None:
    import pandas as pd

    frames = [to_frame(searcher.search(Query(q, limit=2))) for q in ("passport", "wages every month")]
    together = pd.concat(frames, ignore_index=True)
    assert set(together["query"]) == {"passport", "wages every month"}
    assert together["generation"].unique().tolist() == [searcher.snapshot.generation.id]
