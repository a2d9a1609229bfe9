"""Results as rows: one for each, with what is known of it. The same for CSV, JSON and data frames."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from search.export.record import Entry, Record

__all__ = ["COLUMNS", "as_csv", "as_json", "rows_of", "unguarded"]

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it spreadsheet programs take UTF-8 for an old code page."""
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What a spreadsheet may run as a formula, however many apostrophes or blanks stand before."""

COLUMNS = (
    "rank", "score", "instrument", "title", "short_title", "kind", "binding", "adopted", "in_force", "source", "label",
    "heading", "locator", "citation", "quotation", "digest", "spans", "language", "in_asked_language", "file", "sha256",
    "ocr", "as_in_file", "link", "permalink", "query", "parameters", "outcome", "generation", "model", "retrieved",
)  # fmt: skip
"""Of the CSV, which has them without any result too."""


def rows_of(record: Record) -> list[dict[str, Any]]:
    """A row for each result, as values of JSON; columns are the same in all."""
    return [_row(entry) | _search(record) for entry in record.entries]


def as_csv(record: Record) -> str:
    """The rows with a line of names; lines end with CR LF, lists are JSON, an apostrophe disarms formulas.

    Read it with `utf-8-sig`; `unguarded` gives a cell back as it was.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    rows = rows_of(record)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return _BOM + out.getvalue()


def as_json(record: Record) -> str:
    """What was asked, once, and the rows without it."""
    document = {**_search(record), "message": record.answer.message, "entries": [_row(e) for e in record.entries]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def unguarded(cell: str) -> str:
    """A cell of the CSV as it was before an apostrophe disarmed it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _row(entry: Entry) -> dict[str, Any]:
    result, instrument = entry.result, entry.result.instrument
    return {
        "rank": result.rank,
        "score": round(result.score, 6),
        "instrument": instrument.id,
        "title": instrument.title,
        "short_title": instrument.short_title,
        "kind": instrument.kind,
        "binding": instrument.binding,
        "adopted": instrument.adopted,
        "in_force": instrument.in_force,
        "source": instrument.source,
        "label": result.label,
        "heading": result.heading,
        "locator": dict(result.locator),
        "citation": result.citation,
        "quotation": None if entry.is_digest else entry.words,
        "digest": entry.words if entry.is_digest else None,
        "spans": [list(p.span) for p in entry.passages],
        "language": instrument.language,
        "in_asked_language": result.in_asked_language,
        "file": instrument.file,
        "sha256": instrument.sha256,
        "ocr": any(p.ocr for p in entry.passages),
        "as_in_file": list(entry.raw_words),
        "link": entry.link,
        "permalink": entry.permalink,
    }


def _search(record: Record) -> dict[str, Any]:
    answer = record.answer
    return {
        "query": answer.query,
        "parameters": dict(record.parameters),
        "outcome": answer.outcome,
        "generation": answer.index.get("generation"),
        "model": answer.index.get("model"),
        "retrieved": record.retrieved.isoformat(),
    }


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, (bool, list, dict)):
        return _guarded(json.dumps(value, ensure_ascii=False))
    return value if isinstance(value, (int, float)) else _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
