"""The units of a division: articles, regulations, standards, guidelines, numbered principles, decimal paragraphs."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.model import Locator, ProvisionKind
from ingest.structure.divisions import Division
from ingest.structure.heading_words import CONTAINERS
from ingest.structure.headings import printed_number
from ingest.structure.lines import Line, is_capitals
from ingest.structure.tree import Mark

__all__ = ["SHORT", "UNIT_RANK", "Unit", "container_marks", "units_of"]

UNIT_RANK = 8
_CONTAINER_RANK = 1
_MAX_HEADING = 160
SHORT = {"chapter": "ch", "section": "sec", "subsection": "subsec"}
_CODES = {"regulation": "reg", "standard": "standard", "guideline": "guideline"}
_BARE_NUMBER = re.compile(r"^(\d{1,2})\.?$")
_DECIMAL = re.compile(r"^(?P<value>\d{1,2}(?:\.\d{1,3}){1,4})\.?(?!\d)\s*")
_HEADED_PARAGRAPH = re.compile(
    r"(?:paragraph|párrafo|paragraphe|الفقرة|第)\s*(?P<value>\d{1,3})\s*(?:段|項)?", re.IGNORECASE
)
_FEW_DECIMALS = 5
_FEW_PRINCIPLES = 3
_FEW_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision that a search result names, before its end and heading are known."""

    line: Line
    rest: int
    """Where, in the line, the words behind word and number begin."""
    label: str
    number: str
    locator: Locator
    kind: ProvisionKind
    family: str
    """`article`, `code`, `principle`, `decimal`: units of one family follow each other."""
    is_head: bool = False
    """Whether it only heads the units behind it and is none itself."""
    is_unnumbered: bool = False
    """Whether its number is lost, so that nothing can be cited from it."""


def units_of(division: Division, lines: Sequence[Line], containers: Sequence[Mark]) -> list[Unit]:
    """The units of a division in text order."""
    articles = _articles(division)
    units = [*articles, *_codes(division, containers)]
    if articles and division.kind == "annex":
        units = _commenting_sections(division, lines, containers) or units
    if not units and division.kind == "annex":
        units = _decimals(division, lines) or _headed_paragraphs(division, lines)
    if articles and not division.label:
        units += _principles(lines, containers, articles[0].line.start)
    # The line as it was cut at last; the one that was recognised may stop short of its end.
    whole = {line.start: line for line in lines}
    units = [replace(unit, line=whole.get(unit.line.start, unit.line)) for unit in units]
    return sorted(units, key=lambda unit: (unit.line.start, unit.label))


def container_marks(division: Division, sure: Container[int] = ()) -> list[Mark]:
    """Parts, titles, chapters and sections, each inside those that were open when its kind first came.

    `sure` are the starts of lines that stand where only a heading stands.
    """
    prefix = f"{division.label} " if division.label else ""
    articles = {line.start for line, _ in division.articles}
    marks: list[Mark] = []
    stack: list[tuple[str, str]] = []
    found = [
        (line, marker) for line, marker in division.others if marker.kind in CONTAINERS and line.start not in articles
    ]
    if any(line.role == "heading" for line, _ in found):  # then no other line is one
        found = [
            (line, marker)
            for line, marker in found
            if line.role == "heading" or is_capitals(line.text) or line.start in sure
        ]
    for line, marker in found:
        kinds = [kind for kind, _ in stack]
        if marker.kind in kinds:
            del stack[kinds.index(marker.kind) :]
        stack.append((marker.kind, f"{SHORT.get(marker.kind, marker.kind)} {printed_number(marker)}"))
        words = line.text[marker.rest :].strip(" #–—-")
        kind: ProvisionKind = "chapter" if marker.kind == "chapter" else "part"
        marks.append(
            Mark(
                start=line.start,
                rank=_CONTAINER_RANK + len(stack),
                kind="section" if marker.kind in ("section", "subsection") else kind,
                label=prefix + " ".join(label for _, label in stack),
                body_start=line.end,
                heading=words if words and len(words) <= _MAX_HEADING else None,
            )
        )
    return marks


def _base(division: Division) -> tuple[str, str, Locator]:
    if not division.label:
        return "", "", {}
    return f"{division.label} ", f"{division.number}/", {"annex": division.locator_annex or division.label}


def _articles(division: Division) -> list[Unit]:
    label, number, locator = _base(division)
    units: list[Unit] = []
    for line, marker in division.articles:
        if marker.number is None:
            name = f"{label}unnumbered article"
            units.append(Unit(line, marker.rest, name, "", locator, "rest", "article", is_unnumbered=True))
        else:
            printed = marker.number.label
            units.append(
                Unit(
                    line, marker.rest, f"{label}art {printed}", f"{number}{marker.number.canonical}",
                    {**locator, "article": printed}, "article", "article",
                )
            )  # fmt: skip
    return units


