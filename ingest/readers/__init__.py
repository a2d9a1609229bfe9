"""Readers: one per format, chosen by what is in a file and not by its name.

Each gives a `Document`: clean text, blocks with roles, pages where the format has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.sniff import Format, sniff

if TYPE_CHECKING:
    from ingest.readers.pdf.ocr import OcrRequest

__all__ = ["Reader", "read_document"]


class Reader(Protocol):
    """Reads files of one format."""

    def __call__(self, path: Path, /) -> Document:
        """The document in the file; raises a `SourceError` when it cannot be read."""
        ...


def read_document(path: Path, ocr: Callable[[], OcrRequest] | None = None) -> Document:
    """The document in the file at `path`, read by the reader of the format its content shows.

    `ocr` is asked how to read the pages of a PDF that have no text layer, if there are any; without it they are named
    and left. Raises `UnreadableSource` for a file that is missing, empty, damaged or of no known format, and whatever
    `SourceError` its reader raises.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{path.name}: cannot be read: {error.strerror or error}.") from error
    try:
        document = _reader(sniff(data), ocr)(path)
    except UnreadableSource as error:
        raise UnreadableSource(f"{path.name}: {error}") from error
    if not document.text.strip():
        raise UnreadableSource(f"{path.name}: the {document.format} file holds no text.")
    return document


def _reader(name: Format, ocr: Callable[[], OcrRequest] | None) -> Reader:
    if name == "pdf":
        return _pdf(ocr)
    return _LOADERS[name]()


# Each reader is imported when its first file comes: pypdf and lxml are slow to load.
def _pdf(ocr: Callable[[], OcrRequest] | None) -> Reader:
    from ingest.readers.pdf import read_pdf

    return partial(read_pdf, ocr=ocr) if ocr else read_pdf


def _docx() -> Reader:
    from ingest.readers.docx import read_docx

    return read_docx


def _odt() -> Reader:
    from ingest.readers.odt import read_odt

    return read_odt


def _rtf() -> Reader:
    from ingest.readers.rtf import read_rtf

    return read_rtf


def _epub() -> Reader:
    from ingest.readers.epub import read_epub

    return read_epub


def _json() -> Reader:
    from ingest.readers.records import read_json

    return read_json


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
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
    "epub": _epub,
    "json": _json,
    "html": _html,
    "xml": _xml,
    "markdown": _markdown,
    "text": _text,
}
