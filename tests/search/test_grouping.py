"""Near-copies kept apart: of ten results in a row, few say the same."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from search.fusion import Fused
from search.grouping import spread


def parallels(*families: range) -> dict[int, NDArray[np.int64]]:
    return {
        unit: np.asarray([other for other in family if other != unit], dtype=np.int64)
        for family in families
        for unit in family
    }


def order(count: int, families: dict[int, NDArray[np.int64]], most: int) -> list[int]:
    nothing = np.zeros(0, dtype=np.int64)
    hits = [Fused(unit, 1.0) for unit in range(count)]
    return [hit.unit for hit in spread(hits, lambda unit: families.get(unit, nothing), most)]


def test_one_too_many_comes_when_there_is_room() -> None:
    families = parallels(range(8))
    assert order(20, families, 4)[:16] == [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 4, 5, 6, 7, 14, 15]


def test_a_unit_parallel_to_one_that_is_full_waits_too() -> None:
    # 0 is parallel to 1, 2 and 3, which are not parallel to each other.
    families = {0: np.asarray([1, 2, 3]), 1: np.asarray([0]), 2: np.asarray([0]), 3: np.asarray([0])}
    assert order(5, families, 3) == [0, 1, 2, 4, 3]


@pytest.mark.parametrize("count", [0, 1, 12, 150])
def test_nothing_is_lost_and_nothing_comes_twice(count: int) -> None:
    assert sorted(order(count, parallels(range(9), range(9, 30)), 3)) == list(range(count))


def test_where_all_are_alike_the_order_stays() -> None:
    assert order(12, parallels(range(12)), 2) == list(range(12))
