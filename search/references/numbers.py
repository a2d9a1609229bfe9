"""Provision numbers: `33(1)`, `1A(2)`, `6 bis`, `XIV`, `A2.5`, `V/34-1`, and labels made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.structure.numbers import roman_number
from search.references.tokens import Token, tokenize
from search.references.vocabulary import ANNEXES, GLUED, NUMBER_WORDS, UNIT_WORDS, words

__all__ = ["PREAMBLE", "Number", "Segment", "expand", "parse_label", "read_number", "roman", "year"]

PREAMBLE = "preamble"
"""The one unit without a number."""
MAX_RANGE = 120
"""A range of more numbers than this is taken as its two ends."""

_LATIN = words("bis ter quater quinquies sexies septies octies")
_ROMAN = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.ASCII)
_NUMBER_LETTER = re.compile(r"(\d{1,3})([a-z]|bis|ter|quater)")
_LETTER_NUMBER = re.compile(r"([a-z])(\d{1,2}(?:\.\d{1,2})*)")
_SUB = re.compile(r"\d{1,2}|[a-z]|([a-z])\1|[ivx]{1,5}|bis|ter|quater")
_DIVISIONS = ANNEXES | {"protocol", "instrument"}
"""Parts of a file that hold units of their own and may stand without a number."""
_SPELLED = frozenset({"art", "objective", "para", "annex", "schedule"})
_MAX_DEPTH = 6
_HYPHENATED = frozenset({"reg", "rule", "chapter"})
"""Units of codes, where what is put in later has a number of its own: `34-1`."""
_LETTER_HEADS = frozenset({"sec", "annex", "appendix", "part", "standard", "guideline", "point", "chapter"})


@dataclass(frozen=True, slots=True)
class Number:
    """A provision's number: comparable parts, and how it is written."""

    parts: tuple[str, ...]
    """`("1", "a", "2")` for `1A(2)`, `1(A)(2)` and `1.A.2` alike; `("5", "34-1")` for `V/34-1`."""
    text: str
    """Canonical: `16(4)`, `1A(2)`, `6 bis`, `2.5`, `V/34-1`."""

    @property
    def in_chapter(self) -> bool:
        """Whether its chapter is part of it: `V/33`."""
        return "/" in self.text


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit with its number; a label is one or more of them (`annex I art 3`)."""

    unit: str
    number: Number


def year(token: Token) -> int | None:
    """The year that a token of four digits may be, else None."""
    if token.kind == "number" and len(token.text) == 4 and token.text.isdigit():
        value = int(token.text)
        return value if 1800 <= value <= 2100 else None
    return None


def roman(text: str) -> int | None:
    """The value of a Roman numeral from I to LXXXIX in lower case, else None."""
    if not 1 <= len(text) <= 8 or not _ROMAN.fullmatch(text) or text in ("l", ""):
        return None
    return roman_number(text)


def read_number(
    tokens: Sequence[Token], i: int, unit: str | None = None, *, no_ranges: bool = False
) -> tuple[Number, int] | None:
    """The number that begins at token i and the position behind it; None when none does.

    `34-1` is one number where it can be no range, and always with `no_ranges`.
    """
    head = _head(tokens, i, unit, no_ranges)
    if head is None:
        return None
    parts, text, i = head
    while sub := _sub(tokens, i, unit, len(parts)):
        more, shown, i = sub
        parts, text = (*parts, *more), text + shown
    return Number(parts, text), i


def expand(first: Number, last: Number) -> list[Number]:
    """The numbers from first to last, both included; only the two where they do not run in one series."""
    head, tail = first.parts[:-1], last.parts[-1]
    if last.parts[:-1] != head:
        return [first, last]
    a, b = first.parts[-1], tail
    if a.isdigit() and b.isdigit() and int(a) <= int(b) <= int(a) + MAX_RANGE:
        series = [str(n) for n in range(int(a), int(b) + 1)]
    elif len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a <= b:
        series = [chr(c) for c in range(ord(a), ord(b) + 1)]
    else:
        return [first, last]
    end = len(first.text) - len(a)
    if first.text.endswith(")"):
        stem, close = first.text[: end - 1], ")"
    elif first.text[end:].casefold() == a:
        stem, close = first.text[:end], ""
    else:  # a Roman numeral written as such
        stem, close = "", ""
    return [Number((*head, n), f"{stem}{n}{close}") for n in series]


@lru_cache(maxsize=65536)
def parse_label(label: str) -> tuple[Segment, ...] | None:
    """The segments of a label (`annex I art 3`, `preamble`); None where it is not made of units and numbers."""
    tokens = tokenize(label, GLUED)
    segments: list[Segment] = []
    i = 0
    while i < len(tokens):
        if tokens[i].text == PREAMBLE:
            segments.append(Segment(PREAMBLE, Number((), "")))
            i += 1
            continue
        unit = UNIT_WORDS.get(tokens[i].text)
        name = unit.name if unit else tokens[i].text
        if unit is None and name not in _DIVISIONS:
            return None
        found = read_number(tokens, i + 1, name, no_ranges=True)
        if found is None and name not in _DIVISIONS:
            return None
        number, i = found or (Number((), ""), i + 1)
        if i < len(tokens) and tokens[i].kind == "mark" and tokens[i].text == ".":
            i += 1
        segments.append(Segment(name, number))
    return tuple(segments) or None


def _head(
    tokens: Sequence[Token], i: int, unit: str | None, no_ranges: bool
) -> tuple[tuple[str, ...], str, int] | None:
    if i >= len(tokens):
        return None
    if coded := _coded(tokens, i, unit, no_ranges):
        return coded
    token = tokens[i]
    if token.kind == "number":
        return _dotted(tokens, i, unit)
    if token.kind in ("mixed", "word"):
        return _mixed(token, i) if token.kind == "mixed" else _worded(tokens, i, unit)
    if token.text == "(" and unit in ("point", "para") and (inner := _bracketed(tokens, i)):
        return (inner,), inner, i + 3
    return None


def _dotted(tokens: Sequence[Token], i: int, unit: str | None) -> tuple[tuple[str, ...], str, int] | None:
    pieces = tokens[i].text.split(".")
    if any(not 1 <= len(p) <= 3 for p in pieces) or len(pieces) > 5:
        return None
    pieces = [str(int(p)) for p in pieces]
    if unit == "art" and len(pieces) > 1:  # "art. 13.2" is article 13, paragraph 2
        return tuple(pieces), pieces[0] + "".join(f"({p})" for p in pieces[1:]), i + 1
    text = ".".join(pieces)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following and following.text in _LATIN and not (following.text == "bis" and _is_number(tokens, i + 2)):
        return (*pieces, following.text), f"{text} {following.text}", i + 2
    return tuple(pieces), text, i + 1


def _mixed(token: Token, i: int) -> tuple[tuple[str, ...], str, int] | None:
    if match := _NUMBER_LETTER.fullmatch(token.text):
        number, suffix = str(int(match[1])), match[2]
        text = f"{number} {suffix}" if len(suffix) > 1 else number + suffix.upper()
        return (number, suffix), text, i + 1
    if token.text in NUMBER_WORDS:  # "article 1er"
        return (str(NUMBER_WORDS[token.text]),), str(NUMBER_WORDS[token.text]), i + 1
    if match := _LETTER_NUMBER.fullmatch(token.text):
        pieces = [str(int(p)) for p in match[2].split(".")]
        return (match[1], *pieces), match[1].upper() + ".".join(pieces), i + 1
    return None


def _worded(tokens: Sequence[Token], i: int, unit: str | None) -> tuple[tuple[str, ...], str, int] | None:
    """A number that begins with a word: a Roman numeral, one spelled out, a letter."""
    token = tokens[i]
    if unit is None:
        return None
    value = roman(token.text)
    clear = token.upper or (len(token.text) > 1 and "l" not in token.text)
    number = str(value) if value and clear and not _pronoun(tokens, i) else None
    if number is None and unit in _SPELLED and token.text in NUMBER_WORDS:
        number = str(NUMBER_WORDS[token.text])
    if number is not None:
        return (number,), number, i + 1
    if len(token.text) == 1 and "a" <= token.text <= "z" and unit in _LETTER_HEADS and (unit == "point" or token.upper):
        return _lettered(tokens, i, unit)
    return None


def _coded(
    tokens: Sequence[Token], i: int, unit: str | None, no_ranges: bool
) -> tuple[tuple[str, ...], str, int] | None:
    """`V/33`, and for units of codes `34-1`."""
    if chaptered := _in_chapter(tokens, i, no_ranges):
        return chaptered
    if unit not in _HYPHENATED or (hyphenated := _hyphenated(tokens, i, no_ranges)) is None:
        return None
    part, last = hyphenated
    return (part,), part, last


def _in_chapter(tokens: Sequence[Token], i: int, no_ranges: bool) -> tuple[tuple[str, ...], str, int] | None:
    """A number with its chapter: `V/33`, `II-1/3-10`, `V/33.1`, which is its paragraph 1."""
    value = roman(tokens[i].text) if tokens[i].kind == "word" else None
    if value is None:
        return None
    chapter, at = _hyphenated(tokens, i, no_ranges=True) or (str(value), i + 1)
    if at + 1 >= len(tokens) or tokens[at].text != "/" or tokens[at + 1].kind != "number":
        return None
    if not tokens[i].upper and tokens[at + 1].start != tokens[i].end + 1:
        return None
    shown = tokens[i].text.upper() + chapter.removeprefix(str(value))
    number, *paragraphs = tokens[at + 1].text.split(".")
    if any(not 1 <= len(p) <= 3 for p in (number, *paragraphs)):
        return None
    last = at + 2
    if not paragraphs and (hyphenated := _hyphenated(tokens, at + 1, no_ranges)):
        number, last = hyphenated
    inner = [str(int(p)) for p in paragraphs]
    return (chapter, number, *inner), f"{shown}/{number}" + "".join(f"({p})" for p in inner), last


def _hyphenated(tokens: Sequence[Token], i: int, no_ranges: bool) -> tuple[str, int] | None:
    """`34-1` in one piece, and `2-1` for `II-1`, unless it can be a range: upwards, in numerals of one sort."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "-" or tokens[i].end != tokens[i + 2].start - 1:
        return None
    first, second = tokens[i], tokens[i + 2]
    value = int(first.text) if first.kind == "number" and first.text.isdigit() else roman(first.text)
    if value is None or second.kind != "number" or not second.text.isdigit() or len(second.text) > 2:
        return None
    if not no_ranges and first.kind == "number" and int(second.text) > value:
        return None
    return f"{value}-{int(second.text)}", i + 3


