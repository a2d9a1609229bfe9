"""Article headings whose number was lost, as where a designer drew it as a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.structure.candidates import Found
from ingest.structure.headings import Marker
from ingest.structure.lines import Line
from ingest.structure.numbers import Number

__all__ = ["with_unnumbered"]

_BARE = re.compile(r"^(?:article|art[ií]culo|المادة|статья)$", re.IGNORECASE)
_STUCK = re.compile(r"^(?:Article|Art[ií]culo)[\s|]+(?=[A-ZÁÉÍÓÚ][a-záéíóú]*\s[a-záéíóú])")
_FEW = 3
_SURE = 0.8

Chosen = tuple[Found, int]


def with_unnumbered(chosen: Sequence[Chosen], found: Sequence[Found], lines: Sequence[Line]) -> list[Chosen]:
    """The chosen headings with the unnumbered ones between them.

    Where as many stand between two numbers as are missing there, each has the number that is due. Elsewhere nobody can
    tell: they are taken without a number, so that their words are at least no part of the article before.
    """
    bare = _bare(lines)
    if len(bare) < _FEW:
        return list(chosen)
    taken = {line.start for (line, _), _ in chosen}
    misnumbered = [(line, marker) for line, marker in found if marker.kind == "article" and marker.weight >= _SURE]
    spare = sorted(
        {line.start: (line, marker) for line, marker in [*misnumbered, *bare] if line.start not in taken}.values(),
        key=lambda item: item[0].start,
    )
    result: list[Chosen] = []
    for (last, segment), (following, next_segment) in pairwise([_before(chosen), *chosen]):
        between = [item for item in spare if last[0].start < item[0].start < following[0].start]
        due = _due(last[1].number, following[1].number) if segment == next_segment else []
        numbers: list[Number | None] = list(due) if len(due) == len(between) else [None] * len(between)
        result += [
            ((line, replace(marker, number=number)), segment)
            for (line, marker), number in zip(between, numbers, strict=True)
        ]
        result.append((following, next_segment))
    last = chosen[-1][0]
    result += [
        ((line, replace(marker, number=None)), chosen[-1][1]) for line, marker in spare if line.start > last[0].start
    ]
    return result


def _bare(lines: Sequence[Line]) -> list[Found]:
    alone = [(line, Marker("article", "", None, len(line.text), 1.0)) for line in lines if _BARE.match(line.text)]
    if len(alone) < _FEW:
        return []
    stuck = [
        (line, Marker("article", "", None, match.end(), 0.5))
        for line in lines
        if (match := _STUCK.match(line.text)) is not None
    ]
    return sorted([*alone, *stuck], key=lambda item: item[0].start)


def _before(chosen: Sequence[Chosen]) -> Chosen:
    """What stands before the first heading: number 0 of its sequence."""
    return (Line(-1, -1, ""), Marker("article", "", Number(0), 0, 0.0)), chosen[0][1]


def _due(last: Number | None, following: Number | None) -> list[Number]:
    """The numbers missing between two."""
    if last is None or following is None:
        return []
    return [Number(value) for value in range(last.value + 1, following.value)]
