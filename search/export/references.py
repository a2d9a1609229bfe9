"""Records for reference managers: the citation styles' own, with the quotation and how it was found."""

from __future__ import annotations

import json
from typing import Any

from search.citations.bibtex import bibtex
from search.citations.csl import csl_item
from search.citations.item import Date
from search.citations.ris import ris, ris_date
from search.export.record import Entry, Record

__all__ = ["as_bibtex", "as_csl_json", "as_ris"]

_CATALOGUE = "IML Search"


def as_ris(record: Record) -> str:
    """RIS: the quotation, remarks and origin are notes (N1), each on one line, as the format wants it."""
    day = record.retrieved
    accessed = ris_date(Date(day.year, day.month, day.day))
    return "".join(
        ris(
            entry.item,
            [
                *(("N1", note) for note in _notes(record, entry)),
                ("Y2", accessed),
                ("DP", _CATALOGUE),
            ],
        )
        for entry in record.entries
    )


def as_bibtex(record: Record) -> str:
    """BibTeX: the quotation, remarks and origin are the field `annotation`, which bibliographies do not print."""
    return "\n".join(
        bibtex(
            entry.item,
            {"annotation": " — ".join(_notes(record, entry)), "urldate": record.retrieved.isoformat()},
            entry.key,
        )
        for entry in record.entries
    )


def as_csl_json(record: Record) -> str:
    """CSL-JSON: the quotation is `annote`; where it is from and how it was found is `custom`, for programs."""
    return json.dumps([_csl(record, entry) for entry in record.entries], ensure_ascii=False, indent=2) + "\n"


def _csl(record: Record, entry: Entry) -> dict[str, Any]:
    day, instrument = record.retrieved, entry.result.instrument
    return {
        **csl_item(entry.item),
        "id": entry.key,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]},
        "source": _CATALOGUE,
        "annote": "\n".join(_notes(record, entry)),
        "custom": {
            "digest" if entry.is_digest else "quotation": entry.words,
            "spans": [list(p.span) for p in entry.passages],
            "file": instrument.file,
            "sha256": instrument.sha256,
            "parameters": dict(record.parameters),
            "rank": entry.result.rank,
            "generation": record.answer.index.get("generation"),
            "model": record.answer.index.get("model"),
            "permalink": entry.permalink,
        },
    }


def _notes(record: Record, entry: Entry) -> list[str]:
    """The words first, in quotation marks only where they are the instrument's own."""
    words = f"Digest: {entry.words}" if entry.is_digest else f"“{entry.words}”"
    return [words, *entry.remarks(record.answer.language), record.origin(entry)]
