"""Text to tokens: folded for comparison, with their place in the source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

__all__ = ["Token", "fold", "sentence_breaks", "tokenize"]

TokenKind = Literal["word", "number", "mixed", "amount", "mark"]

# Combining marks, the Arabic tatweel, soft hyphens and zero-width signs belong to the word they stand in.
_INNER = "\u00ad\u0300-\u036f\u0640\u064b-\u0655\u0670\u200b-\u200f\ufeff"
_TOKEN = re.compile(
    rf"""
    (?P<amount>\d{{1,3}}(?>(?:,\d{{3}})+)(?![\d]))          # 90,000
    |(?P<no>[nN][°º]|№)                                  # n° 35
    |(?P<run>(?>(?:[^\W_]|[{_INNER}]|(?<=\d)\.(?=\d))+))    # words, numbers, 12A, A2.5, 3.1.9
    |(?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_LETTERS_THEN_DIGITS = re.compile(r"(?P<letters>[^\W\d_]++)(?P<digits>\d[\d.]*+[^\W\d_]*+)")
_DROPPED = re.compile(rf"[{_INNER}]")
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ٱ": "ا"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a mixture of both, an amount (`90,000`) or a single mark."""

    text: str
    """Without case, accents and Arabic vowel signs; digits in ASCII."""
    start: int
    end: int
    kind: TokenKind
    capital: bool
    """Whether the source begins with a capital."""
    upper: bool
    """Whether every letter of the source is a capital."""


def fold(text: str) -> str:
    """The text without case, accents and Arabic vowel signs, its digits in ASCII."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", text))
    bare = "".join(_digit(c) for c in decomposed if not unicodedata.combining(c))
    return bare.casefold().translate(_ARABIC)


def tokenize(text: str, glued: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a text, in order; a word of `glued` written onto its number (`art33`) is parted from it."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        source = match.group()
        if match.lastgroup == "no":
            tokens.append(_token("no", source, match.start(), "word"))
        elif match.lastgroup == "run":
            tokens.extend(_run(source, match.start(), glued))
        else:
            kind: TokenKind = "amount" if match.lastgroup == "amount" else "mark"
            tokens.append(_token(_mark(source) if kind == "mark" else source, source, match.start(), kind))
    return tokens


def sentence_breaks(text: str, tokens: list[Token]) -> list[int]:
    """Positions in `tokens` at which a new sentence begins, without the first."""
    breaks = []
    for i in range(1, len(tokens)):
        mark, here = tokens[i - 1], tokens[i]
        gap = text[mark.end : here.start]
        asked = mark.kind == "mark" and mark.text in "?!؟"
        stopped = mark.text == "." and here.capital and not _abbreviates(tokens, i - 2)
        if gap.count("\n") > 1 or (gap and (asked or stopped)):
            breaks.append(i)
    return breaks


def _abbreviates(tokens: list[Token], i: int) -> bool:
    """Whether the full stop behind token i may end an abbreviation rather than a sentence."""
    if i < 0:
        return True
    token = tokens[i]
    return token.kind == "word" and (len(token.text) <= 4 or (token.upper and len(token.text) == 1))


@lru_cache(maxsize=4096)
def _digit(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def _mark(source: str) -> str:
    if source in "–—−‐‑‒":
        return "-"
    if source in "’‘`´":
        return "'"
    return "," if source == "،" else source


def _token(text: str, source: str, start: int, kind: TokenKind) -> Token:
    letters = [c for c in source if c.isalpha()]
    return Token(
        text=text,
        start=start,
        end=start + len(source),
        kind=kind,
        capital=bool(letters) and letters[0].isupper(),
        upper=bool(letters) and all(c.isupper() for c in letters),
    )


def _run(source: str, start: int, glued: frozenset[str]) -> list[Token]:
    text = fold(source)
    if not text:
        return []
    if text.isalpha():
        return [_token(text, source, start, "word")]
    if not any(c.isalpha() for c in text):
        # "¼" folds to "1⁄4", which numbers nothing.
        return [_token(text, source, start, "number" if text.replace(".", "").isdecimal() else "amount")]
    match = _LETTERS_THEN_DIGITS.fullmatch(text)
    # Folding may change lengths (ligatures); such a run is not parted, for the offsets would be wrong.
    if match and match["letters"] in glued and len(text) == len(source):
        cut = len(match["letters"])
        return [
            _token(text[:cut], source[:cut], start, "word"),
            *_run(source[cut:], start + cut, glued),
        ]
    return [_token(text, source, start, "mixed")]
