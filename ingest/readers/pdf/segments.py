"""Runs put together to segments: stretches of a line without a wide gap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.readers.pdf.runs import Run

__all__ = ["Segment", "rows", "segments"]

_MAX_GAP = 0.9
"""In ems; the blanks of a justified line are narrower, gutters between columns and cells wider."""
_MAX_GAP_OUT_OF_TURN = 0.15
"""In ems, between pieces that were not drawn one after the other."""
_SAME_LINE = 0.3
"""In ems: how far baselines on one line may be apart."""
_SMALL = 0.8
"""Of the size of its neighbours: what is smaller and raised is a mark of a note or an ordinal's ending."""
_RAISED = (0.12, 0.75)
_MARK_SIZE = 0.97
_HANGING = 3.5
"""In ems: how far before a note its mark may stand."""
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"\s*(?:\d{1,3}(?:\s*,\s*\d{1,3})*|[*†‡§]{1,3})\s*")


@dataclass(eq=False)
class Segment:
    """Runs side by side on one line. Not slotted, for the sake of what it remembers."""

    runs: list[Run]

    @cached_property
    def main(self) -> Run:
        """Its longest run of the largest kind of text; sets baseline and size."""
        return max(self.runs, key=lambda run: (min(len(run.text), 8) * run.size, len(run.text), -run.order))

    @cached_property
    def x0(self) -> float:
        return min(run.x0 for run in self.runs)

    @cached_property
    def x1(self) -> float:
        return max(run.ink for run in self.runs)

    @property
    def y(self) -> float:
        return self.main.y

    @property
    def size(self) -> float:
        return self.main.size

    @property
    def top(self) -> float:
        return self.main.y - 0.8 * self.main.size

    @property
    def bottom(self) -> float:
        return self.main.y + 0.2 * self.main.size

    @property
    def order(self) -> int:
        return self.runs[0].order

    @cached_property
    def text(self) -> str:
        """The characters from left to right, blanks put where the gaps are, raised numbers as such."""
        return _joined(sorted(self.runs, key=lambda run: (run.x0, run.order)), self.main)

    @cached_property
    def bold(self) -> float:
        """Share of its characters in bold type."""
        return _share(self.runs, [run.face.bold for run in self.runs])

    @cached_property
    def italic(self) -> float:
        """Share of its characters in italic type."""
        return _share(self.runs, [run.face.italic for run in self.runs])

    @property
    def logical(self) -> bool:
        """Whether its characters are in the order in which they are read already."""
        return all(run.logical for run in self.runs)

    @property
    def pagination(self) -> bool:
        """Whether the file declares all of it a running head, foot or page number."""
        return all(run.pagination for run in self.runs)


def segments(runs: Iterable[Run]) -> list[Segment]:
    """The segments of runs of one angle, from top to bottom, then from left to right."""
    drawn: list[list[Run]] = []
    for run in _without_doubles(runs):
        if drawn and _follows(drawn[-1], run):
            drawn[-1].append(run)
        else:
            drawn.append([run])
    joined: list[Segment] = []
    following = {id(before[-1]): id(after[0]) for before, after in pairwise(drawn)}
    for row in rows([Segment(group) for group in drawn]):
        joined.append(row[0])
        for segment in row[1:]:
            in_turn = following.get(id(joined[-1].runs[-1])) == id(segment.runs[0])
            gap = (_MAX_GAP if in_turn else _MAX_GAP_OUT_OF_TURN) * min(segment.size, joined[-1].size)
            if -0.5 * segment.size < segment.x0 - joined[-1].x1 <= gap:
                joined[-1] = Segment(joined[-1].runs + segment.runs)
            else:
                joined.append(segment)
    return _with_marks(joined)


def rows(found: Iterable[Segment]) -> list[list[Segment]]:
    """The segments by line, from top to bottom; each line from left to right."""
    lines: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: (s.y, s.x0, s.order)):
        if lines:
            first = lines[-1][0]
            if segment.y - first.y <= _SAME_LINE * min(segment.size, first.size):
                lines[-1].append(segment)
                continue
        lines.append([segment])
    for line in lines:
        line.sort(key=lambda s: (s.x0, s.order))
    return lines


def _without_doubles(runs: Iterable[Run]) -> list[Run]:
    """The runs without those drawn again over themselves, as shadows and false bold are."""
    kept: list[Run] = []
    places: dict[str, list[Run]] = {}
    for run in runs:
        same = places.setdefault(run.text, [])
        near = 0.25 * run.size
        if any(abs(run.x0 - other.x0) < near and abs(run.y - other.y) < near for other in same[-50:]):
            continue
        same.append(run)
        kept.append(run)
    return kept


def _follows(group: list[Run], run: Run) -> bool:
    """Whether a run goes on where the runs before it end, raised or lowered marks included."""
    last = group[-1]
    em = max(last.size, run.size)
    if not -0.3 * em < run.x0 - max(r.x1 for r in group[-3:]) <= _MAX_GAP * min(last.size, run.size):
        return False
    if abs(run.y - last.y) <= 0.1 * em:
        return True
    base = max(group, key=lambda r: r.size)
    return abs(run.y - base.y) <= (0.6 if _is_small(run, base) else _SAME_LINE) * base.size


def _is_small(run: Run, base: Run) -> bool:
    return run.size <= _SMALL * base.size


def _is_mark(run: Run, base: Run) -> bool:
    """Whether a run is a number or sign set higher than the text it belongs to."""
    if base.y - run.y < _RAISED[0] * base.size or run.size > _MARK_SIZE * base.size:
        return False
    return _MARK.fullmatch(run.text) is not None


def _with_marks(found: list[Segment]) -> list[Segment]:
    """The segments with raised marks that were drawn apart put into the lines they belong to."""
    small = [s for s in found if len(s.text.strip()) <= 4]
    if not small:
        return found
    taken: set[int] = set()
    merged: dict[int, list[Run]] = {}
    for mark in small:
        home = _home(mark, found)
        if home is not None:
            taken.add(id(mark))
            merged.setdefault(id(home), []).extend(mark.runs)
    if not taken:
        return found
    kept = [s for s in found if id(s) not in taken]
    return [Segment(s.runs + merged[id(s)]) if id(s) in merged else s for s in kept]


def _home(mark: Segment, found: list[Segment]) -> Segment | None:
    best: tuple[float, Segment] | None = None
    for base in found:
        rise = base.y - mark.y
        if base is mark or not _is_mark(mark.main, base.main) or rise > _RAISED[1] * base.size:
            continue
        if mark.x0 < base.x0 - _HANGING * base.size or mark.x1 > base.x1 + 1.5 * base.size:
            continue
        if best is None or rise < best[0]:
            best = rise, base
    return best[1] if best else None


def _joined(runs: list[Run], main: Run) -> str:
    text = ""
    end = 0.0
    for run in runs:
        piece = run.text
        if _is_mark(run, main):
            piece = piece.strip().translate(_DIGITS)
        gap = run.x0 - end > run.face.space / 2000 * min(run.size, main.size)
        if text and gap and not text.endswith(" ") and not piece.startswith(" "):
            text += " "
        text += piece
        end = max(end, run.x1) if text else run.x1
    return text


def _share(runs: list[Run], flags: list[bool]) -> float:
    total = sum(len(run.text.strip()) for run in runs)
    return sum(len(run.text.strip()) for run, flag in zip(runs, flags, strict=True) if flag) / total if total else 0.0
