"""PDF with a text layer."""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from ingest.errors import NeedsOcr, ProtectedSource, SourceLimit, UnreadableSource
from ingest.model import Block, Document, Page
from ingest.readers.blocks import fold

__all__ = ["check_pages", "read_pdf"]


def check_pages(path: Path, max_pages: int) -> None:
    """Nothing, if the file is no PDF or has at most so many pages; raises `SourceLimit` else."""
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            return
    count = len(_open(path).pages)
    if count > max_pages:
        raise SourceLimit(f"{path.name} has {count} pages, more than the {max_pages} allowed; split it or raise the limit.")


def read_pdf(path: Path) -> Document:
    """The document of a PDF file."""
    reader = _open(path)
    lines: list[str] = []
    blocks: list[Block] = []
    pages: list[Page] = []
    offset = 0
    labels = reader.page_labels
    for index, page in enumerate(reader.pages, 1):
        start = offset
        for paragraph in map(fold, re.split(r"\n(?=\s*\n|\s*(?:Article|\(?\d+[.)]|\([a-z]\)))", page.extract_text())):
            if paragraph:
                lines.append(paragraph)
                blocks.append(Block(offset, offset + len(paragraph), "text"))
                offset += len(paragraph) + 1
        label = labels[index - 1]
        pages.append(Page(index, start, offset, label if label != str(index) else None))
    text = "\n".join(lines)
    if not text:
        raise NeedsOcr(f"{path.name}: none of the {len(pages)} pages has a text layer; run OCR on it first.")
    last = pages[-1]
    pages = [Page(p.index, min(p.start, len(text)), min(p.end, len(text)), p.label) for p in pages[:-1]]
    pages.append(Page(last.index, min(last.start, len(text)), len(text), last.label))
    return Document(text, tuple(blocks), "pdf", tuple(pages))


def _open(path: Path) -> PdfReader:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ProtectedSource(f"{path.name} asks for a password; save it without one.")
        if not reader.pages:
            raise UnreadableSource("The PDF has no pages; fetch it again.")
    except PdfReadError as error:
        raise UnreadableSource(f"The PDF is damaged ({error}); fetch it again.") from error
    return reader
