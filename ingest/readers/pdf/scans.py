"""The pages of a PDF that have no text layer, read by OCR, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.readers.pdf.ocr import OcrEngine, OcrFailed, OcrPage, OcrRequest, OcrTimeout, ocr_runs, usual_size
from ingest.readers.pdf.ocr_data import data_name, package_of
from ingest.readers.pdf.page_names import named_pages
from ingest.readers.pdf.runs import PageRuns

__all__ = ["Scanned", "read_scans"]

LOW_CONFIDENCE = 0.8
"""Mean confidence of a page below which its words are called doubtful."""
_WORTHLESS = 0.4
"""Below this a page is a picture in which OCR has seen letters, and is not read."""
_FEW_LETTERS = 10
_ENOUGH_LETTERS = 150
"""By so many the language of a text is told."""
_GUESSED = ("en", "fr", "es", "ar", "ru", "zh", "pt", "de", "it", "nl")
"""Languages tried where none is declared: those that are told apart by their words."""
_MAX_SLOW = 3
"""Pages that may run out of time before the others are left."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What OCR made of the pages it was given."""

    runs: Mapping[int, PageRuns] = field(default_factory=dict)
    """By page number, from 1; only pages with words."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Languages:
    """What a file is read with, and why."""

    data: tuple[str, ...]
    settled: bool
    """Whether the language is known; else the first page read tells it."""
    lacking: str | None = None
    """The language whose data is not installed, so that nothing can be read."""


@dataclass(slots=True)
class _Outcome:
    """What became of each page."""

    pages: dict[int, OcrPage] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    """Names of the language data that most of them were read with."""
    wordless: list[int] = field(default_factory=list)
    failed: dict[str, list[int]] = field(default_factory=dict)
    """Pages by the reason why they were not read."""
    doubts: list[str] = field(default_factory=list)

    def fail(self, reason: str, pages: Sequence[int]) -> None:
        if pages:
            self.failed.setdefault(reason, []).extend(pages)


def read_scans(
    path: Path, numbers: Sequence[int], engine: OcrEngine, request: OcrRequest, sample: str, body: float
) -> Scanned:
    """What OCR reads on these pages, numbered from 1.

    `sample` is text from the file's other pages, which tells the language where none is declared; `body` is the size
    of their type, 0 where there is none.
    """
    languages = _languages(request.language, engine.data, sample)
    if not languages.data:
        what = f"the data for {languages.lacking}" if languages.lacking else "language data"
        install = package_of(data_name(languages.lacking or "en"))
        return Scanned(warnings=(_unread(numbers, f"Tesseract lacks {what} ({install})"),))
    outcome = _read(path, numbers, engine, request, languages)
    lines = [line for page in outcome.pages.values() for line in page.lines]
    size = body or usual_size((line.size, sum(len(word.text) for word in line.words)) for line in lines)
    runs = {number: ocr_runs(page, size) for number, page in outcome.pages.items()}
    return Scanned(runs, tuple(_warnings(outcome, engine.name)))


def _languages(declared: str | None, held: frozenset[str], sample: str) -> _Languages:
    """The declared language, else that of the sample, else all of the field that are installed."""
    known = declared or (_language_of(sample) if _is_enough(sample) else None)
    if known:
        data = data_name(known)
        return _Languages((data,), settled=True) if data in held else _Languages((), settled=True, lacking=known)
    return _Languages(tuple(data for tag in _GUESSED if (data := data_name(tag)) in held), settled=False)


def _is_enough(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _ENOUGH_LETTERS


def _language_of(text: str) -> str:
    from ingest.identify import detect_language  # loads a model; few files need it

    return detect_language(text)


def _read(
    path: Path, numbers: Sequence[int], engine: OcrEngine, request: OcrRequest, languages: _Languages
) -> _Outcome:
    outcome = _Outcome()
    tried = numbers[: request.max_pages]
    outcome.fail(f"more than the {request.max_pages} pages that OCR may read of a file", numbers[request.max_pages :])
    request.announce(len(tried) + (not languages.settled))  # the page that tells the language is read twice
    data, settled, slow = languages.data, languages.settled, 0
    for position, number in enumerate(tried):
        if slow >= _MAX_SLOW:
            outcome.fail(f"left after {slow} pages that took longer than {request.page_s:g} s", tried[position:])
            break
        try:
            page = engine.read(path, number, data, request.page_s)
            if not settled and _is_enough(page.text):
                settled, told = True, _told(page.text, engine, outcome)
                if told and (told,) != data:
                    data = (told,)
                    page = engine.read(path, number, data, request.page_s)
        except OcrTimeout:
            slow += 1
            outcome.fail(f"took longer than {request.page_s:g} s", [number])
        except OcrFailed as error:
            outcome.fail(str(error), [number])
        else:
            if page.letters < _FEW_LETTERS or page.confidence < _WORTHLESS:
                outcome.wordless.append(number)
            else:
                outcome.pages[number] = page
    outcome.data = data
    return outcome


def _told(text: str, engine: OcrEngine, outcome: _Outcome) -> str | None:
    """The data of the language that a text is in; None where it is not installed, which is noted."""
    language = _language_of(text)
    data = data_name(language)
    if data in engine.data:
        return data
    outcome.doubts.append(
        f"the scanned pages look like {language}, for which Tesseract has no data ({package_of(data)}); "
        "their words are doubtful"
    )
    return None


def _warnings(outcome: _Outcome, name: str) -> Iterator[str]:
    pages = outcome.pages
    if pages:
        mean = sum(page.confidence * page.letters for page in pages.values()) / sum(p.letters for p in pages.values())
        how = f"{name}, {'+'.join(outcome.data)}, mean confidence {mean:.0%}"
        yield f"pages read by OCR: {named_pages(sorted(pages))} ({how}); check their words against the page"
    low = {number: page.confidence for number, page in pages.items() if page.confidence < LOW_CONFIDENCE}
    if low:
        lowest, highest = f"{min(low.values()):.0%}", f"{max(low.values()):.0%}"
        span = lowest if lowest == highest else f"{lowest} to {highest}"
        yield f"pages read by OCR with low confidence: {named_pages(sorted(low))} ({span}); their words are doubtful"
    yield from outcome.doubts
    if outcome.wordless:
        yield f"pages without a text layer in whose pictures OCR found no words: {named_pages(outcome.wordless)}"
    for reason, numbers in outcome.failed.items():
        yield _unread(numbers, reason)


def _unread(numbers: Sequence[int], reason: str) -> str:
    return f"pages that need OCR and were not read: {named_pages(numbers)}; {reason}"
