"""HTML pages: the main content, without menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import UnreadableSource
from ingest.model import BlockRole, Document
from ingest.readers.blocks import Piece, assemble
from ingest.readers.sniff import decode

__all__ = ["pieces_of", "read_html"]

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "form",
        "button",
        "select",
        "svg",
        "iframe",
        "head",
        "footer",
        "input",
        "object",
        "canvas",
        "video",
        "audio",
        "dialog",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "section",
        "article",
        "main",
        "header",
        "body",
        "html",
        "blockquote",
        "pre",
        "hr",
        "figure",
        "figcaption",
        "address",
        "center",
        "fieldset",
        "details",
        "summary",
        "br",
    ]
)
_MENU = re.compile(
    r"\b(?:nav|navbar|menu|breadcrumbs?|sidebar|side-bar|cookie|cookies|footer|masthead|share|social|skip-?link|pagination|toolbar|"
    r"banner|related|widget)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\b(?:foot-?notes?|end-?notes?|note|oj-note)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EU_HEADING = re.compile(
    r"\b(?:oj-)?(?:doc-ti|ti-art|sti-art|ti-section-\d|ti-grseq-\d|ti-annotation|title-article-norm)\b"
)
_ENUMERATOR = re.compile(r"^(?:\(?\w{1,5}[.)]|\d{1,3}|[-–—•])$")
_MAX_DEPTH = 400
"""Nested elements; a page deeper than this is an attack, not a text."""


def read_html(path: Path) -> Document:
    """The document of an HTML page's main content: headings with their level, list items, tables row by row."""
    text = decode(path.read_bytes())
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"The page cannot be parsed as HTML: {error}.") from error
    title = root.findtext(".//title")
    document = assemble(pieces_of(_main(root)), "html", title=title, language=root.get("lang"))
    if not document.text:
        raise UnreadableSource("The page has no text outside menus and scripts; save the rendered page and try again.")
    return document


def _main(root: etree._Element) -> etree._Element:
    """The element with the content: `main`, or a lone `article`, or the whole body."""
    for query in (".//main", ".//*[@role='main']"):
        found = root.findall(query)
        if len(found) == 1:
            return found[0]
    articles = root.findall(".//article")
    body = root.find(".//body")
    whole = body if body is not None else root
    if len(articles) == 1 and _letters(articles[0]) > 0.5 * _letters(whole):
        return articles[0]
    return whole


def _letters(element: etree._Element) -> int:
    return sum(len(part.strip()) for part in element.itertext())


def pieces_of(element: etree._Element) -> Iterator[Piece]:
    """The blocks of an HTML or XHTML element in reading order."""
    run: list[str] = []
    yield from _walk(element, run, ("text", None), 0)
    yield from _flush(run, ("text", None))


Role = tuple[BlockRole, int | None]


def _walk(element: etree._Element, run: list[str], role: Role, depth: int) -> Iterator[Piece]:
    tag = _tag(element)
    if depth > _MAX_DEPTH:
        raise UnreadableSource(f"The page nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
    if tag is None or _is_dropped(element, tag):
        return
    if tag == "tr":
        yield from _flush(run, role)
        yield from _row(element, depth)
        return
    own = _role(element, tag, role)
    is_block = tag in _BLOCKS
    if is_block:
        yield from _flush(run, role)
    run.append(element.text or "")
    for child in element:
        yield from _walk(child, run, own, depth + 1)
        run.append(child.tail or "")
    if is_block:
        yield from _flush(run, own)


def _flush(run: list[str], role: Role) -> Iterator[Piece]:
    text = "".join(run)
    run.clear()
    if text.strip():
        yield Piece(text, *role)


def _row(row: etree._Element, depth: int) -> Iterator[Piece]:
    """A table's row: one block, or the blocks inside when the table only lays out a numbered point."""
    cells: list[list[Piece]] = []
    for cell in row:
        if _tag(cell) in ("td", "th"):
            run: list[str] = []
            pieces = list(_walk(cell, run, ("text", None), depth + 1))
            cells.append([*pieces, *_flush(run, ("text", None))])
    filled = [cell for cell in cells if cell]
    if len(filled) == 2 and len(filled[0]) == 1 and _ENUMERATOR.match(filled[0][0].text.strip()):
        first, rest = filled[0][0], filled[1]
        yield Piece(f"{first.text} {rest[0].text}", "item")
        yield from rest[1:]
    elif len(filled) == 1:
        yield from filled[0]
    elif filled:
        yield Piece(" | ".join(" ".join(piece.text.strip() for piece in cell) for cell in filled), "table")


def _tag(element: etree._Element) -> str | None:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else None


def _is_dropped(element: etree._Element, tag: str) -> bool:
    if tag in _DROPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or "") or element.get("role") in (
        "navigation",
        "banner",
        "contentinfo",
        "search",
    ):
        return True
    if tag == "header":
        return element.find(".//nav") is not None or not _letters(element)
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag in ("div", "ul", "ol", "section") and bool(_MENU.search(marks)) and _is_links(element)


def _is_links(element: etree._Element) -> bool:
    """Whether most words of an element are links, as in a menu."""
    total = _letters(element)
    linked = sum(_letters(link) for link in element.iter("a", "button"))
    return total == 0 or linked > 0.5 * total


def _role(element: etree._Element, tag: str, inherited: Role) -> Role:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return ("heading", int(tag[1]))
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _EU_HEADING.search(marks):
        return ("heading", None)
    if _NOTE.search(element.get("class") or ""):
        return ("note", None)
    if tag == "li":
        depth = sum(1 for parent in element.iterancestors() if _tag(parent) in ("ul", "ol"))
        return ("item", depth)
    if tag in ("td", "th", "caption"):
        return ("text", None)
    return inherited
