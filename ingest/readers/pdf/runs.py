"""Runs: what a page shows, in the order it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["PageRuns", "Run", "Typeface"]


class Typeface(Protocol):
    """What of a font matters once its characters are read: a font of the file, or what OCR takes for one."""

    @property
    def bold(self) -> bool: ...

    @property
    def italic(self) -> bool: ...

    @property
    def space(self) -> float:
        """Width of a blank, in thousandths of the font size."""
        ...


@dataclass(slots=True)
class Run:
    """Characters drawn side by side in one font and size.

    Coordinates are in points in the direction of reading: x grows along the line, y from line to line.
    """

    text: str
    x0: float
    x1: float
    """Where the next character would stand."""
    ink: float
    """Where its last character ends that is no blank."""
    y: float
    """Of the baseline."""
    size: float
    face: Typeface
    angle: int
    """Of the line of writing against the page as shown: 0, 90, 180 or 270 degrees, counterclockwise."""
    order: int
    pagination: bool = False
    """Whether the file itself declares it a running head, foot or page number."""
    logical: bool = False
    """Whether its characters are in the order in which they are read, as OCR has them, and not from left to right."""


@dataclass(frozen=True, slots=True)
class PageRuns:
    """All runs of a page, and its size in points as shown."""

    runs: list[Run]
    width: float
    height: float
    oblique: int
    """Characters left out because they stand neither level nor upright: watermarks, labels of axes."""
    images: int
    """How many pictures the page shows."""
    unread: int
    """Bytes of text in fonts that are missing or damaged."""
    damaged: bool
    """Whether its description broke off; the runs are those before."""
