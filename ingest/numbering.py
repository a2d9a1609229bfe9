"""What the numbers of a tree say about it: numbers that are missing between others, labels that occur twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.model import Provision

__all__ = ["Gap", "numbering_gaps", "repeated_labels"]

_COUNTED = frozenset({"article", "paragraph", "objective", "recital", "section"})
_LABEL = re.compile(r"^(?P<sequence>.*?)(?P<count>\d{1,4})(?: ?[a-z]{1,12})?$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^\d{1,3}$")
_REPEATED = re.compile(r" \[\d+\]$")
_LEAST = 2
"""A sequence of one number shows no gap: a lone `annex 4` may be the only annex."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that a sequence lacks between the first number and its last."""

    sequence: str
    """What is counted, as in front of the number: `art `, `annex I art `, `standard A1.`, `art 16 paragraphs `."""
    missing: tuple[str, ...]
    """Single numbers and ranges in order: `32–40`."""

    def __str__(self) -> str:
        return f"{self.sequence.rstrip()} {', '.join(self.missing)}"


def numbering_gaps(provisions: Sequence[Provision]) -> tuple[Gap, ...]:
    """The gaps among the units of each sequence and among the numbered paragraphs of each unit, in text order.

    Nothing is said of publications' sections, whose numbers few authors keep, nor of a sequence's tail: what a text
    lacks behind its last number, its numbers cannot tell.
    """
    counted: dict[str, set[int]] = {}
    for provision in provisions:
        for sequence, count in _counts(provision, provisions):
            counted.setdefault(sequence, set()).add(count)
    labels = [provision.label for provision in provisions]
    gaps: list[Gap] = []
    for sequence, counts in counted.items():
        absent = set(range(1, max(counts))) - counts if len(counts) >= _LEAST else set()
        # `B4.1` is there when `B4.1.1` is.
        missing = [n for n in absent if not any(label.startswith(f"{sequence}{n}.") for label in labels)]
        if missing:
            gaps.append(Gap(sequence, tuple(_ranges(missing))))
    return tuple(gaps)


def repeated_labels(provisions: Sequence[Provision]) -> tuple[str, ...]:
    """The labels of units that occur more than once in the text, each once, in the order of their second place."""
    again = (_REPEATED.sub("", p.label) for p in provisions if p.is_unit and _REPEATED.search(p.label))
    return tuple(dict.fromkeys(again))


def _counts(provision: Provision, provisions: Sequence[Provision]) -> Iterator[tuple[str, int]]:
    if provision.is_unit:
        found = _LABEL.match(_REPEATED.sub("", provision.label)) if provision.kind in _COUNTED else None
        if found and provision.number != "0":
            yield found["sequence"], int(found["count"])
        return
    parent = provisions[provision.parent] if provision.parent is not None else None
    paragraph = str(provision.locator.get("paragraph", ""))
    if provision.kind == "paragraph" and parent and parent.is_unit and _PARAGRAPH.match(paragraph):
        yield f"{parent.label} paragraphs ", int(paragraph)


def _ranges(numbers: Iterable[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0])
