"""The titles of units: on the line of the number, on the line behind it, or on the line before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.lines import Line
from ingest.structure.phrases import continuation, is_dangling, run_on_title
from ingest.structure.tree import Mark
from ingest.structure.units import Unit

__all__ = ["DASHES", "MAX_TITLE", "Titles", "may_title"]

DASHES = " -–—"
MAX_TITLE = 160
_MAX_STOPPED_TITLE = 90
"""Characters; a longer line with a full stop is a sentence."""
_MANY = 0.6
"""The share of units with a title in some place from which such lines count as titles."""
_SENTENCE_END = (".", ";", ":", ",", "؛", "،", "。", "；", "：")
_ENUMERATED = re.compile(r"^\(?\w{1,3}[.)]")
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]")
_FIRST_POINT = re.compile(r"^\(?(?:a|i)\)")
# A title and the first paragraph on one line of a text that lost its line breaks.
_INLINE_TITLE = re.compile(r"^([A-ZÀ-Þ][^.;:]{2,110}?)\s(?=1\.\s[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Titles:
    """The places where the units of a division have their titles."""

    beside: bool
    after: bool
    before: dict[int, Line]
    """By the start of the unit's line: the title line before it."""
    run_on: bool = False
    """Whether the titles run on into the text, as in a file that lost its line breaks."""

    @classmethod
    def of(cls, units: Sequence[Unit], lines: Sequence[Line], containers: Sequence[Mark]) -> Titles:
        """The habits of these units: a place counts where most of them have something like a title there."""
        places = {line.start: index for index, line in enumerate(lines)}
        taken = {mark.start for mark in containers} | {unit.line.start for unit in units}
        after = beside = 0
        before: dict[int, Line] = {}
        for unit in units:
            index = places[unit.line.start]
            beside += 0 < len(unit.line.text[unit.rest :].strip()) <= _MAX_STOPPED_TITLE
            following = lines[index + 1] if index + 1 < len(lines) else None
            after += following is not None and following.start not in taken and may_title(following)
            title = _title_before(lines, index, taken)
            if title is not None:
                before[unit.line.start] = title
        if after >= _MANY * len(units):
            before = {}
        inline = [unit.line.text[unit.rest :].strip() for unit in units if unit.line.inline]
        run_on = sum(bool(_INLINE_TITLE.match(words) or run_on_title(words)) for words in inline)
        return cls(
            beside >= _MANY * len(units),
            after >= _MANY * len(units),
            _usual(before, units),
            run_on=run_on >= _MANY * len(units),
        )

    def start(self, unit: Unit) -> int:
        """Where a unit begins, the title before its number included."""
        title = self.before.get(unit.line.start)
        return unit.line.start if title is None else title.start

    def heading(self, unit: Unit, rest: list[Line]) -> tuple[str | None, int, list[Line]]:
        """The unit's title, where its own words begin, and which of the lines `rest` behind its number are its text."""
        own = [line for line in rest if line.role != "note"]
        if rest and not own and not unit.line.text[unit.rest :].strip():
            return None, unit.line.end, rest
        if own and len(own) < len(rest):  # notes right behind the heading are passed over
            heading, body, left = self.heading(unit, own)
            return heading, body, [line for line in rest if line.role == "note" or line in left]
        line = unit.line
        words = line.text[unit.rest :].strip()
        if words:
            return self._beside(unit, words, rest)
        body = rest[0].start if rest else line.end
        before = self.before.get(line.start)
        if before is not None:
            return before.text.strip(DASHES), body, rest
        if rest and unit.family != "decimal" and self._is_after(rest):
            return _whole(rest[0].text, rest[0].end, rest[1:])
        return None, body, rest

    def _beside(self, unit: Unit, words: str, rest: list[Line]) -> tuple[str | None, int, list[Line]]:
        line = unit.line
        title = _INLINE_TITLE.match(words) if line.inline else None
        if title:
            return title.group(1), line.start + unit.rest + title.end(), rest
        at = run_on_title(words) if line.inline and self.run_on else 0
        if at:
            return words[:at].strip(), line.start + unit.rest + at, rest
        if not rest and unit.family == "code" and line.role == "heading":
            return words.strip(DASHES), line.end, rest
        if rest and self._is_beside(words, line, rest):
            heading, body, left = _whole(words, line.end, rest)
            return heading.rstrip("."), body, left
        return None, line.start + unit.rest, rest

    def _is_beside(self, words: str, line: Line, rest: Sequence[Line]) -> bool:
        """Whether the words behind a number, on its line, are a title and not the beginning of the text."""
        following = rest[0]
        goes_on = following.text[:1].islower() and following.role != "item" and not _ENUMERATED.match(following.text)
        if len(words) > MAX_TITLE or words.endswith((";", ",", ":")) or _NUMBERED.match(words):
            return False
        if (goes_on or is_dangling(words)) and not continuation(words, rest):
            return False
        if words.endswith("."):
            return self.beside and len(words) <= _MAX_STOPPED_TITLE
        return self.beside or line.role == "heading"

    def _is_after(self, rest: Sequence[Line]) -> bool:
        """Whether the line behind the number is a title; what points (a), (b) follow is a sentence."""
        if rest[0].role == "heading":
            return True
        opens_list = len(rest) > 1 and bool(_FIRST_POINT.match(rest[1].text))
        breaks_off = is_dangling(rest[0].text) and not continuation(rest[0].text, rest[1:])
        return self.after and not opens_list and not breaks_off and may_title(rest[0])


def _whole(title: str, end: int, rest: list[Line]) -> tuple[str, int, list[Line]]:
    """A title with the lines behind it that go on with it, where the text begins, and its lines."""
    count = continuation(title, rest)
    words = " ".join([title, *(line.text for line in rest[:count])]).strip(DASHES)
    left = rest[count:]
    return words, left[0].start if left else end, left


def may_title(line: Line) -> bool:
    """Whether a line could be a title: a heading, or short, no sentence and no list item."""
    if line.role == "heading":
        return True
    text = line.text
    starts_well = text[0] not in '(“"-–—•' and not text[0].isdigit()
    return starts_well and len(text) <= MAX_TITLE and not text.endswith(_SENTENCE_END)


def _title_before(lines: Sequence[Line], index: int, taken: set[int]) -> Line | None:
    """The heading before a line, if it is not the title of what begins on the line before that."""
    previous = lines[index - 1] if index else None
    if previous is None or previous.role != "heading" or previous.start in taken:
        return None
    return None if index > 1 and lines[index - 2].start in taken else previous


def _usual(before: dict[int, Line], units: Sequence[Unit]) -> dict[int, Line]:
    """The title lines before units of those families most of whose units have one."""
    kept: dict[int, Line] = {}
    for family in sorted({unit.family for unit in units}):
        places = [unit.line.start for unit in units if unit.family == family]
        titled = [place for place in places if place in before]
        if len(titled) >= _MANY * len(places):
            kept |= {place: before[place] for place in titled}
    return kept
