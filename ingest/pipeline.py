"""The run of `iml ingest`: sources to the library, one report line per file, no file stopping the others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from ingest.catalogue import Catalogue
from ingest.collection import Source
from ingest.errors import SourceError, UnreadableSource
from ingest.identify import detect_language, instrument_id, instrument_kind
from ingest.library import Library, Parsed, parser_fingerprint
from ingest.model import Document, Provision
from ingest.sandbox import SandboxedReader
from ingest.structure import build_provisions

__all__ = ["FileReport", "FileStatus", "IngestReport", "ingest_sources"]

FileStatus = Literal["added", "changed", "unchanged", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    file: str
    status: FileStatus
    instrument: str | None = None
    kind: str | None = None
    language: str | None = None
    format: str | None = None
    pages: int = 0
    characters: int = 0
    provisions: dict[str, int] = field(default_factory=dict)
    """By kind."""
    covered: float = 0.0
    """Share of the text that lies in provisions rather than in a declared rest."""
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


def ingest_sources(
    sources: Iterable[Source],
    library: Library,
    catalogue: Catalogue,
    reader: SandboxedReader,
    advance: Callable[[str], None] = lambda _: None,
) -> IngestReport:
    """Read the sources into the library; `advance` is called with each file's name when it is done."""
    reports: list[FileReport] = []
    for source in sources:
        reports.append(_ingest_one(source, library, catalogue, reader))
        advance(source.file)
    return IngestReport(tuple(sorted(reports, key=lambda r: r.file)))


def _ingest_one(source: Source, library: Library, catalogue: Catalogue, reader: SandboxedReader) -> FileReport:
    root = str(source.root)
    held = library.held_key(root, source.file)
    try:
        content_hash = _hash(source)
        key = _parse_key(source)
        if held == (content_hash, key):
            library.put_declared(root, source.file, source.declared)
            return FileReport(source.file, "unchanged", instrument=source.declared.id)
        parsed = _parse(source, catalogue, reader)
    except SourceError as error:
        return FileReport(
            source.file,
            "failed",
            instrument=source.declared.id,
            error=str(error),
            error_code=error.code,
            kept=held is not None,
        )
    library.put(root, source.file, source.declared, content_hash, key, parsed)
    return _report(source.file, "changed" if held else "added", parsed)


def _hash(source: Source) -> str:
    try:
        with source.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise UnreadableSource(
            f"{source.file} is listed but not in {source.root}; add it or remove its entry"
        ) from error
    except OSError as error:
        raise UnreadableSource(f"{source.file} cannot be opened: {error.strerror}") from error


def _parse_key(source: Source) -> str:
    declared = source.declared
    return f"{parser_fingerprint()}:{declared.id or ''}:{declared.kind or ''}:{declared.language or ''}"


def _parse(source: Source, catalogue: Catalogue, reader: SandboxedReader) -> Parsed:
    document = reader.read(source.path)
    identifier = instrument_id(source.file, source.declared)
    kind = instrument_kind(identifier, source.declared, document, catalogue)
    language = source.declared.language or document.language or detect_language(document.text)
    provisions = build_provisions(document, kind, language)
    if not any(p.is_unit for p in provisions):
        raise UnreadableSource(
            f"{source.file}: {len(document.text)} characters of text, but no article, paragraph or section was found; "
            f"state its kind in collection.toml (read as {kind})"
        )
    return Parsed(identifier, kind, language, document, provisions)


def _report(file: str, status: FileStatus, parsed: Parsed) -> FileReport:
    return FileReport(
        file=file,
        status=status,
        instrument=parsed.instrument,
        kind=parsed.kind,
        language=parsed.language,
        format=parsed.document.format,
        pages=len(parsed.document.pages),
        characters=len(parsed.document.text),
        provisions=dict(sorted(Counter(p.kind for p in parsed.provisions).items())),
        covered=_covered(parsed.document, parsed.provisions),
        warnings=parsed.document.warnings,
    )


def _covered(document: Document, provisions: tuple[Provision, ...]) -> float:
    rest = sum(p.end - p.start for p in provisions if p.kind == "rest")
    return round(1 - rest / len(document.text), 4) if document.text else 0.0
