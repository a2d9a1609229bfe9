"""What the names of paragraph styles mean, in the languages of word processors."""

from __future__ import annotations

import re

__all__ = ["heading_level", "is_note_style"]

_HEADING = re.compile(
    r"^(?:heading|t[íi]tulo|titre|überschrift|заголовок|标题|標題|عنوان|titolo|kop|rubrik)[\s_]*(\d)$", re.IGNORECASE
)


def heading_level(name: str) -> int | None:
    """The level of a heading style; the style of the document's title counts as the first."""
    match = _HEADING.match(name)
    if match:
        return int(match.group(1)) or 1
    return 1 if name.lower() == "title" else None


def is_note_style(name: str) -> bool:
    """Whether the style is that of footnotes or endnotes."""
    return "footnote" in name.lower() or "endnote" in name.lower()
