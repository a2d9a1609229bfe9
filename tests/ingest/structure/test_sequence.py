"""Which candidates count up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.numbers import Number
from ingest.structure.sequence import Candidate, choose


def chosen(
    values: list[tuple[int, float]], announcements: list[int] | None = None, *, restarts: bool = True
) -> list[list[int]]:
    """The chosen numbers, one list per sequence; a candidate stands at 100 times its place."""
    candidates = [Candidate(place * 100, Number(value), weight) for place, (value, weight) in enumerate(values)]
    sequences: list[list[int]] = []
    last = -1
    for item in choose(candidates, announcements or [], restarts=restarts):
        if item.segment != last:
            sequences.append([])
            last = item.segment
        sequences[-1].append(item.number.value)
    return sequences


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([(1, 1.0), (2, 1.0), (3, 1.0)], [[1, 2, 3]], id="plain"),
        pytest.param([(1, 1.0), (17, 0.5), (2, 1.0), (3, 1.0)], [[1, 2, 3]], id="a reference among headings"),
        pytest.param([(1, 1.0), (2, 1.0), (4, 1.0), (5, 1.0)], [[1, 2, 4, 5]], id="a gap"),
        pytest.param(
            [(1, 1.0), (2, 1.0), (3, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)],
            [[1, 2, 3], [1, 2, 3]],
            id="a second instrument",
        ),
        pytest.param([(1, 1.0), (2, 1.0), (1, 0.5), (3, 1.0), (4, 1.0)], [[1, 2, 3, 4]], id="a quoted article 1"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_sequences(values: list[tuple[int, float]], expected: list[list[int]]) -> None:
    assert chosen(values) == expected


def test_without_restarts_there_is_one_sequence() -> None:
    values = [(1, 0.8), (2, 0.8), (1, 0.8), (2, 0.8), (3, 0.8), (3, 0.8), (4, 0.8), (5, 0.8)]
    (sequence,) = chosen(values, restarts=False)
    assert sequence == [1, 2, 3, 4, 5]


def test_an_announced_annex_begins_again() -> None:
    values = [(1, 1.0), (2, 1.0), (3, 1.0), (1, 0.6), (2, 0.6)]
    assert chosen(values, [250]) == [[1, 2, 3], [1, 2]]


def test_a_number_printed_twice_stands_for_the_missing_one() -> None:
    assert chosen([(1, 1.0), (2, 1.0), (2, 1.0), (4, 1.0), (5, 1.0)]) == [[1, 2, 3, 4, 5]]


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0.3, 0.6, 1.0])), max_size=40))
def test_every_sequence_rises(values: list[tuple[int, float]]) -> None:
    for sequence in chosen(values):
        assert sequence == sorted(set(sequence))
