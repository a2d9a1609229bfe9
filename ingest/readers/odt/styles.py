"""Styles of an OpenDocument text: what is hidden, what is a title, and the numbers that its lists print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.list_numbers import numeral
from ingest.readers.local_names import name_of, number_of, value_of
from ingest.readers.style_chain import style_chain

__all__ = ["OUTLINE", "ListLevel", "ListNumbers", "Styles"]

OUTLINE = "*outline*"
"""Stands for the numbering of headings, which has no name of its own in every file."""
_ENCODED = re.compile(r"_([0-9a-f]{1,6})_")
_WILDCARD = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list prints its numbers."""

    style: str | None = None
    """`1`, `a`, `A`, `i`, `I`; None for a bullet, a picture or nothing."""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    """How many levels stand in the number, this one included."""
    start: int = 1
    pattern: str | None = None
    """Newer files say the whole number: `Article %1%.%2%`."""
    repeated: bool = False
    """Whether letters are doubled behind z."""


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    title: str
    """The name that the author sees."""
    hidden: bool | None
    list_style: str | None


@dataclass(slots=True)
class Styles:
    """The styles of one document."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[etree._Element | None]) -> Styles:
        """The styles defined in these trees (the text's own, then the shared ones)."""
        styles = cls()
        for root in roots:
            for element in root.iter(etree.Element) if root is not None else ():
                name = name_of(element)
                if name == "style":
                    styles._styles.setdefault(value_of(element, "name") or "", _style(element))
                elif name == "list-style":
                    styles._lists.setdefault(value_of(element, "name") or "", _levels(element))
                elif name == "outline-style":
                    styles._lists.setdefault(OUTLINE, _levels(element))
                    styles._lists.setdefault(value_of(element, "name") or OUTLINE, _levels(element))
        return styles

    def levels(self, list_style: str) -> Mapping[int, ListLevel]:
        """All levels of a list style."""
        return self._lists.get(list_style, {})

    def is_hidden(self, name: str | None) -> bool:
        """Whether the style hides its words."""
        return next((style.hidden for style in self._chain(name) if style.hidden is not None), False)

    def list_style(self, name: str | None) -> str | None:
        """The list style that a paragraph style asks for: empty where it asks for none, None where it says nothing."""
        return next((style.list_style for style in self._chain(name) if style.list_style is not None), None)

    def names(self, name: str | None) -> list[str]:
        """The names, as the author sees them, of a style and those that it is based on."""
        chain = self._chain(name)
        last = chain[-1].parent if chain else name
        return [style.title for style in chain] + ([_decoded(last)] if last else [])

    def _chain(self, name: str | None) -> list[_Style]:
        return style_chain(self._styles, name)


class ListNumbers:
    """Counts the numbers of one list, and of those that continue it, as its items go by."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, levels: Mapping[int, ListLevel], level: int, start: int | None = None) -> str:
        """The number printed before the next item at this level, empty for a list without numbers."""
        own = levels.get(level, ListLevel())
        self._counts[level] = start if start is not None else self._counts.get(level, own.start - 1) + 1
        for deeper in [other for other in self._counts if other > level]:
            del self._counts[deeper]
        if own.style is None:
            return ""
        if own.pattern is not None:
            return _WILDCARD.sub(lambda match: self._printed(levels, int(match.group(1))), own.pattern)
        shown = range(max(1, level - own.shown + 1), level + 1)
        parts = [self._printed(levels, other) for other in shown]
        return f"{own.prefix}{'.'.join(part for part in parts if part)}{own.suffix}"

    def _printed(self, levels: Mapping[int, ListLevel], level: int) -> str:
        own = levels.get(level, ListLevel())
        if own.style is None:
            return ""
        return numeral(self._counts.get(level, own.start), own.style, repeated=own.repeated)


def _style(element: etree._Element) -> _Style:
    properties = next((child for child in element if name_of(child) == "text-properties"), None)
    display = value_of(properties, "display") if properties is not None else None
    return _Style(
        parent=value_of(element, "parent-style-name"),
        title=value_of(element, "display-name") or _decoded(value_of(element, "name") or ""),
        hidden=None if display is None else display == "none",
        list_style=value_of(element, "list-style-name"),
    )


def _levels(element: etree._Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for child in element:
        if name_of(child) in ("list-level-style-number", "outline-level-style"):
            levels[number_of(child, "level", 1)] = ListLevel(
                style=value_of(child, "num-format") or None,
                prefix=value_of(child, "num-prefix") or "",
                suffix=value_of(child, "num-suffix") or "",
                shown=number_of(child, "display-levels", 1),
                start=number_of(child, "start-value", 1),
                pattern=value_of(child, "num-list-format"),
                repeated=value_of(child, "num-letter-sync") == "true",
            )
    return levels


def _decoded(name: str) -> str:
    """A style's name without the codes for the characters that names may not hold: `Heading_20_1`."""
    return _ENCODED.sub(lambda match: chr(min(int(match.group(1), 16), 0xFFFF)), name)
