"""What became of each file of a run: its provisions, what they cover, what their numbering lacks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from ingest.catalogue import Catalogue
from ingest.library import Parsed
from ingest.model import Document, Provision
from ingest.numbering import Gap, numbering_gaps, repeated_labels

__all__ = ["FileReport", "FileStatus", "IngestReport", "describe_file"]

_NOTE = re.compile(r"(?:^| )note(?: \S+)?$")
FileStatus = Literal["added", "changed", "unchanged", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    file: str
    status: FileStatus
    instrument: str | None = None
    title: str | None = None
    kind: str | None = None
    language: str | None = None
    format: str | None = None
    pages: int = 0
    ocr_pages: tuple[int, ...] = ()
    """1-based indexes of the pages whose words were read from a picture."""
    characters: int = 0
    provisions: dict[str, int] = field(default_factory=dict)
    """By kind."""
    units: int = 0
    """What a search result can name: articles, numbered paragraphs of comments, sections."""
    covered: float = 0.0
    """Share of the text that lies in provisions rather than in a declared rest."""
    rest: dict[str, int] = field(default_factory=dict)
    """Characters of each declared rest, by its label: front matter, signatures, notes."""
    gaps: tuple[Gap, ...] = ()
    """Numbers missing in the text between others; of publications nothing is said."""
    duplicates: tuple[str, ...] = ()
    """Labels of units that the text has more than once."""
    articles_known: int | None = None
    """How many articles the instrument has by the catalogue."""
    articles_found: int | None = None
    """How many articles of its main text were found, where the catalogue knows how many there are."""
    same_bytes_as: tuple[str, ...] = ()
    """Other files of the library with the very same bytes."""
    warnings: tuple[str, ...] = ()
    error: str | None = None
    error_code: str | None = None
    kept: bool = False
    """Of a failed file: an earlier parse is still held and searchable."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All files of a run, by name."""

    files: tuple[FileReport, ...]

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that could not be read."""
        return tuple(f for f in self.files if f.status == "failed")

    def counts(self) -> dict[str, int]:
        """How many files of each status."""
        return dict(sorted(Counter(f.status for f in self.files).items()))


def describe_file(file: str, status: FileStatus, parsed: Parsed, catalogue: Catalogue) -> FileReport:
    """The report on a file that was read."""
    document, provisions = parsed.document, parsed.provisions
    entry = catalogue.entries.get(parsed.instrument)
    known = entry.articles if entry else None
    rest = _rest(provisions)
    return FileReport(
        file=file,
        status=status,
        instrument=parsed.instrument,
        title=document.title,
        kind=parsed.kind,
        language=parsed.language,
        format=document.format,
        pages=len(document.pages),
        ocr_pages=tuple(page.index for page in document.pages if page.ocr),
        characters=len(document.text),
        provisions=dict(sorted(Counter(p.kind for p in provisions).items())),
        units=sum(p.is_unit for p in provisions),
        covered=_covered(document, rest),
        rest=rest,
        gaps=numbering_gaps(provisions) if parsed.kind != "publication" else (),
        duplicates=repeated_labels(provisions),
        articles_known=known,
        articles_found=_main_articles(provisions) if known else None,
        warnings=document.warnings,
    )


def _rest(provisions: tuple[Provision, ...]) -> dict[str, int]:
    lengths: Counter[str] = Counter()
    for provision in provisions:
        if provision.kind == "rest":
            name = "notes" if _NOTE.search(provision.label) else provision.label.partition(" [")[0]
            lengths[name] += provision.end - provision.start
    return dict(sorted(lengths.items()))


def _covered(document: Document, rest: dict[str, int]) -> float:
    return round(1 - sum(rest.values()) / len(document.text), 4) if document.text else 0.0


def _main_articles(provisions: tuple[Provision, ...]) -> int:
    return sum(p.is_unit and p.kind == "article" and "annex" not in p.locator for p in provisions)
