"""The run of `iml ingest`: sources to the library, one report line per file, no file stopping the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.catalogue import Catalogue
from ingest.collection import Source
from ingest.errors import SourceError, UnreadableSource
from ingest.identify import detect_language, instrument_id, instrument_kind
from ingest.library import Library, Parsed, parser_fingerprint
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
        key = _parse_key(source)
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
