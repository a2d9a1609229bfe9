"""Where provisions may begin in a document: every recognised line, and the places inside very long lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.structure.heading_words import CONTAINERS
from ingest.structure.headings import Marker, read_marker
from ingest.structure.lines import Line

__all__ = ["Found", "cut_lines", "find_markers"]

Found = tuple[Line, Marker]

_LONG_LINE = 600
"""Characters; a line longer than this may hold several articles of a text that lost its line breaks."""
_INLINE = re.compile(
    r"(?<=[.;:)”\"’A-Za-z–—-]\s)(?=(?:ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|Art\.|CHAPTER|Chapter|PART|TITLE|SECTION|"
    r"CAP[IÍ]TULO|TITRE|CHAPITRE|ANNEX|PROTOCOL)\s+(?:\d{1,3}|[IVXL]{1,6})\b)|"
    r"(?<=[.;:)]\s)(?=الماد[ةه]\s*\d{1,3})|(?<=[。；])(?=第[\d一二三四五六七八九十百]{1,5}[條条])"
)
# What stuck to the end of the paragraph before it: a heading, the closing formula.
_AT_END = re.compile(
    r"[.;]\d{0,3}\s((?:ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|الم[ـ]*ادة|مادة)\s*\.?\d{1,3}$|"
    r"(?:IN WITNESS|In witness|IN FAITH|In faith) (?:WHEREOF|whereof)|EN FE DE LO CUAL|EN FOI DE QUOI|وإثباتا لذلك)"
)
_SENTENCE_END = re.compile(r"[.;:!?)\]”\"。；]\s*$")


def find_markers(lines: Sequence[Line]) -> list[Found]:
    """Every line that announces something, those inside long lines included, in text order."""
    found: list[Found] = []
    for line in lines:
        if line.role in ("note", "table"):
            continue
        marker = read_marker(line)
        if marker is not None:
            found.append((line, marker))
        if len(line.text) > _LONG_LINE:
            found.extend(_inside(line))
        found.extend(_at_end(line))
    return sorted(found, key=lambda item: (item[0].start, item[0].end))


def _at_end(line: Line) -> list[Found]:
    match = _AT_END.search(line.text)
    if match is None:
        return []
    tail = Line(line.start + match.start(1), line.end, line.text[match.start(1) :], inline=True)
    marker = read_marker(tail)
    return [] if marker is None else [(tail, marker)]


def _inside(line: Line) -> list[Found]:
    """Markers inside a long line; each part runs to the next possible one."""
    places = [match.start() for match in _INLINE.finditer(line.text) if match.start() > 0]
    found: list[Found] = []
    for place, following in pairwise([*places, len(line.text)]):
        part = Line(line.start + place, line.start + following, line.text[place:following], inline=True)
        before = line.text[max(0, place - 80) : place]
        marker = read_marker(part)
        if marker is None or not _may_begin(part, marker, before):
            continue
        found.append((part, marker))
    return found


def _may_begin(part: Line, marker: Marker, before: str) -> bool:
    """Whether a heading may stand here: behind a finished sentence, or in capitals behind capitals."""
    word = part.text.split(maxsplit=1)[0]
    if marker.kind in CONTAINERS:
        return word.isupper()
    return word.isupper() or bool(_SENTENCE_END.search(before))


def cut_lines(lines: Sequence[Line], places: Sequence[int]) -> list[Line]:
    """The lines, cut at each of these offsets that falls inside one."""
    cuts = sorted(places)
    result: list[Line] = []
    at = 0
    for line in lines:
        start = line.start
        while at < len(cuts) and cuts[at] <= start:
            at += 1
        while at < len(cuts) and cuts[at] < line.end:
            piece = line.text[start - line.start : cuts[at] - line.start].rstrip()
            if piece:
                result.append(Line(start, start + len(piece), piece, line.role, line.level, inline=start > line.start))
            start = cuts[at]
            at += 1
        result.append(
            Line(start, line.end, line.text[start - line.start :], line.role, line.level, inline=start > line.start)
        )
    return result
