"""Remarks that the editors of a database put into a text in their own language."""

from __future__ import annotations

import re

__all__ = ["is_editorial"]

_WORD = re.compile(r"[^\W\d_]+")
# Small words that the other languages of treaty texts do not have.
_DUTCH = frozenset(
    [
        "het",
        "een",
        "van",
        "voor",
        "wordt",
        "worden",
        "deze",
        "niet",
        "zijn",
        "artikel",
        "verdrag",
        "vertaling",
        "vervallen",
        "wijzigt",
        "wijziging",
        "betreffende",
        "gewijzigd",
        "lid",
        "zie",
        "tekst",
        "treedt",
        "trad",
        "inwerking",
        "werking",
        "bij",
        "naar",
        "ook",
        "onderdeel",
        "bijlage",
        "januari",
        "februari",
        "maart",
        "mei",
        "juni",
        "juli",
        "augustus",
        "oktober",
        "inwerkingtreding",
        "nederlandse",
        "koninkrijk",
        "heeft",
        "hebben",
        "werd",
        "ingevolge",
    ]
)
_OTHERS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "shall",
        "this",
        "which",
        "any",
        "that",
        "with",
        "by",
        "or",
        "for",
        "as",
        "is",
        "are",
        "article",
        "el",
        "la",
        "los",
        "las",
        "del",
        "que",
        "por",
        "para",
        "una",
        "les",
        "des",
        "et",
        "le",
        "du",
        "pour",
        "dans",
        "qui",
        "une",
        "par",
    ]
)
_SHARE = 0.3


def is_editorial(text: str) -> bool:
    """Whether a line is a Dutch editor's remark, to be marked as a note and never quoted as the treaty."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return False
    dutch = sum(word in _DUTCH for word in words)
    others = sum(word in _OTHERS for word in words)
    return (dutch >= 2 or words[0] == "vervallen") and dutch >= _SHARE * len(words) and others < dutch / 2
