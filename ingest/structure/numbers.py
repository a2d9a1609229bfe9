"""Numbers of provisions in the ways treaties print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Number", "chinese_number", "latin_digits", "read_number", "roman_number", "to_roman"]

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_UNITS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_FORM = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_CHINESE = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "兩": 2}
_CHINESE |= {"壹": 1, "貳": 2, "贰": 2, "參": 3, "叁": 3, "肆": 4, "伍": 5, "陸": 6, "柒": 7, "捌": 8, "玖": 9}
_CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "廿": 20}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")

# In the order in which they follow an article: 6, 6 bis, 6 ter; and 12, 12A, 12B.
_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")

_WORDS = {
    "first": 1, "premier": 1, "première": 1, "primero": 1, "primera": 1, "primeiro": 1, "unico": 1, "único": 1, "unique": 1,
    "second": 2, "segundo": 2, "segunda": 2, "deuxième": 2, "seconde": 2, "third": 3, "tercero": 3, "tercera": 3, "troisième": 3,
    "fourth": 4, "cuarto": 4, "cuarta": 4, "quatrième": 4, "fifth": 5, "quinto": 5, "quinta": 5, "cinquième": 5, "sexta": 6,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "الأول": 1, "الأولى": 1, "الاولى": 1, "األولى": 1, "األول": 1, "الاول": 1, "اولى": 1, "الوحيدة": 1, "الثاني": 2, "الثانية": 2, "الثالث": 3, "الثالثة": 3,
    "الرابع": 4, "الرابعة": 4, "الخامس": 5, "الخامسة": 5, "السادس": 6, "السادسة": 6, "السابع": 7, "السابعة": 7, "الثامن": 8,
    "الثامنة": 8, "التاسع": 9, "التاسعة": 9, "العاشر": 10, "العاشرة": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A provision's number, ordered as in the text: 6 < 6 bis < 7, 12 < 12A < 13."""

    value: int
    suffix_rank: int = 0
    suffix: str = ""

    @property
    def label(self) -> str:
        """As a label has it: `6`, `6 bis`, `12A`."""
        if not self.value:
            return self.suffix
        return f"{self.value} {self.suffix}" if self.suffix.islower() else f"{self.value}{self.suffix}"

    @property
    def canonical(self) -> str:
        """As an address has it: `6`, `6bis`, `12a`."""
        return f"{self.value or ''}{self.suffix}".lower()

    def follows(self, other: Number) -> bool:
        """Whether this is what comes next after `other`."""
        if self.value == other.value:
            return self.suffix_rank == other.suffix_rank + 1
        return self.value == other.value + 1 and self.suffix_rank == 0


def latin_digits(text: str) -> str:
    """The text with Arabic-Indic and full-width digits as 0–9; the length stays."""
    return text.translate(_DIGITS)


def roman_number(text: str) -> int | None:
    """The value of a Roman numeral, None for other words (`mix`, `di` included: only proper forms count)."""
    lowered = text.lower()
    if not lowered or not _ROMAN_FORM.fullmatch(lowered):
        return None
    total = 0
    for letter, following in zip(lowered, [*lowered[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if following and _ROMAN[following] > value else value
    return total


def to_roman(value: int) -> str:
    """The Roman numeral of a value below 4000."""
    numeral = ""
    for unit, letters in _ROMAN_UNITS:
        numeral += letters * (value // unit)
        value %= unit
    return numeral


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below 1000, or of digits."""
    text = latin_digits(text)
    if text.isdigit():
        return int(text)
    if not text or any(sign not in _CHINESE and sign not in _CHINESE_UNITS for sign in text):
        return None
    if all(sign in _CHINESE for sign in text):
        return int("".join(str(_CHINESE[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _CHINESE:
            digit = _CHINESE[sign]
        elif sign == "廿":
            total, digit = total + 20, 0
        else:
            total, digit = total + (digit or 1) * _CHINESE_UNITS[sign], 0
    return total + digit


def read_number(text: str, suffix: str = "") -> Number | None:
    """The number printed as `text` (digits, Roman, a word, Chinese) with a printed suffix (`bis`, `A`)."""
    cleaned = latin_digits(text.strip().lower())
    value: int | None
    if cleaned.isdigit():
        value = int(cleaned)
    else:
        value = _WORDS.get(cleaned)
        if value is None:
            value = roman_number(cleaned)
        if value is None:
            value = chinese_number(cleaned)
    if value is None or not 0 < value < 2000:
        return None
    suffix = suffix.strip()
    if not suffix:
        return Number(value)
    if suffix.lower() in _SUFFIXES:
        return Number(value, _SUFFIXES.index(suffix.lower()) + 1, suffix.lower())
    return Number(value, ord(suffix[0].upper()) - ord("A") + 1, suffix.upper())