def _lettered(tokens: Sequence[Token], i: int, unit: str) -> tuple[tuple[str, ...], str, int]:
    """`B.2`, `B`, `b`."""
    letter = tokens[i].text
    follows = i + 2 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 2].kind == "number"
    if follows and tokens[i + 2].start == tokens[i].end + 1:
        return (letter, *tokens[i + 2].text.split(".")), f"{letter.upper()}.{tokens[i + 2].text}", i + 3
    return (letter,), letter if unit == "point" else letter.upper(), i + 1


def _pronoun(tokens: Sequence[Token], i: int) -> bool:
    """Whether a lone `I` is the English pronoun: an ordinary word follows ("the article I read")."""
    if tokens[i].text != "i" or i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    if following.kind != "word" or following.capital or following.text in UNIT_WORDS:
        return False
    return following.text not in ("of", "and", "or", "to", "in", "de", "du", "del", "et", "y", "e", "o", "ou", "bis")


def _sub(tokens: Sequence[Token], i: int, unit: str | None, depth: int) -> tuple[tuple[str, ...], str, int] | None:
    """A further part at token i: `(4)`, ` A`, `.b`, `.A.2`, `b)`."""
    if i >= len(tokens) or depth > _MAX_DEPTH:
        return None
    token = tokens[i]
    inner: str | None = None
    length = 1
    if token.text == "(":
        inner, length = _bracketed(tokens, i), 3
    elif i and token.text == "." and token.start == tokens[i - 1].end:
        inner, length = _dot(tokens, i), 2
    elif token.kind == "word" and len(token.text) == 1 and "a" <= token.text <= "h":
        if i + 1 < len(tokens) and tokens[i + 1].text == ")" and tokens[i + 1].start == token.end:
            inner, length = token.text, 2  # "31.2 b)"
        elif unit == "art" and depth == 1 and token.upper and _closes(tokens, i + 1):
            return (token.text,), token.text.upper(), i + 1  # "1 A (2)", "1 F"
    return ((inner,), f"({inner})", i + length) if inner else None


def _dot(tokens: Sequence[Token], i: int) -> str | None:
    """The part behind a full stop that is written without blanks: the `A` and the `2` of `1.A.2`."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.start != tokens[i].end:
        return None
    letter = following.kind == "word" and len(following.text) == 1
    return following.text if letter or (following.text.isdigit() and tokens[i - 1].kind == "word") else None


def _bracketed(tokens: Sequence[Token], i: int) -> str | None:
    if i + 2 >= len(tokens) or tokens[i + 2].text != ")" or tokens[i + 1].kind == "mark":
        return None
    inner = tokens[i + 1].text
    return inner if _SUB.fullmatch(inner) else None


def _closes(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capital before token i ends a number: no further ordinary word in lower case follows."""
    if i >= len(tokens) or tokens[i].kind == "mark":
        return True
    following = tokens[i]
    return following.capital or following.text in ("of", "and", "or", "to", "de", "del", "du", "et", "y")


def _is_number(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].kind in ("number", "mixed")
