"""General comments: their numbered paragraphs."""

from __future__ import annotations

import re

from ingest.model import Document, Provision
from ingest.structure.lines import Line, lines_of
from ingest.structure.numbers import Number
from ingest.structure.points import point_marks
from ingest.structure.sequence import Candidate, choose
from ingest.structure.tree import Mark, build_tree

__all__ = ["build_comment"]

_PARAGRAPH = re.compile(r"^(?P<n>\d{1,3})\s?[.)]?\s*(?=\D)")
_RANK = 8


def build_comment(document: Document) -> tuple[Provision, ...]:
    """The numbered paragraphs of a general comment as units; its title and notes as the rest."""
    lines = [line for line in lines_of(document) if line.role != "note"]
    found: list[tuple[Line, int, int]] = []
    for line in lines:
        match = _PARAGRAPH.match(line.text)
        if match and int(match.group("n")) > 0:
            found.append((line, int(match.group("n")), match.end()))
    candidates = [Candidate(line.start, Number(value), 0.8) for line, value, _ in found]
    chosen = choose(candidates, [])
    sizes: dict[int, int] = {}
    for item in chosen:
        sizes[item.segment] = sizes.get(item.segment, 0) + 1
    main = max(sizes, key=lambda segment: (sizes[segment], -segment), default=-1)
    places = [found[item.candidate] for item in chosen if item.segment == main]
    if not places:
        return _whole(document, lines)
    marks: list[Mark] = []
    for position, (line, value, length) in enumerate(places):
        stop = places[position + 1][0].start if position + 1 < len(places) else len(document.text) + 1
        mark = Mark(
            line.start, _RANK, "paragraph", f"para {value}", line.start + length, None, str(value), True, {"paragraph": str(value)}
        )
        body = [Line(mark.body_start, line.end, line.text[length:]), *(other for other in lines if line.start < other.start < stop)]
        marks += [mark, *point_marks(body, mark)]
    return build_tree(document.text, marks)


def _whole(document: Document, lines: list[Line]) -> tuple[Provision, ...]:
    """An unnumbered comment: its words, behind title and dates, as one unit."""
    body = next((line.start for line in lines if len(line.text) > 150), lines[0].start if lines else 0)
    return build_tree(document.text, [Mark(body, _RANK, "paragraph", "text", body, None, "text", True)])
