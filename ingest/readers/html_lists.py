"""The numbers that a browser prints before the items of an ordered list."""

from __future__ import annotations

import re

from lxml import etree

from ingest.readers.list_numbers import numeral

__all__ = ["ListNumber", "numbers_of"]

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?:inside\s+|outside\s+)?([a-z-]+)", re.IGNORECASE)
_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_ENUMERATED = re.compile(
    r"\s*(?:\(?\w{1,5}[.)]|[-–—•]|\d{1,3}\s*(?:$|[–—-]|(?-i:[A-ZÀ-Þ]))|\w{1,10}\s\d{1,3}\s*(?:$|[.:)–—-]))"
)
_INTEGER = re.compile(r"-?\d{1,6}")


class ListNumber(str):
    """A number that no letter of the page prints but its browser does, with a blank behind it."""

    __slots__ = ()


def numbers_of(holder: etree._Element) -> dict[etree._Element, ListNumber]:
    """The numbers of the items of an ordered list; none where they are not shown, or where the items print them."""
    items = [child for child in holder if child.tag == "li"]
    style = _style(holder)
    if style is None or any(_ENUMERATED.match(_opening(item)) for item in items):
        return {}
    numbers: dict[etree._Element, ListNumber] = {}
    value = _integer(holder.get("start"), 1)
    for item in items:
        value = _integer(item.get("value"), value)
        numbers[item] = ListNumber(f"{numeral(value, style, repeated=False)}. ")
        value += 1
    return numbers


def _opening(item: etree._Element) -> str:
    """The first words of an item."""
    return next((str(part) for part in item.itertext() if part.strip()), "")


def _style(holder: etree._Element) -> str | None:
    """How the list prints its numbers, None where it says that it prints none."""
    said = _STYLE.search(holder.get("style") or "")
    if said:
        return _STYLES.get(said.group(1).lower())
    kind = holder.get("type") or "1"
    return kind if kind in ("1", "a", "A", "i", "I") else "1"


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and _INTEGER.fullmatch(text.strip()) else default
