"""From pieces with a role to a `Document`: one block per line, in normal form, offsets counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Block, BlockRole, Document, Repair
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.cleaning import Cleaned

__all__ = ["Piece", "assemble", "fold", "folded"]

# Characters that print nothing: soft hyphen, zero-width signs, direction marks, byte order mark. They tear words
# apart for every search and no reader sees them.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_BLANK = r"\s\x00-\x1f\x7f-\x9f"
_BLANKS = re.compile(rf" [{_BLANK}]+|(?! )[{_BLANK}]+")
"""Whatever is not one plain blank between words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block before its place in the text is known."""

    text: str | Cleaned
    """`Cleaned` from a reader that knows where in the file its words stand."""
    role: BlockRole = "text"
    level: int | None = None


def fold(text: str) -> str:
    """The text in NFC on one line: runs of blanks as one blank, nothing that prints nothing."""
    return folded(Cleaned.of(text)).text


def folded(text: Cleaned) -> Cleaned:
    """`fold` of a text that knows where it comes from."""
    return text.sub(_INVISIBLE).composed().sub(_BLANKS, " ").strip()


def assemble(
    pieces: Iterable[Piece],
    format_name: str,
    *,
    title: str | None = None,
    language: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """The document of these pieces; empty pieces are left out, swapped Arabic letters put right.

    Pieces that are `Cleaned` had that done by their reader; they are parts of one raw text, and the document gets its
    origin from them.
    """
    pieces = list(pieces)
    texts, repaired = _texts(pieces)
    lines: list[Cleaned] = []
    blocks: list[Block] = []
    repairs: list[Repair] = []
    offset = 0
    for piece, raw in zip(pieces, texts, strict=True):
        line = folded(raw)
        if not line.text:
            continue
        lines.append(line)
        blocks.append(Block(offset, offset + len(line.text), piece.role, piece.level))
        repairs += [Repair(offset + r.start, offset + r.end, r.raw) for r in line.repairs()]
        offset += len(line.text) + 1
    text = "\n".join([line.text for line in lines])
    damaged = text.count("\ufffd")
    if damaged:
        warnings = (*warnings, f"{damaged} characters are damaged in the file; they stand as \ufffd")
    tracked = all(isinstance(piece.text, Cleaned) for piece in pieces)
    return Document(
        text=text,
        blocks=tuple(blocks),
        format=format_name,
        title=fold(title) or None if title else None,
        language=language or None,
        warnings=(*warnings, *repaired),
        repairs=tuple(repairs),
        origin=Cleaned.join("\n", lines).runs if lines and tracked else (),
    )


def _texts(pieces: Sequence[Piece]) -> tuple[list[Cleaned], tuple[str, ...]]:
    """What the pieces say, put right where no reader did that, and a warning when any was."""
    texts = [Cleaned.of(piece.text) for piece in pieces if isinstance(piece.text, str)]
    if not texts:
        return [piece.text for piece in pieces if isinstance(piece.text, Cleaned)], ()
    restored, warnings = restore_lam_alef(texts)
    following = iter(restored)
    return [piece.text if isinstance(piece.text, Cleaned) else next(following) for piece in pieces], warnings
