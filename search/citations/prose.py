"""Citations as running text: the plain one of every result, OSCOLA, Bluebook."""

from __future__ import annotations

from search.citations.item import Citable, Date, Source, body_of, read_date, read_source, short_name
from search.citations.pinpoint import pinpoint_of

__all__ = ["bluebook", "date_text", "dates_text", "oscola", "plain_citation"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
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
    if item.is_treaty:
        head = _joined(" ", item.title, _bracketed(dates_text(item)), source.text if source else None)
        return _joined(" " if short_name(item) else ", ", _joined(" ", head, _bracketed(short_name(item))), where)
    if item.is_eu_law:
        return _joined(", ", _joined(" ", item.title, _journal(source)), where)
    adopted = read_date(item.adopted)
    document = _un_document(source)
    if item.kind in ("general_comment", "publication"):
        body = body_of(item)
        head = _joined(
            " ", f"‘{item.title}’", _bracketed(date_text(adopted) if adopted else None), document or _address(item)
        )
        return _joined(", ", body.name if body else None, head, where)
    head = _joined(" ", item.title, _bracketed(dates_text(item)), document, _bracketed(short_name(item)))
    return _joined(" " if short_name(item) else ", ", head, where)


def bluebook(item: Citable) -> str:
    """The citation in the Bluebook's form (rule 21)."""
    place = pinpoint_of(item)
    where = place.bluebook if place else None
    source, adopted = read_source(item), read_date(item.adopted)
    on = _bluebook_date(adopted) if adopted else None
    if item.is_treaty:
        in_force = read_date(item.in_force)
        since = f"entered into force {_bluebook_date(in_force)}" if in_force else None
        head = _joined(" ", item.title, where)
        dated = _joined(", ", head, f"adopted {on}" if on else None, _dotted(source))
        return _joined(" ", dated, _bracketed(since))
    if item.is_eu_law:
        journal = source and source.journal_year
        printed = f"{journal} O.J. (L {source.number})" if source and journal else source.text if source else None
        return _joined(", ", item.title, where, printed)
    if source and source.resolution:
        number, session, part = source.resolution
        named = _joined(" ", f"G.A. Res. {number}", f"({session})" if session else None, part or None)
        return _joined(" ", _joined(", ", named, item.title, where), _bracketed(on))
    body = body_of(item)
    symbol = f"U.N. Doc. {source.symbol}" if source and source.symbol else source.text if source else None
    head = _joined(", ", body.bluebook if body else None, item.title, where, symbol)
    dated = _joined(" ", head, _bracketed(on))
    return _joined(", ", dated, item.url if item.kind == "publication" and not source else None)


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


def _un_document(source: Source | None) -> str | None:
    """`UNGA Res 73/195`, `UN Doc CMW/C/GC/2`, or the source as it is."""
    if source is None:
        return None
    if source.resolution:
        number, session, part = source.resolution
        return f"UNGA Res {number}" + (f" {part}({session})" if session else "")
    return f"UN Doc {source.symbol}" if source.symbol else source.text


def _journal(source: Source | None) -> str | None:
    if source is None:
        return None
    return f"[{source.journal_year}] OJ L{source.number}" if source.journal_year else source.text


def _dotted(source: Source | None) -> str | None:
    """`2220 U.N.T.S. 3` for `2220 UNTS 3`."""
    if source is None or source.series is None:
        return source.text if source else None
    return source.text.replace(source.series, "".join(f"{c}." for c in source.series), 1)


def _address(item: Citable) -> str | None:
    return f"<{item.url}>" if item.url else None


def _bracketed(text: str | None) -> str | None:
    return f"({text})" if text else None


def _joined(by: str, *parts: str | None) -> str:
    return by.join(p for p in parts if p)
