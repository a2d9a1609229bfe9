"""Word files: headings and numbered lists as their author meant them."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.blocks import Piece, assemble

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

__all__ = ["read_docx"]

_HEADING_STYLE = re.compile(r"^(?:heading|título|titre|überschrift|заголовок|标题|標題)\s*(\d)$", re.IGNORECASE)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read_docx(path: Path) -> Document:
    """The document of a Word file; the numbers that Word computes stand in the text as it prints them."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableSource(f"The Word file cannot be opened: {error}; save it again as .docx.") from error
    properties = word.core_properties
    document = assemble(_pieces(word), "docx", title=properties.title, language=properties.language or None)
    if not document.text:
        raise UnreadableSource("The Word file holds no text.")
    return document


def _pieces(word: WordDocument) -> Iterator[Piece]:
    from docx.table import Table

    numbering = _Numbering(word)
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield Piece(" | ".join(cell for cell in cells if cell), "table")
            continue
        number, depth = numbering.next(block)
        for index, line in enumerate(block.text.split("\n")):
            text = f"{number} {line}" if number and index == 0 else line
            yield _piece(block, text, depth)


def _piece(paragraph: Paragraph, text: str, depth: int | None) -> Piece:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    heading = _HEADING_STYLE.match(style)
    if heading:
        return Piece(text, "heading", int(heading.group(1)))
    if style.lower() == "title":
        return Piece(text, "heading", 1)
    if "footnote" in style.lower() or "endnote" in style.lower():
        return Piece(text, "note")
    if depth is not None or style.lower().startswith("list"):
        return Piece(text, "item", (depth or 0) + 1)
    return Piece(text)


class _Numbering:
    """Counts Word's automatic numbers as the paragraphs go by."""

    def __init__(self, word: WordDocument) -> None:
        self._formats: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = getattr(word.part, "numbering_part", None) if _has_numbering(word) else None
        if part is not None:
            self._read(part.element)

    def _read(self, root: etree._Element) -> None:
        from docx.oxml.ns import qn

        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for item in root.findall(qn("w:abstractNum")):
            abstract[item.get(qn("w:abstractNumId"), "")] = {
                int(level.get(qn("w:ilvl"), "0")): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", "%1."),
                    int(_value(level, "w:start", "1")),
                )
                for level in item.findall(qn("w:lvl"))
            }
        for item in root.findall(qn("w:num")):
            self._formats[item.get(qn("w:numId"), "")] = abstract.get(_value(item, "w:abstractNumId", ""), {})

    def next(self, paragraph: Paragraph) -> tuple[str, int | None]:
        """The number printed before a paragraph and its depth; ("", None) for one that is not numbered."""
        place = _list_place(paragraph)
        if place is None:
            return "", None
        list_id, depth = place
        levels = self._formats.get(list_id, {})
        if depth not in levels:
            return "", depth
        counts = self._counts[list_id]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        kind, pattern, _ = levels[depth]
        if kind in ("bullet", "none"):
            return "", depth
        for level in range(depth + 1):
            style, _, start = levels.get(level, ("decimal", "", 1))
            pattern = pattern.replace(f"%{level + 1}", _printed(counts.get(level, start), style))
        return pattern, depth


def _has_numbering(word: WordDocument) -> bool:
    return any(relation.reltype.endswith("/numbering") for relation in word.part.rels.values())


def _value(element: etree._Element, child: str, default: str) -> str:
    from docx.oxml.ns import qn

    found = element.find(qn(child))
    return default if found is None else found.get(qn("w:val"), default)


def _list_place(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and the depth of a numbered paragraph, from itself or from its style."""
    from docx.oxml.ns import qn

    candidates = [paragraph._p]
    style = paragraph.style
    while style is not None:
        candidates.append(style.element)
        style = style.base_style
    for element in candidates:
        properties = element.find(qn("w:pPr"))
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None:
            list_id = _value(numbering, "w:numId", "0")
            return None if list_id == "0" else (list_id, int(_value(numbering, "w:ilvl", "0")))
    return None


def _printed(number: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        roman, rest = "", number
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman.upper() if style == "upperRoman" else roman
    return str(number)
