"""EPUB books: the pages of the spine in their order, read as HTML is."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from ingest.errors import ProtectedSource, UnreadableSource
from ingest.model import Document
from ingest.readers.archive import open_archive, read_member
from ingest.readers.blocks import Piece, assemble
from ingest.readers.html import is_links, main_content, pieces_of
from ingest.readers.xhtml import parse_xhtml

__all__ = ["read_epub"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PACKAGE_TYPE = "application/oebps-package+xml"
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/html", "text/x-oeb1-document"})
# Fonts are made unusable outside the book by these; the words are not.
_FONT_ALGORITHMS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc"})
_CONTENTS = frozenset({"toc", "landmarks", "page-list", "loi", "lot", "index"})


@dataclass(frozen=True, slots=True)
class _Item:
    """A file that the book names."""

    path: str
    media_type: str
    is_navigation: bool
    fallback: str | None


def read_epub(path: Path) -> Document:
    """The document of a book: title and language from its package, tables of contents left out."""
    with open_archive(path.read_bytes()) as archive:
        _check_encryption(archive)
        package_path = _package_path(archive)
        package = _xml(archive, package_path)
        book = _Book(archive, package, posixpath.dirname(package_path))
        document = assemble(book.pieces(), "epub", title=_fact(package, "title"), language=_fact(package, "language"))
    if not document.text:
        raise UnreadableSource("The book holds no text in its spine; if its pages are pictures, they need OCR first.")
    return replace(document, warnings=(*document.warnings, *book.warnings))


class _Book:
    """The pages of a book."""

    def __init__(self, archive: zipfile.ZipFile, package: etree._Element, folder: str) -> None:
        self.warnings: list[str] = []
        self._archive = archive
        self._package = package
        self._items = _items(package, folder)
        self._guide = _guide(package, folder)

    def pieces(self) -> Iterator[Piece]:
        """The blocks of all pages in the order of the spine."""
        spine = [element for element in self._package.iter(etree.Element) if _name(element) == "itemref"]
        if not spine:
            raise UnreadableSource("The book's package names no pages (its spine is empty); save the book anew.")
        seen: set[str] = set()
        for reference in spine:
            item = self._page(reference.get("idref") or "")
            if item is None or item.is_navigation or item.path in seen:
                continue
            seen.add(item.path)
            data = read_member(self._archive, item.path)
            if data is None:
                self.warnings.append(f"{item.path} is in the order of pages but not in the book")
            elif data.strip():
                yield from self._read(item.path, data)

    def _page(self, name: str) -> _Item | None:
        """The page of this name, or what the book gives in its place for readers of words."""
        item = self._items.get(name)
        for _ in range(len(self._items)):
            if item is None or item.media_type in _PAGE_TYPES or item.fallback is None:
                break
            item = self._items.get(item.fallback)
        if item is None or item.media_type not in _PAGE_TYPES:
            what = "is not in the book's list of files" if item is None else f"is {item.media_type}, no page of words"
            self.warnings.append(f"page {name!r} {what}; it is left out")
            return None
        return item

    def _read(self, path: str, data: bytes) -> Iterator[Piece]:
        try:
            content = main_content(parse_xhtml(data))
            # An older book's table of contents may share its page with the text.
            if path not in self._guide or not is_links(content):
                yield from pieces_of(content)
        except UnreadableSource as error:
            raise UnreadableSource(f"The page {path} of the book cannot be read. {error}") from error


def _check_encryption(archive: zipfile.ZipFile) -> None:
    """Raises `ProtectedSource` for a book whose words are encrypted; encrypted fonts do no harm."""
    if read_member(archive, _ENCRYPTION) is None:
        return
    for element in _xml(archive, _ENCRYPTION).iter(etree.Element):
        if _name(element) != "EncryptedData":
            continue
        methods = [child.get("Algorithm", "") for child in element if _name(child) == "EncryptionMethod"]
        if not methods or methods[0].lower() not in _FONT_ALGORITHMS:
            raise ProtectedSource(
                f"The book is copy-protected (encrypted by {methods[0] if methods else 'an unnamed method'}); get a "
                "copy without protection from its publisher."
            )


def _package_path(archive: zipfile.ZipFile) -> str:
    rootfiles = [element for element in _xml(archive, _CONTAINER).iter(etree.Element) if _name(element) == "rootfile"]
    packages = [element for element in rootfiles if element.get("media-type", _PACKAGE_TYPE) == _PACKAGE_TYPE]
    path = next((element.get("full-path") for element in packages if element.get("full-path")), None)
    if not path:
        raise UnreadableSource(f"{_CONTAINER} names no package of the book; save the book anew.")
    return posixpath.normpath(unquote(path))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    data = read_member(archive, name)
    if data is None:
        raise UnreadableSource(f"The book has no {name}; save it anew.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"{name} of the book is damaged: {error}; save the book anew.") from error


def _items(package: etree._Element, folder: str) -> dict[str, _Item]:
    return {
        element.get("id", ""): _Item(
            _resolved(element.get("href", ""), folder),
            element.get("media-type", "").lower(),
            "nav" in element.get("properties", "").split(),
            element.get("fallback"),
        )
        for element in package.iter(etree.Element)
        if _name(element) == "item"
    }


def _guide(package: etree._Element, folder: str) -> set[str]:
    """The pages that older books call their tables of contents."""
    return {
        _resolved(element.get("href", ""), folder)
        for element in package.iter(etree.Element)
        if _name(element) == "reference" and element.get("type", "").lower() in _CONTENTS
    }


def _resolved(href: str, folder: str) -> str:
    try:
        path = urlsplit(href).path
    except ValueError:  # a damaged address
        path = href
    return posixpath.normpath(posixpath.join(folder, unquote(path)))


def _fact(package: etree._Element, name: str) -> str | None:
    """The first title or language that the package declares."""
    found = ("".join(map(str, element.itertext())) for element in package.iter(etree.Element) if _name(element) == name)
    return next((fact.strip() for fact in found if fact.strip()), None)


def _name(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
