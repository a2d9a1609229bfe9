"""Rich Text files: paragraphs, headings, printed list numbers, tables; notes apart."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.blocks import assemble
from ingest.readers.rtf.charsets import Encodings
from ingest.readers.rtf.notes import NoteNumbers
from ingest.readers.rtf.state import Field, Group, Stream, StyleSheet, paragraph_pieces
from ingest.readers.rtf.tokens import Token, tokens
from ingest.readers.rtf.words import CHARACTERS, DESTINATIONS
from ingest.readers.surrogates import join_surrogates

__all__ = ["read_rtf"]

_MAX_DEPTH = 5000
"""Nested groups; a text deeper than this is an attack."""
_MAX_CODE = 0x10FFFF


def read_rtf(path: Path) -> Document:
    """The document of a Rich Text file; notes come behind the paragraph that they stand in.

    Hidden and deleted words, the instructions of fields, running heads and tables of contents are left out.
    """
    source = path.read_bytes().decode("latin-1")
    begin = source.find("{\\rtf")
    if begin < 0:
        raise UnreadableSource("The file is no Rich Text: it does not begin with {\\rtf.")
    reader = _Reader()
    reader.read(source[begin:])
    document = assemble(reader.body.close(), "rtf", title=reader.title, warnings=tuple(reader.warnings()))
    if not document.text:
        raise UnreadableSource("The Rich Text file holds no text.")
    return document


class _Reader:
    """Reads the tokens of one file."""

    def __init__(self) -> None:
        self.body = Stream()
        self._group = Group(self.body)
        self._stack: list[Group] = []
        self._bytes: list[str] = []
        """Characters, each for one byte, that wait for their encoding: a letter may be more than one of them."""
        self._skip = 0
        """How many characters are the stand-in, for old programs, of the character before them."""
        self._starred = False
        self._encodings = Encodings()
        self._styles = StyleSheet()
        self._title: list[str] = []
        self.notes = NoteNumbers()
        self._changes = 0
        self._unnumbered = 0
        self._open_groups = 0
        self._behind = ""
        self._words: dict[str, Callable[[int | None], None]] = _actions(self, self._encodings)

    @property
    def title(self) -> str:
        """What the file says its title is."""
        return join_surrogates("".join(self._title))

    def warnings(self) -> list[str]:
        """What a reader of the text should know."""
        found: list[str] = []
        if self._open_groups:
            found.append(f"the file breaks off inside {self._open_groups} open groups; its end may be missing")
        if self._behind:
            found.append(f"{len(self._behind)} characters stand behind the end of the text and are not read")
        if self._changes:
            found.append("the file has tracked changes: what they insert is read, what they delete is not")
        if self._unnumbered:
            found.append(f"{self._unnumbered} list items stand without the number that the file should print")
        found += [f"code page {page} is not known; read as 1252" for page in sorted(self._encodings.unknown)]
        return found

    def read(self, source: str) -> None:
        """Reads a whole file."""
        for token in tokens(source):
            if token.kind == "text":
                self._take(token.value)
                continue
            if self._bytes:
                self._flush()
            if token.kind == "open":
                self._open()
            elif token.kind == "close":
                self._close()
                if not self._stack:
                    self._behind = source[token.end :].strip("\x00\x1a \r\n}")
                    break
            elif self._skip and token.value in CHARACTERS:
                self._skip -= 1
            else:
                self._skip = 0  # no program lets another word stand in for a character
                self._control(token)
        self._flush()
        self._open_groups = len(self._stack)
        while self._stack:
            self._close()
        self._end_paragraph()

    def _take(self, text: str) -> None:
        if self._skip:
            self._skip, text = max(0, self._skip - len(text)), text[self._skip :]
        self._bytes.append(text)

    def _flush(self) -> None:
        raw = "".join(self._bytes)
        self._bytes.clear()
        group = self._group
        if raw and group.mode != "skip":
            font = group.rtl_font if group.is_rtl else group.font
            self._emit(raw if raw.isascii() else raw.encode("latin-1").decode(self._encodings.of(font), "replace"))

    def _emit(self, text: str) -> None:
        """Puts characters where the mode of the group wants them."""
        group = self._group
        if group.mode == "body":
            if group.is_deleted:
                self._changes += 1
            elif not group.is_hidden:
                group.stream.parts.append(text)
        elif group.mode == "number":
            group.stream.number.append(text)
        elif group.mode == "styles":
            self._styles.entry.name += text
        elif group.mode == "title":
            self._title.append(text)
        elif group.mode == "instruction" and group.field is not None:
            group.field.instruction.append(text)

    def _open(self) -> None:
        if len(self._stack) > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} groups; it is damaged or hostile.")
        self._skip, self._starred = 0, False
        if self._group.mode == "styles" and self._stack[-1].mode != "styles":
            self._styles.begin()
        self._stack.append(self._group)
        self._group = copy(self._group)

    def _close(self) -> None:
        self._skip, self._starred = 0, False
        closed, self._group = self._group, self._stack.pop()
        if closed.mode == self._group.mode == "styles":
            self._styles.end()
        if closed.stream is not self._group.stream:
            self._end_paragraph(closed)
            self._group.stream.asides.extend(closed.stream.close())

    def _control(self, token: Token) -> None:
        name, number = token.value, token.number
        if token.kind == "symbol" and name == "*":
            self._starred = True
            return
        starred, self._starred = self._starred, False
        if self._group.mode == "skip":
            return
        is_title = name == "title" and self._group.mode == "info"
        if token.kind == "word" and (name in _STREAMS or name in DESTINATIONS or starred or is_title):
            self._enter(name)
        elif name in CHARACTERS:
            self._emit(CHARACTERS[name])
        elif token.kind == "word" and name in self._words:
            self._words[name](number)

    def _enter(self, name: str) -> None:
        """Begins a destination: a group whose words are no part of the text around it, or of none."""
        group = self._group
        if name == "ud" and group.mode == "ansi":
            group.mode = "body"
        elif name in _STREAMS and group.mode in ("body", "shape"):
            group.stream = Stream(_STREAMS[name])
            group.mode = "body"
            group.reset_paragraph()
        elif group.mode in ("body", "number") or name == "fldinst":
            group.mode = DESTINATIONS.get(name, "skip")
        elif group.mode == "info" and name == "title":
            group.mode = "title"
        else:
            group.mode = "skip"

    def _end_paragraph(self, group: Group | None = None) -> None:
        group = group or self._group
        stream = group.stream
        if group.is_listed and not stream.number and any(part.strip() for part in stream.parts):
            self._unnumbered += 1
        found = paragraph_pieces(group, self._styles.heading(group))
        if group.in_table:
            stream.cell.extend(found)
        else:
            if stream.row or stream.cell:
                stream.end_row()
            stream.pieces.extend(found)

    # What the words do, each with the number that is written behind it.

    def par(self, _: int | None) -> None:
        if self._group.mode == "body":
            self._end_paragraph()

    def cell(self, _: int | None) -> None:
        group = self._group
        if group.mode == "body":
            group.in_table = True
            self._end_paragraph()
            group.stream.row.append(group.stream.cell)
            group.stream.cell = []

    def row(self, _: int | None) -> None:
        if self._group.mode == "body":
            self._group.stream.end_row()

    def unicode(self, number: int | None) -> None:
        code = (number or 0) + 0x10000 if (number or 0) < 0 else number or 0
        self._skip = self._group.unicode_skip
        self._emit(chr(code) if 0 < code <= _MAX_CODE else "\ufffd")

    def unicode_skip(self, number: int | None) -> None:
        self._group.unicode_skip = max(0, 1 if number is None else number)

    def pard(self, _: int | None) -> None:
        self._group.reset_paragraph()

    def plain(self, _: int | None) -> None:
        self._group.reset_words()

    def style(self, number: int | None) -> None:
        if self._group.mode == "styles":
            self._styles.entry.number = number or 0
        else:
            self._group.style = number or 0

    def outline(self, number: int | None) -> None:
        if self._group.mode == "styles":
            self._styles.entry.outline = number
        else:
            self._group.outline = number

    def based_on(self, number: int | None) -> None:
        self._styles.entry.parent = number

    def list_of(self, number: int | None) -> None:
        self._group.is_listed = bool(number)

    def list_level(self, number: int | None) -> None:
        self._group.list_level = min(max(0, number or 0), 8)

    def in_table(self, number: int | None) -> None:
        self._group.in_table = number != 0

    def hidden(self, number: int | None) -> None:
        self._group.is_hidden = number != 0

    def deleted(self, number: int | None) -> None:
        self._group.is_deleted = number != 0

    def font(self, number: int | None) -> None:
        if self._group.mode == "fonts":
            self._encodings.font(number)
        else:
            self._group.font = number

    def rtl_font(self, number: int | None) -> None:
        self._group.rtl_font = number

    def rtl(self, _: int | None) -> None:
        self._group.is_rtl = True

    def ltr(self, _: int | None) -> None:
        self._group.is_rtl = False

    def default_font(self, number: int | None) -> None:
        self._encodings.default_font = number

    def field(self, _: int | None) -> None:
        self._group.field = Field()

    def result(self, _: int | None) -> None:
        if self._group.field is not None and self._group.field.is_contents:
            self._group.mode = "skip"

    def mark(self, _: int | None) -> None:
        """The number of a note: printed before the note; in the text it would be glued to a word."""
        stream = self._group.stream
        if stream.kind == "note":
            self._emit(self.notes.next(stream.is_endnote))

    def endnote(self, _: int | None) -> None:
        self._group.stream.is_endnote = True


_STREAMS = {"footnote": "note", "shptxt": "shape", "dptxbxtext": "shape"}


def _actions(reader: _Reader, encodings: Encodings) -> dict[str, Callable[[int | None], None]]:
    actions: dict[str, Callable[[int | None], None]] = {
        "par": reader.par, "sect": reader.par, "cell": reader.cell, "row": reader.row, "u": reader.unicode,
        "uc": reader.unicode_skip, "pard": reader.pard, "plain": reader.plain, "s": reader.style,
        "outlinelevel": reader.outline, "sbasedon": reader.based_on, "ls": reader.list_of, "ilvl": reader.list_level,
        "intbl": reader.in_table, "v": reader.hidden, "deleted": reader.deleted, "f": reader.font,
        "af": reader.rtl_font, "rtlch": reader.rtl, "ltrch": reader.ltr, "deff": reader.default_font,
        "field": reader.field, "fldrslt": reader.result, "chftn": reader.mark, "ftnalt": reader.endnote,
    }  # fmt: skip
    actions |= {
        "fcharset": encodings.charset, "cpg": encodings.font_page, "ansicpg": encodings.page,
        "mac": lambda _: encodings.page(10000), "pc": lambda _: encodings.page(437),
        "pca": lambda _: encodings.page(850),
    }  # fmt: skip
    return actions | reader.notes.settings()
