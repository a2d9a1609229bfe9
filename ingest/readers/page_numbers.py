"""Lines that hold nothing but a page number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.cleaning import Cleaned

__all__ = ["without_page_numbers"]

_PAGE_NUMBER = re.compile(r"^\s*(?:[-–—]\s*(\d{1,4})\s*[-–—]|(\d{1,4}))\s*$")
_FEW_PAGES = 3
_MIN_PAGE = 700
"""Characters between two page numbers, at the median; numbers closer together belong to the text."""


def without_page_numbers(lines: Sequence[Cleaned]) -> list[Cleaned]:
    """The lines without those that hold a page number only, and without the blanks around these."""
    numbers = _page_numbers([line.text for line in lines])
    drop = set(numbers)
    for index in numbers:
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(lines) and not lines[at].text.strip():
                drop.add(at)
                at += step
    return [line for index, line in enumerate(lines) if index not in drop]


def _page_numbers(lines: Sequence[str]) -> list[int]:
    """Where the lines stand that hold nothing but rising numbers a page apart."""
    found: list[tuple[int, int, int]] = []
    offset = 0
    for index, line in enumerate(lines):
        match = _PAGE_NUMBER.match(line)
        if match:
            value = int(match.group(1) or match.group(2))
            if not found or found[-1][1] < value <= found[-1][1] + 3:
                found.append((index, value, offset))
        offset += len(line) + 1
    gaps = sorted(second[2] - first[2] for first, second in pairwise(found))
    if len(found) < _FEW_PAGES or gaps[len(gaps) // 2] < _MIN_PAGE:
        return []
    return [index for index, _, _ in found]
