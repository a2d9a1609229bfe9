"""OpenDocument texts (.odt, .fodt): headings and numbered lists as their author meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.model import BlockRole, Document
from ingest.readers.blocks import Piece, assemble, fold
from ingest.readers.local_names import name_of, number_of, value_of
from ingest.readers.odt.package import read_package
from ingest.readers.odt.styles import OUTLINE, ListLevel, ListNumbers, Styles
from ingest.readers.rows import row_pieces, words_of
from ingest.readers.style_names import heading_level, is_note_style

__all__ = ["read_odt"]

_DROPPED = frozenset(
    [
        "tracked-changes",
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography-source",
        "annotation",
        "annotation-end",
        "forms",
        "script",
        "ruby-text",
        "number",
        "title",
        "desc",
        "event-listeners",
    ]
)
_SHAPES = frozenset(["frame", "text-box", "custom-shape", "rect", "ellipse", "polygon", "g", "path", "a"])
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_MAX_DEPTH = 100
"""Nested elements; a text deeper than this is an attack."""


def read_odt(path: Path) -> Document:
    """The document of an OpenDocument text; the numbers of its lists stand in the text as the program prints them.

    Notes come behind the paragraph that they stand in. Deleted words, hidden words, comments and tables of contents are
    left out.
    """
    package = read_package(path.read_bytes())
    body = next((element for element in package.content.iter(etree.Element) if name_of(element) == "body"), None)
    text = next((child for child in body if name_of(child) == "text"), None) if body is not None else None
    if text is None:
        held = [name_of(child) for child in body] if body is not None else []
        raise UnreadableSource(
            f"The OpenDocument file holds no text document but {', '.join(held) or 'nothing'}; save its words as .odt."
        )
    changes = sum(name_of(element) == "changed-region" for element in text.iter(etree.Element))
    warnings = (f"{changes} tracked changes: what they insert is read, what they delete is not",) if changes else ()
    pieces = _Walker(package.styles).pieces(text)
    title, language = package.fact("title"), package.fact("language")
    document = assemble(pieces, "odt", title=title, language=language, warnings=warnings)
    if not document.text:
        raise UnreadableSource("The OpenDocument file holds no text.")
    return document


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a list a paragraph stands."""

    numbers: ListNumbers
    style: str
    level: int


