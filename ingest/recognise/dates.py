"""Dates as treaties print them: in figures and in words, in English, French and Spanish."""

from __future__ import annotations

import datetime as dt
import re

from ingest.recognise.folding import fold

__all__ = ["first_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier enero", "february fevrier febrero", "march mars marzo", "april avril abril",
            "may mai mayo", "june juin junio", "july juillet julio", "august aout agosto",
            "september septembre septiembre setiembre", "october octobre octubre",
            "november novembre noviembre", "december decembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SHORT = {name[:3]: number for name, number in _MONTHS.items() if name[:3] != "mar" or number == 3}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FIGURES = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|o)?\s+(?:day\s+)?(?:of\s+|de\s+|del mes de\s+|dias del mes de\s+)?"
    rf"(?P<month>{_MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)\.?,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})\b|"
    rf"\b(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}}),?\s+(?P<year2>\d{{4}})\b"
)
_WORDS = re.compile(
    r"\b(?P<day>[a-z]+(?:[ -](?:y |et )?[a-z]+)?|\d{1,2}(?:st|nd|rd|th|er|o)?)\s+(?:days?\s+|dias?\s+)?"
    rf"(?:of\s+|in the month of\s+|de\s+|del mes de\s+)?(?P<month>{_MONTH}),?\s+"
    r"(?:in the year\s+|of the year\s+|de l.an\s+|del ano\s+|de\s+)?"
    r"(?P<year>(?:one thousand|nineteen|two thousand|mil|mille|deux mille|dos mil|dix-neuf)[a-z -]*)"
)
_UNITS = {
    word: value
    for value, words in (
        (1, "one first un une premier uno primero primer"), (2, "two second deux dos"), (3, "three third trois tres"),
        (4, "four fourth quatre cuatro"), (5, "five fifth cinq cinco"), (6, "six sixth seis"),
        (7, "seven seventh sept siete"), (8, "eight eighth huit ocho"), (9, "nine ninth neuf nueve"),
        (10, "ten tenth dix diez"), (11, "eleven eleventh onze once"), (12, "twelve twelfth douze doce"),
        (13, "thirteen thirteenth treize trece"), (14, "fourteen fourteenth quatorze catorce"),
        (15, "fifteen fifteenth quinze quince"), (16, "sixteen sixteenth seize dieciseis"),
        (17, "seventeen seventeenth diecisiete"), (18, "eighteen eighteenth dieciocho"),
        (19, "nineteen nineteenth diecinueve"), (20, "twenty twentieth vingt vingts veinte"),
        (21, "veintiuno veintiun"),
        (22, "veintidos"), (23, "veintitres"), (24, "veinticuatro"), (25, "veinticinco"), (26, "veintiseis"),
        (27, "veintisiete"), (28, "veintiocho"), (29, "veintinueve"), (30, "thirty thirtieth trente treinta"),
        (40, "forty fortieth quarante cuarenta"), (50, "fifty fiftieth cinquante cincuenta"),
        (60, "sixty sixtieth soixante sesenta"), (70, "seventy seventieth setenta"),
        (80, "eighty eightieth ochenta"), (90, "ninety ninetieth noventa"),
        (200, "doscientos"), (500, "quinientos"), (700, "setecientos"), (800, "ochocientos"), (900, "novecientos"),
    )
    for word in words.split()
}  # fmt: skip
_TIMES = {"hundred": 100, "cent": 100, "cents": 100, "thousand": 1000, "mil": 1000, "mille": 1000}
_LINKS = frozenset({"and", "et", "y"})
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


def first_date(text: str) -> str | None:
    """The first whole date in a text, ISO 8601; None without one."""
    plain = fold(text).replace("\N{EN DASH}", "-")
    figures, words = _FIGURES.search(plain), _WORDS.search(plain)
    if figures and not (words and words.start() < figures.start()):
        day, month, year = (figures[name] or figures[f"{name}2"] for name in ("day", "month", "year"))
        return _date(int(year), _MONTHS.get(month) or _SHORT.get(month[:3]), int(day))
    if words:
        day_words = words["day"]
        day_value = int(re.sub(r"\D", "", day_words)) if day_words[0].isdigit() else _number(day_words, lenient=True)
        return _date(_number(words["year"]), _MONTHS[words["month"]], day_value)
    return None


def _date(year: int | None, month: int | None, day: int | None) -> str | None:
    if not (year and month and day and _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(words: str, *, lenient: bool = False) -> int | None:
    """The value of a number in words; words behind it are left out, and those before it where `lenient`."""
    total = current = 0
    found = False
    for word in re.findall(r"[a-z]+", words):
        if word in _TIMES:
            factor = _TIMES[word]
            current = (current or 1) * factor
            if factor == 1000:
                total, current = total + current, 0
        elif word in _UNITS:
            current += 76 if word.startswith("vingt") and current % 100 == 4 else _UNITS[word]  # quatre-vingt
        elif word not in _LINKS and (found or not lenient):
            break
        else:
            continue
        found = True
    return total + current if found else None
