"""A text as words, marks and numbers of list points, each with two keys: as written, and as it is searched for.

The written key forgives only what typesetting changes: the kind of quotation mark, apostrophe, hyphen and dash, soft
hyphens, ligatures, marks that print nothing, vowel signs and stretching of Arabic. The folded key forgives capitals,
accents and hyphens too; words are looked for by it and then compared by the written one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.lexical import words

__all__ = ["HAN", "Token", "TokenKind", "tokenize", "word_count"]

TokenKind = Literal["word", "mark", "numbering"]
HAN = "\u3400-\u9fff"
_RAISED = "⁰¹²³⁴-⁹"
_SILENT = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640\u064b-\u0652\u0670"
"""Prints nothing, or is put in by typesetters: soft hyphens, directions, Arabic stretching and vowel signs."""
_LETTER = rf"[^\W_{_RAISED}{HAN}]"
_LETTERS = rf"{_LETTER}(?>(?:[{_SILENT}\u0300-\u036f]|(?:[’'ʼ‘‐‑-]|[-‐][ \t]{{0,4}}\n[ \t]{{0,8}})?{_LETTER})*)"
_TOKEN = re.compile(
    rf"""
      (?P<numbering>
        (?<![^\s“”„"«»‘'])\((?:[a-z]{{1,2}}|[ivx]{{1,5}}|[A-Z]|\d{{1,3}}|[\u0621-\u064a]{{1,3}})\)(?=[\s”"»’]|$)
      | (?:(?<![^\n“”„"«»‘'])|(?<=[.;:]\ ))(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)](?=\s) )
    | (?P<word>[{HAN}]|{_LETTERS})
    | (?P<mark>[.,;:?!()،؛؟。，；：、？！（）]|(?<=\s)[-–—](?=\s)|—)
    """,
    re.VERBOSE,
)
_ELISION = re.compile(
    r"(?:[ldjnstmc]|qu|lorsqu|puisqu|jusqu|quoiqu|dell|nell|all|sull|un)[’'ʼ‘](?=\w\w)", re.IGNORECASE
)
"""French and Italian words that lean on the next one; what is quoted may begin behind them."""
_SAME = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "،": ",", "؛": ";", "؟": "?", "。": ".", "，": ",", "；": ";"}
    | {"：": ":", "、": ",", "？": "?", "！": "!", "（": "(", "）": ")", "–": "—"}
)
_DROPPED = re.compile(rf"[{_SILENT}]|[-‐][ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark of punctuation, or the number of a list point."""

    key: str
    """As written, without what typesetting may change."""
    folded: str
    """As searched for; empty for what is not a word."""
    start: int
    end: int
    kind: TokenKind = "word"
    any_case: bool = False
    """Whether brackets say that the case of its first letter was changed."""


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a slice of a text, with offsets in the text; quotation marks and footnote marks are none."""
    return [token for found in _TOKEN.finditer(text, start, len(text) if end is None else end) for token in _of(found)]


def word_count(tokens: list[Token]) -> float:
    """How many words there are; a Han character counts half."""
    return sum(0.5 if len(t.key) == 1 and "\u3400" <= t.key <= "\u9fff" else 1 for t in tokens if t.kind == "word")


def _of(found: re.Match[str]) -> list[Token]:
    raw, start = found[0], found.start()
    if found["mark"]:
        return [Token("—" if raw == "-" else raw.translate(_SAME), "", start, found.end(), "mark")]
    if found["numbering"]:
        return [Token(raw.strip("()."), "", start, found.end(), "numbering")]
    lean = _ELISION.match(raw)
    parts = [(0, lean.end()), (lean.end(), len(raw))] if lean else [(0, len(raw))]
    return [_word(raw[a:b], start + a, start + b) for a, b in parts]


def _word(raw: str, start: int, end: int) -> Token:
    key, folded = _keys(raw)
    return Token(key, folded, start, end)


@lru_cache(maxsize=1 << 16)
def _keys(raw: str) -> tuple[str, str]:
    key = unicodedata.normalize("NFKC", _DROPPED.sub("", raw)).translate(_SAME)
    return key, "".join(words(key)) or key.casefold()
