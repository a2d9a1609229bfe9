"""General comments: their numbered paragraphs, under their headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ingest.model import Document, Provision
from ingest.structure.lines import Line, lines_of
from ingest.structure.numbers import Number
from ingest.structure.points import point_marks
from ingest.structure.sequence import Candidate, choose
from ingest.structure.tree import Mark, build_tree

__all__ = ["build_comment", "numbered_paragraphs"]

_PARAGRAPH = re.compile(r"^(?P<n>\d{1,3})\s?(?P<stop>[.)]?)\s*(?=[^\d.)])")
_HEADING_NUMBER = re.compile(r"^(?P<n>[IVX]{1,5}|[A-Z]|\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+")
_NOTES = re.compile(r"^(?:foot)?notes?$|^endnotes?$|^notas?$", re.IGNORECASE)
_SENTENCE_END = (".", ";", ":", ",", "!", "?")
_RANK = 8
_MAX_HEADING = 200
_BODY = 150
"""Characters; a line of an unnumbered comment as long as this is no title."""


def build_comment(document: Document) -> tuple[Provision, ...]:
    """The numbered paragraphs of a general comment as units, its headings as sections, its title and notes as rest."""
    lines = lines_of(document)
    places = numbered_paragraphs(lines)
    if not places:
        return _whole(document, lines)
    marks = _sections(lines, places)
    edges = sorted([*(mark.start for mark in marks), *(line.start for line, _, _ in places)])
    for line, value, length in places:
        following = bisect_right(edges, line.start)
        stop = edges[following] if following < len(edges) else len(document.text) + 1
        place = {"paragraph": str(value)}
        mark = Mark(
            line.start, _RANK, "paragraph", f"para {value}", line.start + length, None, str(value), True, dict(place)
        )
        own = [Line(mark.body_start, line.end, line.text[length:])] if length < len(line.text) else []
        marks += [mark, *point_marks([*own, *(other for other in lines if line.start < other.start < stop)], mark)]
    return build_tree(document.text, marks)


def numbered_paragraphs(lines: Sequence[Line]) -> list[tuple[Line, int, int]]:
    """The lines that begin a numbered paragraph: the line, its number, the length of the number as printed."""
    found: list[tuple[Line, int, int]] = []
    for line in lines:
        match = _PARAGRAPH.match(line.text) if line.role not in ("note", "table", "heading") else None
        if match and int(match.group("n")) > 0:
            found.append((line, int(match.group("n")), match.end()))
    stopped = sum(line.text[:length].rstrip()[-1] in ".)" for line, _, length in found)
    candidates = [
        Candidate(
            line.start,
            Number(value),
            0.8 if stopped < 0.5 * len(found) or line.text[:length].rstrip()[-1] in ".)" else 0.2,
        )
        for line, value, length in found
    ]
    chosen = choose(candidates, [], restarts=False)
    return [(found[item.candidate][0], item.number.value, found[item.candidate][2]) for item in chosen]


def _sections(lines: Sequence[Line], places: Sequence[tuple[Line, int, int]]) -> list[Mark]:
    """The headings between the paragraphs, and the notes behind the last one."""
    starts = {line.start for line, _, _ in places}
    first, last = places[0][0].start, places[-1][0].start
    marks: list[Mark] = []
    run: list[Line] = []
    for line in lines:
        if line.start in starts:
            if (run and run[0].start > first) or _is_numbered(run):
                marks += [_section(heading) for heading in run]
            run = []
        elif _may_head(line):
            run.append(line)
        else:
            run = []
        if line.start > last and _NOTES.match(line.text):
            marks.append(Mark(line.start, 0, "rest", "notes", line.end, line.text))
    return marks


def _is_numbered(run: Sequence[Line]) -> bool:
    """Whether headings before the first paragraph are of the text and not of its title page."""
    return any(line.role == "heading" and _HEADING_NUMBER.match(line.text) for line in run)


def _may_head(line: Line) -> bool:
    if line.role == "heading":
        return True
    text = line.text
    return (
        line.role == "text"
        and len(text) <= _MAX_HEADING
        and not text.endswith(_SENTENCE_END)
        and (text[0].isupper() or bool(_HEADING_NUMBER.match(text)))
        and len(text.split()) <= 25
    )


def _section(line: Line) -> Mark:
    match = _HEADING_NUMBER.match(line.text)
    number = match.group("n") if match else ""
    depth = 5 if number and set(number) <= set("IVX") else 6 if number.isupper() else 7
    name = number or line.text[:60]
    return Mark(line.start, depth, "section", f"sec {name}", line.end, line.text[match.end() :] if match else line.text)


def _whole(document: Document, lines: Sequence[Line]) -> tuple[Provision, ...]:
    """An unnumbered comment: its words, behind title and dates, as one unit."""
    if not lines:
        return ()
    body = next((line.start for line in lines if len(line.text) > _BODY), lines[0].start)
    return build_tree(document.text, [Mark(body, _RANK, "paragraph", "text", body, None, "text", True)])
