"""Readers: one per format, chosen by what is in a file and not by its name.

Each gives a `Document`: clean text, blocks with roles, pages where the format has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.sniff import Format, sniff

__all__ = ["Reader", "read_document"]


class Reader(Protocol):
    """Reads files of one format."""

    def __call__(self, path: Path, /) -> Document:
        """The document in the file; raises a `SourceError` when it cannot be read."""
        ...


def read_document(path: Path) -> Document:
    """The document in the file at `path`, read by the reader of the format its content shows.

    Raises `UnreadableSource` for a file that is missing, empty, damaged or of no known format, and whatever
    `SourceError` its reader raises.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{path.name}: cannot be read: {error.strerror or error}.") from error
    try:
        document = _reader(sniff(data))(path)
    except UnreadableSource as error:
        raise UnreadableSource(f"{path.name}: {error}") from error
    if not document.text.strip():
        raise UnreadableSource(f"{path.name}: the {document.format} file holds no text.")
    return document


def _reader(name: Format) -> Reader:
    return _LOADERS[name]()


# Each reader is imported when its first file comes: pypdf, lxml and python-docx are slow to load.
def _pdf() -> Reader:
    from ingest.readers.pdf import read_pdf

    return read_pdf


def _docx() -> Reader:
    from ingest.readers.docx import read_docx

    return read_docx


def _html() -> Reader:
    from ingest.readers.html import read_html

    return read_html


def _xml() -> Reader:
    from ingest.readers.xml import read_xml

    return read_xml


def _markdown() -> Reader:
    from ingest.readers.markdown import read_markdown

    return read_markdown


def _text() -> Reader:
    from ingest.readers.text import read_text

    return read_text


_LOADERS: Mapping[Format, Callable[[], Reader]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "xml": _xml,
    "markdown": _markdown,
    "text": _text,
}
