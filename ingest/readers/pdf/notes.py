"""Footnotes: what stands below the text of a page in smaller type, behind a mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.readers.pdf.lines import Line, TableRow

__all__ = ["body_size", "split_notes"]

_SMALLER = 0.94
_LOWEST = 0.35
"""Share of the page's height above which no footnote begins."""
_MARK = re.compile(r"(?:[⁰¹²³⁴-⁹]{1,3}|\d{1,3}(?=[ )A-Z\"“'‘(]|\.\s)|[*†‡§]{1,3}|[a-z](?=[ )]))\s*\S")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}\s*\S|[*†‡]{1,3}\s?[^\W\d]")
_RULE = re.compile(r"[_\s—–-]{6,}")


def body_size(lines: Iterable[Line]) -> float:
    """The size most characters of a document have, in points to the nearest tenth; 0 for none."""
    weight: Counter[float] = Counter()
    for line in lines:
        weight[round(line.size, 1)] += len(line.text)
    return max(weight, key=lambda size: (weight[size], size), default=0.0)


def split_notes(found: Sequence[Line | TableRow], body: float) -> tuple[list[Line | TableRow], list[list[Line]]]:
    """The text of a page without its footnotes, and the lines of each footnote."""
    text: list[Line | TableRow] = []
    notes: list[list[Line]] = []
    for stretch in _by_region(found):
        first = _first_note_line(stretch, body)
        text += stretch[:first]
        notes += _separate([line for line in stretch[first:] if isinstance(line, Line)])
    return text, notes


def _by_region(found: Sequence[Line | TableRow]) -> list[list[Line | TableRow]]:
    stretches: list[list[Line | TableRow]] = []
    for item in found:
        if stretches and stretches[-1][-1].region == item.region:
            stretches[-1].append(item)
        else:
            stretches.append([item])
    return stretches


def _first_note_line(stretch: Sequence[Line | TableRow], body: float) -> int:
    """Position of the first line from which on all is small print that begins with a mark."""
    first = len(stretch)
    text_above = False
    for position in range(len(stretch) - 1, -1, -1):
        line = stretch[position]
        if not isinstance(line, Line) or line.size > _SMALLER * body or line.y < _LOWEST * line.height:
            text_above = isinstance(line, Line) and line.size > _SMALLER * body
            break
        if _MARK.match(line.text) or _goes_on_from_last_page(stretch, position, body):
            first = position
    # Small print alone in its region is a caption, a table or a box, unless its mark is raised as those of notes are.
    if first < len(stretch) and not text_above:
        opening = stretch[first]
        return first if isinstance(opening, Line) and _RAISED.match(opening.text) else len(stretch)
    return first


def _goes_on_from_last_page(stretch: Sequence[Line | TableRow], position: int, body: float) -> bool:
    """Whether small print without a mark follows text of the usual size after a gap, and a marked note follows it."""
    if position == 0:
        return False
    line, before = stretch[position], stretch[position - 1]
    if not isinstance(line, Line) or not isinstance(before, Line) or before.size <= _SMALLER * body:
        return False
    rest = stretch[position + 1 :]
    return line.y - before.y > 1.5 * before.size and any(isinstance(r, Line) and _RAISED.match(r.text) for r in rest)


def _separate(lines: Sequence[Line]) -> list[list[Line]]:
    notes: list[list[Line]] = []
    left = min((line.x0 for line in lines), default=0.0)
    raised = sum(bool(_RAISED.match(line.text)) for line in lines)
    for line in lines:
        begins = _RAISED.match(line.text) if raised else _MARK.match(line.text)
        if notes and not (begins and line.x0 - left < 4 * line.size):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes
