"""Where the words of a quotation stand in an edition: exactly, or as near as they come.

Nearness is found by diagonals: each word of the quotation that stands in the text too votes for a distance between
the two; where many votes fall together, the words are laid beside each other. So the cost grows with the quotation and
not with the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from search.checking.pieces import Gap, Piece, Quoted
from search.checking.texts import EditionText, WordRange

__all__ = ["Located", "locate_exactly", "locate_nearly"]

_FREQUENT = 200
"""A word with more places votes only where the quotation has no rarer ones."""
_FEW = 6
_CROWDS = 6
"""Places that a piece is laid beside."""
_PUT_IN = 15
"""Words of the text that words in brackets may stand for."""
_TRIES = 50
_GAP_COST = 0.5
_STOPS = frozenset(".;:!?\n。；：！？؟؛")


@dataclass(frozen=True, slots=True)
class Located:
    """The words of the text that each piece of a quotation stands for; None for a piece that is not there."""

    text: EditionText
    pieces: tuple[WordRange | None, ...]
    nearness: float = 1.0
    """The share of the quotation's words that stand there."""

    @property
    def words(self) -> WordRange:
        """From the first to the last word found."""
        found = [p for p in self.pieces if p]
        return found[0][0], found[-1][1]


def locate_exactly(quoted: Quoted, text: EditionText, within: WordRange) -> Located | None:
    """The first place in a range of the text that has the pieces in their order, word for word."""
    pieces = quoted.pieces
    wanted = [piece.words for piece in pieces]
    close = _close_gaps(quoted)
    for first in _occurrences(wanted[0], text, within):
        found = [first]
        for n, words in enumerate(wanted[1:]):
            bound = min(within[1], found[-1][1] + _PUT_IN + len(words)) if close[n] else within[1]
            following = next(_occurrences(words, text, (found[-1][1], bound)), None)
            if following is None:
                break
            found.append(following)
        else:
            return Located(text, tuple(found))
    return None


def locate_nearly(quoted: Quoted, text: EditionText, within: WordRange) -> Located | None:
    """The place in a range where most words of the quotation stand in their order; None where hardly any do."""
    found: list[WordRange | None] = []
    start, shared, total = within[0], 0, 0
    for piece in quoted.pieces:
        total += len(piece.words)
        exact = next(_occurrences(piece.words, text, (start, within[1])), None)
        near = (exact, len(piece.words)) if exact else _nearest(piece, text, (start, within[1]))
        found.append(near[0] if near else None)
        if near:
            shared += near[1]
            start = near[0][1]
    return Located(text, tuple(found), shared / total) if any(found) else None


def _close_gaps(quoted: Quoted) -> list[bool]:
    """Of the gaps between pieces: whether only a few words may be left out."""
    close: list[bool] = []
    ellipsis, seen = False, False
    for part in quoted.parts:
        if isinstance(part, Gap):
            ellipsis = ellipsis or part.ellipsis
        else:
            if seen:
                close.append(not ellipsis)
            seen, ellipsis = True, False
    return close


def _occurrences(words: Sequence[str], text: EditionText, within: WordRange) -> Iterator[WordRange]:
    """The places of a run of words, the first so many."""
    needle = f" {' '.join(words)} "
    lo, hi = int(text.places[within[0]]), int(text.places[within[1]]) + 1
    for _ in range(_TRIES):
        at = text.joined.find(needle, lo, hi)
        if at < 0:
            return
        first = int(np.searchsorted(text.places, at))
        yield first, first + len(words)
        lo = at + 1


def _nearest(piece: Piece, text: EditionText, within: WordRange) -> tuple[WordRange, int] | None:
    """The words of a range that a piece comes nearest to, and how many of its words stand there."""
    best: tuple[WordRange, int] | None = None
    for at in _crowds(_diagonals(piece.words, text, within), _slack(piece)):
        found = _beside(piece, text, within, at)
        if found and (best is None or found[1] > best[1]):
            best = found
    return best


