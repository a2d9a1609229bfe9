"""From marks in a text to provisions: spans closed, labels made unique, what is left over declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.model import Locator, Provision, ProvisionKind

__all__ = ["Mark", "build_tree"]


@dataclass(slots=True)
class Mark:
    """The beginning of a provision; its end is where the next mark of its rank or a higher one begins."""

    start: int
    rank: int
    """0 is the highest; a mark is the child of the last mark with a lower rank."""
    kind: ProvisionKind
    label: str
    body_start: int
    heading: str | None = None
    number: str | None = None
    is_unit: bool = False
    locator: Locator = field(default_factory=dict)
    end: int | None = None
    """Where it ends if before the next mark (its last words being someone else's)."""


def build_tree(text: str, marks: Iterable[Mark]) -> tuple[Provision, ...]:
    """The provisions of these marks in text order, parents before children, with every letter of `text` covered.

    Words before the first mark or outside every top mark become a provision of kind `rest`. A label that occurs
    again gets a number behind it (`signatures [2]`), so that labels are unique.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.rank))
    ordered = _with_rests(text, ordered)
    ends = _ends(text, ordered)
    provisions: list[Provision] = []
    stack: list[tuple[int, int]] = []
    seen: dict[str, int] = {}
    numbers: set[str] = set()
    for mark, end in zip(ordered, ends, strict=True):
        while stack and stack[-1][0] >= mark.rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        seen[mark.label] = seen.get(mark.label, 0) + 1
        count = seen[mark.label]
        label = mark.label if count == 1 else f"{mark.label} [{count}]"
        number = mark.number
        if number is not None and number in numbers:
            number = f"{number}[{count}]"
        if number is not None:
            numbers.add(number)
        stack.append((mark.rank, len(provisions)))
        provisions.append(
            Provision(
                label=label,
                kind=mark.kind,
                start=mark.start,
                end=end,
                body_start=min(mark.body_start, end),
                parent=parent,
                heading=mark.heading,
                locator=mark.locator,
                number=number if mark.is_unit else None,
                is_unit=mark.is_unit,
            )
        )
    return tuple(provisions)


def _with_rests(text: str, ordered: list[Mark]) -> list[Mark]:
    first = ordered[0].start if ordered else len(text)
    if text[:first].strip():
        start = len(text) - len(text.lstrip())
        return [Mark(start, 0, "rest", "front matter", start), *ordered]
    return ordered


def _ends(text: str, ordered: Sequence[Mark]) -> list[int]:
    """Where each mark's provision ends: trailing blanks left out, children always inside their parent."""
    ends = [len(text)] * len(ordered)
    open_marks: list[int] = []
    for index, mark in enumerate(ordered):
        while open_marks and ordered[open_marks[-1]].rank >= mark.rank:
            ends[open_marks.pop()] = mark.start
        open_marks.append(index)
    for index, mark in enumerate(ordered):
        end = ends[index] if mark.end is None else min(mark.end, ends[index])
        ends[index] = mark.start + len(text[mark.start : end].rstrip())
    return ends
