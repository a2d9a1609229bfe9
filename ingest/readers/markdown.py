"""Markdown as legal collections have it: strict in nothing, its list marks being the numbers of the law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble
from ingest.readers.cleaning import Cleaned, Edit
from ingest.readers.editorial import is_editorial
from ingest.readers.note_marks import raise_note_marks
from ingest.readers.page_numbers import without_page_numbers
from ingest.readers.sniff import decode
from ingest.readers.unwrap import Layout, unwrap

__all__ = ["read_markdown"]

_LINE_END = re.compile(r"\n")
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(
    r"^title:\s*(?:[>|][+-]?\s*\n(?P<folded>(?:[ \t]+.*\n)+)|\"(?P<double>(?:[^\"\\]|\\.|\\\n)*)\"|"
    r"'(?P<single>(?:[^']|'')*)'|(?P<plain>.*?)\s*$)",
    re.MULTILINE,
)
# What a backslash stands for in a double-quoted value of YAML, `\xE9` and `\u00E9` aside.
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\n\s*|.))")
_YAML_LETTERS = dict.fromkeys("ntr_NLP", " ") | dict.fromkeys("0abefv", "")
"""Blanks of all kinds, and signs that print nothing."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"^\s*(?:\\?#+\s*|\[IMG\]|(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|=+\s*)$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*$")
# Converters make a heading of every line that begins with "Article 1", also where a sentence was broken there.
_CONTINUED = re.compile(r"[*_]*(?:[Aa]rt[ií]culos?|[Aa]rticles?|[Aa]rt\.)\s+\d+[º°]?\s+(?!bis|ter\b|quater)[a-zà-ÿ]")
_HASHES = re.compile(r"^\s{0,3}#{1,6}[ \t]*")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL_END = re.compile(r"\|")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_FOOTNOTE = re.compile(r"^\s*\[\^[^\]]+\]:\s*")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_BULLET = re.compile(r"^\s*[*+-]\s+(?=\S)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<(https?://[^>\s]+|[\w.+-]+@[\w.-]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"<sup>(.*?)</sup>", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"\w{1,3}(?:[/,]\w{1,2})?")
# What the editors of the Dutch treaty database put between the words of a treaty ("Red" is their editorial office).
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_EDITORIAL = re.compile(rf"\[Red:?[^\]]*\]|\bper \d{{1,2}} (?:{_MONTHS}) \d{{4}}: artikel \d+(?:, \w+ lid)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_STRONG = re.compile(r"(\*{1,3})(?=[^\s*])((?:\\.|[^*\n])*?[^\s*\\])\1")
_UNDERSCORE = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]+?)(?<=[^\s_])\1(?!\w)")
_LOOSE = re.compile(r"\*\s*((?:[^*\n])*?\w(?:[^*\n])*?)\s*\*")
_STARS = re.compile(r"(?<!\\)\*{2,}|^\*(?=\w)|(?<=\w)\*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_GLUED = re.compile(r"(?<=[a-zà-ÿ)][,;.:])(?=[A-ZÀ-Þ][A-Za-zà-ÿ])")
# A line break was lost before these: they never stand in the middle of a sentence without a blank.
_LOST_BREAK = re.compile(
    r"(?<=[.;:’”)])\s*(?=(?:CHAPTER|ANNEX|ARTICLE|SECTION|APPENDIX|SCHEDULE) (?:\d+|[IVX]+\b)|"
    r"DONE (?:at|in|AT|IN)\b|Done (?:at|in)\b|IN (?:WITNESS|FAITH) WHEREOF)"
)
_MARKUP = re.compile(r"[\\*_\[<&\ue000]")
"""Characters without one of which a line is plain text."""
_ESCAPED_STAR = re.compile(r"\\\*")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
"""An entity as HTML has them."""
_PROTECTED = "\ue000"
"""Stands for an escaped star while emphasis is taken away."""
_PROTECTED_STAR = re.compile(_PROTECTED)


def read_markdown(path: Path) -> Document:
    """The document of a Markdown file: headings with their level, links as their text, no marks of emphasis."""
    text = Cleaned.of(decode(path.read_bytes())).sub(_CARRIAGE_RETURN, "\n").strip("\ufeff")
    title = None
    front = _FRONT_MATTER.match(text.text)
    if front:
        title = _declared_title(front.group(1))
        text = text.cut(front.end(), len(text.text))
    lines = without_page_numbers(text.sub(_COMMENT).split(_LINE_END))
    lines, warnings = restore_lam_alef(raise_note_marks(lines))
    return assemble(_pieces(lines), "markdown", title=title, warnings=warnings)


def _declared_title(front_matter: str) -> str | None:
    match = _TITLE.search(front_matter)
    if match is None:
        return None
    words = match["folded"] or match["plain"] or (match["single"] or "").replace("''", "'")
    if match["double"]:
        words = _YAML_ESCAPE.sub(_unescaped, match["double"])
    return html.unescape(" ".join(words.split())) or None


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2) or match.group(3)
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    letter = match.group(4)
    return "" if letter[0] == "\n" else _YAML_LETTERS.get(letter, letter)


