"""The styles by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.errors import UsageError
from search.citations.bibtex import bibtex
from search.citations.csl import csl_json
from search.citations.item import Citable
from search.citations.prose import bluebook, oscola
from search.citations.ris import ris

__all__ = ["MEDIA_TYPES", "STYLES", "cite_all", "cite_style"]

MEDIA_TYPES = {
    "oscola": "text/plain",
    "bluebook": "text/plain",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl-json": "application/vnd.citationstyles.csl+json",
}
STYLES = tuple(MEDIA_TYPES)
_PROSE = {"oscola": oscola, "bluebook": bluebook}
_RECORDS: dict[str, Callable[[Citable], str]] = {"bibtex": bibtex, "ris": ris}


def cite_style(item: Citable, style: str) -> str:
    """The citation of one place; UsageError for an unknown style."""
    return cite_all([item], style)


def cite_all(items: Sequence[Citable], style: str) -> str:
    """The citations of several places as one file of that style; prose has one a line, without a final line break."""
    if style == "csl-json":
        return csl_json(items)
    if style in _PROSE:
        return "\n".join(_PROSE[style](i) for i in items)
    if style in _RECORDS:
        return "".join(_RECORDS[style](i) for i in items)
    raise UsageError(f"style {style!r} is none of {', '.join(STYLES)}")
