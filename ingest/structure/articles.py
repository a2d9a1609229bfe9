"""Treaties, declarations, EU acts: divisions, parts and chapters, articles, and what stands around them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Document, Provision
from ingest.structure.candidates import Found, cut_lines, find_markers
from ingest.structure.divisions import divide
from ingest.structure.heading_words import CODES, CONTAINERS, DIVISIONS, ONLY_ARTICLE
from ingest.structure.headings import letter_reading
from ingest.structure.interior import division_marks
from ingest.structure.lines import Line, lines_of
from ingest.structure.plain import build_plain
from ingest.structure.sequence import Candidate, choose
from ingest.structure.tree import Mark, build_tree
from ingest.structure.unnumbered import with_unnumbered

__all__ = ["build_articles"]

_FEW = 3
"""Articles; with fewer, another word of division may be what this text calls its articles."""


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """The lines of a document and the headings among them that count."""

    lines: list[Line]
    articles: list[tuple[Found, int]]
    """Chosen article headings with their sequence."""
    others: list[Found]
    """Every other recognised heading."""


def build_articles(document: Document) -> tuple[Provision, ...]:
    """The provisions of an instrument made of articles (or of regulations, standards, decimal paragraphs)."""
    skeleton = _skeleton(document)
    if len(skeleton.articles) < _FEW and not any(marker.kind in CODES for _, marker in skeleton.others):
        return build_plain(document)
    divisions = divide(skeleton.lines, skeleton.articles, skeleton.others)
    starts = [line.start for line in skeleton.lines]
    marks: list[Mark] = []
    for position, division in enumerate(divisions):
        stop = divisions[position + 1].start if position + 1 < len(divisions) else len(document.text)
        lines = skeleton.lines[bisect_left(starts, division.start) : bisect_left(starts, stop)]
        own = division_marks(division, lines)
        if division.label and own:
            own[0].end = stop  # what follows is no part of it, be its rank lower or not
        marks.extend(own)
    return build_tree(document.text, marks)


def _skeleton(document: Document) -> _Skeleton:
    lines = lines_of(document)
    found = find_markers(lines)
    chosen = _chosen(found)
    if len(chosen) < _FEW:
        found = _with_other_word(found)
        chosen = _chosen(found)
    if chosen:
        chosen = with_unnumbered(chosen, found, lines)
    # A title "Appendix" right behind "Article 38" names the article's matter.
    ends = {line.end + 1 for (line, _), _ in chosen}
    others = [
        (line, marker)
        for line, marker in found
        if (marker.kind != "article" or marker.printed.lower() in ONLY_ARTICLE)
        and not (marker.kind in DIVISIONS and line.start in ends)
    ]
    cuts = [line.start for line, _ in (item for item, _ in chosen) if line.inline]
    cuts += [line.start for line, _ in others if line.inline]
    return _Skeleton(cut_lines(lines, cuts), chosen, others)


def _chosen(found: Sequence[Found]) -> list[tuple[Found, int]]:
    """The article headings that count up, each with the index of its sequence."""
    articles: list[Found] = []
    for line, marker in found:
        if marker.kind == "article":
            articles.append((line, marker))
            letter = letter_reading(marker)
            if letter is not None:
                articles.append((line, letter))
    announcements = [line.start for line, marker in found if marker.kind in DIVISIONS]
    candidates = [Candidate(line.start, marker.number, marker.weight) for line, marker in articles if marker.number]
    return [
        ((articles[item.candidate][0], replace(articles[item.candidate][1], number=item.number)), item.segment)
        for item in choose(candidates, announcements)
    ]


def _with_other_word(found: Sequence[Found]) -> list[Found]:
    """The markers with the commonest numbered word of division read as the word for article.

    Moroccan texts call an article by the word that means chapter elsewhere.
    """
    counts = Counter(marker.kind for _, marker in found if marker.kind in CONTAINERS and marker.number is not None)
    if not counts:
        return list(found)
    kind, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    if count < _FEW:
        return list(found)
    return [(line, replace(marker, kind="article") if marker.kind == kind else marker) for line, marker in found]
