"""Provisions of a file that declares them itself, as records of JSON do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.model import DeclaredUnit, Document, InstrumentKind, Locator, Provision, ProvisionKind
from ingest.structure.heading_words import PREAMBLE
from ingest.structure.headings import read_marker
from ingest.structure.lines import Line, lines_of
from ingest.structure.numbers import Number, latin_digits, read_number
from ingest.structure.points import point_marks
from ingest.structure.tree import Mark, build_tree
from ingest.structure.units import UNIT_RANK

__all__ = ["build_declared"]

_ANNEX_RANK, _SECTION_RANK = 0, 4
_MAX_NAME = 60
_COUNTED_BY: dict[str, str] = {
    "general_comment": "paragraph", "resolution": "paragraph", "recommendation": "paragraph",
    "publication": "section", "compact": "objective",
}  # fmt: skip
"""What a bare number counts; articles in all other kinds."""
_UNITS = ("article", "objective", "recital", "paragraph", "section", "annex")
"""What a result names: the first of these that a record has."""
_NUMBER = re.compile(
    r"(?P<value>\w+?)\s*[-–]?\s*(?P<suffix>bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies|(?<=\d)[A-Z])?",
    re.IGNORECASE,
)
_SHORT = {"article": "art", "paragraph": "para", "section": "sec"}
_SURE = 0.9
"""Weight of a line that nobody takes for a reference to an article."""
_STEP = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A declared unit with its place read."""

    unit: DeclaredUnit
    index: int
    annex: str | None
    section: str | None
    """Only where the section holds articles or paragraphs."""
    key: str
    """Of `_UNITS`, or empty for one without a number."""
    value: str
    steps: tuple[tuple[str, str], ...]
    """Paragraph and point inside the unit."""

    @property
    def group(self) -> tuple[str | None, str | None, str, str]:
        """The same for all entries of one unit."""
        return self.annex, self.section, self.key, self.value or f"#{self.index}"


def build_declared(document: Document, kind: InstrumentKind) -> tuple[Provision, ...]:
    """The provisions that the document declares, with the paragraphs and points found inside them."""
    counted = _COUNTED_BY.get(kind, "article")
    entries = [_entry(unit, index, counted) for index, unit in enumerate(document.units, start=1)]
    lines = lines_of(document)
    repeated = _repeated(entries)
    marks = [*_containers(entries, "annex"), *_containers(entries, "section")]
    for _, group in groupby(entries, key=lambda entry: entry.group):
        marks += _unit_marks(list(group), lines, repeated)
    return build_tree(document.text, marks)


def _entry(unit: DeclaredUnit, index: int, counted: str) -> _Entry:
    place = {key: str(value) for key, value in unit.locator.items()}
    if "number" in place:
        free = (name for name in (counted, "paragraph", "article") if name not in place)
        place[next(free)] = place.pop("number")
    key = next((key for key in _UNITS if key in place), "")
    inner = [name for name in ("paragraph", "point") if name in place and name != key]
    return _Entry(
        unit=unit,
        index=index,
        annex=place.get("annex") if key != "annex" else None,
        section=place.get("section") if key != "section" else None,
        key=key,
        value=place.get(key, ""),
        steps=tuple((name, place[name]) for name in inner),
    )


def _repeated(entries: Sequence[_Entry]) -> set[str]:
    """The labels that several sections use for units of their own."""
    sections: dict[str, set[str | None]] = {}
    for entry in entries:
        sections.setdefault(_label(entry, in_section=False), set()).add(entry.section)
    return {label for label, found in sections.items() if len(found) > 1}


def _containers(entries: Sequence[_Entry], key: str) -> Iterator[Mark]:
    """The annexes or sections that hold units and have no record of their own, each once where its units stand."""
    own = {(entry.annex, entry.value) for entry in entries if entry.key == key}
    for _, group in groupby(entries, key=lambda entry: (entry.annex, entry.section if key == "section" else None)):
        run = list(group)
        annex, value = (None, run[0].annex) if key == "annex" else (run[0].annex, run[0].section)
        if value is None or (annex, value) in own:
            continue
        start, end = run[0].unit.start, run[-1].unit.end
        prefix = f"{_annex_label(annex)} " if annex else ""
        if key == "annex":
            yield Mark(start, _ANNEX_RANK, "annex", _annex_label(value), end, locator={"annex": value}, end=end)
        else:
            place: Locator = {**({"annex": annex} if annex else {}), "section": value}
            yield Mark(start, _SECTION_RANK, "section", f"{prefix}sec {value}", end, locator=place, end=end)


