"""Quotations without marks: paragraphs that are set in, that begin with `>`, or that follow a colon.

A paragraph behind a colon may as well be a list or the writer's own words. It is a quotation for certain only behind
words that announce one ("article 9 reads:"); else it counts when its words are found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.checking.quotations import Quotation

__all__ = ["block_quotations"]

_LINE = re.compile(r"[^\n]*")
_INDENT = 2
_QUOTE_MARKS = "“”„‟\"«»‹「『‘'"
_LIST = re.compile(r"(?:\(?(?:\w{1,3}|[ivx]{1,5})[.)]|[•●▪◦·*–—-])\s")
_POINT = re.compile(r"\(\w{1,4}\)\s|[•●▪◦·*–—-]\s")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_ANNOUNCED = re.compile(
    r"\b(?:provid(?:es|ed|ing)|(?-i:stat(?:es|ed|ing))|reads?|reading|sa(?:ys|id)|declar(?:es|ed)|stipulat(?:es|ed)"
    r"|proclaims?|quot(?:es|ed)|words|as follows|follows|dispose|stipule|prévoit|énonce|lit|libellé|suit|dit"
    r"|dice|establece|dispone|reza|señala|estipula|siguiente|bestimmt|lautet|heißt|folgt|prevê|estabelece|dispõe)"
    r"(?:[ ,]+(?:that|que|in part|in full|as follows|comme suit|ce qui suit|lo siguiente|wie folgt|o seguinte))?\W*$",
    re.IGNORECASE,
)
_ARABIC_ANNOUNCED = re.compile(r"(?:تنص|ينص|يلي|نصت|نصه)")
_TAIL = 60
"""Characters before a colon in which the announcing word is looked for."""
_MOST_PARAGRAPHS = 40


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    """Blanks before the words; `>` counts as being set in."""
    raised: bool
    """Whether it begins with `>`."""

    @property
    def empty(self) -> bool:
        return self.start == self.end


def block_quotations(text: str, taken: Sequence[Quotation]) -> list[Quotation]:
    """The quotations by paragraph that do not begin within one of those in marks."""
    inside = _Inside(taken)
    lines = list(_lines(text))
    out: list[Quotation] = []
    k = 0
    while k < len(lines):
        last = _set_in(lines, k)
        how = "block"
        if last is None and (after := _behind_colon(text, lines, k)):
            last, how = after
        if last is None or not (span := (lines[k].start, lines[last].end)) or inside(span[0]):
            k += 1
            continue
        if text[span[0]] not in _QUOTE_MARKS:
            out.append(Quotation(span, span, "block" if how == "block" else "perhaps"))
        k = last + 1
    return out


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for match in _LINE.finditer(text):
        if match.start() < at:  # the empty match at the end of each line
            continue
        raw = match[0]
        body = raw.lstrip(" \t\u00a0")
        raised = body.startswith(">")
        lead = len(raw) - len(body)
        indent = len(raw[:lead].expandtabs(4)) + (_INDENT if raised else 0)
        body = body.lstrip("> \t\u00a0")
        start = match.end() - len(body)
        yield _Line(start, match.start() + len(raw.rstrip()) if body.strip() else start, indent, raised)
        at = match.end() + 1


def _set_in(lines: Sequence[_Line], k: int) -> int | None:
    """The last line of the block that begins with line k and is set in further than the text before it."""
    if lines[k].empty or lines[k].indent < _INDENT:
        return None
    before = next((line for line in reversed(lines[max(0, k - 3) : k]) if not line.empty), None)
    if before is None or before.indent + _INDENT > lines[k].indent or (k and not (lines[k].raised or _gap(lines, k))):
        return None
    last = k
    for n in range(k + 1, min(len(lines), k + 400)):
        if lines[n].empty:
            continue
        if lines[n].indent < lines[k].indent or lines[n].raised != lines[k].raised:
            break
        last = n
    return last


def _gap(lines: Sequence[_Line], k: int) -> bool:
    """Whether what is set in is more than a first line: the next one is set in as well, or there is none."""
    following = lines[k + 1] if k + 1 < len(lines) else None
    return following is None or following.empty or following.indent >= lines[k].indent


def _behind_colon(text: str, lines: Sequence[_Line], k: int) -> tuple[int, str] | None:
    """The last line of what a colon announces, and whether that is a quotation for certain."""
    if k == 0 or lines[k].empty:
        return None
    before = next((line for line in reversed(lines[max(0, k - 3) : k]) if not line.empty), None)
    if before is None:
        return None
    lead = text[max(before.start, before.end - _TAIL) : before.end].rstrip(" —–-")
    if not lead.endswith((":", "：")):
        return None
    last = k
    for n in range(k + 1, min(len(lines), k + _MOST_PARAGRAPHS)):
        if lines[n].empty:
            continue
        if not _goes_on(text, lines[last].start, lines[n].start):
            break
        last = n
    announced = _ANNOUNCED.search(lead[:-1]) or _ARABIC_ANNOUNCED.search(lead)
    return last, "block" if announced and not _LIST.match(text, lines[k].start) else "perhaps"


def _goes_on(text: str, before: int, here: int) -> bool:
    """Whether the paragraph at a place belongs to the one before: it begins small, as a point, or counts on."""
    if text[here].islower() or _POINT.match(text, here):
        return True
    last, number = _NUMBER.match(text, before), _NUMBER.match(text, here)
    return last is not None and number is not None and int(number[1]) == int(last[1]) + 1


class _Inside:
    """Whether a place lies in a quotation in marks."""

    def __init__(self, taken: Sequence[Quotation]) -> None:
        outer = [q.span for q in taken if q.parent is None]
        self._starts = [a for a, _ in outer]
        self._ends = [b for _, b in outer]

    def __call__(self, place: int) -> bool:
        k = bisect_right(self._starts, place) - 1
        return k >= 0 and place < self._ends[k]
