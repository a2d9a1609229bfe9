"""Headings over several articles that announce no chapter: `Functions and Powers`, `II. Protection of victims`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structure.heading_words import CONTAINERS
from ingest.structure.headings import Marker, printed_number, read_marker
from ingest.structure.lines import Line
from ingest.structure.tree import Mark
from ingest.structure.units import SHORT, UNIT_RANK, Unit

__all__ = ["Group", "group_marks", "groups_of"]

_MAX_LENGTH = 100
_MAX_LENGTH_UNCASED = 60
"""In scripts without capitals, where a heading looks like any other words."""
_MAX_LINES = 3
_MAX_LABEL = 60
_NO_HEADING_END = (".", ";", ":", ",", "؛", "،", "。", "；", "：", "!", "?", "|", "-", "–", "—")
_FINISHED = re.compile(r"[.!?。！？؟;；:]\s?[”\"’»)\]]*\s?[¹²³⁰⁴-⁹\d]{0,3}$")
_ROMAN = re.compile(r"^(?P<n>[IVX]{1,5})(?:\s?[.:–—-]+\s*|\s+|$)")
_ENUMERATED = re.compile(r"^\W|^\w{1,4}[.)]|^\d|^(?:figure|شكل)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one such heading, right before a unit."""

    lines: tuple[Line, ...]
    behind_chapter: bool
    """Whether the heading of a chapter stands right before it."""

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


def groups_of(units: Sequence[Unit], starts: Sequence[int], lines: Sequence[Line], taken: set[int]) -> list[Group]:
    """The headings that stand between the finished text of one unit and the beginning (`starts`) of the next.

    `taken` are the starts of lines that head something else: numbers of units, chapters and their titles.
    """
    places = [line.start for line in lines]
    unit_lines = {unit.line.start: unit for unit in units}
    found: list[Group] = []
    for start in starts:
        index = stop = bisect_left(places, start)
        while index and places[index - 1] not in taken and _may_head(lines[index - 1]):
            index -= 1
        run = lines[index:stop]
        if run and index and len(run) <= _MAX_LINES and _is_over(lines[index - 1], unit_lines, taken):
            found.append(Group(tuple(run), lines[index - 1].start in taken - unit_lines.keys()))
    return found


def _may_head(line: Line) -> bool:
    text = line.text
    longest = _MAX_LENGTH if text[0].isupper() else _MAX_LENGTH_UNCASED
    if line.role not in ("text", "heading") or line.inline or len(text) > longest:
        return False
    roman = _ROMAN.match(text)
    if roman and not text[roman.end() :]:
        return True
    return not (text.endswith(_NO_HEADING_END) or text[0].islower() or (_ENUMERATED.match(text) and not roman))


def _is_over(line: Line, units: dict[int, Unit], taken: set[int]) -> bool:
    """Whether the line before a heading ends something: a sentence, or the heading of a chapter."""
    unit = units.get(line.start)
    if unit is not None:
        return bool(line.text[unit.rest :].strip()) and bool(_FINISHED.search(line.text))
    return line.start in taken or bool(_FINISHED.search(line.text))


def group_marks(groups: Sequence[Group], containers: Sequence[Mark], prefix: str) -> list[Mark]:
    """The marks of these headings: sections that hold the units behind them.

    Behind the heading of a chapter that has no other such section, the words only go on with that heading; they are
    added to it.
    """
    opened = [mark.start for mark in containers]
    above = [bisect_right(opened, group.start) for group in groups]
    marks: list[Mark] = []
    for group, at in zip(groups, above, strict=True):
        if group.behind_chapter and at and above.count(at) == 1 and _marker(group) is None:
            chapter = containers[at - 1]
            chapter.heading = " ".join([*filter(None, [chapter.heading]), *(line.text for line in group.lines)])
            chapter.body_start = group.end
        else:
            marks.append(_mark(group, f"{containers[at - 1].label} " if at else prefix))
    return marks


def _marker(group: Group) -> Marker | None:
    """What its first line announces, if that is a chapter or the like."""
    marker = read_marker(replace(group.lines[0], role="heading"))
    return marker if marker is not None and marker.kind in CONTAINERS else None


def _mark(group: Group, base: str) -> Mark:
    texts = [line.text for line in group.lines]
    # A heading that is there twice, as where a converter kept its anchor.
    words = " ".join(text for index, text in enumerate(texts) if not text.endswith(tuple(texts[index + 1 :])))
    marker, roman = _marker(group), _ROMAN.match(words)
    word, name, heading = "sec", words[:_MAX_LABEL], words
    if marker is not None:
        word = SHORT.get(marker.kind, marker.kind)
        name, heading = printed_number(marker), words[marker.rest :]
    elif roman:
        name, heading = roman["n"], words[roman.end() :]
    label = f"{base}{word} {name.strip()}"
    return Mark(group.start, UNIT_RANK - 1, "section", label, group.end, heading.strip() or None)
