"""Styles of a Word file: what is hidden, what is a heading, a note or an item of a list."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ingest.readers.local_names import child_of, name_of, number_of, value_of
from ingest.readers.style_chain import style_chain
from ingest.readers.style_names import heading_level

__all__ = ["ListPlace", "Styles", "is_on", "place_in", "setting"]

_BODY_LEVEL = 9
"""The outline level of what is no heading; headings have 0 to 8."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """What a paragraph or a style says of its list; None for what it leaves to the style below."""

    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    name: str
    hidden: bool | None
    outline: int | None
    place: ListPlace


def setting(element: etree._Element | None, name: str) -> str | None:
    """The value of a property, None where it is not set."""
    found = child_of(element, name)
    return None if found is None else value_of(found, "val")


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is on, None where it is not set."""
    found = child_of(element, name)
    return None if found is None else value_of(found, "val") not in ("0", "false", "off", "none")


def place_in(properties: etree._Element | None) -> ListPlace:
    """The place in a list that the properties of a paragraph give."""
    numbering = child_of(properties, "numPr")
    level = child_of(numbering, "ilvl")
    return ListPlace(setting(numbering, "numId"), None if level is None else number_of(level, "val", 0))


class Styles:
    """The styles of one file."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        """The style of a paragraph that names none."""
        for element in root if root is not None else ():
            if name_of(element) != "style":
                continue
            name = value_of(element, "styleId") or ""
            self._styles.setdefault(name, _style(element))
            if value_of(element, "type") == "paragraph" and value_of(element, "default") in ("1", "true", "on"):
                self.default = name

    def is_hidden(self, name: str | None) -> bool | None:
        """Whether the style hides its words, None where it does not say."""
        return next((style.hidden for style in self._chain(name) if style.hidden is not None), None)

    def heading(self, name: str | None, outline: int | None) -> int | None:
        """The level of a heading (1 is the highest) in this style, or of its own outline level; None for other text."""
        for style in self._paragraph(name):
            if outline is not None:
                break
            level = heading_level(style.name)
            outline = style.outline if level is None else level - 1
        return outline + 1 if outline is not None and 0 <= outline < _BODY_LEVEL else None

    def names(self, name: str | None) -> list[str]:
        """The names, as the author sees them, of a paragraph's style and those that it is based on."""
        return [style.name for style in self._paragraph(name)]

    def place(self, name: str | None, own: ListPlace) -> tuple[str, int] | None:
        """The list and the level (from 0) of a paragraph in this style, None for one that is in no list."""
        places = [own, *(style.place for style in self._paragraph(name))]
        list_id = next((place.list_id for place in places if place.list_id is not None), "0")
        level = next((place.level for place in places if place.level is not None), 0)
        return None if list_id == "0" else (list_id, level)

    def _paragraph(self, name: str | None) -> list[_Style]:
        return self._chain(name if name in self._styles else self.default)

    def _chain(self, name: str | None) -> list[_Style]:
        return style_chain(self._styles, name)


def _style(element: etree._Element) -> _Style:
    properties = child_of(element, "pPr")
    outline = child_of(properties, "outlineLvl")
    return _Style(
        parent=setting(element, "basedOn"),
        name=setting(element, "name") or "",
        hidden=is_on(child_of(element, "rPr"), "vanish"),
        outline=None if outline is None else number_of(outline, "val", _BODY_LEVEL),
        place=place_in(properties),
    )
