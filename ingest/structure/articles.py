"""Treaties, declarations, EU acts: divisions, parts and chapters, articles, and what stands around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Document, Provision
from ingest.structure.candidates import Found, cut_lines, find_markers
from ingest.structure.divisions import Division, divide
from ingest.structure.headings import CONTAINERS, DIVISIONS
from ingest.structure.interior import division_marks
from ingest.structure.lines import Line, lines_of
from ingest.structure.sequence import Candidate, choose
from ingest.structure.tree import build_tree

__all__ = ["Skeleton", "build_articles", "skeleton_of"]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The lines of a document and the headings among them that count."""

    lines: tuple[Line, ...]
    articles: tuple[tuple[Found, int], ...]
    """Chosen article headings with their sequence."""
    others: tuple[Found, ...]
    """Every other recognised heading."""


def skeleton_of(document: Document) -> Skeleton:
    """The article headings that form sequences, and the other headings."""
    lines = lines_of(document)
    found = find_markers(lines)
    articles = [item for item in found if item[1].kind == "article" and item[1].number is not None]
    announcements = [line.start for line, marker in found if marker.kind in DIVISIONS]
    candidates = [Candidate(line.start, marker.number, marker.weight) for line, marker in articles if marker.number is not None]
    chosen = [(articles[item.candidate], item.segment) for item in choose(candidates, announcements)]
    spans = [(item[0].start, item[0].end) for item, _ in chosen]
    others = [item for item in found if item[1].kind != "article"]
    cuts = [line.start for line, _ in (*(item for item, _ in chosen), *_inline(others)) if line.inline]
    del spans
    return Skeleton(tuple(cut_lines(lines, cuts)), tuple(chosen), tuple(others))


def _inline(found: Sequence[Found]) -> list[Found]:
    return [item for item in found if item[0].inline and item[1].kind in CONTAINERS]


def build_articles(document: Document) -> tuple[Provision, ...]:
    """The provisions of an instrument made of articles (or of regulations, standards, rules)."""
    skeleton = skeleton_of(document)
    divisions = divide(skeleton.lines, skeleton.articles, skeleton.others)
    starts = [line.start for line in skeleton.lines]
    marks = []
    for position, division in enumerate(divisions):
        following = divisions[position + 1].start if position + 1 < len(divisions) else len(document.text)
        first = bisect_right(starts, division.start - 1)
        last = bisect_right(starts, following - 1)
        marks.extend(division_marks(division, skeleton.lines[first:last]))
    return build_tree(document.text, marks)


_ = Division
