"""The numbered recitals in the preamble of an EU act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.lines import Line
from ingest.structure.numbers import Number
from ingest.structure.sequence import Candidate, choose
from ingest.structure.tree import Mark

__all__ = ["recital_marks"]

_RECITAL = re.compile(r"^\((?P<n>\d{1,3})\)\s*")
_FEW = 3


def recital_marks(lines: Sequence[Line], preamble: Mark) -> list[Mark]:
    """The marks of recitals (1), (2), … in a preamble with these lines; none when it has fewer than three."""
    found = [(line, match) for line in lines if (match := _RECITAL.match(line.text))]
    candidates = [Candidate(line.start, Number(int(match.group("n"))), 0.9) for line, match in found]
    chosen = [found[item.candidate] for item in choose(candidates, []) if item.segment == 0]
    if len(chosen) < _FEW:
        return []
    return [
        Mark(
            start=line.start,
            rank=preamble.rank + 1,
            kind="recital",
            label=f"recital {match.group('n')}",
            body_start=line.start + match.end(),
            number=f"recital{match.group('n')}",
            is_unit=True,
            locator={"recital": match.group("n")},
        )
        for line, match in chosen
    ]
