"""What holds inside one group of a Rich Text file, and the text that is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import BlockRole
from ingest.readers.blocks import Piece, fold
from ingest.readers.rows import row_pieces
from ingest.readers.rtf.words import Mode
from ingest.readers.style_names import heading_level
from ingest.readers.surrogates import join_surrogates

__all__ = ["Field", "Group", "Stream", "StyleSheet", "paragraph_pieces"]

_MAX_PARENTS = 50
_BODY_LEVEL = 9
"""The outline level of what is no heading; headings have 0 to 8."""


@dataclass(slots=True)
class Stream:
    """A text in the making: the body, a note, or the words in a shape."""

    kind: str = "body"
    """`body`, `note` or `shape`."""
    is_endnote: bool = False
    pieces: list[Piece] = field(default_factory=list)
    asides: list[Piece] = field(default_factory=list)
    """Notes and shapes of the paragraph that is open."""
    parts: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    row: list[list[Piece]] = field(default_factory=list)
    cell: list[Piece] = field(default_factory=list)

    def close(self) -> list[Piece]:
        """All blocks, the unfinished row of a table included."""
        self.end_row()
        return self.pieces

    def end_row(self) -> None:
        """Turns the cells since the last row into blocks."""
        if self.cell:
            self.row.append(self.cell)
        self.pieces.extend(row_pieces(self.row))
        self.row, self.cell = [], []


@dataclass(slots=True)
class Field:
    """A computed part of the text: its instruction, then what it printed last."""

    instruction: list[str] = field(default_factory=list)

    @property
    def is_contents(self) -> bool:
        """Whether it prints a table of contents or an index, whose lines would repeat the headings."""
        words = "".join(self.instruction).split(maxsplit=1)
        return bool(words) and words[0].upper() in ("TOC", "INDEX", "TOA")


@dataclass(slots=True)
class Group:
    """The properties of text and paragraph that end with the group."""

    stream: Stream
    mode: Mode = "body"
    unicode_skip: int = 1
    font: int | None = None
    rtl_font: int | None = None
    is_rtl: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    style: int = 0
    outline: int | None = None
    is_listed: bool = False
    list_level: int = 0
    in_table: bool = False
    field: Field | None = None

    def reset_paragraph(self) -> None:
        """What every paragraph begins with."""
        self.style, self.outline, self.is_listed, self.list_level, self.in_table = 0, None, False, 0, False

    def reset_words(self) -> None:
        """What plain words have."""
        self.is_hidden = self.is_deleted = self.is_rtl = False
        self.font = self.rtl_font = None


@dataclass(slots=True)
class _Style:
    number: int = 0
    name: str = ""
    outline: int | None = None
    parent: int | None = None


class StyleSheet:
    """The paragraph styles of a file."""

    def __init__(self) -> None:
        self._styles: dict[int, _Style] = {}
        self.entry = _Style()
        """The style that is being read."""

    def begin(self) -> None:
        """Begins a style."""
        self.entry = _Style()

    def end(self) -> None:
        """Takes in the style that was read."""
        if self.entry.name:
            self.entry.name = fold(self.entry.name).rstrip(";").strip()
            self._styles[self.entry.number] = self.entry
        self.entry = _Style()

    def heading(self, group: Group) -> int | None:
        """The level of a heading (1 is the highest) for a paragraph with these properties, None for other text."""
        outline = group.outline
        number: int | None = group.style
        for _ in range(_MAX_PARENTS):
            style = self._styles.get(number) if number is not None else None
            if outline is not None or style is None:
                break
            level = heading_level(style.name)
            outline = style.outline if level is None else level - 1
            number = style.parent
        return outline + 1 if outline is not None and 0 <= outline < _BODY_LEVEL else None


def paragraph_pieces(group: Group, heading: int | None) -> list[Piece]:
    """The blocks of the paragraph that ends in this group; its stream forgets it."""
    stream = group.stream
    lines = join_surrogates("".join(stream.parts)).split("\n")
    number = fold(join_surrogates("".join(stream.number)))
    if any(letter.isalnum() for letter in number):  # else a bullet
        lines[0] = f"{number} {lines[0]}"
    role: tuple[BlockRole, int | None] = ("text", None)
    if stream.kind == "note":
        role = ("note", None)
    elif heading is not None:
        role = ("heading", heading)
    elif group.is_listed or number:
        role = ("item", group.list_level + 1)
    found = [Piece(line, *role) for line in lines] + stream.asides
    stream.parts, stream.number, stream.asides = [], [], []
    return found
