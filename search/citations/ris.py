"""RIS records, with the fields that reference managers read for statutes and reports."""

from __future__ import annotations

from collections.abc import Sequence

from search.citations.bodies import bodies_of
from search.citations.item import Citable, Date, number_of, read_date, read_source
from search.citations.pinpoint import pinpoint_of
from search.citations.prose import date_text

__all__ = ["ris", "ris_date"]


def ris(item: Citable, more: Sequence[tuple[str, str]] = ()) -> str:
    """The record: STAT for treaties and EU law, RPRT for everything else; each line ends with CR LF.

    `more` are further fields, by tag.
    """
    law = item.is_treaty or item.is_eu_law
    source, place, bodies = read_source(item), pinpoint_of(item), bodies_of(item)
    adopted, in_force = read_date(item.adopted), read_date(item.in_force)
    where = place.plain if place else None
    series = source.series if source else None
    number = (source.isbn or number_of(source)) if source else None
    fields: list[tuple[str, str | None]] = [
        ("TY", "STAT" if law else "RPRT"),
        ("TI", item.title),
        ("ST", item.short_title),
        *(("AU", f"{body.name},") for body in bodies),  # the comma keeps the name whole
        ("PY", str(adopted.year) if adopted else None),
        ("DA", ris_date(adopted) if adopted else None),
        ("T2", series if law else None),
        ("VL", source.volume if source and law else None),
        ("M1" if law else "SN", number),
        ("SE", where if law else None),
        ("SP", place.first_page if place and place.first_page and not law else source.page if source else None),
        ("EP", place.last_page if place and not law else None),
        ("N1", f"Entered into force {date_text(in_force)}" if in_force else None),
        ("N1", f"Cited at {where}" if where and not law else None),
        ("LA", item.language),
        ("UR", item.url),
        *more,
    ]
    lines = [f"{tag}  - {_single_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def ris_date(date: Date) -> str:
    """`1990/12/18/`: year, month, day and a last part for other words, which is empty."""
    return f"{date.year}/{date.month or '':0>2}/{date.day or '':0>2}/" if date.month else f"{date.year}///"


def _single_line(text: str) -> str:
    return " ".join(text.split())
