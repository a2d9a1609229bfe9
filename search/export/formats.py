"""The formats by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import UsageError
from search.citations import MEDIA_TYPES
from search.export.markdown import as_markdown
from search.export.record import Record, record_of
from search.export.references import as_bibtex, as_csl_json, as_ris
from search.export.table import as_csv, as_json
from search.export.word import as_docx
from search.query import Query
from search.results import SearchAnswer

__all__ = ["FORMATS", "ExportFormat", "FormatName", "export_answer", "format_of_file", "format_of_name"]

FormatName = Literal["md", "json", "csv", "ris", "bibtex", "csl-json", "docx"]
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format and what files of it are called."""

    name: FormatName
    media_type: str
    suffix: str
    write: Callable[[Record], str | bytes]

    @property
    def is_text(self) -> bool:
        """Whether it can be printed."""
        return self.name != "docx"


FORMATS: dict[str, ExportFormat] = {
    form.name: form
    for form in (
        ExportFormat("md", "text/markdown", ".md", as_markdown),
        ExportFormat("json", "application/json", ".json", as_json),
        ExportFormat("csv", "text/csv", ".csv", as_csv),
        ExportFormat("ris", MEDIA_TYPES["ris"], ".ris", as_ris),
        ExportFormat("bibtex", MEDIA_TYPES["bibtex"], ".bib", as_bibtex),
        ExportFormat("csl-json", MEDIA_TYPES["csl-json"], ".csl.json", as_csl_json),
        ExportFormat("docx", _DOCX, ".docx", as_docx),
    )
}


def export_answer(
    answer: SearchAnswer,
    name: str,
    retrieved: dt.date,
    query: Query | None = None,
    base_url: str | None = None,
) -> bytes:
    """The file of an answer in a format, UTF-8 where it is text; see `record_of` for what else is given."""
    written = format_of_name(name).write(record_of(answer, retrieved, query, base_url))
    return written if isinstance(written, bytes) else written.encode("utf-8", "replace")


def format_of_name(name: str) -> ExportFormat:
    """The format with a name; UsageError with those there are."""
    if name not in FORMATS:
        raise UsageError(f"format {name!r} is none of {', '.join(FORMATS)}")
    return FORMATS[name]


def format_of_file(path: Path) -> ExportFormat:
    """The format that a file's name ends with; UsageError where it ends with none."""
    endings = sorted(FORMATS.values(), key=lambda f: (-len(f.suffix), f.name))
    for form in endings:
        if path.name.lower().endswith(form.suffix):
            return form
    raise UsageError(f"{path.name} ends like none of {', '.join(f.suffix for f in endings)}; name one with --format")
