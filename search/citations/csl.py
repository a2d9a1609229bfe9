"""CSL-JSON, as the schema of CSL 1.0.2 has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from search.citations.bibtex import citation_key
from search.citations.bodies import bodies_of
from search.citations.item import Citable, number_of, read_date, read_source
from search.citations.pinpoint import pinpoint_of
from search.citations.prose import date_text

__all__ = ["csl_item", "csl_json"]


def csl_json(items: Sequence[Citable]) -> str:
    """The items as a JSON array, which is what a CSL-JSON file is; ends with a line break."""
    return json.dumps([csl_item(i) for i in items], ensure_ascii=False, indent=2) + "\n"


def csl_item(item: Citable) -> dict[str, Any]:
    """One item; `locator` is the place in words (`art 16(4)`), for it is not always one of CSL's locator types."""
    source, place, bodies = read_source(item), pinpoint_of(item), bodies_of(item)
    adopted, in_force = read_date(item.adopted), read_date(item.in_force)
    since = f"Entered into force {date_text(in_force)}" if in_force else None
    cited = f"Cited at {place.plain}" if place else None  # with a colon it would be read as a variable of CSL
    fields: dict[str, Any] = {
        "id": citation_key(item),
        "type": _type(item),
        "title": item.title,
        "title-short": item.short_title,
        "author": [{"literal": body.name} for body in bodies],
        "genre": "General comment" if bodies else None,
        "issued": {"date-parts": [adopted.parts]} if adopted else None,
        "container-title": source.series if source else None,
        "volume": source.volume if source else None,
        "page": source.page if source else None,
        "number": number_of(source) if source else None,
        "ISBN": source.isbn if source else None,
        "language": item.language,
        "URL": item.url,
        "locator": place.plain if place else None,
        "note": "; ".join(n for n in (since, cited) if n) or None,
    }
    return {name: value for name, value in fields.items() if value}


def _type(item: Citable) -> str:
    if item.is_treaty:
        return "treaty"
    return "legislation" if item.is_eu_law else "report"
