"""Word files (.docx): headings, numbered lists, notes and tracked changes as their author meant them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.blocks import assemble
from ingest.readers.docx.fields import DELETED
from ingest.readers.docx.package import Package, read_package
from ingest.readers.docx.walker import Walker
from ingest.readers.local_names import child_of, name_of

__all__ = ["read_docx"]

_CHANGES = DELETED | {"ins", "moveTo", "cellIns", "cellDel"}


def read_docx(path: Path) -> Document:
    """The document of a Word file; the numbers that Word computes stand in the text as it prints them.

    Notes come behind the paragraph that they stand in. Deleted words, hidden words, comments, the instructions of
    fields and tables of contents are left out.
    """
    package = read_package(path.read_bytes())
    body = child_of(package.text, "body")
    if body is None:
        raise UnreadableSource("The Word file has no text in it; save it again as .docx.")
    walker = Walker(package)
    pieces = list(walker.text(body))
    title, language = package.facts.get("title"), package.facts.get("language")
    warnings = (*_changes(package), *walker.warnings())
    document = assemble(pieces, "docx", title=title, language=language, warnings=warnings)
    if not document.text:
        raise UnreadableSource("The Word file holds no text.")
    return document


def _changes(package: Package) -> tuple[str, ...]:
    parts = [package.text, *(package.parts[kind] for kind in ("footnotes", "endnotes") if kind in package.parts)]
    changes = sum(name_of(element) in _CHANGES for part in parts for element in part.iter(etree.Element))
    return (f"{changes} tracked changes: what they insert is read, what they delete is not",) if changes else ()
