"""Tesseract: whether it is there, and reading one page of a PDF with it."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.readers.pdf.hocr import hocr_page, hocr_turn
from ingest.readers.pdf.ocr import OcrEngine, OcrFailed, OcrPage, OcrRequest, OcrTimeout

__all__ = ["Installation", "find_tesseract", "ocr_by_tesseract", "read_page"]

_PACKAGES = ("pytesseract", "pypdfium2")
_EXTRA = "pip install 'iml-search[ocr]'"
_ORIENTATION = "osd"
"""The data by which Tesseract sees that a page lies on its side."""
_DPI, _LEAST_DPI = 300, 100
_MAX_PIXELS = 40_000_000
"""Of the page as drawn: A2 at 300 dpi. A larger page is drawn more coarsely, as long as its letters can be told."""
_MAX_SIDE = 32_000
"""Of the page as drawn, in pixels: more than this Tesseract refuses."""
_MAX_SOURCE_PIXELS = 200_000_000
"""Of all pictures on the page, which are unpacked to be drawn: A4 at 1400 dpi."""
_POINTS = 72
_MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Installation:
    """What of OCR is installed here."""

    program: bool
    """Whether `tesseract` is on the path."""
    extra: bool
    """Whether the Python packages are there."""
    version: str = ""
    """Of the program; only known where all is there."""
    data: tuple[str, ...] = ()
    """Names of its language data, sorted."""

    @property
    def advice(self) -> str:
        """What to install; empty when all is there."""
        missing = []
        if not self.program:
            missing.append("Tesseract (apt-get install tesseract-ocr, and tesseract-ocr-fra and the like per language)")
        if not self.extra:
            missing.append(f"the extra ({_EXTRA})")
        return f"install {' and '.join(missing)}" if missing else ""

    def __str__(self) -> str:
        """For people: what there is, or what to install."""
        if self.advice:
            return f"not available; to read scans, {self.advice}"
        return f"Tesseract {self.version}, languages: {', '.join(n for n in self.data if n != _ORIENTATION)}"


def find_tesseract() -> tuple[OcrEngine | None, Installation]:
    """The engine, None where anything is missing, and what there is."""
    extra = all(find_spec(name) is not None for name in _PACKAGES)
    program = shutil.which("tesseract") is not None
    if not (extra and program):
        return None, Installation(program, extra)
    import pytesseract

    try:
        version = str(pytesseract.get_tesseract_version())
        data = tuple(sorted(pytesseract.get_languages()))
    except (pytesseract.TesseractError, OSError, SystemExit):
        return None, Installation(program=False, extra=extra)
    installed = Installation(program, extra, version, data)
    return OcrEngine(f"Tesseract {version}", frozenset(data), read_page), installed


def ocr_by_tesseract(
    language: str | None, page_s: float, max_pages: int, announce: Callable[[int], None]
) -> OcrRequest:
    """The request to read scans with what is installed here, if it is."""
    engine, installed = find_tesseract()
    return OcrRequest(engine, installed.advice, language, page_s, max_pages, announce)


def read_page(path: Path, number: int, data: Sequence[str], seconds: float) -> OcrPage:
    """One page of a PDF drawn and read, the right way up; raises `OcrFailed`.

    Pages too large to draw are refused, and so are those whose pictures are too large to unpack.
    """
    end = time.monotonic() + seconds
    image, dpi = _drawn(path, number)
    found = _recognised(image, data, dpi, end)
    turn = hocr_turn(found)
    if turn:
        found = _recognised(image.rotate(-turn, expand=True), data, dpi, end)
    return hocr_page(found, _POINTS / dpi)


def _drawn(path: Path, number: int) -> tuple[Any, int]:
    """The page as a grey picture, and its resolution."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(path)) as document:
            page = document[number - 1]
            dpi = _resolution(*page.get_size())
            _check_pictures(page)
            return page.render(scale=dpi / _POINTS, grayscale=True).to_pil().copy(), dpi
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise OcrFailed(f"it cannot be drawn ({str(error)[:100]})") from error
    except MemoryError as error:
        raise OcrFailed("drawing it takes more memory than allowed") from error


def _resolution(width: float, height: float) -> int:
    if width < 1 or height < 1:
        raise OcrFailed("it has no size")
    inches = width / _POINTS, height / _POINTS
    dpi = min(_DPI, math.floor(math.sqrt(_MAX_PIXELS / math.prod(inches))), math.floor(_MAX_SIDE / max(inches)))
    if dpi < _LEAST_DPI:
        raise OcrFailed(f"at {inches[0]:.0f} × {inches[1]:.0f} inches it is too large to draw")
    return dpi


def _check_pictures(page: Any) -> None:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    pixels = 0
    for picture in page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,), max_depth=_MAX_DEPTH):
        wide, high = picture.get_px_size()
        pixels += wide * high
        if pixels > _MAX_SOURCE_PIXELS:
            raise OcrFailed(
                f"its pictures have more than the {_MAX_SOURCE_PIXELS // 1_000_000} million pixels allowed; "
                "scan it more coarsely"
            )


def _recognised(image: Any, data: Sequence[str], dpi: int, end: float) -> bytes:
    """What Tesseract says of a picture, as hOCR."""
    import pytesseract

    left = end - time.monotonic()
    if left <= 0:
        raise OcrTimeout("it took too long")
    # 1: find columns, and see which way is up; 3: find columns.
    mode = 1 if _ORIENTATION in pytesseract.get_languages(cached=True) else 3
    try:
        found: bytes = pytesseract.image_to_pdf_or_hocr(
            image, lang="+".join(data), config=f"--psm {mode} --dpi {dpi}", extension="hocr", timeout=left
        )
    except pytesseract.TesseractError as error:
        raise OcrFailed(f"Tesseract failed ({str(error.message)[-100:]})") from error
    except RuntimeError as error:
        raise OcrTimeout("it took too long") from error
    except OSError as error:
        raise OcrFailed(f"Tesseract could not be run ({error.strerror or error})") from error
    return found
