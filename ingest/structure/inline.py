"""Numbered paragraphs and points that stand one behind the other on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.structure.lines import Line
from ingest.structure.numbers import latin_digits

__all__ = ["split_inline"]

_LONG = 80
"""Characters; shorter lines hold one paragraph."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_CHINESE = "一二三四五六七八九十"
# A number may stand behind the end of a sentence or of a point; the first one also behind a title or a colon.
_FIRST = r"(?:^|(?<=[.;:,\)–—。；：]\s)|(?<=[。；：])|(?<=[A-Za-zÀ-ÿ]\s))"
_LATER = (
    r"(?:(?<=[.;:,\)–—。；]\s)|(?<=[。；])|(?<=[;,]\sand\s)|(?<=[;,]\sor\s)|(?<=[;,]\set\s)|"
    r"(?<=[;,]\sy\s)|(?<=[;,]\so\s))"
)


def split_inline(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before each number of a list that runs on inside one of them."""
    return _with_missing([piece for line in lines for piece in _pieces(line)])


def _with_missing(lines: list[Line]) -> list[Line]:
    """The lines, cut where a number stands that the heads of the lines skip: `5.` behind a sentence between 4 and 6."""
    for head, inside in _SKIPPED:
        numbered = [
            (index, int(m["n"])) for index, line in enumerate(lines) if (m := head.match(latin_digits(line.text)))
        ]
        for (index, value), (stop, following) in reversed(list(pairwise(numbered))):
            if not 1 < following - value <= _MOST_SKIPPED:
                continue
            for number in range(following - 1, value, -1):
                lines[index:stop] = _cut_once(lines[index:stop], re.compile(inside.format(number)))
    return lines


def _cut_once(lines: list[Line], number: re.Pattern[str]) -> list[Line]:
    """The lines, cut before the only place where the number stands."""
    places = [(index, m.start()) for index, line in enumerate(lines) for m in number.finditer(latin_digits(line.text))]
    if len(places) != 1 or lines[places[0][0]].role in ("note", "table"):
        return lines
    index, at = places[0]
    return [*lines[:index], *_split(lines[index], [at]), *lines[index + 1 :]]


def _pieces(line: Line) -> list[Line]:
    if line.role in ("note", "table") or len(line.text) < _LONG:
        return [line]
    cuts = sorted({cut for second, style in _STYLES if second in line.text for cut in _cuts(line.text, style)} - {0})
    if not cuts:
        return [line]
    return _split(line, cuts)


def _split(line: Line, cuts: Sequence[int]) -> list[Line]:
    edges = [0, *cuts, len(line.text)]
    pieces: list[Line] = []
    for start, stop in pairwise(edges):
        text = line.text[start:stop].rstrip()
        if text:
            pieces.append(Line(line.start + start, line.start + start + len(text), text, line.role, line.level))
    return pieces


def _style(mark: str, values: Sequence[str], follows: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """For each value in turn: how it looks as the first of a list and as a later one."""
    return tuple(
        (
            re.compile(_FIRST + mark.format(value) + follows),
            re.compile(_LATER + mark.format(value) + follows),
        )
        for value in values
    )


_NUMBERS = [str(value) for value in range(1, 40)]
# Each with its second element, without which a line holds no such list.
_STYLES = (
    ("2.", _style(r"{}\.", _NUMBERS, r"\s?(?=[A-ZÀ-Þ“\"(])")),
    ("(2)", _style(r"\({}\)", _NUMBERS, r"\s?(?=\w|[“\"(])")),
    ("(b)", _style(r"\({}\)", _LETTERS, r"\s?(?=\w|[“\"(])")),
    ("(ii)", _style(r"\({}\)", _ROMANS, r"\s?(?=\w|[“\"(])")),
    ("二", _style(r"{}", _CHINESE, r"(?:[、．.]|\s)(?=\w)")),
)

_MOST_SKIPPED = 3
# How a number stands at the head of a line, and how the skipped one stands behind the end of a sentence.
_SKIPPED = (
    (re.compile(r"(?P<n>\d{1,2})\.\s?(?=\D)"), r"(?<=[.;:)]\s){}\.\s?(?=[A-ZÀ-Þ“\"(])"),
    (re.compile(r"\((?P<n>\d{1,2})\)\s?(?=\D)"), r"(?<=[.;:]\s)\({}\)\s?(?=[A-ZÀ-Þ“\"])"),
    (re.compile(r"[-–—]\s?(?P<n>\d{1,2})(?=[\u0600-\u06ff\s])"), r"(?<=[.؛:])\s?[-–—]\s?{}(?=[\u0600-\u06ff\s])"),
    (re.compile(r"(?P<n>\d{1,2})\s?[-–—]\s?(?=[\u0600-\u06ff])"), r"(?<=[.؛:]\s){}\s?[-–—]\s?(?=[\u0600-\u06ff])"),
)


def _cuts(text: str, style: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]) -> Iterator[int]:
    """Where the elements of the lists of one style begin; a list has at least two on the line."""
    at = 0
    while True:
        run = _run(text, style, at)
        if not run:
            return
        yield from run
        at = run[-1] + 1


def _run(text: str, style: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...], at: int) -> list[int]:
    """The next list of a style: from its first element on, as long as the next number follows."""
    first = style[0][0].search(text, at)
    while first:
        run = [first.start()]
        for _, later in style[1:]:
            following = later.search(text, run[-1] + 2)
            if following is None:
                break
            run.append(following.start())
        if len(run) > 1:
            return run
        first = style[0][0].search(text, first.end())
    return []
