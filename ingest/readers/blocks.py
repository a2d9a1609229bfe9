"""From pieces with a role to a `Document`: one block per line, in normal form, offsets counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Block, BlockRole, Document

__all__ = ["Piece", "assemble", "fold"]

# Characters that print nothing: soft hyphen, zero-width signs, direction marks, byte order mark. They tear words
# apart for every search and no reader sees them.
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_CONTROL = dict.fromkeys(range(32), " ") | dict.fromkeys(range(127, 160), " ")
_TABLE = str.maketrans(_CONTROL | _INVISIBLE)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block before its place in the text is known."""

    text: str
    role: BlockRole = "text"
    level: int | None = None


def fold(text: str) -> str:
    """The text in NFC on one line: runs of blanks as one blank, nothing that prints nothing."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text.translate(_TABLE))).strip()


def assemble(
    pieces: Iterable[Piece],
    format_name: str,
    *,
    title: str | None = None,
    language: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """The document of these pieces; empty pieces are left out."""
    lines: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        line = fold(piece.text)
        if not line:
            continue
        lines.append(line)
        blocks.append(Block(offset, offset + len(line), piece.role, piece.level))
        offset += len(line) + 1
    text = "\n".join(lines)
    damaged = text.count("\ufffd")
    if damaged:
        warnings = (*warnings, f"{damaged} characters are damaged in the file; they stand as \ufffd")
    return Document(
        text=text,
        blocks=tuple(blocks),
        format=format_name,
        title=fold(title) or None if title else None,
        language=language or None,
        warnings=warnings,
    )
