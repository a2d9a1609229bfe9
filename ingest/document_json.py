"""A document as JSON and back: what the reading child process answers and what the library stores."""

from __future__ import annotations

from typing import Any

from ingest.model import Block, DeclaredUnit, Document, Page, Repair

__all__ = ["document_from_json", "document_to_json"]


def document_to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values; its parts as lists in the order of their fields, because there are many."""
    return {
        "text": document.text,
        "blocks": [[b.start, b.end, b.role, b.level] for b in document.blocks],
        "pages": [[p.index, p.start, p.end, p.label, p.ocr] for p in document.pages],
        "format": document.format,
        "title": document.title,
        "language": document.language,
        "warnings": list(document.warnings),
        "repairs": [[r.start, r.end, r.raw] for r in document.repairs],
        "units": [[u.start, u.end, u.body_start, u.locator, u.heading] for u in document.units],
        "origin": document.origin,
    }


def document_from_json(data: dict[str, Any]) -> Document:
    """The document that `document_to_json` wrote, now or before repairs, units and the origin were kept."""
    return Document(
        text=data["text"],
        blocks=tuple(Block(*b) for b in data["blocks"]),
        pages=tuple(Page(*p) for p in data["pages"]),
        format=data["format"],
        title=data["title"],
        language=data["language"],
        warnings=tuple(data["warnings"]),
        repairs=tuple(Repair(*r) for r in data.get("repairs", ())),
        units=tuple(DeclaredUnit(*u) for u in data.get("units", ())),
        origin=tuple((run[0], run[1], run[2]) for run in data.get("origin", ())),
    )
