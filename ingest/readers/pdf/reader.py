"""PDF with a text layer: the file opened, its pages read, what it says of itself."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest.errors import NeedsOcr, ProtectedSource, SourceLimit, UnreadableSource
from ingest.model import Document
from ingest.readers.blocks import fold
from ingest.readers.pdf.assemble import FileFacts, assemble_pages
from ingest.readers.pdf.content import FaceCache, page_runs
from ingest.readers.pdf.furniture import Sheet, furniture
from ingest.readers.pdf.headings import OutlineEntry
from ingest.readers.pdf.layout import arrange
from ingest.readers.pdf.lines import Line, TableRow, lines_of
from ingest.readers.pdf.ocr import OcrRequest, usual_size
from ingest.readers.pdf.page_names import named_pages
from ingest.readers.pdf.runs import PageRuns
from ingest.readers.pdf.scans import Scanned, read_scans
from ingest.readers.pdf.segments import segments

__all__ = ["check_pages", "read_pdf"]

_DAMAGE = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pypdf raises on damaged files."""
_MAX_OUTLINE = 5000
_FEW_LETTERS = 10
"""A picture with fewer letters on its page is a scan, with a page number or a stamp."""
_SAMPLE = 5000
_UNKNOWN = "\ufffd"
_MAX_UNKNOWN = 0.05
"""Share of a page's characters that no font gives a letter for."""
_GARBAGE = 0.3
"""Share from which on the text layer is worth less than what OCR reads."""
_BLANK = Sheet((), 1.0)
_Turned = dict[int, Sheet]
"""The segments of a page by the angle of their lines."""
_T = TypeVar("_T")


def check_pages(path: Path, max_pages: int) -> None:
    """Nothing, if the file is no PDF or has at most so many pages; raises `SourceLimit` else."""
    try:
        with path.open("rb") as stream:
            if b"%PDF-" not in stream.read(1024):
                return
    except OSError:
        return  # whoever reads the file will say what is wrong with it
    count = len(_open(path).pages)
    if count > max_pages:
        raise SourceLimit(
            f"{path.name} has {count} pages, more than the {max_pages} allowed; split it or raise the limit."
        )


def read_pdf(path: Path, ocr: Callable[[], OcrRequest] = OcrRequest) -> Document:
    """The document of a PDF: text in reading order, without running heads, feet and page numbers.

    Footnotes stand in `note` blocks before the paragraph that runs over the end of their page. Pages without a text
    layer are read as `ocr` asks, which is called if there are any, and marked. Raises `NeedsOcr` when no page has text
    or could be read, `ProtectedSource` when a password is asked for, and `UnreadableSource` for damaged files.
    """
    reader = _open(path)
    survey = _survey(reader)
    scanned = _scanned(path, survey, ocr)
    sheets = [_turned(scanned.runs[n]) if n in scanned.runs else s for n, s in enumerate(survey.sheets, 1)]
    # Running heads stand upright even where a table lies on its side.
    removed, printed = furniture([page.get(0, _BLANK) for page in sheets])
    pages = [_lines(page, number, removed[number]) for number, page in enumerate(sheets)]
    facts = FileFacts(
        labels=_labels(reader, printed),
        outline=_outline(reader),
        title=_or_none(lambda: fold(str(reader.metadata.title or "")) if reader.metadata else None) or None,
        language=_or_none(lambda: fold(str(reader.root_object.get("/Lang", "")))) or None,
        warnings=(*_warnings(survey, scanned), *scanned.warnings),
        ocr=frozenset(scanned.runs),
    )
    document = assemble_pages(pages, facts)
    if not document.text:
        raise UnreadableSource(
            "the PDF holds nothing but running heads and page numbers; look at it, and fetch it again."
        )
    return document


def _open(path: Path) -> PdfReader:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ProtectedSource(f"{path.name} asks for a password; save it without one and ingest it again.")
        count = len(reader.pages)
    except DependencyError as error:
        raise ProtectedSource(
            f"{path.name} is encrypted with AES, which needs the package `cryptography`; install that, or save the "
            "file without protection."
        ) from error
    except _DAMAGE as error:
        raise UnreadableSource(
            f"the PDF is damaged or cut off ({type(error).__name__}: {str(error)[:200]}); fetch it again."
        ) from error
    if not count:
        raise UnreadableSource("the PDF has no pages; fetch it again.")
    return reader


@dataclass(slots=True)
class _Survey:
    """What the pages of a file hold; they are numbered from 1."""

    sheets: list[_Turned] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    """Pages with a picture and hardly any letters."""
    damaged: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    """Pages with text in a font that does not tell its letters."""
    lost: list[int] = field(default_factory=list)
    """Those of them where so much is unknown that OCR does better."""
    legible: int = 0
    """Pages with text."""
    oblique: int = 0
    sample: str = ""
    """The first words of the legible pages."""
    sizes: Counter[float] = field(default_factory=Counter)
    """Characters by size, on pages that OCR is not needed for."""


def _survey(reader: PdfReader) -> _Survey:
    faces: FaceCache = {}
    survey = _Survey()
    for number in range(1, len(reader.pages) + 1):
        try:
            shown = page_runs(reader.pages[number - 1], faces)
        except _DAMAGE:
            survey.damaged.append(number)
            survey.sheets.append({})
            continue
        survey.sheets.append(_turned(shown))
        _take_in(survey, number, shown)
    return survey