def _unit_marks(entries: Sequence[_Entry], lines: Sequence[Line], repeated: set[str]) -> list[Mark]:
    """The mark of one unit, those of the records inside it, and those of the points that their words show."""
    base = _unit_mark(entries[0], in_section=_label(entries[0], in_section=False) in repeated)
    base.end = entries[-1].unit.end
    marks = [base]
    if entries[0].steps:  # no record of its own: the unit begins with its first paragraph
        # One heading before several paragraphs is that of the unit.
        shared = entries[0].unit.heading if not any(entry.unit.heading for entry in entries[1:]) else None
        base.heading, base.body_start = shared, entries[0].unit.body_start if shared else base.start
    for entry in entries:
        mark = _inner_mark(base, entry) if entry.steps else base
        if entry.steps:
            marks.append(mark)
        own = [line for line in lines if entry.unit.body_start <= line.start < entry.unit.end]
        own = _behind_number(own, mark, entry)
        marks += _point_marks(own, mark)
        marks += _note_marks(own, mark)
    return marks


def _unit_mark(entry: _Entry, *, in_section: bool) -> Mark:
    unit = entry.unit
    label = _label(entry, in_section=in_section)
    place: Locator = {"annex": entry.annex} if entry.annex else {}
    if in_section and entry.section:
        place["section"] = entry.section
    if not _is_preamble(entry):
        place[entry.key or "section"] = _printed(entry) if entry.key else _name(entry)
    return Mark(
        start=unit.start,
        rank=UNIT_RANK,
        kind=_kind(entry),
        label=label,
        body_start=unit.body_start,
        heading=unit.heading,
        number=_address(entry, in_section=in_section),
        is_unit=not _is_preamble(entry),
        locator=place,
    )


def _inner_mark(base: Mark, entry: _Entry) -> Mark:
    """The mark of a record that is a paragraph or a point of the unit."""
    headed = entry.unit.heading is not None and entry.unit.heading != base.heading
    label = base.label + "".join(_bracketed(value) for _, value in entry.steps)
    return Mark(
        start=entry.unit.start if headed else entry.unit.body_start,
        rank=base.rank + label[len(base.label) :].count("("),
        kind="paragraph" if entry.steps[-1][0] == "paragraph" else "point",
        label=label,
        body_start=entry.unit.body_start,
        heading=entry.unit.heading if headed else None,
        locator={**base.locator, **dict(entry.steps)},
    )


def _bracketed(value: str) -> str:
    """`(a)(i)` for `a(i)`."""
    first, bracket, others = value.partition("(")
    return f"({first}){bracket}{others}"


def _behind_number(lines: list[Line], mark: Mark, entry: _Entry) -> list[Line]:
    """The lines without the number that the words repeat at their head, which the mark is told."""
    if not lines:
        return lines
    first = lines[0]
    key, value = entry.steps[-1] if entry.steps else (entry.key, entry.value)
    length = 0
    if key == "article":
        marker = read_marker(first)
        if marker is not None and marker.kind == "article" and marker.number and marker.weight >= _SURE:
            length = marker.rest if marker.number.label == _printed(entry) else 0
    elif key in ("paragraph", "point", "recital") and value:
        printed = re.match(rf"[(\[]?\s*{re.escape(value)}\s*[.)\]]{{1,2}}\s*(?=\S)", first.text, re.IGNORECASE)
        length = printed.end() if printed else 0
    if length == 0 or (length >= len(first.text) and len(lines) == 1):
        return lines
    rest = first.text[length:]
    mark.body_start = first.end - len(rest) if rest else lines[1].start
    return [Line(mark.body_start, first.end, rest, first.role), *lines[1:]] if rest else lines[1:]


