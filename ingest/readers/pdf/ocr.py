"""What optical character recognition gives for a page, what gives it, and how it becomes runs of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.pdf.runs import PageRuns, Run

__all__ = [
    "OcrEngine",
    "OcrFailed",
    "OcrLine",
    "OcrPage",
    "OcrRequest",
    "OcrTimeout",
    "OcrWord",
    "ReadPage",
    "ocr_runs",
    "usual_size",
]

_MAX_GAP = 1.5
"""In ems. Blanks in a line of OCR are ragged; only a wider gap parts the cells of a table."""
_SAME_SIZE = 0.2
"""How far the height of a line may be from that of the body and still be the body's: OCR measures it by its letters."""
_WIDE = range(0x2E80, 0xA4D0)
"""Ideographs and kana, which are written without blanks."""


class OcrFailed(Exception):
    """One page could not be read; the message says why. Never leaves the reader of PDF."""


class OcrTimeout(OcrFailed):
    """One page took longer than it may."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word and how sure the engine is of it, from 0 to 1; its left and right edge in points."""

    text: str
    confidence: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """Words of a line in the order in which they are read; its baseline from the top, and its size, in points."""

    words: tuple[OcrWord, ...]
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The lines of a page as it stands upright, in reading order; its size in points."""

    lines: tuple[OcrLine, ...]
    width: float
    height: float

    @property
    def text(self) -> str:
        """All words, line by line."""
        return "\n".join(" ".join(word.text for word in line.words) for line in self.lines)

    @property
    def letters(self) -> int:
        """How many letters were read."""
        return sum(map(str.isalpha, self.text))

    @property
    def confidence(self) -> float:
        """The mean of its words by their length, from 0 to 1; 0 without words."""
        words = [word for line in self.lines for word in line.words]
        total = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / total if total else 0.0


ReadPage = Callable[[Path, int, Sequence[str], float], OcrPage]
"""Reads one page: the file, the page's number from 1, the names of the language data, and the seconds it may take.

Raises `OcrFailed`.
"""


@dataclass(frozen=True, slots=True)
class OcrEngine:
    """A program that reads pictures."""

    name: str
    """With its version, as warnings give it."""
    data: frozenset[str]
    """Names of the language data it has."""
    read: ReadPage


@dataclass(frozen=True, slots=True)
class OcrRequest:
    """How the pages of a file that have no text layer are to be read."""

    engine: OcrEngine | None = None
    """None where none is installed: the pages are then named, and left."""
    advice: str = "install Tesseract (apt-get install tesseract-ocr) and the extra (pip install 'iml-search[ocr]')"
    """What to do so that there is an engine."""
    language: str | None = None
    """BCP 47, where the collection declares it."""
    page_s: float = 60.0
    """Wall clock that one page may take."""
    max_pages: int = 500
    announce: Callable[[int], None] = lambda pages: None
    """Told how many pages may be read, before the first is."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """The typeface of what stands in a picture: nothing is known of it."""

    bold: bool = False
    italic: bool = False
    space: float = 1000.0
    """Blanks come with the words."""


_PICTURE = _Picture()


def usual_size(sized: Iterable[tuple[float, int]]) -> float:
    """The size of most characters, of sizes with numbers of characters; 0 for none."""
    weight: Counter[float] = Counter()
    for size, count in sized:
        weight[round(size, 1)] += count
    return max(weight, key=lambda size: (weight[size], size), default=0.0)


def ocr_runs(page: OcrPage, body: float) -> PageRuns:
    """The runs of a page read by OCR, in lines whose size is the body's where it is near that, else in whole points."""
    runs: list[Run] = []
    for line in page.lines:
        near = body and abs(line.size - body) <= _SAME_SIZE * body
        size = body if near else max(1.0, float(round(line.size)))
        for words in _stretches(line, size):
            x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
            runs.append(Run(_spaced(words), x0, x1, x1, line.y, size, _PICTURE, 0, len(runs), logical=True))
    return PageRuns(runs, page.width, page.height, oblique=0, images=1, unread=0, damaged=False)


def _stretches(line: OcrLine, size: float) -> Iterator[list[OcrWord]]:
    """The words of a line, parted where a gap is too wide for a blank."""
    stretch: list[OcrWord] = []
    for word in line.words:
        if stretch and max(word.x0 - stretch[-1].x1, stretch[-1].x0 - word.x1) > _MAX_GAP * size:
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def _spaced(words: Sequence[OcrWord]) -> str:
    text = ""
    for word in words:
        unspaced = text and ord(text[-1]) in _WIDE and ord(word.text[0]) in _WIDE
        text += word.text if unspaced or not text else f" {word.text}"
    return text
