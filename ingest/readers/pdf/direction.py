"""Lines as a page shows them, from left to right, put into the order in which they are read.

The Unicode bidirectional algorithm (UAX 9) says where the characters of a text stand on its lines; this goes the other
way. Where two texts look the same on the line, words from left to right and the numbers beside them stay together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Script", "has_right_to_left", "logical", "runs_from_the_right"]

_MIRRORED = str.maketrans("()[]{}«»<>‹›", ")(][}{»«><›‹")
_OPENING, _CLOSING = "([{«‹", ")]}»›"
_IN_WORDS = "'’&@_"
# One sign for each class of characters, so that the rules can be written down as patterns: L letters from left to
# right, R from right to left, N and A digits (of Europe, of Arabic), E + and -, T signs of money and percent,
# C what stands within numbers, S blanks, W what stands within words, O all else.
_CLASSES = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "A", "ES": "E", "ET": "T", "CS": "C", "WS": "S"}
_TOKEN = r"[LN](?:[LNECTW]*[LNT])?"
_TOKENS = rf"{_TOKEN}(?:C?S+{_TOKEN})*"
_PHRASE = re.compile(rf"(?=[LNECTWS]*L){_TOKENS}(?:S\({_TOKENS}\)|S+{_TOKENS})*")
"""Words from left to right, the numbers beside them, and what stands in brackets behind them."""
# Behind Arabic letters a hyphen or a percent sign is no part of a number (rules W2, W4 and W5): "3-1" stands on the
# line as "1-3", and "50%" as "%50". Behind Latin letters it is, and so at the head of a paragraph.
_AFTER_ARABIC = re.compile(r"N+(?:CN+)*|A+(?:CA+)*")
_AFTER_LATIN = re.compile(r"T*N+(?:[CE]N+)*T*|A+(?:CA+)*")
_AT_HEAD = re.compile(r"(?:N+(?:[CE]N+)*T*|A+(?:CA+)*)(?=[^NA]*$)")
_RIGHT_RUN = re.compile(r"R(?:[^L]*R)?")

Token = tuple[str, bool]
"""Characters side by side, and whether they run from left to right."""


@dataclass(frozen=True, slots=True)
class Script:
    """How a page writes down words from right to left: every program has a way of its own."""

    from_right: bool | None = None
    """Whether lines that hold such words begin on the right; None where each line is to tell."""
    mirrored: bool = True
    """Whether brackets among them stand as they look, and not as they are read."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Script:
        """How the page with these lines writes: it is seen in the pairs of its brackets."""
        pairs = 0
        for line in filter(has_right_to_left, lines):
            read = "".join(" " if from_left else chars for chars, from_left in _turned(line))
            pairs += _pairs(read, _OPENING, _CLOSING) - _pairs(read, _CLOSING, _OPENING)
        return cls(mirrored=pairs <= 0)


def logical(text: str, script: Script = Script()) -> str:
    """A line put together from left to right, in the order of its letters: these may run from right to left."""
    if not has_right_to_left(text):
        return text
    if runs_from_the_right(text) if script.from_right is None else script.from_right:
        return _spelled(text, script)
    signs = _signs(text)
    parts: list[str] = []
    end = 0
    for run in _RIGHT_RUN.finditer(signs):
        parts += [text[end : run.start()], _spelled(text[run.start() : run.end()], script)]
        end = run.end()
    return "".join([*parts, text[end:]])


def has_right_to_left(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def runs_from_the_right(text: str) -> bool:
    """Whether most letters run from right to left."""
    strong = [unicodedata.bidirectional(char) for char in text if char.isalpha()]
    return sum(kind in ("R", "AL") for kind in strong) * 2 > len(strong)


def _pairs(text: str, first: str, last: str) -> int:
    """How many brackets of one kind are followed by their counterpart, with no other bracket of the pair between."""
    count = 0
    for a, b in zip(first, last, strict=True):
        brackets = [char for char in text if char in (a, b)]
        count += "".join(brackets).count(a + b)
    return count


def _spelled(text: str, script: Script) -> str:
    tokens = _turned(text)
    if script.mirrored:
        tokens = [(chars if from_left else chars.translate(_MIRRORED), from_left) for chars, from_left in tokens]
    return "".join(chars for chars, _ in tokens)


def _turned(text: str) -> list[Token]:
    """The characters of a line that begins on the right, in the order in which they are read."""
    signs = _signs(text)
    found: list[Token] = []
    end = len(text)
    head = True
    for start in range(len(text) - 1, -1, -1):
        if signs[start] == "R":
            found += _stretch(text[start + 1 : end], signs[start + 1 : end], head)
            found.append((text[start], False))
            end, head = start, False
    return found + _stretch(text[:end], signs[:end], head)


def _stretch(text: str, signs: str, head: bool) -> list[Token]:
    """What stands between two letters from right to left; on the right of words from left to right it comes first."""
    found: list[Token] = []
    end = len(text)
    after_latin = False
    for phrase in reversed(list(_PHRASE.finditer(signs))):
        found += _numbers(text[phrase.end() : end], signs[phrase.end() : end], head, after_latin)
        found.append((text[phrase.start() : phrase.end()], True))
        end, head, after_latin = phrase.start(), False, True
    return found + _numbers(text[:end], signs[:end], head, after_latin)


def _numbers(text: str, signs: str, head: bool, after_latin: bool) -> list[Token]:
    """Signs and numbers without letters, read from the right; each number keeps its order."""
    found: list[Token] = []
    end = len(text)
    first = _AT_HEAD.search(signs) if head else None
    if first is not None:
        found += _singly(text[first.end() :])
        found.append((text[first.start() : first.end()], True))
        end = first.start()
    pattern = _AFTER_LATIN if after_latin else _AFTER_ARABIC
    for number in reversed(list(pattern.finditer(signs, 0, end))):
        found += _singly(text[number.end() : end])
        found.append((text[number.start() : number.end()], True))
        end = number.start()
    return found + _singly(text[:end])


def _singly(text: str) -> list[Token]:
    return [(char, False) for char in reversed(text)]


def _signs(text: str) -> str:
    """The class of each character, one sign for each."""
    found: list[str] = []
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "NSM":  # a mark on a letter: Arabic ones run with their letters, others with what is before them
            found.append("R" if "\u0590" <= char <= "\u08ff" or not found else found[-1])
        elif char in _IN_WORDS:
            found.append("W")
        else:
            found.append(char if char in "()" else _CLASSES.get(kind, "O"))
    return "".join(found)
