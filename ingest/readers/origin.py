"""Where the letters of a clean text stand in the raw text it was made from, and back.

The map is a row of runs, as small as the changes are few. Both kinds of offsets are half-open, in code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.model import Document

__all__ = ["Run", "clean_span", "raw_span", "raw_text"]

Run = tuple[int, int, int]
"""(start in the clean text, start in the raw text, length): the same letters in both, one for one; a blank may stand
for another blank. What stands between two runs of the clean text was put in the place of what stands between them in
the raw text. A run of length 0 only ties two places together. The first run begins and the last one ends the clean
text; in the raw text runs may go back where a note was moved behind its paragraph.
"""


def raw_span(runs: Sequence[Run], start: int, end: int) -> tuple[int, int]:
    """The span of the raw text that the letters `start:end` of the clean text were made from.

    A letter that came with others from one place (a repaired word) gives that whole place.
    """
    last = max(start, end - 1)
    position = _run_at(runs, start)
    clean, raw, length = runs[position]
    low = raw + min(start - clean, length)
    if start < clean + length or start == end == clean + length:
        high = raw + min(end - clean, length)
    else:
        high = _gap_end(runs, position)
    for clean, raw, length in runs[position + 1 : _run_at(runs, last) + 1]:
        low, high = min(low, raw), max(high, raw + min(length, end - clean))
    if start < end:
        position = _run_at(runs, last)
        clean, raw, length = runs[position]
        high = max(high, raw + end - clean if last < clean + length else _gap_end(runs, position))
    return low, high


def clean_span(runs: Sequence[Run], start: int, end: int) -> tuple[int, int]:
    """The span of the clean text that was made from `start:end` of the raw text; empty where nothing was kept."""
    spans = [
        (clean + max(start - raw, 0), clean + min(end - raw, length)) if same else (clean, clean + length)
        for clean, length, raw, raw_end, same in _stretches(runs)
        if _touches(start, end, raw, raw_end)
    ]
    if spans:
        return min(span[0] for span in spans), max(span[1] for span in spans)
    before = [(raw + length, clean + length) for clean, raw, length in runs if raw + length <= start]
    at = max(before)[1] if before else runs[0][0]
    return at, at


def raw_text(document: Document, start: int, end: int) -> str:
    """The words `start:end` with the letters that the file has, blanks and marks that print nothing aside.

    A word that was put right comes whole, also where the span holds only a part of it.
    """
    parts: list[str] = []
    at = start
    for repair in document.repairs:
        if repair.start < end and repair.end > start:
            parts += [document.text[at : max(at, repair.start)], repair.raw]
            at = repair.end
    return "".join([*parts, document.text[at : max(at, end)]])


def _run_at(runs: Sequence[Run], position: int) -> int:
    """The last run that begins at the place in the clean text or before it."""
    return bisect_right(runs, position, key=_clean_start) - 1


def _clean_start(run: Run) -> int:
    return run[0]


def _gap_end(runs: Sequence[Run], position: int) -> int:
    """Where in the raw text the gap behind a run ends; it is empty where the runs go back."""
    _, raw, length = runs[position]
    return max(raw + length, runs[position + 1][1])


def _stretches(runs: Sequence[Run]) -> Iterator[tuple[int, int, int, int, bool]]:
    """(clean start, clean length, raw start, raw end, whether letter for letter) of each run and of each gap."""
    for run, following in pairwise(runs):
        clean, raw, length = run
        if length:
            yield clean, length, raw, raw + length, True
        gap = following[0] - clean - length
        gap_end = max(raw + length, following[1])
        if gap or gap_end > raw + length:
            yield clean + length, gap, raw + length, gap_end, False
    if runs and runs[-1][2]:
        clean, raw, length = runs[-1]
        yield clean, length, raw, raw + length, True


def _touches(start: int, end: int, raw_start: int, raw_end: int) -> bool:
    if start < end and raw_start < raw_end:
        return max(start, raw_start) < min(end, raw_end)
    return max(start, raw_start) <= min(end, raw_end)
