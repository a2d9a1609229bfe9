"""The quotations of a text by their marks: “…”, "…", «…», „…“, ‘…’, 「…」, one within another too.

One pass with a stack: an opening that is never closed is dropped, and what was opened within it stays. Single marks are
apostrophes as well, so a quotation in single marks ends where the mark can be nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Quotation", "nested", "quotations"]

How = Literal["marks", "block", "perhaps"]
_MARK = re.compile("[“”„‟\"«»‹›「」『』＂]|[‘’‚‛']|\n[ \t\u00a0]*\n")
_PAIRS = {"„": '“”"', "“": '”"', "‟": '”"', '"': '"”', "”": '”"', "«": "»", "»": "«", "‹": "›", "›": "‹"}
_PAIRS |= {"「": "」", "『": "』", "＂": "＂"}
_SURE = frozenset("„“‟«‹「『")
"""Marks that open wherever they do not close."""
_SINGLE = frozenset("‘’‚‛'")
_LONGEST = 20_000
"""Characters of one quotation."""
_QUOTES = frozenset("“„«‹\"‘‚'「『")
_BEFORE = frozenset(" \t\n\r\u00a0\u202f([{—–-/“„«‹\"‘‚'「『")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text gives as somebody else's."""

    span: tuple[int, int]
    """With the marks."""
    inner: tuple[int, int]
    """Without them."""
    how: How = "marks"
    """`block` by its paragraph; `perhaps` where that is uncertain, so that it counts only when the words are found."""
    parent: int | None = None
    """Position of the quotation around it."""


def quotations(text: str) -> list[Quotation]:
    """The quotations in marks, in the order of their beginnings."""
    return nested(_found(text))


def nested(found: Sequence[Quotation]) -> list[Quotation]:
    """The same in the order of their beginnings, each with the position of the one around it."""
    ordered = sorted(set(found), key=lambda q: (q.span[0], -q.span[1], q.how))
    out: list[Quotation] = []
    around: list[int] = []
    for quotation in ordered:
        while around and out[around[-1]].span[1] <= quotation.span[0]:
            around.pop()
        if around and out[around[-1]].span[1] < quotation.span[1]:
            continue  # marks that cross each other are none
        out.append(replace(quotation, parent=around[-1] if around else None))
        around.append(len(out) - 1)
    return out


def _found(text: str) -> list[Quotation]:
    out: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    singles = _Singles(text)
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark[0] == "\n":
            stack = [s for s in stack if _goes_on(text, match.end(), s[0])]
        elif mark in _SINGLE:
            if end := singles.closing(at):
                out.append(Quotation((at, end + 1), (at + 1, end)))
        elif (k := _closes(text, at, stack)) is not None:
            begin = stack[k][1]
            del stack[k:]
            if at - begin <= _LONGEST:
                out.append(Quotation((begin, at + 1), (begin + 1, at)))
        elif _continues(text, at, stack):
            continue
        elif mark in _SURE or (mark in _PAIRS and _opens(text, at)):
            if mark == '"':  # a straight mark that opens says that the one before was never closed
                stack = [s for s in stack if s[0] != '"']
            stack.append((mark, at))
    return out


def _goes_on(text: str, place: int, mark: str) -> bool:
    """Whether a quotation goes on in the paragraph at a place: each of its paragraphs begins with the mark."""
    rest = text[place : place + 8].lstrip()
    return rest[:1] == mark or (mark == "«" and rest[:1] == "»")


def _continues(text: str, at: int, stack: Sequence[tuple[str, int]]) -> bool:
    """Whether a mark only repeats at the beginning of a paragraph that a quotation is open."""
    line = text[max(0, at - 8) : at]
    return bool(stack) and stack[-1][0] == text[at] != '"' and "\n" in line and not line.rpartition("\n")[2].strip()


def _closes(text: str, at: int, stack: Sequence[tuple[str, int]]) -> int | None:
    """The position in the stack of what a mark closes: the innermost that it can close."""
    mark = text[at]
    if mark == '"' and _opens(text, at) and text[at + 1 : at + 2].isalnum() and text[at - 1 : at] not in _QUOTES:
        return None
    return next((k for k in range(len(stack) - 1, max(-1, len(stack) - 9), -1) if mark in _PAIRS[stack[k][0]]), None)


def _opens(text: str, at: int) -> bool:
    """Whether a mark that may do either stands where a quotation begins."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before in _BEFORE) and bool(after) and not after.isspace()


class _Singles:
    """The single marks of a text: which open, and where each is closed."""

    def __init__(self, text: str) -> None:
        self._text = text
        marks = [m.start() for m in re.finditer("[‘’‚‛']", text)]
        self._opening = [at for at in marks if self._opens(at)]
        self._closing = [at for at in marks if self._may_close(at)]

    def closing(self, at: int) -> int | None:
        """Where the quotation that begins at a mark ends; None when none begins there."""
        k = bisect_right(self._opening, at)
        if not k or self._opening[k - 1] != at:
            return None
        bound = self._opening[k] if k < len(self._opening) else len(self._text)
        bound = min(bound, at + _LONGEST)
        first = bisect_right(self._closing, at)
        candidates = list(self._until(first, bound))
        sure = next((c for c in candidates if not self._possessive(c)), None)
        return sure if sure is not None else candidates[0] if candidates else None

    def _until(self, first: int, bound: int) -> Iterator[int]:
        for at in self._closing[first : first + 40]:
            if at > bound or "\n\n" in self._text[self._closing[first] : at]:
                return
            yield at

    def _opens(self, at: int) -> bool:
        mark, after = self._text[at], self._text[at + 1 : at + 2]
        if mark == "’" or not (after.isalpha() or after in '[(…«“"'):
            return False
        before = self._text[at - 1 : at]
        return not before or before in _BEFORE

    def _may_close(self, at: int) -> bool:
        before, after = self._text[at - 1 : at], self._text[at + 1 : at + 2]
        return self._text[at] in "’'‘" and not before.isspace() and bool(before) and not after.isalnum()

    def _possessive(self, at: int) -> bool:
        """Whether the mark may be an apostrophe: "the workers’ rights"."""
        after = self._text[at + 1 : at + 3]
        return self._text[at - 1] in "sxzSXZ" and after[:1].isspace() and after[1:2].isalpha()
