"""PDF with a text layer: from the file to a `Document`."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import NeedsOcr, ProtectedSource, SourceLimit, UnreadableSource
from ingest.model import Block, BlockRole, Document, Page
from ingest.readers.blocks import fold
from ingest.readers.pdf.content import FaceCache, PageRuns, page_runs
from ingest.readers.pdf.furniture import Sheet, furniture
from ingest.readers.pdf.headings import OutlineEntry, heading_levels, whole_headings
from ingest.readers.pdf.hyphens import Words
from ingest.readers.pdf.layout import arrange
from ingest.readers.pdf.lines import Line, TableRow, lines_of
from ingest.readers.pdf.notes import body_size, split_notes
from ingest.readers.pdf.paragraphs import Leading, begins_item, joins, paragraph_text, right_margins
from ingest.readers.pdf.segments import Segment, segments

__all__ = ["check_pages", "read_pdf"]

_DAMAGE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What pypdf raises on damaged files."""
_MAX_NAMED_PAGES = 12
_BLANK = Sheet((), 1.0)
_Turned = dict[int, Sheet]
"""The segments of a page by the angle of their lines."""


def check_pages(path: Path, max_pages: int) -> None:
    """Nothing, if the file is no PDF or has at most so many pages; raises `SourceLimit` else."""
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            return
    count = len(_open(path).pages)
    if count > max_pages:
        raise SourceLimit(
            f"{path.name} has {count} pages, more than the {max_pages} allowed; split it or raise the limit."
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block in parts, one per page."""

    parts: list[tuple[int, str]]
    role: BlockRole
    level: int | None = None


def read_pdf(path: Path) -> Document:
    """The document of a PDF: text in reading order, without running heads, feet and page numbers.

    Footnotes stand in `note` blocks before the paragraph that runs over the end of their page. Raises `NeedsOcr` when
    no page has text, `ProtectedSource` when a password is asked for, and `UnreadableSource` for damaged files.
    """
    reader = _open(path)
    warnings: list[str] = []
    sheets = _sheets(reader, warnings)
    if not any(sheets):
        raise NeedsOcr(
            f"{path.name} holds no text on its pages ({_named([*range(1, len(sheets) + 1)])}): it is a scan. "
            "Run OCR on it (ocrmypdf, for one) and ingest the result."
        )
    # Running heads stand upright even where a table lies on its side.
    removed, printed = furniture([page.get(0, _BLANK) for page in sheets])
    pages = [_lines(page, number, removed[number]) for number, page in enumerate(sheets)]
    pieces = _pieces(pages, _outline(reader))
    labels = _labels(reader, printed)
    return _document(pieces, labels, _title(reader), _language(reader), tuple(warnings))


def _open(path: Path) -> PdfReader:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ProtectedSource(f"{path.name} asks for a password; save it without one and ingest it again.")
        count = len(reader.pages)
    except _DAMAGE as error:
        raise UnreadableSource(
            f"the PDF is damaged or cut off ({type(error).__name__}: {error}); fetch it again."
        ) from error
    if not count:
        raise UnreadableSource("the PDF has no pages; fetch it again.")
    return reader


def _sheets(reader: PdfReader, warnings: list[str]) -> list[_Turned]:
    faces: FaceCache = {}
    sheets: list[_Turned] = []
    bare: list[int] = []
    damaged: list[int] = []
    oblique = 0
    for number in range(len(reader.pages)):
        try:
            shown = page_runs(reader.pages[number], faces)
        except _DAMAGE:
            damaged.append(number + 1)
            sheets.append({})
            continue
        sheets.append(_turned(shown))
        oblique += shown.oblique
        if not sheets[-1] and shown.images:
            bare.append(number + 1)
    if damaged:
        warnings.append(f"pages that cannot be read: {_named(damaged)}")
    if bare:
        warnings.append(f"pages without a text layer: {_named(bare)}; their words need OCR")
    if oblique:
        warnings.append(f"{oblique} characters set aslant (watermarks, labels of diagrams) left out")
    return sheets


def _turned(shown: PageRuns) -> _Turned:
    """The page's segments by their direction, that of most of the text first."""
    weight: Counter[int] = Counter()
    for run in shown.runs:
        weight[run.angle] += len(run.text)
    sheets: _Turned = {}
    for angle in sorted(weight, key=lambda a: (-weight[a], a)):
        found = segments(run for run in shown.runs if run.angle == angle)
        sheets[angle] = Sheet(found, shown.height if angle in (0, 180) else shown.width)
    return sheets


def _lines(page: _Turned, number: int, removed: set[int]) -> list[Line | TableRow]:
    """The lines of a page in reading order; what stands in another direction than most of it comes last."""
    found: list[Line | TableRow] = []
    regions = 0
    for sheet in page.values():
        arranged = arrange([s for s in sheet.segments if id(s) not in removed])
        found += lines_of(arranged, number, sheet.height, regions)
        regions += len(arranged)
    return found


def _pieces(pages: Sequence[Sequence[Line | TableRow]], outline: Sequence[OutlineEntry]) -> list[_Piece]:
    lines = [line for page in pages for line in _all_lines(page)]
    body = body_size(lines)
    words = Words(line.text for line in lines)
    flow: list[Line | TableRow] = []
    notes: list[list[list[Line]]] = []
    for page in pages:
        text, found = split_notes(page, body)
        flow += text
        notes.append(found)
    groups = whole_headings(_paragraphs(flow), body)
    paragraphs = [group for group in groups if isinstance(group, list)]
    parts = [paragraph_text(group, words) for group in paragraphs]
    texts = ["".join(text for _, text in part) for part in parts]
    levels = heading_levels(paragraphs, texts, outline, body)
    pieces: list[_Piece] = []
    position = 0
    for group in groups:
        if isinstance(group, list):
            level = levels.get(position)
            role: BlockRole = "heading" if level else "item" if begins_item(texts[position]) else "text"
            pieces.append(_Piece(parts[position], role, level))
            position += 1
        else:
            cells = ["".join(t for _, t in paragraph_text(cell, words)) for cell in group.cells]
            pieces.append(_Piece([(group.page, " | ".join(cell for cell in cells if cell))], "table"))
    return _with_notes(pieces, [[paragraph_text(note, words) for note in page] for page in notes])


def _all_lines(page: Sequence[Line | TableRow]) -> Iterator[Line]:
    for item in page:
        if isinstance(item, Line):
            yield item
        else:
            for cell in item.cells:
                yield from cell


def _paragraphs(flow: Sequence[Line | TableRow]) -> list[list[Line] | TableRow]:
    lines = [item for item in flow if isinstance(item, Line)]
    leading = Leading.of(lines)
    margins = dict(zip(map(id, lines), right_margins(lines, leading), strict=True))
    groups: list[list[Line] | TableRow] = []
    for item in flow:
        last = groups[-1] if groups else None
        if isinstance(item, TableRow):
            groups.append(item)
        elif isinstance(last, list) and joins(last, item, leading, margins[id(last[-1])]):
            last.append(item)
        else:
            groups.append([item])
    return groups


def _with_notes(pieces: list[_Piece], notes: Sequence[Sequence[list[tuple[int, str]]]]) -> list[_Piece]:
    """The pieces with each page's notes behind the last piece that ends on the page or before it."""
    merged: list[_Piece] = []
    waiting = 0
    for piece in pieces:
        first = piece.parts[0][0]
        while waiting < first:
            merged += [_Piece(note, "note") for note in notes[waiting]]
            waiting += 1
        last = piece.parts[-1][0]
        if last > first:
            while waiting < last:
                merged += [_Piece(note, "note") for note in notes[waiting]]
                waiting += 1
        merged.append(piece)
    for page in notes[waiting:]:
        merged += [_Piece(note, "note") for note in page]
    return merged


def _document(
    pieces: Sequence[_Piece], labels: Sequence[str | None], title: str | None, language: str | None, warnings: tuple[str, ...]
) -> Document:
    lines: list[str] = []
    blocks: list[Block] = []
    starts: dict[int, int] = {}
    offset = 0
    for piece in pieces:
        parts = [(page, _folded(text)) for page, text in piece.parts]
        text = "".join(part for _, part in parts)
        line = text.strip()
        if not line:
            continue
        at = offset - (len(text) - len(text.lstrip()))
        for page, part in parts:
            starts.setdefault(page, max(at, offset))
            at += len(part)
        lines.append(line)
        blocks.append(Block(offset, offset + len(line), piece.role, piece.level))
        offset += len(line) + 1
    whole = "\n".join(lines)
    return Document(
        whole, tuple(blocks), "pdf", _pages(starts, labels, len(whole)), title=title, language=language, warnings=warnings
    )


def _folded(text: str) -> str:
    """`fold`, with a blank kept at either end: the text goes on on another page."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return before + fold(text) + after


def _pages(starts: dict[int, int], labels: Sequence[str | None], length: int) -> tuple[Page, ...]:
    """The pages, each from its first character to that of the next; one without text is empty."""
    begins: list[int] = []
    following = length
    for number in range(len(labels) - 1, -1, -1):
        following = min(starts.get(number, following), following)
        begins.append(following)
    begins.reverse()
    if begins:
        begins[0] = 0
    ends = [*begins[1:], length]
    return tuple(
        Page(number + 1, start, end, label if label != str(number + 1) else None)
        for number, (start, end, label) in enumerate(zip(begins, ends, labels, strict=True))
    )


def _labels(reader: PdfReader, printed: Sequence[str | None]) -> list[str | None]:
    """The number printed on each page; where none is found, the one the file declares, if it agrees with the others."""
    try:
        declared = list(reader.page_labels)
    except _DAMAGE:
        return list(printed)
    if len(declared) != len(printed) or any(p and p != d for p, d in zip(printed, declared, strict=True)):
        return list(printed)
    return [p or d for p, d in zip(printed, declared, strict=True)]


def _outline(reader: PdfReader) -> list[OutlineEntry]:
    entries: list[OutlineEntry] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            elif len(entries) < 5000:
                try:
                    page = reader.get_destination_page_number(item)
                except _DAMAGE:
                    page = None
                entries.append(OutlineEntry(fold(str(item.title or "")), level, page if page is not None and page >= 0 else None))

    try:
        walk(reader.outline, 1)
    except _DAMAGE:
        return []  # a damaged outline is no loss: the headings are on the pages
    return entries


def _title(reader: PdfReader) -> str | None:
    try:
        return fold(str(reader.metadata.title or "")) or None if reader.metadata else None
    except _DAMAGE:
        return None


def _language(reader: PdfReader) -> str | None:
    try:
        return fold(str(reader.root_object.get("/Lang", ""))) or None
    except _DAMAGE:
        return None


def _named(pages: Sequence[int]) -> str:
    """Page numbers, spans as such; many are cut off."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    names = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    more = f" and {len(names) - _MAX_NAMED_PAGES} more" if len(names) > _MAX_NAMED_PAGES else ""
    return ", ".join(names[:_MAX_NAMED_PAGES]) + more
