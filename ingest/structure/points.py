"""Paragraphs and points inside one provision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Locator, ProvisionKind
from ingest.structure.inline import split_inline
from ingest.structure.lines import Line
from ingest.structure.numbers import chinese_number, latin_digits, roman_number
from ingest.structure.tree import Mark

__all__ = ["point_marks"]

_ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯"
_ENUMERATORS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("para", re.compile(r"(?:paragraph|párrafo|paragraphe)\s+(?P<n>\d{1,3})\.?$", re.IGNORECASE)),
    ("1.", re.compile(r"(?P<n>\d{1,3})$")),
    ("1.", re.compile(r"(?P<n>\d{1,3})\s?[.°º]{1,2}(?!\d)\s?[-–—)]?\s*")),
    ("(1)", re.compile(r"\(\s?(?P<n>\d{1,3})\s?\)\s*[.]?\s*")),
    ("1)", re.compile(r"(?P<n>\d{1,3})\s?\)\s*[.-]?\s*")),
    ("1-", re.compile(r"(?P<n>\d{1,3})\s?[-–—]\s*(?=\D)")),
    ("-1", re.compile(r"[-–—][\s.–—-]{0,2}(?P<n>\d{1,3})(?!\d)\s*[-.]?\s*")),
    ("(a)", re.compile(r"\(\s?(?P<a>[a-zñ]{1,5})\s?\)\s*[.]?\s*")),
    ("a)", re.compile(r"(?P<a>[a-zñ]{1,5})\s?[)]\s*[.-]?\s*")),
    ("a.", re.compile(r"(?P<a>[a-z]|[ivx]{1,5})\.(?![\w.])[-–]?\s*")),
    ("(A)", re.compile(r"\(\s?(?P<u>[A-Z]{1,4})\s?\)\s*")),
    ("A.", re.compile(r"(?P<u>[A-Z]|[IVX]{1,5})\s?[.)](?![\w.])[-–]?\s*")),
    (".1", re.compile(r"\.(?P<n>\d{1,2})(?:\.(?=\D))?(?![\d.])\s*")),
    ("(ا)", re.compile(rf"[(]?\s?(?P<r>[{_ARABIC_LETTERS}ا]|هـ)\s?[)\-.–]{{1,2}}\s*")),
    ("（一）", re.compile(r"[（(](?P<c>[一二三四五六七八九十]{1,3})[)）]\s*")),
    ("一、", re.compile(r"(?P<c>[一二三四五六七八九十]{1,3})(?:[、.．]\s*|\s+)")),
    ("甲", re.compile(r"[（(](?P<s>[甲乙丙丁戊己庚辛壬癸子丑寅卯])[)）]\s*")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Item:
    """An enumerator at the head of a line: the readings it allows as (style, position in the list)."""

    line: int
    readings: tuple[tuple[str, int], ...]
    printed: str
    length: int


@dataclass(slots=True)
class _Level:
    """A list that is open."""

    style: str
    position: int


def point_marks(lines: Sequence[Line], base: Mark) -> list[Mark]:
    """The marks of the numbered paragraphs and points in the lines of a provision's body.

    A number counts as one only when it begins or continues a list: `(b)` behind `(a)`, `2.` behind `1.`
    """
    lines = split_inline(lines)
    items = [item for index, line in enumerate(lines) for item in _read(index, line)]
    placed = _place(items)
    marks: list[Mark] = []
    path: list[str] = []
    labels = {base.label}
    for item, depth in placed:
        path[depth:] = [item.printed]
        label = base.label + "".join(f"({step})" for step in path)
        line = lines[item.line]
        if label in labels:
            continue
        labels.add(label)
        marks.append(
            Mark(
                start=line.start,
                rank=base.rank + 1 + depth,
                kind=_kind(path),
                label=label,
                body_start=line.start + item.length,
                locator=_locator(base.locator, path),
            )
        )
    _close_finished(marks, lines)
    return marks


def _read(index: int, line: Line) -> list[_Item]:
    if line.role == "note":
        return []
    text = latin_digits(line.text)
    for style, pattern in _ENUMERATORS:
        match = pattern.match(text)
        if match is None or (match.end() == 0):
            continue
        printed, readings = _readings(style, match)
        if readings:
            return [_Item(index, readings, printed, match.end())]
    return []


def _readings(style: str, match: re.Match[str]) -> tuple[str, tuple[tuple[str, int], ...]]:
    found = match.groupdict()
    if found.get("n"):
        return str(int(found["n"])), ((style, int(found["n"])),)
    if found.get("c"):
        value = chinese_number(found["c"])
        return str(value), ((style, value),) if value else ()
    if found.get("s"):
        return found["s"], ((style, _STEMS.index(found["s"]) + 1),) if found["s"] in _STEMS else (
            ("子", _BRANCHES.index(found["s"]) + 1),
        )
    if found.get("r"):
        letter = found["r"][0].replace("ا", "أ")
        return found["r"], ((style, _ARABIC_LETTERS.index(letter) + 1),)
    printed = found.get("a") or found.get("u") or ""
    readings: list[tuple[str, int]] = []
    lowered = printed.lower()
    if len(lowered) == 1 and lowered.isascii():
        readings.append((style, ord(lowered) - 96))
    elif len(set(lowered)) == 1 and len(lowered) == 2 and lowered not in ("ii", "xx"):
        readings.append((style, 26 + ord(lowered[0]) - 96))
    roman = roman_number(lowered)
    if roman:
        readings.append((style + "roman", roman))
    return printed, tuple(readings)


def _place(items: Sequence[_Item]) -> list[tuple[_Item, int]]:
    """Each enumerator that belongs to a list, with its depth."""
    placed: list[tuple[_Item, int]] = []
    stack: list[_Level] = []
    for position, item in enumerate(items):
        depth = _continued(stack, item)
        if depth is None:
            depth = _opened(stack, item, items[position + 1] if position + 1 < len(items) else None)
        if depth is not None:
            placed.append((item, depth))
    return placed


def _continued(stack: list[_Level], item: _Item) -> int | None:
    """The depth at which the enumerator is the next of an open list; the stack is cut to it."""
    for tolerance in (1, 2):
        for depth in range(len(stack) - 1, -1, -1):
            for style, value in item.readings:
                level = stack[depth]
                if level.style == style and level.position < value <= level.position + tolerance:
                    del stack[depth + 1 :]
                    level.position = value
                    return depth
    return None


def _opened(stack: list[_Level], item: _Item, following: _Item | None) -> int | None:
    """The depth of a new list that the enumerator opens, None when it cannot open one."""
    openings = [(style, value) for style, value in item.readings if value == 1]
    if not openings:
        return None
    style = openings[0][0]
    if len(openings) > 1 and following is not None:
        for candidate in openings:
            if (candidate[0], 2) in following.readings:
                style = candidate[0]
                break
    for depth, level in enumerate(stack):
        if level.style == style:  # the same kind of list begins again: it stands where the first one stood
            del stack[depth:]
            break
    stack.append(_Level(style, 1))
    return len(stack) - 1


def _kind(path: Sequence[str]) -> ProvisionKind:
    return "paragraph" if len(path) == 1 and (path[0].isdigit() or path[0].isupper()) else "point"


def _locator(base: Locator, path: Sequence[str]) -> Locator:
    locator = dict(base)
    steps = list(path)
    if steps and (steps[0].isdigit() or steps[0].isupper()):
        locator["paragraph"] = steps.pop(0)
    if steps:
        locator["point"] = steps[0] + "".join(f"({step})" for step in steps[1:])
    return locator


def _close_finished(marks: Sequence[Mark], lines: Sequence[Line]) -> None:
    """Ends lettered points where their list is over, so that the words behind it belong to what holds the list.

    An unnumbered line behind a point is the point's own while the list goes on, and the holder's when no further
    point of its depth follows. Numbered paragraphs keep their further lines.
    """
    starts = {mark.start: mark for mark in marks}
    next_ranks = _next_ranks(starts, lines)
    open_marks: list[Mark] = []
    for index, line in enumerate(lines):
        mark = starts.get(line.start)
        if mark is not None:
            while open_marks and open_marks[-1].rank >= mark.rank:
                open_marks.pop()
            open_marks.append(mark)
            continue
        limit = next_ranks[index]
        while line.role != "note" and open_marks and open_marks[-1].rank > limit and _is_lettered(open_marks[-1]):
            open_marks.pop().end = line.start


def _next_ranks(starts: Mapping[int, Mark], lines: Sequence[Line]) -> list[int]:
    """For each line the rank of the next mark behind it, 0 where none follows."""
    ranks = [0] * len(lines)
    rank = 0
    for index in range(len(lines) - 1, -1, -1):
        ranks[index] = rank
        mark = starts.get(lines[index].start)
        if mark is not None:
            rank = mark.rank
    return ranks


def _is_lettered(mark: Mark) -> bool:
    return mark.kind == "point" and not mark.label[:-1].rsplit("(", 1)[-1].isdigit()
