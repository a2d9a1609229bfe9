"""Texts with their marks as HTML; every character of a text is escaped, and none is added or lost."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from search.results import PassageHit

__all__ = ["marked", "quoted"]


def marked(passage: PassageHit) -> Markup:
    """The passage's text, escaped, with its highlights in <mark>, and its sentence in one around them."""
    first, last = passage.sentence or (0, 0)
    around = Markup('<mark class="sentence">{}</mark>').format(_words_marked(passage, first, last)) if last else ""
    return _words_marked(passage, 0, first) + around + _words_marked(passage, last, len(passage.text))


def quoted(text: str, repairs: Sequence[tuple[int, int, str]] = ()) -> Markup:
    """A text, escaped; words with other letters in the file are in <span class="repaired">."""
    parts: list[Markup] = []
    position = 0
    for start, end, _ in repairs:
        if position <= start < end <= len(text):
            parts += [escape(text[position:start]), Markup('<span class="repaired">{}</span>').format(text[start:end])]
            position = end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def _words_marked(passage: PassageHit, first: int, last: int) -> Markup:
    """A slice of the passage, escaped; a highlight that begins before it or ends behind it is cut."""
    parts: list[Markup] = []
    position = first
    for start, end in ((max(a, first), min(b, last)) for a, b in passage.highlights):
        if start < end:
            parts += [escape(passage.text[position:start]), Markup("<mark>{}</mark>").format(passage.text[start:end])]
            position = end
    parts.append(escape(passage.text[position:last]))
    return Markup("").join(parts)