def _point_marks(lines: Sequence[Line], base: Mark) -> list[Mark]:
    """The paragraphs and points in the words of a record; what stands in a paragraph is a point, however numbered."""
    marks = point_marks(lines, base)
    for mark in marks if "paragraph" in base.locator else ():
        steps = _STEP.findall(mark.label[len(base.label) :])
        outer = base.locator.get("point")
        point = f"{outer}({steps[0]})" if outer else steps[0]
        mark.kind = "point"
        mark.locator = {**base.locator, "point": point + "".join(f"({step})" for step in steps[1:])}
    return marks


def _note_marks(lines: Sequence[Line], base: Mark) -> list[Mark]:
    """The notes of a record: each its own rest, so that nobody quotes them as the text."""
    notes = [line for line in lines if line.role == "note"]
    return [
        Mark(note.start, base.rank + 1, "rest", f"{base.label} note {count}", note.start, end=note.end)
        for count, note in enumerate(notes, start=1)
    ]


def _kind(entry: _Entry) -> ProvisionKind:
    if _is_preamble(entry):
        return "preamble"
    kinds: dict[str, ProvisionKind] = {
        "article": "article", "objective": "objective", "recital": "recital", "paragraph": "paragraph",
        "annex": "annex",
    }  # fmt: skip
    return kinds.get(entry.key, "section")


def _is_preamble(entry: _Entry) -> bool:
    words = entry.value if entry.key == "section" else entry.unit.heading if not entry.key else None
    return words is not None and PREAMBLE.fullmatch(words) is not None


def _name(entry: _Entry) -> str:
    """What an unnumbered record is called: by the first words of its heading, else by its place in the file."""
    heading = entry.unit.heading
    if not heading:
        return f"record {entry.index}"
    if len(heading) <= _MAX_NAME:
        return heading
    cut = heading[: _MAX_NAME + 1].rpartition(" ")[0]
    return (cut or heading[:_MAX_NAME]).rstrip(" ,;:–—-(")


def _printed(entry: _Entry) -> str:
    """The number as labels print it: `16` for `XVI`, `6 bis`, `12A`; others as they are."""
    number = _read(entry.value) if entry.key == "article" else None
    return number.label if number else entry.value


def _read(value: str) -> Number | None:
    match = _NUMBER.fullmatch(value)
    return read_number(match["value"], match["suffix"] or "") if match else None


def _label(entry: _Entry, *, in_section: bool) -> str:
    annex = f"{_annex_label(entry.annex)} " if entry.annex else ""
    section = f"sec {entry.section} " if in_section and entry.section else ""
    if _is_preamble(entry):
        own = "preamble"
    elif entry.key == "annex":
        own = _annex_label(entry.value)
    else:
        own = f"{_SHORT.get(entry.key, entry.key or 'sec')} {_printed(entry) if entry.key else _name(entry)}"
    return annex + section + own


def _annex_label(value: str) -> str:
    return "annex" if value.lower() in ("annex", "annexe", "anexo") else f"annex {value}"


def _address(entry: _Entry, *, in_section: bool) -> str:
    """The canonical number: `16`, `6bis`, `recital12`, `annex1/3`, `b.2`."""
    annex = f"{_annex_address(entry.annex)}/" if entry.annex else ""
    section = f"{_slug(entry.section)}/" if in_section and entry.section else ""
    if entry.key == "annex":
        own = _annex_address(entry.value)
    elif entry.key == "article":
        number = _read(entry.value)
        own = number.canonical if number else _slug(entry.value)
    else:
        own = _slug(latin_digits(entry.value) if entry.key else _name(entry))
    return f"{annex}{section}{'recital' if entry.key == 'recital' else ''}{own}"


def _annex_address(value: str) -> str:
    if _annex_label(value) == "annex":
        return "annex"
    number = read_number(value)
    return f"annex{number.value if number else _slug(value)}"


def _slug(name: str) -> str:
    """The name as an address: plain letters in lower case, words joined by hyphens, dots kept inside numbers."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"\w+(?:\.\w+)*", plain)) or "section"
