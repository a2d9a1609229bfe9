"""Footnotes and endnotes of a Word file, and the marks that Word prints before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from ingest.readers.docx.numbering import printed
from ingest.readers.local_names import child_of, name_of, number_of, value_of

__all__ = ["Notes"]

_STYLES = {"footnote": "decimal", "endnote": "lowerRoman"}
"""How Word numbers the notes of a file that does not say."""


class Notes:
    """The notes of one file; their marks are counted as they are asked for."""

    def __init__(self, text: etree._Element, parts: Mapping[str, etree._Element]) -> None:
        self.missing = 0
        """Notes that the text refers to and the file lacks."""
        self._sections = _sections(text)
        self._section = 0
        self._settings = parts.get("settings")
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._counts: dict[str, int] = {}
        for kind in _STYLES:
            held = parts.get(f"{kind}s")
            found = [child for child in held if name_of(child) == kind] if held is not None else []
            self._notes[kind] = {value_of(note, "id") or "": note for note in found}
            self._counts[kind] = self._start(kind) - 1

    def take(self, reference: etree._Element) -> etree._Element | None:
        """The note that is referred to, None where the file lacks it."""
        found = self._notes[_kind(reference)].get(value_of(reference, "id") or "")
        self.missing += found is None
        return found

    def mark(self, reference: etree._Element) -> str:
        """The mark of the note that is referred to next, empty where the file does not tell it."""
        kind = _kind(reference)
        self._counts[kind] += 1
        if self._setting(kind, "numRestart") == "eachPage":
            return ""
        return printed(self._counts[kind], self._setting(kind, "numFmt") or _STYLES[kind])

    def end_section(self) -> None:
        """Goes on to the next section, whose notes may be numbered anew or in another way."""
        self._section += 1
        for kind in _STYLES:
            if self._setting(kind, "numRestart") == "eachSect":
                self._counts[kind] = self._start(kind) - 1

    def _start(self, kind: str) -> int:
        found = next((e for e in self._places(kind, "numStart")), None)
        return 1 if found is None else number_of(found, "val", 1)

    def _setting(self, kind: str, name: str) -> str | None:
        return next((value for e in self._places(kind, name) if (value := value_of(e, "val"))), None)

    def _places(self, kind: str, name: str) -> list[etree._Element]:
        """Where this is set: in the section, then in the settings of the file."""
        holders = [*self._sections[self._section : self._section + 1], self._settings]
        found = [child_of(holder, f"{kind}Pr", name) for holder in holders]
        return [element for element in found if element is not None]


def _sections(text: etree._Element) -> Sequence[etree._Element]:
    """What is set for each section, without what was set before a tracked change."""
    found = (element for element in text.iter(etree.Element) if name_of(element) == "sectPr")
    return [e for e in found if (holder := e.getparent()) is None or name_of(holder) != "sectPrChange"]


def _kind(reference: etree._Element) -> str:
    return name_of(reference).removesuffix("Reference")
