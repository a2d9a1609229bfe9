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
    """Where it ends if before the next mark of its rank; the words behind belong to the mark around it."""


def build_tree(text: str, marks: Iterable[Mark]) -> tuple[Provision, ...]:
    """The provisions of these marks in text order, parents before children, with every letter of `text` covered.

    Words before the first mark become a provision of kind `rest`. A label that occurs again
    gets its count behind it (`signatures [2]`), and so does a number, so that both are unique.
    """
    ordered = _nested(text, sorted(marks, key=lambda mark: (mark.start, mark.rank)))
    names = _Names()
    provisions: list[Provision] = []
    for mark, parent, end in ordered:
        label, number = names.unique(mark)
        provisions.append(
            Provision(
                label=label,
                kind=mark.kind,
                start=mark.start,
                end=end,
                body_start=_skip_blanks(text, mark.body_start, end),
                parent=parent,
                heading=mark.heading,
                locator=mark.locator,
                number=number,
                is_unit=mark.is_unit,
            )
        )
    return tuple(provisions)


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return min(start, end)


class _Names:
    """Keeps labels and numbers apart."""

    def __init__(self) -> None:
        self._labels: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def unique(self, mark: Mark) -> tuple[str, str | None]:
        """The label and the number of a mark, with a count where they were used before."""
        number = mark.number if mark.is_unit else None
        return _counted(self._labels, mark.label), None if number is None else _counted(self._numbers, number)


def _counted(seen: dict[str, int], name: str) -> str:
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name} [{seen[name]}]"


def _nested(text: str, ordered: Sequence[Mark]) -> list[tuple[Mark, int | None, int]]:
    """The marks with the position of their parent and their end; a rest ends where a provision begins."""
    filled = _with_rests(text, ordered)
    parents: list[int | None] = []
    ends: list[int] = []
    """The latest end that a mark's own word and its parents allow; the next mark may come before it."""
    stack: list[int] = []
    for index, mark in enumerate(filled):
        while stack and (
            filled[stack[-1]].rank >= mark.rank
            or ends[stack[-1]] <= mark.start
            or (filled[stack[-1]].kind == "rest" and mark.kind != "rest")
        ):
            over = stack.pop()
            ends[over] = min(ends[over], mark.start)
        parent = stack[-1] if stack else None
        limit = len(text) if parent is None else ends[parent]
        parents.append(parent)
        ends.append(limit if mark.end is None else min(mark.end, limit))
        stack.append(index)
    return [
        (mark, parents[index], mark.start + len(text[mark.start : ends[index]].rstrip()))
        for index, mark in enumerate(filled)
    ]


def _with_rests(text: str, ordered: Sequence[Mark]) -> list[Mark]:
    """The marks with a rest for the words before the first of them."""
    first = ordered[0].start if ordered else len(text)
    if not text[:first].strip():
        return list(ordered)
    start = len(text) - len(text.lstrip())
    return [Mark(start, 0, "rest", "front matter" if ordered else "text", start, end=first), *ordered]
