"""Paragraphs from lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.cleaning import Cleaned, Edit
from ingest.readers.pdf.hyphens import Words, ends_with_hyphen
from ingest.readers.pdf.lines import Line

__all__ = ["Leading", "begins_item", "joins", "paragraph_text", "right_margins"]

_ENDED = re.compile(r"""[.:;!?؛؟。：；！？…]["”’»'›)\]⁰¹²³⁴-⁹*]*$""")
_CLOSED = re.compile(r"""[.!?؟。！？]["”’»'›)\]⁰¹²³⁴-⁹*]*$""")
_ITEM = re.compile(
    r"(?:[•●○▪■□◦‣⁃➢➤✓✔·\uf000-\uf0ff]|[–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)](?:\s|$)|\(\d{1,3}\)|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s|\d{1,3}\.(?=[^\W\d])|o\s{1,3}(?=[A-Z]))"
)
_DIVISION = re.compile(
    r"(?:article|art\.|artículo|part|partie|parte|chapter|chapitre|cap[íi]tulo|section|secci[óo]n|annex|annexe|anexo|"
    r"appendix|schedule|title|titre|t[íi]tulo|protocol|статья|المادة|الباب|الفصل|الجزء|第)\s?\(?(?:\d+|[IVXLC]+\b|[A-Z]\b|[一二三四五六七八九十]+|ال)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*\Z")
_SOFT_HYPHEN = "\u00ad"
_LONGEST_WORD = 60
_BOX = 0.5
"""A stack of lines narrower than this share of its region has no right margin of its own."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The usual distance of baselines by size of type, in points."""

    by_size: dict[int, float]
    ratio: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Leading:
        """What is usual in these lines."""
        steps: dict[int, list[float]] = defaultdict(list)
        for above, below in pairwise(lines):
            step = below.y - above.y
            if above.page == below.page and above.region == below.region and 0.8 * above.size < step < 3 * above.size:
                steps[_class(above.size)].append(step)
        by_size = {size: _usual(found) for size, found in steps.items() if len(found) >= 8}
        ratios = [leading / (size / 2) for size, leading in sorted(by_size.items())]
        return cls(by_size, median(ratios) if ratios else 1.25)

    def usual(self, size: float) -> float:
        """For type of this size."""
        return self.by_size.get(_class(size), self.ratio * size)


def _class(size: float) -> int:
    return round(2 * size)


def _usual(steps: list[float]) -> float:
    """The commonest step, to the half point; the smaller of equals, since gaps are what is to be told from it."""
    counted = Counter(round(2 * step) for step in steps)
    common = max(counted.values())
    return min(step for step, count in counted.items() if count >= 0.6 * common) / 2


def begins_item(text: str) -> bool:
    """Whether a line begins with the mark of a list item, a numbered paragraph, or the name of a division."""
    return bool(_ITEM.match(text) or _DIVISION.match(text))


def joins(paragraph: Sequence[Line], line: Line, leading: Leading, right: float | None = None) -> bool:
    """Whether a line goes on with the paragraph before it. `right` is the margin the lines run to, if known."""
    last = paragraph[-1]
    if abs(last.size - line.size) > 0.09 * max(last.size, line.size):
        return False
    if (last.page, last.region) != (line.page, line.region):
        return _joins_over_a_break(paragraph, line)
    if not _near(last, line, leading):
        return False
    if ends_with_hyphen(last.text) and line.text[:1].islower():
        return True
    short = _is_short(last, line, right)
    if _begins_anew(paragraph, line, short) or _weight_changes(paragraph, line) or _is_indented(paragraph, line):
        return False
    return not short or (line.text[:1].islower() and not _ENDED.search(last.text))


def _begins_anew(paragraph: Sequence[Line], line: Line, short: bool) -> bool:
    """Whether the line begins an item or a division, or stands below the name of one; `short` is the line before."""
    last = paragraph[-1]
    if _ITEM.match(line.text) and _is_marked_off(paragraph, line):
        return True
    if _DIVISION.match(line.text) and (short or _CLOSED.search(last.text)):
        return True
    return short and len(paragraph) == 1 and _DIVISION.match(last.text) is not None


def _near(last: Line, line: Line, leading: Leading) -> bool:
    step = line.y - last.y
    usual = leading.usual(max(last.size, line.size))
    return 0.3 * last.size < step <= 1.25 * usual + 0.3