def _codes(division: Division, containers: Sequence[Mark]) -> list[Unit]:
    """Regulations, standards and guidelines, the chapter named where their numbers begin again in each chapter."""
    found = [(line, marker) for line, marker in division.others if marker.kind in _CODES]
    if not found:
        return []
    prefix, number_prefix, locator = _base(division)
    plain = [marker.printed for _, marker in found if "." not in marker.printed]
    by_chapter = len(set(plain)) < len(plain)
    units: list[Unit] = []
    seen: set[str] = set()
    for line, marker in found:
        chapter = _chapter_at(containers, line.start) if by_chapter and "." not in marker.printed else None
        printed = f"{chapter}/{marker.printed}" if chapter else marker.printed
        # An unnumbered annex with chapters of its own is addressed by the chapter alone: reg V/33.
        is_alone = chapter is not None and division.locator_annex in (None, "annex")
        label = f"{'' if is_alone else prefix}{_CODES[marker.kind]} {printed}"
        if label in seen:
            continue
        seen.add(label)
        number = f"{'' if is_alone else number_prefix}{printed.lower()}"
        place: Locator = {**({} if is_alone else locator), "section": printed}
        units.append(Unit(line, marker.rest, label, number, place, "section", "code"))
    return units


def _chapter_at(containers: Sequence[Mark], place: int) -> str | None:
    """The printed number of the chapter that is open at a place."""
    chapter = None
    for mark in containers:
        if mark.start > place:
            break
        if mark.kind == "chapter":
            chapter = mark.label.rsplit("ch ", 1)[1].split(" ")[0]
    return chapter


def _principles(lines: Sequence[Line], containers: Sequence[Mark], first_article: int) -> list[Unit]:
    """The numbered headings of a part that stands before the articles, as in the European Social Charters."""
    parts = [mark for mark in containers if mark.start < first_article]
    if not parts:
        return []
    part = parts[0]
    stop = parts[1].start if len(parts) > 1 else first_article
    units: list[Unit] = []
    for line in lines:
        match = _BARE_NUMBER.match(line.text) if part.start < line.start < stop and line.role == "heading" else None
        if match and int(match.group(1)) == len(units) + 1:
            value = match.group(1)
            number = f"{part.label.replace(' ', '').lower()}/{value}"
            place: Locator = {"section": part.label, "paragraph": value}
            label = f"{part.label} para {value}"
            units.append(Unit(line, len(line.text), label, number, place, "paragraph", "principle"))
    return units if len(units) >= _FEW_PRINCIPLES else []


def _commenting_sections(division: Division, lines: Sequence[Line], containers: Sequence[Mark]) -> list[Unit]:
    """The sections of a protocol that comments on groups of articles, each under a heading that names several.

    There the few headings that name a single article are no articles of the protocol.
    """
    articles = [line.start for line, _ in division.articles]
    edges = [mark.start for mark in containers] + [lines[-1].end + 1]
    bare = [stop for start, stop in pairwise(edges) if not any(start < place < stop for place in articles)]
    if len(containers) < _FEW_SECTIONS or 2 * len(bare) <= len(containers):
        return []
    label, number, locator = _base(division)
    by_start = {line.start: line for line in lines}
    units: list[Unit] = []
    for mark in containers:
        name = mark.label.removeprefix(label).rpartition(" ")[2]
        line, place = by_start[mark.start], {**locator, "section": name}
        units.append(Unit(line, len(line.text), mark.label, f"{number}{name.lower()}", place, "section", "section"))
    return units


def _decimals(division: Division, lines: Sequence[Line]) -> list[Unit]:
    """The decimal paragraphs (2.1.10) of an annex without articles."""
    found: list[tuple[Line, int, tuple[int, ...]]] = []
    for line in lines:
        match = _DECIMAL.match(line.text) if line.role not in ("note", "table") else None
        if match is None:
            continue
        value = tuple(int(part) for part in match.group("value").split("."))
        if not found or _comes_after(found[-1][2], value):
            found.append((line, match.end(), value))
    if len(found) < _FEW_DECIMALS:
        return []
    label, _, locator = _base(division)
    prefix = "" if division.locator_annex in (None, "annex") else f"{division.number}/"
    units: list[Unit] = []
    for position, (line, rest, value) in enumerate(found):
        following = found[position + 1][2] if position + 1 < len(found) else ()
        printed = ".".join(map(str, value))
        heads = following[: len(value)] == value and not line.text[rest:].rstrip().endswith((".", ";", ":"))
        place = {**locator, "section": printed}
        units.append(
            Unit(line, rest, f"{label}{printed}", f"{prefix}{printed}", place, "section", "decimal", is_head=heads)
        )
    return units


def _headed_paragraphs(division: Division, lines: Sequence[Line]) -> list[Unit]:
    """The paragraphs of a schedule that stand each under a line of its own: `Paragraph 1`, `Párrafo 2`."""
    label, number, locator = _base(division)
    units: list[Unit] = []
    for line in lines:
        match = _HEADED_PARAGRAPH.fullmatch(line.text.strip(" #*.")) if line.role != "note" else None
        if match and int(match["value"]) == len(units) + 1:
            value = match["value"]
            place: Locator = {**locator, "paragraph": value}
            units.append(
                Unit(line, len(line.text), f"{label}para {value}", f"{number}{value}", place, "paragraph", "paragraph")
            )
    return units if len(units) >= _FEW_PRINCIPLES else []


def _comes_after(last: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Whether a decimal number may follow another: the next on some level, with few left out."""
    if value <= last:
        return False
    for level, (old, new) in enumerate(zip(last, value, strict=False)):
        if old != new:
            return new - old <= (1 if level == 0 else 3)
    return True
