"""JSON and JSON Lines with one provision per record.

A file is a list of records, an object with such a list under `provisions`, `records`, `articles`, `documents` or `data`
and the instrument's `title` and `language` beside it, or one record per line (JSON Lines). A record is an object:

- `text` (or `content`, or `body`): its words, required; each line is a paragraph.
- where it stands, each a string or a whole number: `article`, `paragraph`, `point`, `section`, `recital`, `annex`,
  `objective`. Several together say a place inside another: `article` and `paragraph`; `annex` and `article`.
- or its number alone: `number` (in a list under `articles`, or else as the kind of instrument counts: articles of a
  treaty, paragraphs of a general comment, sections of a publication), or `label`: `Article 16(4)`, `para 12`.
- `heading` (or `title`); in records of an article's paragraphs it is the article's, where they do not differ.
- `page`: the page, counted from 1, on which the record begins. `language`: as beside the list; one per file.
- `note`: a footnote or a list of them, kept apart from the words.

Records without a number become sections by their heading, or `record 7` for the seventh.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableSource
from ingest.model import DeclaredUnit, Document, Page
from ingest.readers.blocks import Piece, assemble, fold
from ingest.readers.record_places import PLACE_KEYS, Place, place_of, unit_of
from ingest.readers.sniff import decode
from ingest.readers.surrogates import join_surrogates

__all__ = ["read_json"]

_LISTS = ("provisions", "records", "articles", "documents", "data")
_TEXTS = ("text", "content", "body")
_HEADINGS = ("heading", "title")
_KNOWN = frozenset({*_TEXTS, *_HEADINGS, *PLACE_KEYS, "number", "label", "page", "language", "note"})
_MAX_TOLD = 5
"""Faults named in one message."""


class _RecordFault(Exception):
    """What is wrong with one record."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record as it was understood."""

    index: int
    """1-based, as messages count."""
    lines: tuple[str, ...]
    heading: str | None
    place: Place
    page: int | None
    language: str | None
    notes: tuple[str, ...]


def read_json(path: Path) -> Document:
    """The document of a file of records, its units declared by them; see the module for what a record holds.

    Raises `UnreadableSource` for JSON that is damaged or of another shape, and for records that lack words, hold values
    of a wrong type or come twice; the message names them.
    """
    facts, items = _shape(_parsed(decode(path.read_bytes()).lstrip("\ufeff")))
    in_articles = facts.pop("", None) == "articles"
    records = _records(items, in_articles=in_articles)
    _check_places(records)
    languages = sorted({record.language for record in records if record.language})
    if len(languages) > 1:
        raise UnreadableSource(f"The records are in {', '.join(languages)}; put each language into a file of its own.")
    language = _fact(facts, "language") or (languages[0] if languages else None)
    ignored = sorted({key for item in items for key in item} - _KNOWN)
    warnings = (f"keys of records that are not read: {', '.join(ignored)}",) if ignored else ()
    pieces, counts = _pieces(records)
    document = assemble(pieces, "json", title=_fact(facts, "title"), language=language, warnings=warnings)
    units = _units(document, records, counts)
    pages, told = _pages(records, units)
    return replace(document, units=units, pages=pages, warnings=(*document.warnings, *told))


def _parsed(text: str) -> Any:
    """The value of the file, JSON Lines as a list."""
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError as error:
        raise UnreadableSource("The JSON nests too deeply to be a list of records.") from error
    except json.JSONDecodeError as whole:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) < 2 or not _is_value(lines[0][1]):
            raise UnreadableSource(
                f"The JSON is damaged at line {whole.lineno}, column {whole.colno}: {whole.msg}."
            ) from whole
        return [_line(number, line) for number, line in lines]
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableSource(f"The JSON cannot be read: {error}.") from error


