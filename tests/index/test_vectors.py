from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorIndex, write_vectors


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    vectors = np.eye(4, dtype=np.float32)[[0, 1, 1, 2]]
    write_vectors(tmp_path / "v", np.array([3, 9, 7, 20], dtype=np.int64), vectors)
    return VectorIndex(tmp_path / "v")


def test_nearest_first_equal_scores_by_id(index: VectorIndex) -> None:
    query = np.array([0.6, 0.8, 0, 0], dtype=np.float32)
    ids, scores = index.search(query, 3)
    assert ids.tolist() == [7, 9, 3]
    assert scores.tolist() == pytest.approx([0.8, 0.8, 0.6])


def test_only_allowed_ids_are_ranked(index: VectorIndex) -> None:
    allowed = np.zeros(21, dtype=bool)
    allowed[[3, 20]] = True
    ids, _ = index.search(np.array([0, 1, 0.5, 0], dtype=np.float32), 10, allowed)
    assert ids.tolist() == [20, 3]


def test_a_vector_is_found_by_its_id(index: VectorIndex) -> None:
    assert index.vector(20).tolist() == [0, 0, 1, 0]
    assert index.size == 4


def test_more_than_there_are(index: VectorIndex) -> None:
    assert len(index.search(np.ones(4, dtype=np.float32), 100)[0]) == 4
