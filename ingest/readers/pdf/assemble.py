"""From the lines of all pages to a `Document`: paragraphs, headings, tables, notes, and where each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Block, BlockRole, Document, Page, Repair
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import folded
from ingest.readers.cleaning import Cleaned
from ingest.readers.pdf.headings import OutlineEntry, heading_levels, whole_headings
from ingest.readers.pdf.hyphens import Words
from ingest.readers.pdf.lines import Line, TableRow
from ingest.readers.pdf.notes import body_size, split_notes
from ingest.readers.pdf.paragraphs import Leading, begins_item, joins, paragraph_text, right_margins

__all__ = ["FileFacts", "assemble_pages"]

_NOTE_MARK = re.compile(r"^([⁰¹²³⁴-⁹]{1,3})(?=[^\s⁰¹²³⁴-⁹])")
_Parts = list[tuple[int, Cleaned]]
"""The text of a block page by page."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file says of itself."""

    labels: Sequence[str | None]
    """Of each page."""
    outline: Sequence[OutlineEntry] = ()
    title: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
    ocr: frozenset[int] = frozenset()
    """Pages read by OCR, numbered from 1."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block in parts, one per page."""

    parts: _Parts
    role: BlockRole
    level: int | None = None


def assemble_pages(pages: Sequence[Sequence[Line | TableRow]], facts: FileFacts) -> Document:
    """The document of these pages: one block per line of its text."""
    return _document(_pieces(pages, facts.outline), facts)


def _pieces(pages: Sequence[Sequence[Line | TableRow]], outline: Sequence[OutlineEntry]) -> list[_Piece]:
    lines = [line for page in pages for line in _all_lines(page)]
    body = body_size([item for page in pages for item in page if isinstance(item, Line)] or lines)
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
    texts = ["".join([text.text for _, text in part]) for part in parts]
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
            cells = [
                Cleaned.join("", [text for _, text in paragraph_text(cell, words)]) for cell in group.cells if cell
            ]
            if cells:
                pieces.append(_Piece([(group.page, Cleaned.join(" | ", cells))], "table"))
    return _with_notes(pieces, [[_note(note, words) for note in page] for page in notes])


def _note(lines: Sequence[Line], words: Words) -> _Parts:
    (page, first), *others = paragraph_text(lines, words)
    mark = _NOTE_MARK.match(first.text)
    return [(page, first.edit([(mark.end(), mark.end(), " ")]) if mark else first), *others]


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


def _with_notes(pieces: list[_Piece], notes: Sequence[Sequence[_Parts]]) -> list[_Piece]:
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


def _document(pieces: Sequence[_Piece], facts: FileFacts) -> Document:
    lines: list[str] = []
    blocks: list[Block] = []
    repairs: list[Repair] = []
    starts: dict[int, int] = {}
    offset = 0
    restored, warnings = restore_lam_alef([text for piece in pieces for _, text in piece.parts])
    texts = iter(restored)
    for piece in pieces:
        parts = [(page, _folded(next(texts))) for page, _ in piece.parts]
        whole_piece = Cleaned.join("", [part for _, part in parts])
        line = whole_piece.strip()
        if not line.text:
            continue
        at = offset - (len(whole_piece.text) - len(whole_piece.text.lstrip()))
        for page, part in parts:
            starts.setdefault(page, max(at, offset))
            at += len(part.text)
        lines.append(line.text)
        blocks.append(Block(offset, offset + len(line.text), piece.role, piece.level))
        repairs += [Repair(offset + r.start, offset + r.end, r.raw) for r in line.repairs()]
        offset += len(line.text) + 1
    whole = "\n".join(lines)
    return Document(
        text=whole,
        blocks=tuple(blocks),
        format="pdf",
        pages=_pages(starts, facts, len(whole)),
        title=facts.title,
        language=facts.language,
        warnings=(*facts.warnings, *warnings),
        repairs=tuple(repairs),
    )


def _folded(text: Cleaned) -> Cleaned:
    """`folded`, with a blank kept at either end: the text goes on on another page."""
    clean = folded(text)
    before = " " if text.text[:1].isspace() else ""
    after = " " if text.text[-1:].isspace() else ""
    length = len(clean.text)
    return clean.edit([(0, 0, before), (length, length, after)]) if before or after else clean


def _pages(starts: dict[int, int], facts: FileFacts, length: int) -> tuple[Page, ...]:
    """The pages, each from its first character to that of the next; one without text is empty."""
    begins: list[int] = []
    following = length
    for number in range(len(facts.labels) - 1, -1, -1):
        following = min(starts.get(number, following), following)
        begins.append(following)
    begins.reverse()
    if begins:
        begins[0] = 0
    ends = [*begins[1:], length]
    return tuple(
        Page(number, start, end, label if label != str(number) else None, ocr=number in facts.ocr)
        for number, (start, end, label) in enumerate(zip(begins, ends, facts.labels, strict=True), 1)
    )
