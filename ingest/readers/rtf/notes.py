"""The numbers of footnotes and endnotes in a Rich Text file."""

from __future__ import annotations

from collections.abc import Callable

from ingest.readers.list_numbers import numeral

__all__ = ["NoteNumbers"]

_STYLES = {"nar": "1", "nalc": "a", "nauc": "A", "nrlc": "i", "nruc": "I"}
_UNKNOWN = ("restart", "rstpg", "nchi")
"""Settings with which nobody can tell the number: it begins again on each page, or has signs for numbers."""


class NoteNumbers:
    """Counts the notes of one file."""

    def __init__(self) -> None:
        self._counts = {False: 0, True: 0}
        self._styles: dict[bool, str | None] = {False: "1", True: "1"}

    def next(self, is_endnote: bool) -> str:
        """The number of the next note with a blank behind it, empty where it cannot be told."""
        self._counts[is_endnote] += 1
        style = self._styles[is_endnote]
        return "" if style is None else f"{numeral(self._counts[is_endnote], style)} "

    def settings(self) -> dict[str, Callable[[int | None], None]]:
        """What the words that set the numbering do."""
        words = ("start", *_STYLES, *_UNKNOWN)
        return {
            prefix + word: self._setting(is_endnote, word)
            for prefix, is_endnote in (("ftn", False), ("aftn", True))
            for word in words
        }

    def _setting(self, is_endnote: bool, word: str) -> Callable[[int | None], None]:
        def act(number: int | None) -> None:
            if word == "start":
                self._counts[is_endnote] = (number or 1) - 1
            else:
                self._styles[is_endnote] = _STYLES.get(word)

        return act
