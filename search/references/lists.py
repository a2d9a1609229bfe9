"""What goes on with a list of numbers: `, 12`, `–14`, ` and (3)`."""

from __future__ import annotations

from collections.abc import Sequence

from search.references.numbers import Number, read_number
from search.references.tokens import Token
from search.references.vocabulary import LIST_WORDS, RANGE_WORDS

__all__ = ["read_next", "read_separator"]


def read_separator(tokens: Sequence[Token], i: int) -> tuple[bool, int] | None:
    """Whether a range or a list goes on at token i, and where its next number begins."""
    j, ranged, listed = i, False, False
    while j < len(tokens) and j - i < 3:
        token = tokens[j]
        if token.text == "-" or token.text in RANGE_WORDS:
            ranged = True
        elif token.text in LIST_WORDS or token.text in (",", "/", ";"):
            listed = True
        else:
            break
        j += 1
    if j == i or (ranged and listed) or (ranged and j - i > 1):
        return None
    return ranged, j


def read_next(tokens: Sequence[Token], i: int, before: Number, unit: str | None) -> tuple[Number, int] | None:
    """The next number of a list; `(3)` behind `12(2)` is 12(3), `(c)` behind `16(1)(a)` is 16(1)(c)."""
    if i + 2 < len(tokens) and tokens[i].text == "(" and tokens[i + 2].text == ")" and len(before.parts) > 1:
        inner = read_number(tokens, i, "point")
        if inner is None or not before.text.endswith(")"):
            return None
        sub, end = inner
        depth = _depth(before, sub.parts[0])
        stem = before.parts[:depth]
        text = _cut(before, depth) + f"({sub.parts[0]})"
        tail = "".join(f"({p})" for p in sub.parts[1:])
        return Number((*stem, *sub.parts), text + tail), end
    read = read_number(tokens, i, unit)
    if read and before.in_chapter and not read[0].in_chapter and unit in (None, "reg", "rule"):
        chapter, _, _ = before.text.partition("/")  # "V/33 and 34"
        number, last = read
        return Number((before.parts[0], *number.parts), f"{chapter}/{number.text}"), last
    return read


def _depth(before: Number, sub: str) -> int:
    """How many parts of `before` a further `(sub)` keeps: up to the last part of its own sort."""
    for depth in range(len(before.parts) - 1, 0, -1):
        if before.parts[depth].isdigit() == sub.isdigit():
            return depth
    return len(before.parts) - 1


def _cut(number: Number, depth: int) -> str:
    """The text of the first `depth` parts."""
    text = number.text
    for _ in range(len(number.parts) - depth):
        text = text[: text.rfind("(")]
    return text