class _Walker:
    """Walks the blocks of one text and counts its lists as they go by."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._outline = ListNumbers()
        self._by_id: dict[str, ListNumbers] = {}
        self._by_style: dict[str, ListNumbers] = {}

    def pieces(self, holder: etree._Element, depth: int = 0) -> Iterator[Piece]:
        """The blocks inside an element in reading order."""
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
        for element in holder:
            yield from self._block(element, depth)

    def _block(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        name = name_of(element)
        if not name or name in _DROPPED or _is_hidden_section(element, name):
            return
        if name == "h":
            yield from self._heading(element, depth)
        elif name == "p":
            yield from self._paragraph(element, "", None, depth)
        elif name == "list":
            yield from self._list(element, None, depth)
        elif name == "numbered-paragraph":
            yield from self._numbered_paragraph(element, depth)
        elif name == "table":
            for row in _rows(element):
                cells = [cell for cell in row if name_of(cell) == "table-cell"]
                yield from row_pieces([list(self.pieces(cell, depth + 1)) for cell in cells])
        else:
            yield from self.pieces(element, depth + 1)

    def _heading(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        """A heading outside lists, with the number that the file gives to headings of its level."""
        levels = self._styles.levels(OUTLINE)
        asked = self._styles.list_style(value_of(element, "style-name"))
        number = ""
        if value_of(element, "is-list-header") != "true" and (asked is None or self._styles.levels(asked) == levels):
            level = number_of(element, "outline-level", 1)
            start = levels.get(level, ListLevel()).start
            restarts = value_of(element, "restart-numbering") == "true"
            number = self._outline.next(levels, level, number_of(element, "start-value", start) if restarts else None)
        yield from self._paragraph(element, number, None, depth)

    def _list(self, element: etree._Element, outer: _Place | None, depth: int) -> Iterator[Piece]:
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} lists; it is damaged or hostile.")
        place = self._list_place(element, outer)
        for item in element:
            waits = name_of(item) == "list-item"
            for child in item:
                if name_of(child) in ("p", "h"):
                    number = self._number(item, child, place) if waits else ""
                    waits = False
                    yield from self._paragraph(child, number, place.level, depth)
                elif name_of(child) == "list":
                    yield from self._list(child, place, depth + 1)
                else:
                    yield from self._block(child, depth + 1)

    def _list_place(self, element: etree._Element, outer: _Place | None) -> _Place:
        """The list's style, its level, and the numbers that it counts on with."""
        style = value_of(element, "style-name")
        if outer is not None:
            return replace(outer, style=style or outer.style, level=outer.level + 1)
        if style is None:
            first = next((child for child in element.iter(etree.Element) if name_of(child) in ("p", "h")), None)
            style = self._styles.list_style(value_of(first, "style-name")) if first is not None else None
        style = style or ""
        numbers = self._by_id.get(value_of(element, "continue-list") or "")
        if numbers is None and value_of(element, "continue-numbering") == "true":
            numbers = self._by_style.get(style)
        numbers = numbers or ListNumbers()
        self._by_style[style] = numbers
        if name := value_of(element, "id"):
            self._by_id[name] = numbers
        return _Place(numbers, style, 1)

    def _number(self, item: etree._Element, paragraph: etree._Element, place: _Place) -> str:
        """The number before the first paragraph of an item: as the file prints it, else as it is to be counted."""
        start = number_of(item, "start-value", -1)
        counted = place.numbers.next(self._styles.levels(place.style), place.level, start if start >= 0 else None)
        printed = next((child for holder in (paragraph, item) for child in holder if name_of(child) == "number"), None)
        return counted if printed is None else fold("".join(str(part) for part in printed.itertext()))

    def _numbered_paragraph(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        name = value_of(element, "list-id") or value_of(element, "style-name") or ""
        numbers = self._by_id.setdefault(name, ListNumbers())
        place = _Place(numbers, value_of(element, "style-name") or "", number_of(element, "level", 1))
        for child in element:
            if name_of(child) in ("p", "h"):
                yield from self._paragraph(child, self._number(element, child, place), place.level, depth)

    def _paragraph(self, element: etree._Element, number: str, level: int | None, depth: int) -> Iterator[Piece]:
        parts: list[str] = []
        asides: list[Piece] = []
        if not self._inline(element, parts, asides, depth):
            return
        role, rank = self._role(element, level)
        for index, line in enumerate("".join(parts).split("\n")):
            yield Piece(f"{number} {line}" if number and index == 0 else line, role, rank)
        yield from asides

    def _role(self, element: etree._Element, level: int | None) -> tuple[BlockRole, int | None]:
        if name_of(element) == "h":
            return "heading", number_of(element, "outline-level", 1)
        names = self._styles.names(value_of(element, "style-name"))
        if any(heading_level(name) == 1 and name.lower() == "title" for name in names):
            return "heading", 1
        if any(is_note_style(name) for name in names):
            return "note", None
        return ("text", None) if level is None else ("item", level)

    def _inline(self, element: etree._Element, parts: list[str], asides: list[Piece], depth: int) -> bool:
        """Adds the words of an element, and to `asides` what stands beside them; False when the paragraph is hidden."""
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
        hidden = self._styles.is_hidden(value_of(element, "style-name"))
        if not hidden:
            parts.append(element.text or "")
        for child in element if not hidden else ():
            name = name_of(child)
            if name in _BLANKS:
                parts.append(_BLANKS[name])
            elif name == "note":
                asides.extend(self._note(child, depth))
            elif name == "hidden-paragraph" and value_of(child, "is-hidden") != "false":
                return False
            elif name in _SHAPES and name != "a":
                asides.extend(self.pieces(child, depth + 1))
            elif name and name not in _DROPPED and not _is_hidden_field(child, name):
                self._inline(child, parts, asides, depth + 1)
            parts.append(child.tail or "")
        return True

    def _note(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        """The blocks of a footnote or endnote, its mark before the first."""
        mark = ""
        for child in element:
            if name_of(child) == "note-citation":
                mark = value_of(child, "label") or "".join(str(part) for part in child.itertext())
            elif name_of(child) == "note-body":
                for piece in self.pieces(child, depth + 1):
                    words = words_of(piece)
                    if words:
                        yield Piece(f"{mark} {words}", "note")
                        mark = ""


def _is_hidden_section(element: etree._Element, name: str) -> bool:
    if name != "section":
        return False
    display = value_of(element, "display")
    return display == "none" or (display == "condition" and value_of(element, "is-hidden") == "true")


def _is_hidden_field(element: etree._Element, name: str) -> bool:
    return name == "hidden-text" and value_of(element, "is-hidden") != "false"


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that are shown, those of tables inside it left out."""
    for child in table:
        if name_of(child) == "table-row":
            if not re.fullmatch("collapse|filter", value_of(child, "visibility") or ""):
                yield child
        elif name_of(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)
