"""Which of the lines that look like article headings are: the ones that count up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.numbers import Number

__all__ = ["Candidate", "Chosen", "choose"]

_NEXT = 1.0
"""Reward for the number that is due."""
_GAP = 0.35
"""Cost of each number left out, up to `_MAX_GAP`."""
_MAX_GAP = 10
_RESTART_ANNOUNCED = 0.6
"""Cost of beginning again from 1 behind the heading of an annex or protocol."""
_RESTART = 1.7
_RESTART_WEAK = 3.0
_CROSSING = 0.3
"""Cost of going on behind such a heading, which may be a line of the text after all."""
_LATE_START = 5.0
"""Cost of a sequence that begins anywhere but at its first number."""
_STRONG = 0.9
"""Weight of a heading that stands alone or is set off by a stop."""
_SURE = 0.8
"""Weight of a heading that nobody takes for a reference."""
_WINDOW = 700
"""Candidates looked back upon; more than lie between two articles of any real text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where an article may begin."""

    start: int
    number: Number
    weight: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate taken, its number, and its sequence: 0 for the first, one more at each restart."""

    candidate: int
    segment: int
    number: Number
    """The printed one, save where the print repeats a number and leaves out the next."""


def choose(candidates: Sequence[Candidate], announcements: Sequence[int], *, restarts: bool = True) -> list[Chosen]:
    """The candidates of the best set of rising sequences, in text order.

    `announcements` are the offsets (ascending) of headings of annexes and protocols, where beginning again is natural;
    without `restarts` there is one sequence only.
    """
    path = _best_path(candidates, announcements, restarts=restarts)
    chosen: list[Chosen] = []
    segment = 0
    for position, index in enumerate(path):
        number = candidates[index].number
        if position and not _rises(candidates[path[position - 1]].number, number):
            segment += 1
        elif position:
            misprint = _misprint(candidates, path[position - 1], index)
            if misprint is not None:
                due = Number(number.value - 1)
                chosen.append(Chosen(misprint, segment, due))
        chosen.append(Chosen(index, segment, number))
    return chosen


def _best_path(candidates: Sequence[Candidate], announcements: Sequence[int], *, restarts: bool) -> list[int]:
    best: list[float] = []
    before: list[int | None] = []
    for index, candidate in enumerate(candidates):
        score, previous = _opening(candidate), None
        for earlier in range(max(0, index - _WINDOW), index):
            last = candidates[earlier]
            if last.start == candidate.start or not (restarts or _rises(last.number, candidate.number)):
                continue  # another reading of the same line, or a second sequence where there is one
            value = best[earlier] + _transition(last, candidate, announcements)
            if value > score:
                score, previous = value, earlier
        best.append(score + candidate.weight)
        before.append(previous)
    path: list[int] = []
    step = max(range(len(best)), key=lambda index: (best[index], -index)) if best else None
    while step is not None:
        path.append(step)
        step = before[step]
    path.reverse()
    return path


def _misprint(candidates: Sequence[Candidate], last: int, following: int) -> int | None:
    """The one candidate between two numbers that prints the first of them again where the next is missing."""
    before, after = candidates[last], candidates[following]
    if after.number != Number(before.number.value + 2):
        return None
    between = [index for index in range(last + 1, following) if candidates[index].number == before.number]
    sure = [index for index in between if candidates[index].weight >= _SURE]
    return sure[0] if len(sure) == 1 else None


def _is_first(number: Number) -> bool:
    return (number.value == 1 and number.suffix_rank == 0) or (number.value == 0 and number.suffix_rank == 1)


def _opening(candidate: Candidate) -> float:
    return 0.0 if _is_first(candidate.number) else -_GAP * min(candidate.number.value - 1, _MAX_GAP)


def _rises(last: Number, following: Number) -> bool:
    """Whether the one continues the other; lettered articles (A, B) may follow numbered ones."""
    if last.value and not following.value:
        return True
    if not last.value and following.value:
        return False
    return following > last


def _transition(last: Candidate, following: Candidate, announcements: Sequence[int]) -> float:
    """The value of going on from one candidate with another."""
    at = bisect_left(announcements, last.start)
    crossed = at < len(announcements) and announcements[at] <= following.start
    if _rises(last.number, following.number):
        return _rise(last.number, following.number, crossed=crossed)
    if not _is_first(following.number):
        return -_LATE_START
    if crossed:
        return -_RESTART_ANNOUNCED
    return -_RESTART if following.weight >= _STRONG else -_RESTART_WEAK


def _rise(last: Number, following: Number, *, crossed: bool) -> float:
    if following.follows(last):
        return _NEXT - (_CROSSING if crossed else 0.0)
    if not following.value:
        skipped = following.suffix_rank - 1 - (0 if last.value else last.suffix_rank)
        return _NEXT / 2 - _GAP * min(skipped, _MAX_GAP)
    if crossed:
        return -_LATE_START
    missing = following.value - last.value - 1
    return _NEXT / 2 - _GAP * min(max(missing, 1), _MAX_GAP)
