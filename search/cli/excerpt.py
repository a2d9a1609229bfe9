"""A passage as the command line shows it: folded, cut around the sentence that answers, and wrapped."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap

from search.results import PassageHit

__all__ = ["WIDTH", "emphasises", "excerpt"]

WIDTH = 100
_LENGTH = 700
"""Characters of a passage that are shown; a longer sentence is shown all the same."""
_INDENT = "   "
_CUT = "[…]"
_BOLD, _NOT_BOLD = "\x1b[1m", "\x1b[22m"


def excerpt(passage: PassageHit, *, emphasis: bool) -> str:
    """The passage in quotation marks, indented, its sentence in bold where there may be emphasis."""
    text, (first, last) = _folded(passage)
    begin, end = _window(text, first, last)
    opening, closing = ("“", "”") if passage.text_kind == "authentic" else ("(our digest, not the text) ", "")
    head = f"{opening}{_CUT} " if begin else opening
    tail = f" {_CUT}{closing}" if end < len(text) else closing
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    shown = textwrap.fill(f"{head}{text[begin:end]}{tail}", width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    if not emphasis or first == last:
        return shown
    before = _letters(head + text[begin:first])
    return _bold(shown, before, before + _letters(text[first:last]))


def emphasises() -> bool:
    """Whether standard output is a terminal whose user has not asked for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _folded(passage: PassageHit) -> tuple[str, tuple[int, int]]:
    """The words with single blanks, and where the sentence stands in them; (0, 0) where there is none."""
    text = " ".join(passage.text.split())
    if passage.sentence is None:
        return text, (0, 0)
    start, end = passage.sentence
    sentence = " ".join(passage.text[start:end].split())
    before = " ".join(passage.text[:start].split())
    first = len(before) + (start > 0 and passage.text[start - 1].isspace())
    return text, (first, first + len(sentence))


def _window(text: str, first: int, last: int) -> tuple[int, int]:
    """What of the text is shown: whole words, from the beginning if the sentence is then in it, else around it."""
    if max(len(text), last) <= _LENGTH:
        return 0, len(text)
    begin = 0 if last <= _LENGTH else max(0, min(first - (_LENGTH - (last - first)) // 2, len(text) - _LENGTH, first))
    end = max(last, min(begin + _LENGTH, len(text)))
    if begin and (blank := text.find(" ", begin - 1, first)) >= 0:
        begin = blank + 1
    if end < len(text) and text[end] != " " and (blank := text.rfind(" ", last, end)) >= 0:
        end = blank
    return begin, end


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _bold(shown: str, first: int, last: int) -> str:
    """The text with its letters from `first` to `last` in bold; wrapping moves blanks only, so letters are counted."""
    places = [place for place, character in enumerate(shown) if not character.isspace()]
    start, end = places[first], places[last - 1] + 1
    return f"{shown[:start]}{_BOLD}{shown[start:end]}{_NOT_BOLD}{shown[end:]}"
