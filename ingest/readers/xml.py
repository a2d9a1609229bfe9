"""Legal XML: national legislation (Justice Canada), Akoma Ntoso, EU Formex, and XHTML as EUR-Lex publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.model import BlockRole, Document
from ingest.readers.blocks import Piece, assemble
from ingest.readers.html import pieces_of, read_html
from ingest.readers.xhtml import parse_xhtml

__all__ = ["read_xml"]

# Names are compared in lower case; Formex writes them with points (TI.ART).
_DROPPED = frozenset(
    [
        "meta",
        "identification",
        "biblio",
        "bib.instance",
        "footnoteref",
        "image",
        "imagegroup",
        "alternatetext",
        "noteref",
        "toc",
        "tableofcontents",
        "colspec",
        "language",
        "originatingref",
        "index",
        "metadata",
        "publication",
        "lifecycle",
        "references",
    ]
)
_NOTES = frozenset({"footnote", "authorialnote", "note", "historicalnote", "remark"})
_LABELS = frozenset({"label", "num", "no.parag", "no.p", "no.doc.c", "enum"})
_HEADINGS = frozenset(
    [
        "heading",
        "subheading",
        "ti.art",
        "sti.art",
        "titletext",
        "groupheading",
        "ti",
        "sti",
        "title",
        "doctitle",
        "shorttitle",
        "scheduleformheading",
        "longtitle",
        "gr.seq.title",
    ]
)
# Elements that hold one paragraph, whatever is marked up inside it.
_PARAGRAPHS = frozenset(
    {"text", "p", "txt", "titletext", "heading", "subheading", "ti.art", "sti.art", "marginalnote", "alinea.p"}
)
# Hierarchical units whose number is a heading and not the mark of a list item.
_DIVISIONS = frozenset(
    [
        "article",
        "chapter",
        "part",
        "title",
        "section",
        "subsection",
        "book",
        "tome",
        "attachment",
        "annex",
        "schedule",
        "scheduleformheading",
        "heading",
        "division",
        "component",
        "group",
    ]
)
_SPACED = _LABELS | {"p", "text", "alinea", "entry", "txt"}
"""Elements behind which a blank stands where they follow one another in a note or a cell."""
_MAX_DEPTH = 400
_ENUMERATOR = re.compile(r"^\(?\w{1,6}(?:[.)]|\.\))?$")


def read_xml(path: Path) -> Document:
    """The document of an XML file: numbers before the words they belong to, headings with their level, notes apart."""
    data = path.read_bytes()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<html" in data[:2048].lower():
            return read_html(path)  # XHTML that is no XML, as with named entities
        raise UnreadableSource(f"The XML is damaged or cut off: {error}.") from error
    language = next((value for key, value in root.attrib.items() if key.rsplit("}", 1)[-1] == "lang"), None)
    if _name(root) == "html":
        return _read_xhtml(parse_xhtml(data), str(language) if language else None)
    document = assemble(
        _Walker(root).pieces(), "xml", title=_title(root), language=str(language).lower() if language else None
    )
    if not document.text:
        raise UnreadableSource(f"The XML (root element {_name(root)!r}) holds no text.")
    return document


def _read_xhtml(root: etree._Element, language: str | None) -> Document:
    body = root.find("body")
    title = root.findtext(".//title")
    return assemble(pieces_of(root if body is None else body), "xml", title=title, language=language)


def _name(element: etree._Element) -> str | None:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else None


def _title(root: etree._Element) -> str | None:
    for element in root.iter(etree.Element):
        if _name(element) in ("shorttitle", "doctitle", "longtitle"):
            return " ".join("".join(str(part) for part in element.itertext()).split()) or None
        if _name(element) == "scheduleformheading":
            parts = [child for child in element if _name(child) == "titletext"]
            return " ".join("".join(str(part) for part in parts[0].itertext()).split()) if parts else None
    return None


class _Walker:
    """Walks one XML tree; a number waits until the words that it numbers come."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._number = ""

    def pieces(self) -> Iterator[Piece]:
        yield from self._walk(self._root, 0, ("text", None))
        yield from self._number_alone()

    def _walk(self, element: etree._Element, depth: int, role: tuple[BlockRole, int | None]) -> Iterator[Piece]:
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The XML nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
        name = _name(element)
        if name is None or name in _DROPPED:
            return
        if name in _NOTES:
            yield Piece(_words(element), "note")
            return
        if name in _LABELS:
            yield from self._label(element)
            return
        if name == "row":
            cells = [_words(entry) for entry in element if _name(entry) in ("entry", "cell", "td", "th")]
            yield Piece(" | ".join(cell for cell in cells if cell), "table")
            return
        if name in _HEADINGS and _name(element.getparent()) != "definition":
            role = ("heading", _level(element))
        if name in _PARAGRAPHS or _is_mixed(element) or len(element) == 0:
            yield from self._paragraph(element, role)
            return
        for child in element:
            yield from self._walk(child, depth + 1, role)
        if name in _DIVISIONS or name == "provision":
            yield from self._number_alone()

    def _label(self, element: etree._Element) -> Iterator[Piece]:
        yield from self._number_alone()
        words = _words(element)
        if _name(element.getparent()) in _DIVISIONS and not _ENUMERATOR.match(words):
            yield Piece(words, "heading", _level(element))
        else:
            self._number = words

    def _paragraph(self, element: etree._Element, role: tuple[BlockRole, int | None]) -> Iterator[Piece]:
        notes = [Piece(_words(note), "note") for note in element.iter(etree.Element) if _name(note) in _NOTES]
        words = _words(element)
        if words:
            if self._number:
                # A bare number gets its point, or nobody could tell it from the words behind it.
                mark = f"{self._number}." if self._number.isdigit() else self._number
                words, self._number = f"{mark} {words}", ""
                role = ("item", None) if role[0] == "text" else role
            yield Piece(words, *role)
        yield from notes

    def _number_alone(self) -> Iterator[Piece]:
        if self._number:
            number, self._number = self._number, ""
            yield Piece(number, "item")


def _level(element: etree._Element) -> int | None:
    """The level of a heading: declared, or by the depth of the divisions around it."""
    for holder in (element, element.getparent()):
        if holder is None:
            continue
        declared = re.search(r"\d", f"{holder.get('level') or ''}{holder.get('format-ref') or ''}")
        if declared:
            return int(declared.group()) or 1
    return None


def _is_mixed(element: etree._Element) -> bool:
    """Whether words stand between the children of an element."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _words(element: etree._Element) -> str:
    """The text of an element without notes and what is dropped."""
    parts = [element.text or ""]
    for child in element:
        name = _name(child)
        if name is not None and name not in _NOTES and name not in _DROPPED:
            parts.append(_words(child))
            if name in _SPACED:
                parts.append(" ")
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
