"""Footnote marks that lost their raised position and stand as digits glued to a word: "the keeper.12 His lamp"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from ingest.readers.cleaning import Cleaned

__all__ = ["raise_note_marks"]

_DIGITS = re.compile(r"(?<=[^\s\d])\d{1,3}(?=\s|$)")
_BEFORE = re.compile(r"""([^\W\d_]{2,}|\))[.,;:!?]?[”’»"')\]]?[.,;:]?\Z""")
_PARAGRAPH = re.compile(r"\s*(\d{1,3})[.)]\s")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Words that a number belongs to, with or without a blank between.
_NUMBERED = re.compile(
    r"add|al|annex|annexe|anexo|art|articles?|art[ií]culos?|arts|cap|cha?p?|chapt(?:er|re)|cl|comment|corr|doc|fig|figure|goal|target|nos?|"
    r"n[rº]|n[uú]m|objective|p[áa]gina|para?s?|paragraphe?s?|part|p[áa]rr|p[áa]rrafo|pp|principle|reg|regulation|res|"
    r"resolution|rev|rule|sect?|section|supp?l?|table|title|vol|المادة|مادة|статья",
    re.IGNORECASE,
)
_FEW = 6
"""Fewer marks in a rising row could be chance: one in 720."""
_SHARE = 0.9
_FIRST = 3
"""A row of notes begins at 1; the first ones may stand where no word is before them."""

_ROW = frozenset(range(1, _FEW))
"""Paragraphs of a text whose paragraphs are numbered."""

_Mark = tuple[int, int, int, int]
"""The position of a line; where in it the word, its mark and the mark's end stand."""
_LONGEST_WORD = 60


def raise_note_marks(lines: Sequence[Cleaned]) -> list[Cleaned]:
    """The lines with the marks raised again (`¹²`) where their numbers leave no doubt that they are marks.

    They do where nearly all glued numbers of a file rise from the first to the last, and the file's own paragraphs are
    numbered at the heads of lines, so that no glued number is one of theirs.
    """
    marks = _certain(lines, list(_candidates(lines)))
    raised = list(lines)
    for position, found in groupby(marks, key=itemgetter(0)):
        line = lines[position]
        spans = [span for _, *span in found]
        edits = [(mark, end, line.text[mark:end].translate(_RAISED)) for _, mark, end in spans]
        raised[position] = line.edit(edits, [(word, end) for word, _, end in spans])
    return raised


def _candidates(lines: Sequence[Cleaned]) -> Iterator[_Mark]:
    for position, line in enumerate(lines):
        for mark, end in (match.span() for match in _DIGITS.finditer(line.text)):
            before = _BEFORE.search(line.text, max(0, mark - _LONGEST_WORD), mark)
            if before and not (before.group(1).isupper() or _NUMBERED.fullmatch(before.group(1))):
                yield position, before.start(), mark, end


def _certain(lines: Sequence[Cleaned], candidates: Sequence[_Mark]) -> list[_Mark]:
    """The candidates that rise, save those that could be a paragraph missing in the row of paragraphs, or its next."""
    values = [int(lines[position].text[mark:end]) for position, _, mark, end in candidates]
    chain = _longest_rise(values)
    if len(chain) < max(_FEW, _SHARE * len(candidates)) or values[chain[0]] > _FIRST:
        return []
    paragraphs = {int(match.group(1)) for line in lines if (match := _PARAGRAPH.match(line.text))}
    if not paragraphs >= _ROW:
        return []
    following = max(paragraphs) + 1
    return [candidates[n] for n in chain if values[n] in paragraphs or values[n] > following]


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Positions of the longest row of values of which each is greater than the one before it."""
    ends: list[int] = []
    before: list[int | None] = []
    for position, value in enumerate(values):
        at = bisect_left(ends, value, key=lambda n: values[n])
        before.append(ends[at - 1] if at else None)
        ends[at : at + 1] = [position]
    chain: list[int] = []
    step = ends[-1] if ends else None
    while step is not None:
        chain.append(step)
        step = before[step]
    return chain[::-1]
