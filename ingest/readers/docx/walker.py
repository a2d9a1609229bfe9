"""The blocks of a Word text in reading order: final words only, notes and boxes behind their paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.model import BlockRole
from ingest.readers.blocks import Piece
from ingest.readers.docx.fields import DELETED, Fields, is_contents
from ingest.readers.docx.notes import Notes
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import Styles, is_on, place_in, setting
from ingest.readers.docx.symbols import symbol
from ingest.readers.local_names import child_of, name_of, number_of, value_of
from ingest.readers.rows import row_pieces, words_of
from ingest.readers.style_names import is_note_style

__all__ = ["Walker"]

_DROPPED = DELETED | {
    "pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr",
    "smartTagPr", "rubyPr", "rt", "ctrlPr", "delText", "delInstrText", "footnoteRef", "endnoteRef", "annotationRef",
}  # fmt: skip
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_NOTES = ("footnoteReference", "endnoteReference")
_SHAPES = ("drawing", "pict", "object")
_ELSEWHERE = ("altChunk", "subDoc")
_CONTENTS = "Table of Contents"
_MAX_DEPTH = 100
"""Nested elements; a text deeper than this is an attack."""


@dataclass(slots=True)
class _Line:
    """The words of a paragraph in the making."""

    parts: list[str] = field(default_factory=list)
    asides: list[Piece] = field(default_factory=list)
    style: str | None = None
    in_mark: bool = False
    """Whether the words that come are the mark that an author chose for a note."""


@dataclass(slots=True)
class _Story:
    """A text of its own: the body, a note, or the words in a box."""

    fields: Fields
    carried: _Line | None = None
    """Words of a paragraph whose end was deleted; they belong to the next one."""


class Walker:
    """Walks the blocks of one file and counts its lists and notes as they go by."""

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package.parts.get("styles"))
        self._numbering = Numbering(package.parts.get("numbering"))
        self._notes = Notes(package.text, package.parts)
        self._elsewhere = 0

    def warnings(self) -> Iterator[str]:
        """What a reader of the text should know, once it has been walked."""
        if self._elsewhere:
            yield f"{self._elsewhere} parts of the text are files of their own inside this one and are not read"
        if self._notes.missing:
            yield f"{self._notes.missing} notes that the text refers to are missing in the file"

    def text(self, holder: etree._Element, depth: int = 0) -> Iterator[Piece]:
        """The blocks of a text of its own."""
        story = _Story(Fields(holder))
        yield from self._blocks(holder, story, depth)

    def _blocks(self, holder: etree._Element, story: _Story, depth: int) -> Iterator[Piece]:
        """The blocks inside an element; a paragraph is not carried on beyond it."""
        for element in holder:
            yield from self._block(element, story, depth)
        yield from self._end_carried(story)

    def _block(self, element: etree._Element, story: _Story, depth: int) -> Iterator[Piece]:
        name = name_of(element)
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
        if not name or name in _DROPPED or _is_contents_control(element):
            return
        if name == "p":
            yield from self._paragraph(element, story, depth)
        elif name == "tbl":
            yield from self._end_carried(story)
            for row in _held(element, "tr"):
                if not _is_gone(child_of(row, "trPr")):
                    yield from row_pieces([list(self._blocks(cell, story, depth + 1)) for cell in _cells(row)])
        elif name == "AlternateContent":
            yield from self._block(_branch(element), story, depth + 1)
        elif name in _ELSEWHERE:
            self._elsewhere += 1
        elif name == "r" or name in _CHARACTERS:
            return  # words outside paragraphs, which Word itself does not show
        else:
            for child in element:
                yield from self._block(child, story, depth + 1)

    def _paragraph(self, element: etree._Element, story: _Story, depth: int) -> Iterator[Piece]:
        properties = child_of(element, "pPr")
        line, story.carried = story.carried or _Line(), None
        line.style = setting(properties, "pStyle")
        contents = story.fields.in_contents
        self._inline(element, line, story, False, depth)
        contents = contents or story.fields.in_contents
        end = child_of(properties, "rPr")
        if any(child_of(end, name) is not None for name in DELETED):
            story.carried = line
        else:
            hidden = contents or self._is_hidden(end, line.style)
            yield from self._pieces(line, properties, hidden)
        if child_of(properties, "sectPr") is not None:
            self._notes.end_section()

    def _end_carried(self, story: _Story) -> Iterator[Piece]:
        line, story.carried = story.carried, None
        if line is not None:
            yield from self._pieces(line, None, True)

    def _pieces(self, line: _Line, properties: etree._Element | None, hidden: bool) -> Iterator[Piece]:
        """The blocks of a finished paragraph; one that is hidden itself has no number unless it has words."""
        text = "".join(line.parts)
        if text.strip() or not hidden:
            place = self._styles.place(line.style, place_in(properties))
            number = self._numbering.next(*place) if place else ""
            outline = child_of(properties, "outlineLvl")
            level = self._styles.heading(line.style, None if outline is None else number_of(outline, "val", 9))
            role = self._role(line.style, level, place[1] if place else None)
            for index, words in enumerate(text.split("\n")):
                yield Piece(f"{number} {words}" if number and index == 0 else words, *role)
        yield from line.asides

    def _role(self, style: str | None, level: int | None, depth: int | None) -> tuple[BlockRole, int | None]:
        if level is not None:
            return "heading", level
        names = self._styles.names(style)
        if any(is_note_style(name) for name in names):
            return "note", None
        if depth is not None or any(name.lower().startswith("list") for name in names[:1]):
            return "item", (depth or 0) + 1
        return "text", None

    def _is_hidden(self, properties: etree._Element | None, style: str | None) -> bool:
        """Whether words with these properties are hidden: by themselves, by their style or that of the paragraph."""
        own = is_on(properties, "vanish")
        if own is None:
            own = self._styles.is_hidden(setting(properties, "rStyle"))
        return bool(self._styles.is_hidden(style or self._styles.default) if own is None else own)

    def _inline(self, element: etree._Element, line: _Line, story: _Story, hidden: bool, depth: int) -> None:
        """Adds the words of an element to the line, and what stands beside them to its asides."""
        if depth > _MAX_DEPTH:
            raise UnreadableSource(f"The text nests more than {_MAX_DEPTH} elements; it is damaged or hostile.")
        for child in element:
            name = name_of(child)
            if name == "fldChar":
                story.fields.mark(child)
            elif name == "instrText":
                story.fields.instruct(child.text or "")
            elif name == "r":
                self._inline(child, line, story, self._is_hidden(child_of(child, "rPr"), line.style), depth + 1)
                line.in_mark = False
            elif name == "AlternateContent":
                self._inline(_branch(child), line, story, hidden, depth + 1)
            elif name in ("t", "sym", *_CHARACTERS, *_NOTES, *_SHAPES):
                if story.fields.is_shown and not hidden:
                    self._show(child, name, line, depth)
            elif name and name not in _DROPPED and not _is_contents_control(child):
                self._inline(child, line, story, hidden, depth + 1)

    def _show(self, element: etree._Element, name: str, line: _Line, depth: int) -> None:
        if name in ("t", "sym"):
            line.parts.append("" if line.in_mark else _words(element))
        elif name in _CHARACTERS:
            line.parts.append(_CHARACTERS[name])
        elif name in _NOTES:
            line.asides.extend(self._note(element, line, depth))
        else:
            for box in _boxes(element):
                line.asides.extend(self.text(box, depth + 1))

    def _note(self, reference: etree._Element, line: _Line, depth: int) -> list[Piece]:
        """The blocks of a footnote or endnote, its mark before the first."""
        note = self._notes.take(reference)
        line.in_mark = value_of(reference, "customMarkFollows") in ("1", "true", "on")
        if line.in_mark:
            mark = "".join(_words(e) for e in reference.itersiblings() if name_of(e) in ("t", "sym")).strip()
        else:
            mark = self._notes.mark(reference)
        found: list[Piece] = []
        for piece in self.text(note, depth + 1) if note is not None else ():
            words = words_of(piece)
            if words:
                # Most notes with a mark of their own say it themselves.
                said = line.in_mark and words.startswith(mark)
                found.append(Piece(words if said else f"{mark} {words}", "note"))
                mark = ""
        return found


def _words(element: etree._Element) -> str:
    """What a piece of text or a sign of some font says."""
    if name_of(element) == "t":
        return element.text or ""
    try:
        code = int(value_of(element, "char") or "", 16)
    except ValueError:
        return "\ufffd"
    return symbol(code, value_of(element, "font") or "")


def _is_contents_control(element: etree._Element) -> bool:
    """Whether this holds a table of contents, or words that only ask for others."""
    if name_of(element) == "fldSimple":
        return is_contents(value_of(element, "instr") or "")
    properties = child_of(element, "sdtPr") if name_of(element) == "sdt" else None
    gallery = setting(child_of(properties, "docPartObj"), "docPartGallery")
    return gallery == _CONTENTS or bool(is_on(properties, "showingPlcHdr"))


def _branch(choice: etree._Element) -> etree._Element:
    """One of several forms of the same content: the newest that has words, else the last."""
    branches = [child for child in choice if name_of(child) in ("Choice", "Fallback")]
    worded = (b for b in branches if any(name_of(e) in ("t", "sym", "txbxContent") for e in b.iter(etree.Element)))
    return next(worded, branches[-1] if branches else choice)


def _boxes(shape: etree._Element) -> Iterator[etree._Element]:
    """The texts in a shape, those in boxes inside them left out."""
    for child in shape:
        if name_of(child) == "txbxContent":
            yield child
        elif name_of(child):
            yield from _boxes(_branch(child) if name_of(child) == "AlternateContent" else child)


def _held(holder: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, out of whatever wraps them."""
    for child in holder:
        if name_of(child) == name:
            yield child
        elif name_of(child) not in ("", "tbl", "tc", "p", *_DROPPED):
            yield from _held(child, name)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in _held(row, "tc") if child_of(cell, "tcPr", "cellDel") is None]


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a row is deleted or hidden."""
    return child_of(properties, "del") is not None or bool(is_on(properties, "hidden"))
