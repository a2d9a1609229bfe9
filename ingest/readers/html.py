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
from ingest.readers.html_lists import ListNumber, numbers_of
from ingest.readers.rows import row_pieces
from ingest.readers.sniff import decode

__all__ = ["is_links", "main_content", "parse_html", "pieces_of", "read_html"]

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
# What books say of the meaning of an element, in `role` and `epub:type`.
_NOTE_ROLES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_MARK_ROLES = frozenset({"noteref", "backlink", "pagebreak"})
"""Marks of notes, links back from them, page numbers: glued to words, and no part of the text."""
_MAX_DEPTH = 400
"""Nested elements; a page deeper than this is an attack, not a text."""


def read_html(path: Path) -> Document:
    """The document of an HTML page's main content: headings with their level, list items, tables row by row."""
    root = parse_html(decode(path.read_bytes()))
    title = root.findtext(".//title")
    document = assemble(pieces_of(main_content(root)), "html", title=title, language=root.get("lang"))
    if not document.text:
        raise UnreadableSource("The page has no text outside menus and scripts; save the rendered page and try again.")
    return document


def parse_html(text: str) -> etree._Element:
    """The tree of an HTML page; raises `UnreadableSource` for what is none."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"The page cannot be parsed as HTML: {error}.") from error
    limits = [entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]
    if limits:  # the parser stops there without a word, and the rest of the page would be lost
        raise UnreadableSource(f"The page goes over a limit of the HTML parser: {limits[0]}; it is damaged or hostile.")
    return root


def main_content(root: etree._Element) -> etree._Element:
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


def _walk(
    element: etree._Element, run: list[str], role: Role, depth: int, number: ListNumber | None = None
) -> Iterator[Piece]:
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
    if number is not None:
        run.append(number)
    run.append(element.text or "")
    numbers = numbers_of(element) if tag == "ol" else {}
    for child in element:
        yield from _walk(child, run, own, depth + 1, numbers.get(child))
        run.append(child.tail or "")
    if is_block:
        yield from _flush(run, own)
    if number is not None and number in run:
        run.remove(number)  # an item without words


def _flush(run: list[str], role: Role) -> Iterator[Piece]:
    numbers = [part for part in run if isinstance(part, ListNumber)]
    if any(part.strip() for part in run if not isinstance(part, ListNumber)):
        yield Piece("".join(run), *role)
        numbers = []
    run[:] = numbers  # the number of an item waits for its words


def _row(row: etree._Element, depth: int) -> Iterator[Piece]:
    cells: list[list[Piece]] = []
    for cell in row:
        if _tag(cell) in ("td", "th"):
            run: list[str] = []
            pieces = list(_walk(cell, run, ("text", None), depth + 1))
            cells.append([*pieces, *_flush(run, ("text", None))])
    yield from row_pieces(cells)


def _tag(element: etree._Element) -> str | None:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else None


def _meanings(element: etree._Element) -> set[str]:
    """What an element says that it is: `noteref`, `footnote`."""
    said = [element.get("role"), element.get("epub:type"), element.get("{http://www.idpf.org/2007/ops}type")]
    return {word.removeprefix("doc-") for words in said if words for word in words.lower().split()}


def _is_dropped(element: etree._Element, tag: str) -> bool:
    meanings = _meanings(element)
    if meanings & _MARK_ROLES:
        return True
    if tag == "aside" and meanings & _NOTE_ROLES:
        return False
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
    return tag in ("div", "ul", "ol", "section") and bool(_MENU.search(marks)) and is_links(element)


def is_links(element: etree._Element) -> bool:
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
    if inherited[0] == "note" or _NOTE.search(element.get("class") or "") or _meanings(element) & _NOTE_ROLES:
        return ("note", None)
    if tag == "li":
        depth = sum(1 for parent in element.iterancestors() if _tag(parent) in ("ul", "ol"))
        return ("item", depth)
    if tag in ("td", "th", "caption"):
        return ("text", None)
    return inherited
