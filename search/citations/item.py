"""What is cited: the facts of an instrument and a place in it, read into the parts that styles need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

__all__ = ["Citable", "Date", "Source", "number_of", "read_date", "read_source", "short_name"]

_TREATY_KINDS = frozenset({"treaty", "protocol"})
_EU_KINDS = frozenset({"regulation", "directive"})
_SERIES = re.compile(r"(?P<volume>\d{1,5})\s+(?P<series>[A-Z]{2,6})\s+(?P<page>\d{1,5}|[IVXLC]{1,8})")
_NUMBERED = re.compile(r"(?P<series>C?ETS|OASTS|UKTS|TIAS)\s+(?:No\.?\s*)?(?P<number>\d{1,4})")
_CELEX = re.compile(r"(?:CELEX\s+)?(?P<celex>3(?P<year>\d{4})[A-Z](?P<number>\d{4}))")
_JOURNAL = re.compile(
    r"OJ\s+(?P<series>[LC])\s?(?P<volume>\d{1,3}),?\s+\d{1,2}\.\d{1,2}\.(?P<year>\d{4}),?\s+pp?\.?\s?(?P<page>\d{1,5})"
)
_PAGED = re.compile(r"(?P<symbol>[A-Z]+/.*?),?\s+pp?\.?\s?(?P<page>\d{1,4})")
_ISBN = re.compile(r"ISBN\s+(?P<isbn>[\dX-]{10,17})")
_RESOLUTION = re.compile(r"A/RES/(?P<number>\d{1,3}/\d{1,4})")
_OLD_RESOLUTION = re.compile(
    r"A/RES/(?P<number>\d{1,4})\s?(?P<before>[A-Z]?)\s?\((?P<session>[IVXL]+)\)\s?(?P<behind>[A-Z]?)"
)
_UN_SYMBOL = re.compile(
    r"(?:A/(?:RES|HRC|CONF|AC|C|CN|ES)\b|A/\d|E/(?:C|CN|RES)\b|E/\d|S/|ST/|HRI/|CCPR/|CRC/|CMW/|CEDAW/|CERD/|CAT/|"
    r"CRPD/|CED/|OPCAT/|HR/PUB/).*"
)
_BRACKETS = re.compile(r"(?P<name>.+?)\s+\((?P<inner>[^()]+)\)")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_OWN_ISSUES_FROM = 2024
"""Since then each act of the EU is an issue of the Official Journal, numbered like the act."""


@dataclass(frozen=True, slots=True)
class Citable:
    """A place in an instrument with all that is known for citing it; what is unknown is None and left out."""

    id: str
    title: str
    kind: str
    short_title: str | None = None
    adopted: str | None = None
    """ISO 8601 date, month or year."""
    in_force: str | None = None
    source: str | None = None
    """`2220 UNTS 3`, `ETS No. 5`, `CELEX 32024R1351`, `CMW/C/GC/2`."""
    symbol: str | None = None
    """A UN symbol, where `source` is something else."""
    url: str | None = None
    label: str | None = None
    """`art 16(4)`, `para 24`, `annex I art 3`; None for the instrument as a whole."""
    locator: Mapping[str, str | int] = field(default_factory=dict)
    """`page_first`, `page_last`, `page_label` are used of it."""
    language: str = "en"

    @property
    def is_treaty(self) -> bool:
        """Whether it is cited as a treaty."""
        return self.kind in _TREATY_KINDS

    @property
    def is_eu_law(self) -> bool:
        """Whether it is cited as an act of the European Union."""
        return self.kind in _EU_KINDS


@dataclass(frozen=True, slots=True)
class Date:
    """A date of which at least the year is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def parts(self) -> list[int]:
        """Year, month, day, as far as known."""
        return [p for p in (self.year, self.month, self.day) if p is not None]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text is published, in parts; only those that apply."""

    text: str
    series: str | None = None
    """`UNTS`, `LNTS`, `ETS`, `CETS`; `OJ` of the Official Journal, whose volume is `C326`."""
    volume: str | None = None
    page: str | None = None
    number: str | None = None
    """Of a numbered series, or of an EU act (`2024/1351`)."""
    celex: str | None = None
    journal_year: int | None = None
    """Of the Official Journal, where the issue is known; since 2024 an act is an issue by itself."""
    isbn: str | None = None
    symbol: str | None = None
    """A UN symbol."""
    resolution: tuple[str, str, str] | None = None
    """Of the General Assembly: number, session (`III`) or "" when it is in the number (`73/195`), part (`A`) or ""."""
    also: tuple[Source, ...] = ()
    """Where else it is published: the further ones of `A/RES/73/151; A/73/12 (Part II)`."""


def read_date(value: str | None) -> Date | None:
    """The date in ISO 8601; None for what is none."""
    match = _ISO_DATE.fullmatch(value.strip()) if value else None
    if match is None:
        return None
    year, month, day = (int(p) if p else None for p in match.groups())
    if year is None or not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return None
    return Date(year, month, day)


def read_source(item: Citable) -> Source | None:
    """The source of an item in parts, its symbol where it has no source; None where it has neither."""
    text = " ".join((item.source or item.symbol or "").split())
    if not text:
        return None
    first, *further = (_source(part) for part in text.split("; "))
    return replace(first, text=text, also=tuple(further)) if further else first


def _source(text: str) -> Source:
    if source := _printed(text):
        return source
    if match := _ISBN.fullmatch(text):
        return Source(text, isbn=match["isbn"])
    if (match := _PAGED.fullmatch(text)) and _UN_SYMBOL.fullmatch(match["symbol"]):
        return Source(text, symbol=match["symbol"], page=match["page"])
    symbol = text if _UN_SYMBOL.fullmatch(text) else None
    return Source(text, symbol=symbol, resolution=_resolution(text))


def _printed(text: str) -> Source | None:
    """The source that is a treaty series or the Official Journal."""
    if match := _SERIES.fullmatch(text):
        return Source(text, series=match["series"], volume=match["volume"], page=match["page"])
    if match := _NUMBERED.fullmatch(text):
        return Source(text, series=match["series"], number=match["number"])
    if match := _CELEX.fullmatch(text):
        year, number = int(match["year"]), int(match["number"])
        issue = year if year >= _OWN_ISSUES_FROM else None
        return Source(f"CELEX {match['celex']}", number=f"{year}/{number}", celex=match["celex"], journal_year=issue)
    if match := _JOURNAL.fullmatch(text):
        volume = match["series"] + match["volume"]
        return Source(text, series="OJ", volume=volume, page=match["page"], journal_year=int(match["year"]))
    return None


def number_of(source: Source) -> str | None:
    """What identifies the text beside the place in a series: an act's number, a symbol, else the source as it is."""
    if source.number or source.symbol:
        return source.number or source.symbol
    return None if source.series or source.isbn else source.text


def _resolution(symbol: str) -> tuple[str, str, str] | None:
    """The parts of `A/RES/73/195` and, as older ones are written, of `A/RES/217(III)A` and `A/RES/2200A(XXI)`."""
    if match := _RESOLUTION.fullmatch(symbol):
        return match["number"], "", ""
    match = _OLD_RESOLUTION.fullmatch(symbol)
    return (match["number"], match["session"], match["before"] or match["behind"]) if match else None


def short_name(item: Citable) -> str | None:
    """The short title where it says less than the title, for brackets behind it; None else.

    Brackets at its end are opened: `Domestic Workers Convention, C189`, and `MLC, 2006` where the title says the rest.
    """
    title = item.title.casefold()
    short = item.short_title
    if not short or short.casefold() in title:
        return None
    if not (match := _BRACKETS.fullmatch(short)):
        return short
    if match["name"].casefold() not in title:
        return f"{match['name']}, {match['inner']}"
    return None if match["inner"].casefold() in title else match["inner"]