def _take_in(survey: _Survey, number: int, shown: PageRuns) -> None:
    text = "".join(run.text for run in shown.runs)
    letters = sum(map(str.isalpha, text))
    is_bare = letters < _FEW_LETTERS and shown.images > 0
    unknown, all_shown = text.count(_UNKNOWN) + shown.unread, len(text) + shown.unread
    is_garbled = unknown > _MAX_UNKNOWN * all_shown
    survey.oblique += shown.oblique
    survey.legible += letters >= _FEW_LETTERS
    for found, pages in (
        (is_bare, survey.bare),
        (is_garbled, survey.garbled),
        (unknown > _GARBAGE * all_shown, survey.lost),
        (shown.damaged, survey.damaged),
    ):
        if found:
            pages.append(number)
    if not is_bare and not is_garbled:
        for run in shown.runs:
            survey.sizes[run.size] += len(run.text)
        if len(survey.sample) < _SAMPLE:
            survey.sample += f"{text}\n"


def _scanned(path: Path, survey: _Survey, ocr: Callable[[], OcrRequest]) -> Scanned:
    """What OCR reads where there is no text; raises `NeedsOcr` or `UnreadableSource` when nothing has any."""
    count = len(survey.sheets)
    wanted = sorted({*survey.bare, *survey.lost})
    if not survey.legible:
        # What is drawn as outlines shows no picture either; if the pages are empty, it is soon seen.
        wanted = [number for number in range(1, count + 1) if number not in survey.damaged]
    if not wanted and survey.legible:
        return Scanned()
    scanned, request = Scanned(), ocr()
    if wanted and request.engine is not None:
        body = usual_size(survey.sizes.items())
        scanned = read_scans(path, wanted, request.engine, request, survey.sample, body)
    if not survey.legible and not scanned.runs:
        why = "; ".join(scanned.warnings) or f"to have its pages read, {request.advice}, and ingest it again"
        _refuse(path.name, survey, why)
    return scanned


def _refuse(name: str, survey: _Survey, why: str) -> None:
    count = len(survey.sheets)
    if survey.bare:
        raise NeedsOcr(
            f"{name} has no text layer on its pages ({named_pages(survey.bare)} of {count}): it is a scan; {why}."
        )
    if survey.damaged:
        raise UnreadableSource(f"none of the {count} pages of the PDF can be read; fetch it again.")
    raise NeedsOcr(
        f"{name} has no text on its pages ({named_pages(range(1, count + 1))}): they are empty or drawn as outlines; "
        f"{why}."
    )


def _warnings(survey: _Survey, scanned: Scanned) -> Iterator[str]:
    # Where OCR was tried, its own warnings say what became of a page.
    bare = () if scanned.warnings else survey.bare
    garbled = [number for number in survey.garbled if number not in scanned.runs]
    for found, what in (
        (survey.damaged, "pages that could not be read, or only in part: {}"),
        (bare, "pages without a text layer: {}; any words in their pictures need OCR (see `iml doctor`)"),
        (garbled, "pages in a font that does not tell its letters: {}; their words need OCR"),
    ):
        if found:
            yield what.format(named_pages(found))
    if survey.oblique:
        yield f"{survey.oblique} characters set aslant (watermarks, labels of diagrams) left out"


def _turned(shown: PageRuns) -> _Turned:
    """The page's segments by their direction, that of most of the text first."""
    weight: Counter[int] = Counter()
    for run in shown.runs:
        weight[run.angle] += len(run.text)
    sheets: _Turned = {}
    for angle in sorted(weight, key=lambda a: (-weight[a], a)):
        found = segments(run for run in shown.runs if run.angle == angle)
        sheets[angle] = Sheet(found, shown.height if angle in (0, 180) else shown.width)
    return sheets


def _lines(page: _Turned, number: int, removed: set[int]) -> list[Line | TableRow]:
    """The lines of a page in reading order; what stands in another direction than most of it comes last."""
    found: list[Line | TableRow] = []
    regions = 0
    for sheet in page.values():
        arranged = arrange([s for s in sheet.segments if id(s) not in removed])
        found += lines_of(arranged, number, sheet.height, regions)
        regions += len(arranged)
    return found


def _labels(reader: PdfReader, printed: Sequence[str | None]) -> list[str | None]:
    """The number printed on each page; where none is found, the one the file declares, if that agrees."""
    declared = _or_none(lambda: list(reader.page_labels)) or []
    if len(declared) != len(printed) or any(p and p != d for p, d in zip(printed, declared, strict=True)):
        return list(printed)
    return [p or d for p, d in zip(printed, declared, strict=True)]


def _outline(reader: PdfReader) -> list[OutlineEntry]:
    entries: list[OutlineEntry] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            elif len(entries) < _MAX_OUTLINE:
                page = _or_none(lambda item=item: reader.get_destination_page_number(item))  # type: ignore[misc]
                title = fold(str(item.title or ""))
                entries.append(OutlineEntry(title, level, page if page is not None and page >= 0 else None))

    # A damaged outline is no loss: the headings are on the pages.
    _or_none(lambda: walk(reader.outline, 1))
    return entries


def _or_none(read: Callable[[], _T]) -> _T | None:
    """What is read, None when the file is damaged there: nothing else depends on it."""
    try:
        return read()
    except _DAMAGE:
        return None
