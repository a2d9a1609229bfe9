"""hOCR, in which Tesseract says what it read and where, to lines of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from ingest.readers.pdf.ocr import OcrFailed, OcrLine, OcrPage, OcrWord

__all__ = ["hocr_page", "hocr_turn"]

_SPAN = "{http://www.w3.org/1999/xhtml}span"
_PARAGRAPH = "{http://www.w3.org/1999/xhtml}p"
_PAGE = "{http://www.w3.org/1999/xhtml}div"
_WORD = "ocrx_word"
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_textfloat", "ocr_caption"})
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction and of width nothing, which Tesseract puts around words from right to left."""
_SPECK = 0.5
"""Signs without letters or digits that are less sure than this are specks and rules."""
_DESCENT = 0.2
_SHORT = 15
"""Characters of a line below which it may well have no letter that rises or falls."""


def hocr_page(data: bytes, points: float) -> OcrPage:
    """The page in hOCR; `points` is the size of a pixel. Raises `OcrFailed` for what is no hOCR."""
    root = _root(data)
    page = next((e for e in root.iter(_PAGE) if e.get("class") == "ocr_page"), None)
    _, _, width, height = _box(page) if page is not None else (0.0, 0.0, 0.0, 0.0)
    lines = [line for par in root.iter(_PARAGRAPH) for line in _paragraph(par, points)]
    return OcrPage(tuple(lines), width * points, height * points)


def hocr_turn(data: bytes) -> int:
    """By how many degrees counterclockwise most of the text is turned: 0, 90, 180 or 270."""
    weight: Counter[int] = Counter()
    for line in _lines(_root(data)):
        angle = _numbers(line, "textangle")
        weight[round(angle[0]) % 360 if angle else 0] += len("".join(line.itertext()).strip())
    return max(weight, key=lambda angle: (weight[angle], -angle), default=0)


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise OcrFailed("Tesseract gave no answer that can be read") from error


def _lines(root: Any) -> Iterator[Any]:
    return (span for span in root.iter(_SPAN) if span.get("class") in _LINES)


def _paragraph(element: Any, points: float) -> list[OcrLine]:
    """The lines of a paragraph; short ones, whose letters hardly tell their size, have that of the others."""
    lines = [line for span in _lines(element) if (line := _line(span, points)) is not None]
    sizes = sorted(line.size for line in lines if _length(line) >= _SHORT)
    usual = sizes[len(sizes) // 2] if sizes else None
    return [replace(line, size=usual) if usual and _length(line) < _SHORT else line for line in lines]


def _length(line: OcrLine) -> int:
    return sum(len(word.text) for word in line.words)


def _line(element: Any, points: float) -> OcrLine | None:
    words = tuple(word for span in element.iter(_SPAN) if (word := _word(span, points)) is not None)
    if not words:
        return None
    left, top, right, bottom = _box(element)
    size = (_numbers(element, "x_size") or [bottom - top])[0]
    slope, offset = (_numbers(element, "baseline") or [0.0, -_DESCENT * size])[:2]
    middle = (right - left) / 2
    return OcrLine(words, (bottom + offset + slope * middle) * points, max(size, 1.0) * points)


def _word(span: Any, points: float) -> OcrWord | None:
    if span.get("class") != _WORD:
        return None
    text = _UNSEEN.sub("", "".join(span.itertext())).strip()
    confidence = (_numbers(span, "x_wconf") or [0.0])[0] / 100
    if not text or (confidence < _SPECK and not any(map(str.isalnum, text))):
        return None
    left, _, right, _ = _box(span)
    return OcrWord(text, min(max(confidence, 0.0), 1.0), left * points, right * points)


def _box(element: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = (*_numbers(element, "bbox"), 0.0, 0.0, 0.0, 0.0)[:4]
    return left, top, right, bottom


def _numbers(element: Any, name: str) -> list[float]:
    """The numbers behind a name in the element's title: `bbox 1 2 3 4; x_wconf 95`."""
    found = re.search(rf"\b{name}((?: -?\d+(?:\.\d+)?)+)", element.get("title", ""))
    return [float(number) for number in found.group(1).split()] if found else []
