"""Columns: what stands side by side with an upright strip of blank paper between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf.segments import Segment

__all__ = ["columns_of", "gutter_width", "is_narrow", "with_marks_joined"]

_MIN_GUTTER = 0.45
"""In ems of the middle size of the band."""
_MIN_GUTTER_POINTS = 3.5
_MIN_BAND = 16.0
"""In ems: what is narrower is one column."""
_MARKER = re.compile(
    r"\s*(?:[•●○▪■□◦‣⁃–—·*➢➤✓✔\uf000-\uf0ff-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.):]{1,2}|\d{1,3}|(?:\d{1,2}\.){1,3}\d{0,2}|"
    r"[⁰¹²³⁴-⁹]{1,3}|\*{1,3}|[oØü§])\s*"
)
_NUMBER = re.compile(r"\s*(?:[.…\s]*\d{1,4}|[ivxlc]{1,6})\s*")


def gutter_width(band: Sequence[Segment]) -> float:
    """The least width of a strip between columns, in points."""
    return max(_MIN_GUTTER_POINTS, _MIN_GUTTER * median(s.size for s in band))


def is_narrow(band: Sequence[Segment]) -> bool:
    """Whether the band has no room for columns: gaps are then those of a justified line of few words."""
    width = max(s.x1 for s in band) - min(s.x0 for s in band)
    return width < _MIN_BAND * median(s.size for s in band)


def columns_of(band: Sequence[Segment]) -> list[list[Segment]]:
    """The band cut at its gutters from left to right; columns of marks or numbers alone are no columns."""
    width = gutter_width(band)
    columns: list[list[Segment]] = []
    end = float("-inf")
    for segment in sorted(band, key=lambda s: (s.x0, s.y, s.order)):
        if columns and segment.x0 - end < width:
            columns[-1].append(segment)
        else:
            columns.append([segment])
        end = max(end, segment.x1)
    return with_marks_joined(columns)


def with_marks_joined(columns: Sequence[list[Segment]]) -> list[list[Segment]]:
    """The columns, marks of list items together with what they mark, page numbers with what they number."""
    joined: list[list[Segment]] = []
    for column in columns:
        if joined and (_all(joined[-1], _MARKER) or (_all(column, _NUMBER) and len(columns) == 2)):
            joined[-1] = joined[-1] + column
        else:
            joined.append(column)
    return joined


def _all(column: Sequence[Segment], pattern: re.Pattern[str]) -> bool:
    return all(pattern.fullmatch(s.text) for s in column)