def _pieces(lines: list[Cleaned]) -> Iterator[Piece]:
    """Headings, tables and notes as they stand; the lines between them as paragraphs, notes behind theirs."""
    layout = Layout.of([_plain(line).text for line in lines if _special(line) is None])
    waiting: list[Cleaned] = []
    notes: list[Cleaned] = []
    for raw in lines:
        line = _without_notes(raw, notes)
        special = _special(line)
        if special is None:
            for part in line.sub(_QUOTE).split(_BREAK):
                waiting.extend(_plain(part.sub(_HASHES)).split(_LOST_BREAK))
        if special is None and not notes:
            continue
        yield from _paragraphs(waiting, layout)
        yield from special or ()
        yield from (Piece(_plain(note), "note") for note in notes)
        waiting, notes = [], []
    yield from _paragraphs(waiting, layout)


def _without_notes(line: Cleaned, notes: list[Cleaned]) -> Cleaned:
    """The line without its footnotes and editors' remarks, which are added to `notes`; small marks are kept."""
    edits: list[Edit] = []
    for match in _SUPERSCRIPT.finditer(line.text):
        content = match.group(1).strip()
        is_mark = _MARK.fullmatch(content) is not None
        if not is_mark:
            notes.append(line.cut(*match.span(1)))
        edits.append((*match.span(), content.translate(_SUPERSCRIPTS) if is_mark else " "))
    line = line.edit(edits) if edits else line
    notes.extend(line.cut(*match.span()) for match in _EDITORIAL.finditer(line.text))
    return line.sub(_EDITORIAL)


def _paragraphs(lines: list[Cleaned], layout: Layout) -> Iterator[Piece]:
    for paragraph in unwrap(lines, layout):
        bullet = _BULLET.match(paragraph.text)
        text = paragraph.cut(bullet.end(), len(paragraph.text)) if bullet else paragraph
        yield Piece(text, "note" if is_editorial(text.text) else "item" if bullet else "text")


def _special(source: Cleaned) -> list[Piece] | None:
    """The pieces of a line that is no running text; None for one that is."""
    line = source.text
    heading = _HEADING.match(line)
    if heading and _CONTINUED.match(heading.group(2)):
        return None
    if heading and heading.group(2).strip("# "):
        text = _plain(source.cut(*heading.span(2))).strip("# ")
        return [Piece(text, "note") if is_editorial(text.text) else Piece(text, "heading", len(heading.group(1)))]
    if _RULE.match(line) or _FENCE.match(line) or _TABLE_RULE.match(line):
        return []
    if _TABLE_ROW.match(line):
        cells = [_plain(cell) for cell in source.strip().strip("|").split(_CELL_END)]
        filled = [cell for cell in cells if cell.text.strip()]
        return [Piece(Cleaned.join(" | ", filled), "table")] if filled else []
    note = _FOOTNOTE.match(line)
    if note:
        return [Piece(_plain(source.cut(note.end(), len(line))), "note")]
    return None


def _plain(text: Cleaned) -> Cleaned:
    """The words of a piece of Markdown."""
    if not _MARKUP.search(text.text):
        return text.sub(_GLUED, " ")
    text = text.sub(_ESCAPED_STAR, _PROTECTED).sub(_IMAGE).keep(_LINK).keep(_AUTOLINK).sub(_TAG)
    for pattern in (_STRONG, _STRONG, _UNDERSCORE):
        text = _unmarked(text, pattern)
    if text.text.count("*") % 2 == 0:
        text = text.keep(_LOOSE)
    text = text.sub(_STARS).keep(_ESCAPE).sub(_REFERENCE, lambda match: html.unescape(match.group()))
    return text.sub(_PROTECTED_STAR, "*").sub(_GLUED, " ")


def _unmarked(text: Cleaned, pattern: re.Pattern[str]) -> Cleaned:
    """The text without one kind of emphasis; a blank around its words where the file lost it, as in `*Preamble*The`."""
    edits: list[Edit] = []
    for match in pattern.finditer(text.text):
        words, before, following = match.group(2), text.text[: match.start()][-1:], text.text[match.end() :][:1]
        is_torn = len(words) > 3 and before.isalpha() and before.isascii() and words[0].isupper()
        edits.append((match.start(), match.start(2), " " if is_torn else ""))
        edits.append((match.end(2), match.end(), " " if len(words) > 3 and following.isalpha() else ""))
    return text.edit(edits) if edits else text
