"""Citations as running text: the plain one of every result, OSCOLA, Bluebook."""

from __future__ import annotations

import re
from dataclasses import replace

from search.citations.bodies import bodies_of
from search.citations.item import Citable, Date, Source, read_date, read_source, short_name
from search.citations.pinpoint import pinpoint_of

__all__ = ["bluebook", "date_text", "dates_text", "oscola", "plain_citation"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TREATY_SERIES = re.compile(r"\b(?:UNTS|LNTS|C?ETS|OASTS|UKTS|TIAS)\b")
_BLUEBOOK_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def plain_citation(item: Citable) -> str:
    """Title, dates, source, place: `… (adopted 18 December 1990, in force …) 2220 UNTS 3, art 16(4)`."""
    source, place = read_source(item), pinpoint_of(item)
    head = _joined(" ", item.title, _bracketed(dates_text(item)), source.text if source else None)
    return _joined(", ", head, place.plain if place else None)


def oscola(item: Citable) -> str:
    """The citation in OSCOLA's form for international law."""
    place = pinpoint_of(item)
    where = place.oscola if place else None
    source = read_source(item)
    journal = _journal(source)
    if item.is_eu_law or journal:
        return _joined(", ", _joined(" ", item.title, journal or _document(source)), where)
    short = _bracketed(short_name(item))
    if item.kind not in ("general_comment", "publication"):
        head = _joined(" ", item.title, _bracketed(dates_text(item)), _document(source), short)
        return _joined(" " if short else ", ", head, where)
    adopted = read_date(item.adopted)
    dated = _bracketed(date_text(adopted) if adopted else None)
    bodies = " and ".join(body.name for body in bodies_of(item)) or None
    document = _document(source)
    head = _joined(" ", f"‘{item.title}’", dated, document)
    if item.kind == "general_comment":
        return _joined(", ", bodies, head, where)
    paged = _joined(" " if dated and not document else ", ", head, where)
    return _joined(" ", paged, None if document else _address(item))


def bluebook(item: Citable) -> str:
    """The citation in the Bluebook's form (rule 21)."""
    place = pinpoint_of(item)
    where = place.bluebook if place else None
    source, adopted = read_source(item), read_date(item.adopted)
    on = _bluebook_date(adopted) if adopted else None
    if journal := _bluebook_journal(source):
        return _joined(", ", _joined(" " if item.is_treaty else ", ", item.title, where), journal)
    if item.is_treaty:
        in_force = read_date(item.in_force)
        since = f"entered into force {_bluebook_date(in_force)}" if in_force else None
        head = _joined(" ", item.title, where)
        dated = _joined(", ", head, f"adopted {on}" if on else None, _bluebook_document(source))
        return _joined(" ", dated, _bracketed(since))
    if item.is_eu_law:
        return _joined(", ", item.title, where, source.text if source else None)
    if source and source.resolution:
        further = (_bluebook_document(s) for s in source.also)
        head = _joined(", ", _bluebook_document(replace(source, also=())), item.title, where, *further)
        return _joined(" ", head, _bracketed(on))
    bodies = " & ".join(body.bluebook for body in bodies_of(item)) or None
    document = _bluebook_document(source)
    dated = _joined(" ", _joined(", ", bodies, item.title, where, document), _bracketed(on))
    return _joined(", ", dated, item.url if item.kind == "publication" and not document else None)


def dates_text(item: Citable) -> str | None:
    """`adopted 18 December 1990, entered into force 1 July 2003`, as far as known; of a publication its bare date."""
    adopted, in_force = read_date(item.adopted), read_date(item.in_force)
    if item.kind == "publication":
        return date_text(adopted) if adopted else None
    said = _joined(
        ", ",
        f"adopted {date_text(adopted)}" if adopted else None,
        f"entered into force {date_text(in_force)}" if in_force else None,
    )
    return said or None


def date_text(date: Date) -> str:
    """`18 December 1990`, `December 1990` or `1990`."""
    month = _MONTHS[date.month - 1] if date.month else None
    return _joined(" ", str(date.day) if date.day and month else None, month, str(date.year))


def _bluebook_date(date: Date) -> str:
    if date.month is None:
        return str(date.year)
    month = _BLUEBOOK_MONTHS[date.month - 1]
    return f"{month} {date.day}, {date.year}" if date.day else f"{month} {date.year}"


def _document(source: Source | None) -> str | None:
    """`UNGA Res 73/195`, `UN Doc CMW/C/GC/2`, `ETS No 5`, or the source as it is; an ISBN is none."""
    if source is None or source.isbn:
        return None
    if source.resolution:
        number, session, part = source.resolution
        own = f"UNGA Res {number}" + (f" {part}({session})" if session else "")
    elif source.symbol:
        own = f"UN Doc {source.symbol}" + (f" {source.page}" if source.page else "")
    else:
        own = (source.text.partition("; ")[0] if source.also else source.text).replace("No. ", "No ")
    return _joined(", ", own, *(_document(s) for s in source.also))


def _bluebook_document(source: Source | None) -> str | None:
    """`G.A. Res. 73/195`, `U.N. Doc. CMW/C/GC/2`, `2220 U.N.T.S. 3`, or the source as it is."""
    if source is None or source.isbn:
        return None
    if source.resolution:
        number, session, part = source.resolution
        own = _joined(" ", f"G.A. Res. {number}", f"({session})" if session else None, part or None)
    elif source.symbol:
        own = f"U.N. Doc. {source.symbol}" + (f", at {source.page}" if source.page else "")
    else:
        text = source.text.partition("; ")[0] if source.also else source.text
        own = _TREATY_SERIES.sub(lambda match: "".join(f"{c}." for c in match[0]), text)
    return _joined(", ", own, *(_bluebook_document(s) for s in source.also))


def _journal(source: Source | None) -> str | None:
    """`[2012] OJ C326/391`, `[2024] OJ L2024/1351`."""
    if source is None or source.journal_year is None:
        return None
    place = f"{source.volume}/{source.page}" if source.series else f"L{source.number}"
    return f"[{source.journal_year}] OJ {place}"


def _bluebook_journal(source: Source | None) -> str | None:
    """`2012 O.J. (C 326) 391`, `2024 O.J. (L 2024/1351)`."""
    if source is None or source.journal_year is None:
        return None
    if source.series and source.volume:
        return f"{source.journal_year} O.J. ({source.volume[0]} {source.volume[1:]}) {source.page}"
    return f"{source.journal_year} O.J. (L {source.number})"


def _address(item: Citable) -> str | None:
    return f"<{item.url}>" if item.url else None


def _bracketed(text: str | None) -> str | None:
    return f"({text})" if text else None


def _joined(by: str, *parts: str | None) -> str:
    return by.join(p for p in parts if p)
