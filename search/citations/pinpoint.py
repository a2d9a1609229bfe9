"""Places in a text as each style points at them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.citations.item import Citable

__all__ = ["Pinpoint", "pinpoint_of"]

_UNITS = frozenset(
    ["art", "para", "sec", "reg", "ch", "annex", "schedule", "recital", "objective", "principle", "rule", "standard",
     "guideline", "part", "point", "appendix", "protocol", "preamble"]
)  # fmt: skip
_SECTION_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9.]*")
_BLUEBOOK = {
    "art": "art. ", "para": "¶ ", "sec": "§ ", "reg": "reg. ", "ch": "ch. ", "part": "pt. ", "preamble": "pmbl.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One place, in the words of each style."""

    plain: str
    oscola: str
    bluebook: str
    first_page: str | None = None
    last_page: str | None = None


def pinpoint_of(item: Citable) -> Pinpoint | None:
    """Where in the instrument the item is: pages of publications, else the label; None for the whole."""
    first, last = _pages(item)
    if item.kind == "publication" and first:
        span = f"{first}–{last}" if last else first
        return Pinpoint(f"{'pp' if last else 'p'} {span}", span, f"at {span}", first, last)
    label = " ".join((item.label or "").split())
    return Pinpoint(label, label, _bluebook(label), first, last) if label else None


def _pages(item: Citable) -> tuple[str | None, str | None]:
    """The first and the last page as printed, else as counted; no last one where it is the same or not known."""
    first, last = item.locator.get("page_first"), item.locator.get("page_last")
    if first is None:
        return None, None
    printed = item.locator.get("page_label")
    if printed is not None:
        return str(printed), None
    return str(first), str(last) if last is not None and last != first else None


def _bluebook(label: str) -> str:
    """`annex I, art. 3` for `annex I art 3`; a label of other words is left as it is."""
    pieces: list[list[str]] = []
    for word in label.split():
        if word in _UNITS:
            pieces.append([word])
        elif pieces:
            pieces[-1].append(word)
        else:
            return label
    return ", ".join(_piece(unit, " ".join(number)) for unit, *number in pieces)


def _piece(unit: str, number: str) -> str:
    if unit == "sec" and not _SECTION_NUMBER.fullmatch(number):  # a heading, not a number
        return f"{unit} {number}".strip()
    return (_BLUEBOOK.get(unit, f"{unit} ") + number).strip()
