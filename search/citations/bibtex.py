"""BibTeX entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from search.citations.bodies import bodies_of
from search.citations.item import Citable, read_date, read_source
from search.citations.pinpoint import pinpoint_of
from search.citations.prose import dates_text

__all__ = ["bibtex", "citation_key"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_LOOSE_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
"""BibTeX counts escaped braces too, so that one without its partner would swallow the rest of the file."""
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
"""Between characters that TeX draws together into another one."""
_IN_NUMBER = re.compile(r"(?<=\d)-(?=\d)")
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""})
_NOTHING: Mapping[str, str] = MappingProxyType({})


def bibtex(item: Citable, more: Mapping[str, str] = _NOTHING, key: str | None = None) -> str:
    """The entry: `@techreport` for what a treaty body issued, `@misc` for everything else; ends with a line break.

    `more` are further fields in plain text; `key` stands in for the place's own where two entries would share one.
    """
    source, place, adopted, bodies = read_source(item), pinpoint_of(item), read_date(item.adopted), bodies_of(item)
    notes = [n for n in (dates_text(item), place.plain if place else None) if n]
    symbol = source.symbol if source and bodies else None
    names = " and ".join(f"{{{body.name}}}" for body in bodies) or None
    fields = {
        # In two braces, for readers put the words of titles in one into small letters.
        "title": f"{{{_escaped(item.title)}}}",
        "shorttitle": f"{{{_escaped(item.short_title)}}}" if item.short_title else None,
        "author": names,
        "institution": names,
        "type": "General Comment" if bodies else None,
        "number": _escaped(symbol),
        "pages": source.page if source and symbol else None,
        "howpublished": _escaped(source.text) if source and not symbol and not source.isbn else None,
        "year": str(adopted.year) if adopted else None,
        "day": str(adopted.day) if adopted and adopted.day else None,
        "note": _escaped("; ".join(notes)),
        "language": _escaped(item.language),
        "isbn": source.isbn if source else None,
        "url": item.url.translate(_URL_ESCAPES) if item.url else None,
        **{name: _escaped(value) for name, value in more.items()},
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if adopted and adopted.month:
        lines.append(f"  month = {_MONTHS[adopted.month - 1]},")
    kind = "techreport" if bodies else "misc"
    return "\n".join([f"@{kind}{{{key or citation_key(item)},", *lines, "}", ""])


def citation_key(item: Citable) -> str:
    """A key of small letters, digits, colon and hyphen, one for each place: `icrmw:art-16-4`.

    A hyphen inside a number is doubled: `reg V/34-1` is not `reg V/34(1)`.
    """
    place = "--".join(_slug(part) for part in _IN_NUMBER.split(item.label or ""))
    name = _slug(item.id) or "item"
    return f"{name}:{place}" if place else name


def _slug(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _escaped(text: str | None) -> str | None:
    if not text:
        return None
    plain = " ".join(text.split())
    escapes = _ESCAPES if _is_balanced(plain) else _ESCAPES | _LOOSE_BRACES
    return _LIGATURES.sub("{}", plain.translate(escapes))


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0
