"""Rows of tables as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.readers.blocks import Piece, fold

__all__ = ["row_pieces", "words_of"]

_ENUMERATOR = re.compile(r"^(?:\(?\w{1,5}[.)]|\d{1,3}|[-–—•])$")


def row_pieces(cells: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """A table's row: one block, or the blocks inside when the table only lays out a text or a numbered point."""
    filled = [cell for cell in ([piece for piece in cell if words_of(piece)] for cell in cells) if cell]
    if len(filled) == 2 and len(filled[0]) == 1 and _ENUMERATOR.match(words_of(filled[0][0])):
        first, rest = filled[0][0], filled[1]
        yield Piece(f"{words_of(first)} {words_of(rest[0])}", "item")
        yield from rest[1:]
    elif len(filled) == 1:
        yield from filled[0]
    elif filled:
        words = (" ".join(words_of(piece) for piece in cell if piece.role != "note") for cell in filled)
        yield Piece(" | ".join(words), "table")
        yield from (piece for cell in filled for piece in cell if piece.role == "note")


def words_of(piece: Piece) -> str:
    """The words of a block on one line."""
    return fold(piece.text if isinstance(piece.text, str) else piece.text.text)