def _is_marked_off(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether what looks like an item's mark is one, and not a number that happens to begin a line."""
    last = paragraph[-1]
    if _ENDED.search(last.text) or last.text.endswith((",", " and", " or", " et", " ou", " y", " o")):
        return True
    if abs(line.x0 - last.x0) > 0.5 * line.size:
        return True
    return not line.text[:1].isdigit() and not line.text[:1].isalpha() and line.text[:1] != "("


def _weight_changes(paragraph: Sequence[Line], line: Line) -> bool:
    last = paragraph[-1]
    if last.bold >= 0.95 and line.bold <= 0.05:
        return _ENDED.search(last.text) is not None or line.text[:1].isupper()
    return last.bold <= 0.05 and line.bold >= 0.95 and _ENDED.search(last.text) is not None


def _is_indented(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether the line begins a paragraph by its indent, or leaves a hanging one."""
    last = paragraph[-1]
    step = (line.x0 - last.x0) / line.size
    ended = _ENDED.search(last.text) is not None
    if _is_centred(last) and _is_centred(line):
        return False
    if step > 0.8 and len(paragraph) > 1:
        return ended
    return step < -0.8 and len(paragraph) > 1 and ended


def _is_centred(line: Line) -> bool:
    room = (line.x0 - line.left, line.right - line.x1)
    return min(room) > 1.5 * line.size and abs(room[0] - room[1]) < 2 * line.size


def _is_short(last: Line, line: Line, right: float | None) -> bool:
    """Whether the first word of the line would have had room at the end of the one before it."""
    first = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * (len(first) + 1) / max(len(line.text), 1)
    margin = last.right if right is None else right
    room = margin - last.x1
    if _is_centred(last) and _is_centred(line):
        room += last.x0 - last.left
    return room > width + 0.3 * last.size


def _joins_over_a_break(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last = paragraph[-1]
    if abs(last.bold - line.bold) > 0.8 or _DIVISION.match(line.text):
        return False
    if ends_with_hyphen(last.text) and line.text[:1].islower():
        return True
    if _ENDED.search(last.text):
        return False
    if line.text[:1].islower():
        return not _ITEM.match(line.text)
    if _ITEM.match(line.text):
        return False
    wide = last.x1 - last.x0 >= 0.75 * (last.right - last.left)
    return wide and len(last.text) > 30 and last.bold < 0.95


def right_margins(lines: Sequence[Line], leading: Leading) -> list[float]:
    """For each line the margin its stack of lines runs to: quotations and boxes have their own."""
    margins: list[float] = []
    stack: list[Line] = []
    for line in lines:
        if stack and not (
            (stack[-1].page, stack[-1].region) == (line.page, line.region)
            and _near(stack[-1], line, leading)
            and abs(stack[-1].size - line.size) <= 0.09 * line.size
        ):
            margins += _margins(stack)
            stack = []
        stack.append(line)
    return margins + _margins(stack)


def _margins(stack: Sequence[Line]) -> list[float]:
    if not stack:
        return []
    edge = max(line.x1 for line in stack)
    region = stack[0]
    narrow = len(stack) < 3 or edge - region.left < _BOX * (region.right - region.left)
    return [region.right if narrow else edge] * len(stack)


def paragraph_text(lines: Iterable[Line], words: Words) -> list[tuple[int, Cleaned]]:
    """The text of one or more lines in parts, one per page, with the page of each; the parts together are the text.

    Its raw text is the lines below one another; words whose hyphen went are marked as repaired.
    """
    lines = list(lines)
    raw = "\n".join([line.text for line in lines])
    edits: list[Edit] = []
    undone: list[tuple[int, int]] = []
    begins: list[tuple[int, int]] = []
    whole = ""
    at = 0
    for line in lines:
        if at:
            joint = words.joint(whole, line.text)
            edits.append((at - 1 - joint.dropped, at, joint.between))
            if joint.is_undone and raw[at - 2] != _SOFT_HYPHEN:
                undone.append(_torn_word(raw, at - 2, at))
            whole = whole[: len(whole) - joint.dropped] + joint.between
        if not begins or line.page != begins[-1][0]:
            begins.append((line.page, len(whole)))
        whole += line.text
        at += len(line.text) + 1
    text = Cleaned.of(raw).edit(edits, undone)
    ends = [start for _, start in begins[1:]] + [len(whole)]
    return [(page, text.cut(start, end)) for (page, start), end in zip(begins, ends, strict=True)]


def _torn_word(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span of the word around a hyphen and the end of its line."""
    first = _LETTERS_BEFORE.search(raw, max(0, start - _LONGEST_WORD), start)
    second = _LETTERS.match(raw, end)
    return first.start() if first else start, second.end() if second else end
