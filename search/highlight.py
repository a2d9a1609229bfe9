"""Which words of a passage to mark."""

from __future__ import annotations

import re
from functools import lru_cache

from index.lexical import analyse

__all__ = ["highlight_terms"]

_WORD = re.compile(r"[^\W⁰¹²³⁴-⁹]+")


def highlight_terms(text: str, question: str, language: str) -> tuple[tuple[int, int], ...]:
    """Spans in the text of the words that share a stem with the question, in order, neighbours joined."""
    wanted = set(analyse(question, language))
    spans: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        if not wanted.intersection(_terms(word.group(), language)):
            continue
        if spans and not text[spans[-1][1] : word.start()].strip():
            spans[-1] = (spans[-1][0], word.end())
        else:
            spans.append(word.span())
    return tuple(spans)


@lru_cache(maxsize=65_536)
def _terms(word: str, language: str) -> tuple[str, ...]:
    """The terms of one word; the same words come in passage after passage."""
    return tuple(analyse(word, language))
