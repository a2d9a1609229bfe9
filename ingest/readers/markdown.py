"""Markdown as legal collections have it: strict in nothing, its list marks being the numbers of the law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble
from ingest.readers.editorial import is_editorial
from ingest.readers.page_numbers import without_page_numbers
from ingest.readers.sniff import decode
from ingest.readers.unwrap import Layout, unwrap

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(?:>-?\s*\n((?:[ \t]+.*\n)+)|[\"']?(.*?)[\"']?\s*$)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"^\s*(?:#+\s*|\[IMG\]|(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|={3,})$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*$")
# Converters make a heading of every line that begins with "Article 1", also where a sentence was broken there.
_CONTINUED = re.compile(r"[*_]*(?:[Aa]rt[ií]culos?|[Aa]rticles?|[Aa]rt\.)\s+\d+[º°]?\s+(?!bis|ter\b|quater)[a-zà-ÿ]")
_HASHES = re.compile(r"^\s{0,3}#{1,6}[ \t]*")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
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
    r"DONE (?:at|in|AT|IN)\b|Done (?:at|in)\b|IN WITNESS WHEREOF)"
)
_PROTECTED = "\ue000"
"""Stands for an escaped star while emphasis is taken away."""


def read_markdown(path: Path) -> Document:
    """The document of a Markdown file: headings with their level, links as their text, no marks of emphasis."""
    text = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    title = None
    front = _FRONT_MATTER.match(text)
    if front:
        title = _declared_title(front.group(1))
        text = text[front.end() :]
    lines, warnings = restore_lam_alef(without_page_numbers(_COMMENT.sub("", text).split("\n")))
    return assemble(_pieces(lines), "markdown", title=title, warnings=warnings)


def _declared_title(front_matter: str) -> str | None:
    match = _TITLE.search(front_matter)
    if match is None:
        return None
    return html.unescape(" ".join((match.group(1) or match.group(2) or "").split())) or None


def _pieces(lines: list[str]) -> Iterator[Piece]:
    """Headings, tables and notes as they stand; the lines between them as paragraphs, notes behind theirs."""
    layout = Layout.of([_plain(line) for line in lines if _special(line) is None])
    waiting: list[str] = []
    notes: list[str] = []
    for raw in lines:
        line = _without_notes(raw, notes)
        special = _special(line)
        if special is None:
            for part in _BREAK.split(_QUOTE.sub("", line)):
                waiting.extend(_LOST_BREAK.split(_plain(_HASHES.sub("", part))))
        if special is None and not notes:
            continue
        yield from _paragraphs(waiting, layout)
        yield from special or ()
        yield from (Piece(_plain(note), "note") for note in notes)
        waiting, notes = [], []
    yield from _paragraphs(waiting, layout)


def _without_notes(line: str, notes: list[str]) -> str:
    """The line without its footnotes and editors' remarks, which are added to `notes`; small marks are kept."""

    def replace(match: re.Match[str]) -> str:
        content = match.group(1).strip()
        if _MARK.fullmatch(content):
            return content.translate(_SUPERSCRIPTS)
        notes.append(match.group(1))
        return " "

    def remove(match: re.Match[str]) -> str:
        notes.append(match.group())
        return ""

    return _EDITORIAL.sub(remove, _SUPERSCRIPT.sub(replace, line))


def _paragraphs(lines: list[str], layout: Layout) -> Iterator[Piece]:
    for paragraph in unwrap(lines, layout):
        bullet = _BULLET.match(paragraph)
        text = paragraph[bullet.end() :] if bullet else paragraph
        yield Piece(text, "note" if is_editorial(text) else "item" if bullet else "text")


def _special(line: str) -> list[Piece] | None:
    """The pieces of a line that is no running text; None for one that is."""
    heading = _HEADING.match(line)
    if heading and _CONTINUED.match(heading.group(2)):
        return None
    if heading and heading.group(2).strip("# "):
        text = _plain(heading.group(2)).strip("# ")
        return [Piece(text, "note") if is_editorial(text) else Piece(text, "heading", len(heading.group(1)))]
    if _RULE.match(line) or _FENCE.match(line) or _TABLE_RULE.match(line):
        return []
    if _TABLE_ROW.match(line):
        cells = [_plain(cell) for cell in line.strip().strip("|").split("|")]
        return [Piece(" | ".join(cell for cell in cells if cell.strip()), "table")]
    note = _FOOTNOTE.match(line)
    if note:
        return [Piece(_plain(line[note.end() :]), "note")]
    return None


def _plain(text: str) -> str:
    """The words of a piece of Markdown."""
    text = text.replace("\\*", _PROTECTED)
    text = _IMAGE.sub("", text)
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub("", text)
    for pattern in (_STRONG, _STRONG, _UNDERSCORE):
        text = pattern.sub(_unmarked, text)
    if text.count("*") % 2 == 0:
        text = _LOOSE.sub(r"\1", text)
    text = html.unescape(_ESCAPE.sub(r"\1", _STARS.sub("", text)))
    return _GLUED.sub(" ", text.replace(_PROTECTED, "*"))


def _unmarked(match: re.Match[str]) -> str:
    """The words of an emphasis; a blank around them where the file lost it, as in `*Preamble*The Parties`."""
    words = match.group(2)
    if len(words) <= 3:
        return words
    before, following = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if before.isalpha() and before.isascii() and words[0].isupper():
        words = f" {words}"
    return f"{words} " if following.isalpha() else words