def _slack(piece: Piece) -> int:
    """How many words may be put in or left out between the beginning of a piece and its end."""
    return max(4, len(piece.words) // 4)


def _crowds(diagonals: NDArray[np.int64], slack: int) -> list[int]:
    """Where most of the ascending diagonals fall together, the densest places first, none beside another."""
    count = np.searchsorted(diagonals, diagonals + slack, side="right") - np.arange(len(diagonals))
    found: list[int] = []
    for k in np.argsort(-count, kind="stable")[: _CROWDS * _CROWDS].tolist():
        at = int(diagonals[k])
        if len(found) < _CROWDS and all(abs(at - other) > slack for other in found):
            found.append(at)
    return found


def _beside(piece: Piece, text: EditionText, within: WordRange, at: int) -> tuple[WordRange, int] | None:
    """The piece laid beside the words around a place: the words that it stands for, and how many are its own."""
    words, slack = piece.words, _slack(piece)
    lo, hi = max(within[0], at - slack), min(within[1], at + len(words) + 2 * slack)
    around = [w.folded for w in text.words[lo:hi]]
    blocks = [(b.a, b.b, b.size) for b in Levenshtein.editops(words, around).as_matching_blocks() if b.size]
    run = _best_run(_tight(blocks, around))
    if not run:
        return None
    (a, b, _), (a2, b2, size2) = run[0], run[-1]
    start = lo + b - _reach_back(piece, text, a, lo + b - within[0], lo + b)
    end = lo + b2 + size2
    end += _reach_on(piece, text, a2 + size2, within[1] - end, end)
    return (start, end), sum(n for _, _, n in run)


def _diagonals(words: Sequence[str], text: EditionText, within: WordRange) -> NDArray[np.int64]:
    """The distances between places in the text and in the piece of the words that they share, ascending."""
    order, starts = text.occurrences
    places: list[tuple[int, NDArray[np.int64]]] = []
    for n, word in enumerate(words):
        number = text.numbers.get(word)
        if number is None:
            continue
        of_word = order[starts[number] : starts[number + 1]]
        inside = of_word[bisect_left(of_word, within[0]) : bisect_right(of_word, within[1] - 1)]
        if len(inside):
            places.append((n, inside))
    rare = [p for p in places if len(p[1]) <= _FREQUENT]
    if len(rare) < min(_FEW, len(words)):
        rare = sorted(places, key=lambda p: (len(p[1]), p[0]))[:_FEW]
    found = [inside - n for n, inside in rare]
    return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)


def _best_run(blocks: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The neighbouring blocks that share most, what stands between them set against it."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    score, begin = 0.0, 0
    for n, (a, b, size) in enumerate(blocks):
        if n:
            last = blocks[n - 1]
            score -= _GAP_COST * max(a - last[0] - last[2], b - last[1] - last[2])
        if score <= 0:
            score, begin = 0.0, n
        score += size
        if score > best[0]:
            best = (score, begin, n + 1)
    return list(blocks[best[1] : best[2]])


def _tight(blocks: Sequence[tuple[int, int, int]], around: Sequence[str]) -> list[tuple[int, int, int]]:
    """The same blocks, each moved to its neighbour where just these words stand beside that too."""
    forwards: list[tuple[int, int, int]] = []
    for a, b, size in blocks:
        if forwards and (last := forwards[-1])[0] + last[2] == a:
            beside = last[1] + last[2]
            if around[beside : beside + size] == around[b : b + size]:
                forwards[-1] = (last[0], last[1], last[2] + size)
                continue
        forwards.append((a, b, size))
    out: list[tuple[int, int, int]] = []
    for a, b, size in reversed(forwards):
        if out and a + size == out[-1][0] and around[out[-1][1] - size : out[-1][1]] == around[b : b + size]:
            out[-1] = (a, out[-1][1] - size, size + out[-1][2])
        else:
            out.append((a, b, size))
    return out[::-1]


def _reach_back(piece: Piece, text: EditionText, left: int, room: int, at: int) -> int:
    """How many words before the first shared one stand for the piece's words before it: none of another sentence."""
    stops = _stops_inside(piece, 0, left)
    count = 0
    while count < min(left, room):
        gap = text.text[text.words[at - count - 1].end : text.words[at - count].start]
        if not stops and _STOPS & set(gap):
            break
        count += 1
    return count


def _reach_on(piece: Piece, text: EditionText, used: int, room: int, at: int) -> int:
    left = len(piece.words) - used
    stops = _stops_inside(piece, used, len(piece.words))
    count = 0
    while count < min(left, room):
        gap = text.text[text.words[at + count - 1].end : text.words[at + count].start]
        if not stops and _STOPS & set(gap):
            break
        count += 1
    return count


def _stops_inside(piece: Piece, first: int, last: int) -> bool:
    """Whether a sentence ends beside some words of a piece."""
    at = -1
    for token in piece.tokens:
        if token.kind == "word":
            at += 1
        elif first - 1 <= at < last and (token.kind == "numbering" or token.key in _STOPS):
            return True
    return False
