"""The run of `iml ingest`: sources to the library, one report line per file, no file stopping the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from ingest.catalogue import Catalogue
from ingest.collection import Source
from ingest.errors import SourceError, UnreadableSource
from ingest.identify import identify, identity_key
from ingest.library import Library, Parsed, parser_fingerprint
from ingest.readers.pdf.tesseract import find_tesseract
from ingest.report import FileReport, IngestReport, describe_file
from ingest.sandbox import SandboxedReader
from ingest.structure import build_provisions

__all__ = ["ingest_sources"]


def ingest_sources(
    sources: Iterable[Source],
    library: Library,
    catalogue: Catalogue,
    reader: SandboxedReader,
    advance: Callable[[str], None] = lambda _: None,
) -> IngestReport:
    """Read the sources into the library; `advance` is called with each file's name when it is done.

    Files that have not changed are reported in full too, from what is held of them.
    """
    reports: dict[tuple[str, str], FileReport] = {}
    for source in sources:
        reports[str(source.root), source.file] = _ingest_one(source, library, catalogue, reader)
        advance(source.file)
    twins = library.twins()
    complete = [replace(report, same_bytes_as=twins.get(key, ())) for key, report in reports.items()]
    return IngestReport(tuple(sorted(complete, key=lambda r: r.file)))


def _ingest_one(source: Source, library: Library, catalogue: Catalogue, reader: SandboxedReader) -> FileReport:
    root = str(source.root)
    held = library.held_key(root, source.file)
    try:
        content_hash = _hash(source)
        key = _parse_key(source, catalogue)
        if held == (content_hash, key):
            library.put_declared(root, source.file, source.declared)
            return describe_file(source.file, "unchanged", library.parsed(root, source.file), catalogue)
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
    return describe_file(source.file, "changed" if held else "added", parsed, catalogue)


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


def _parse_key(source: Source, catalogue: Catalogue) -> str:
    return f"{parser_fingerprint()}:{_ocr_state()}:{identity_key(source.declared, catalogue)}"


@cache
def _ocr_state() -> str:
    """What OCR is installed: with another, pages that could not be read may be readable."""
    _, installed = find_tesseract()
    return str(installed)


def _parse(source: Source, catalogue: Catalogue, reader: SandboxedReader) -> Parsed:
    document = reader.read(source.path, source.declared.language)
    found = identify(source.file, source.declared, document, catalogue)
    provisions = build_provisions(document, found.kind, found.language)
    if not any(p.is_unit for p in provisions):
        raise UnreadableSource(
            f"{source.file}: {len(document.text)} characters of text, but no article, paragraph or section was found; "
            f"state its kind in collection.toml (read as {found.kind})"
        )
    return Parsed(found.instrument, found.kind, found.language, document, provisions)