def _is_value(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"Line {number} of the JSON Lines is damaged: {error}.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file, its characters whole; a key that comes twice is refused."""
    found = {join_surrogates(key): _whole(value) for key, value in pairs}
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise UnreadableSource(
            f"An object of the JSON has the key {', '.join(map(repr, twice))} twice; one would be lost."
        )
    return found


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [join_surrogates(item) if isinstance(item, str) else item for item in value]
    return join_surrogates(value) if isinstance(value, str) else value


def _shape(value: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What is said of the instrument (under an empty key the name of the list), and the records."""
    facts: dict[str, Any] = {}
    held = "a list"
    items = value
    if isinstance(value, dict):
        name = next((key for key in _LISTS if isinstance(value.get(key), list)), None)
        held = f"an object with the keys {', '.join(sorted(value)[:8]) or '(none)'}"
        items = value[name] if name else [value] if _has_words(value) else None
        facts = {**value, "": name} if name else {}
    if not isinstance(items, list) or not any(isinstance(item, dict) and _has_words(item) for item in items):
        held = held if isinstance(value, dict | list) else type(value).__name__
        raise UnreadableSource(
            f"The JSON is {held}, and no records of provisions were found: neither a list of objects with a "
            f"{_TEXTS[0]!r} ({', '.join(_TEXTS[1:])}), nor such a list under {', '.join(_LISTS)}, nor one object per "
            "line."
        )
    wrong = [index for index, item in enumerate(items, start=1) if not isinstance(item, dict)]
    if wrong:
        raise UnreadableSource(f"Record {wrong[0]} is no object but {type(items[wrong[0] - 1]).__name__}.")
    return facts, items


def _has_words(item: Mapping[str, Any]) -> bool:
    return any(isinstance(item.get(key), str) and fold(item[key]) for key in _TEXTS)


def _fact(facts: Mapping[str, Any], key: str) -> str | None:
    value = facts.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _records(items: Sequence[dict[str, Any]], *, in_articles: bool) -> list[_Record]:
    records: list[_Record] = []
    faults: list[str] = []
    for index, item in enumerate(items, start=1):
        try:
            records.append(_record(index, item, in_articles=in_articles))
        except _RecordFault as fault:
            faults.append(f"record {index} {fault}")
        except ValueError as fault:
            faults.append(f"record {index}: {fault}")
    if faults:
        more = f" (and {len(faults) - _MAX_TOLD} more)" if len(faults) > _MAX_TOLD else ""
        raise UnreadableSource(
            f"Of {len(items)} records, {len(faults)} cannot be used: {'; '.join(faults[:_MAX_TOLD])}{more}."
        )
    return records


def _record(index: int, item: Mapping[str, Any], *, in_articles: bool) -> _Record:
    key = next((key for key in _TEXTS if item.get(key) is not None), None)
    if key is None:
        raise _RecordFault(f"has no words (none of the keys {', '.join(_TEXTS)})")
    text = _string(item, key) or ""
    lines = tuple(
        line for line in (fold(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) if line
    )
    if not lines:
        raise _RecordFault(f"has no words: its {key!r} is empty")
    heading = next((words for name in _HEADINGS if (words := fold(_string(item, name) or ""))), None)
    return _Record(
        index=index,
        lines=lines,
        heading=heading,
        place=place_of(item, in_articles=in_articles),
        page=_page(item.get("page")),
        language=(_string(item, "language") or "").strip() or None,
        notes=_notes(item.get("note")),
    )


def _string(item: Mapping[str, Any], key: str) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        raise _RecordFault(f"has {type(value).__name__} for {key!r}, not a string")
    return value


def _page(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 8:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _RecordFault(f"has {value!r} for 'page', not a whole number from 1")
    return value


def _notes(value: Any) -> tuple[str, ...]:
    notes = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        raise _RecordFault("has a 'note' that is neither a string nor a list of strings")
    return tuple(words for words in (fold(note) for note in notes) if words)


def _check_places(records: Sequence[_Record]) -> None:
    """Raises `UnreadableSource` for two records of one place, and for a unit whose records do not stand together."""
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    last: dict[tuple[tuple[str, str], ...], int] = {}
    for position, record in enumerate(records):
        if not record.place:
            continue
        whole, unit = tuple(record.place.items()), unit_of(record.place)
        words = " ".join(f"{key} {value}" for key, value in whole)
        if whole in seen:
            raise UnreadableSource(f"Records {seen[whole]} and {record.index} are both {words}; keep one of them.")
        if last.get(unit, position - 1) != position - 1:
            raise UnreadableSource(
                f"Record {record.index} ({words}) goes back to where record {last[unit] + 1} was; put the records of "
                f"one {unit[-1][0]} together."
            )
        seen[whole], last[unit] = record.index, position


def _pieces(records: Sequence[_Record]) -> tuple[list[Piece], list[int]]:
    """The blocks of all records, and how many of them each record has."""
    pieces: list[Piece] = []
    counts: list[int] = []
    before: tuple[object, str | None] = ((), None)
    for record in records:
        heading = record.heading
        unit = unit_of(record.place)
        if heading is not None and before == (unit, heading) and len(record.place) > len(unit):
            heading = None  # an article's heading, repeated with each of its paragraphs
        before = (unit, record.heading)
        own = [Piece(heading, "heading")] if heading else []
        own += [Piece(line) for line in record.lines] + [Piece(note, "note") for note in record.notes]
        pieces += own
        counts.append(len(own))
    return pieces, counts


def _units(document: Document, records: Sequence[_Record], counts: Sequence[int]) -> tuple[DeclaredUnit, ...]:
    units: list[DeclaredUnit] = []
    at = 0
    for record, count in zip(records, counts, strict=True):
        blocks = document.blocks[at : at + count]
        at += count
        headed = blocks[0].role == "heading"
        units.append(
            DeclaredUnit(
                start=blocks[0].start,
                end=blocks[-1].end,
                body_start=blocks[1].start if headed else blocks[0].start,
                locator=dict(record.place),
                heading=document.text[blocks[0].start : blocks[0].end] if headed else None,
            )
        )
    return tuple(units)


def _pages(records: Sequence[_Record], units: Sequence[DeclaredUnit]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages that the records begin on, and what is wrong with them."""
    spans: list[Page] = []
    for number, start, end in _runs(records, units):
        if spans and spans[-1].index > number:
            return (), (f"pages go back from {spans[-1].index} to {number}; pages are left out",)
        if spans and spans[-1].index == number:
            spans[-1] = replace(spans[-1], end=end)
        else:
            spans.append(Page(number, start, end))
    return tuple(spans), ()


def _runs(records: Sequence[_Record], units: Sequence[DeclaredUnit]) -> Iterator[tuple[int, int, int]]:
    """Page, start and end of each record that names its page."""
    for record, unit in zip(records, units, strict=True):
        if record.page is not None:
            yield record.page, unit.start, unit.end
