"""BibTeX entries."""

from __future__ import annotations

import re
import unicodedata

from search.citations.item import Citable, body_of, read_date, read_source
from search.citations.pinpoint import pinpoint_of
from search.citations.prose import dates_text

__all__ = ["bibtex", "citation_key"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""})


def bibtex(item: Citable) -> str:
    """The entry: `@techreport` for what a treaty body issued, `@misc` for everything else; ends with a line break."""
    source, place, adopted, body = read_source(item), pinpoint_of(item), read_date(item.adopted), body_of(item)
    notes = [n for n in (dates_text(item), place.plain if place else None) if n]
    symbol = source.symbol if source and body else None
    fields = {
        "title": f"{{{_escaped(item.title)}}}",
        "shorttitle": _escaped(item.short_title),
        "institution": f"{{{_escaped(body.name)}}}" if body else None,
        "type": "{General Comment}" if body else None,
        "number": _escaped(symbol),
        "howpublished": _escaped(source.text) if source and not symbol else None,
        "year": str(adopted.year) if adopted else None,
        "note": _escaped("; ".join(notes)),
        "language": _escaped(item.language),
        "url": item.url.translate(_URL_ESCAPES) if item.url else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if adopted and adopted.month:
        lines.append(f"  month = {_MONTHS[adopted.month - 1]},")
    kind = "techreport" if body else "misc"
    return "\n".join([f"@{kind}{{{citation_key(item)},", *lines, "}", ""])


def citation_key(item: Citable) -> str:
    """A key of small letters, digits, colon and hyphen, one for each place: `icrmw:art-16-4`."""
    place = _slug(item.label or "")
    name = _slug(item.id) or "item"
    return f"{name}:{place}" if place else name


def _slug(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _escaped(text: str | None) -> str | None:
    return " ".join(text.split()).translate(_ESCAPES) if text else None
