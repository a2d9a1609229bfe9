"""The numbers that Word computes and prints before paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from ingest.readers.docx.styles import is_on, setting
from ingest.readers.list_numbers import numeral
from ingest.readers.local_names import child_of, name_of, number_of, value_of

__all__ = ["Numbering", "printed"]

_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
"""Word's names for styles of numbers; those that are not here or below print digits."""
_SIGNS = {
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "chicago": "*†‡§",
}
_CHINESE = frozenset(["chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"])
_CHINESE_DIGITS = "一二三四五六七八九"
_WILDCARD = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    """How many levels above begin it anew when they count on; None for all of them."""
    digits: bool = False
    """Whether it prints the numbers of all levels in digits."""


@dataclass(frozen=True, slots=True)
class _List:
    counted_as: str
    """Lists that are the same to Word count on together."""
    levels: dict[int, _Level]
    begins: dict[int, int]
    """Numbers with which levels begin anew at the list's first item."""


def printed(value: int, style: str) -> str:
    """The number as Word prints it in this style."""
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{value:02}"
    signs = _SIGNS.get(style, "")
    if signs and 1 <= value <= 9 * len(signs):
        return signs[(value - 1) % len(signs)] * ((value - 1) // len(signs) + 1)
    if style in _CHINESE and 1 <= value <= 99:
        return _chinese(value)
    return numeral(value, _STYLES.get(style, "1"))


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else f"{_CHINESE_DIGITS[tens - 1] if tens > 1 else ''}十"
    return head + (_CHINESE_DIGITS[ones - 1] if ones else "")


class Numbering:
    """Counts the automatic numbers of one file as its paragraphs go by."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstract = {value_of(e, "abstractNumId") or "": e for e in root if name_of(e) == "abstractNum"}
        named = {name: e for e in abstract.values() if (name := setting(e, "styleLink"))}
        for element in root:
            if name_of(element) != "num":
                continue
            counted_as = setting(element, "abstractNumId") or ""
            base = abstract.get(counted_as)
            link = setting(base, "numStyleLink")
            levels = _levels(named.get(link, base) if link else base)
            begins: dict[int, int] = {}
            for change in (child for child in element if name_of(child) == "lvlOverride"):
                levels |= _levels(change)
                start = child_of(change, "startOverride")
                if start is not None:
                    level = number_of(change, "ilvl", 0)
                    begins[level] = number_of(start, "val", 1)
            self._lists[value_of(element, "numId") or ""] = _List(counted_as, levels, begins)

    def next(self, list_id: str, depth: int) -> str:
        """The number printed before the next paragraph of this list at this level; empty for a bullet."""
        found = self._lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        levels, counts = found.levels, self._counts[found.counted_as]
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level, start in found.begins.items():
                levels[level] = replace(levels.get(level, _Level()), start=start)
                counts.pop(level, None)
        own = levels[depth]
        counts[depth] = counts.get(depth, own.start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            restart = levels.get(deeper, _Level()).restart
            if restart is None or depth < restart:
                del counts[deeper]
        if own.style == "bullet":
            return ""
        return _WILDCARD.sub(lambda match: _part(levels, counts, int(match.group(1)) - 1, own), own.pattern).strip()


def _part(levels: dict[int, _Level], counts: dict[int, int], depth: int, own: _Level) -> str:
    level = levels.get(depth, _Level())
    return printed(counts.get(depth, level.start), "decimal" if own.digits else level.style)


def _levels(element: etree._Element | None) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for child in element if element is not None else ():
        if name_of(child) == "lvl":
            start, restart = child_of(child, "start"), child_of(child, "lvlRestart")
            found[number_of(child, "ilvl", 0)] = _Level(
                style=setting(child, "numFmt") or _format_in(child) or "decimal",
                pattern=setting(child, "lvlText") or "",
                start=1 if start is None else number_of(start, "val", 1),
                restart=None if restart is None else number_of(restart, "val", 0),
                digits=bool(is_on(child, "isLgl")),
            )
    return found


def _format_in(level: etree._Element) -> str | None:
    """The style of number that newer files hide behind a choice for the sake of older programs."""
    return setting(child_of(level, "AlternateContent", "Fallback"), "numFmt")
