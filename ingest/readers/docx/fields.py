"""Computed parts of a Word text: an instruction, which is no text, and what it printed last, which is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.local_names import name_of, value_of

__all__ = ["DELETED", "Fields", "is_contents"]

DELETED = frozenset(["del", "moveFrom"])
_CONTENTS = frozenset(["TOC", "INDEX", "TOA"])


def is_contents(instruction: str) -> bool:
    """Whether this prints a table of contents or an index, whose lines would repeat the headings."""
    words = instruction.split(maxsplit=1)
    return bool(words) and words[0].upper() in _CONTENTS


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    prints: bool = False
    """Whether its instruction is over."""


class Fields:
    """The fields that are open at a place of one text; they may go over several paragraphs."""

    def __init__(self, holder: etree._Element) -> None:
        self._open: list[_Field] = []
        self._ended = frozenset(_ended(holder))

    def mark(self, element: etree._Element) -> None:
        """Goes past the beginning, the middle or the end of a field."""
        kind = value_of(element, "fldCharType")
        if kind == "begin" and element in self._ended:
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].prints = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, words: str) -> None:
        """Takes in words of an instruction."""
        if self._open:
            self._open[-1].instruction.append(words)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is being printed."""
        return any(is_contents("".join(each.instruction)) for each in self._open)

    @property
    def is_shown(self) -> bool:
        """Whether words at this place are text."""
        return all(each.prints for each in self._open) and not self.in_contents


def _ended(holder: etree._Element) -> list[etree._Element]:
    """The beginnings of fields that have an end: without one, all that follows would be taken for an instruction."""
    open_fields: list[etree._Element] = []
    ended: list[etree._Element] = []
    for element in _marks(holder):
        if value_of(element, "fldCharType") == "begin":
            open_fields.append(element)
        elif value_of(element, "fldCharType") == "end" and open_fields:
            ended.append(open_fields.pop())
    return ended


def _marks(holder: etree._Element) -> Iterator[etree._Element]:
    for element in holder.iter(etree.Element):
        if name_of(element) == "fldChar" and not any(name_of(outer) in DELETED for outer in element.iterancestors()):
            yield element
