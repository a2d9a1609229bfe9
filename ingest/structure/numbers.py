"""Numbers of provisions in the ways treaties print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "Number",
    "annexed_number",
    "arabic_ordinal",
    "chinese_number",
    "latin_digits",
    "read_number",
    "roman_number",
    "to_roman",
]

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_UNITS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_FORM = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_CHINESE = {sign: value for value, signs in enumerate(
    ("〇零", "一壹", "二两兩貳贰", "三參叁", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "廿": 20}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")
_MAX_NUMBER = 2000

_LETTERS = frozenset("CDLM")
"""Annexes with these are the third, fourth and so on, and not the hundredth."""

_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")
"""In the order in which they follow an article."""

_SPELLED = (
    "unico único unique first one premier première primero primera primer primeiro",
    "second two deuxième deuxieme seconde segundo segunda",
    "third three troisième troisieme tercero tercera tercer",
    "fourth four quatrième quatrieme cuarto cuarta",
    "fifth five cinquième cinquieme quinto quinta",
    "six sexto sexta",
    "seven séptimo séptima septimo septima",
    "eight octavo octava",
    "nine noveno novena",
    "ten décimo décima decimo decima",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_WORDS = {word: value for value, words in enumerate(_SPELLED, start=1) for word in words.split()}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
# Stems of the Arabic ordinals 1 to 10; both genders, with and without hamza.
_ARABIC_UNITS = ("أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_ARABIC_TENS = {
    "عشر": 20, "ثلاث": 30, "أربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90,
}  # fmt: skip
_ARABIC_FIRST = frozenset({"أول", "أولى", "أولي", "اول", "اولى", "اولي", "حادي", "حادية", "وحيدة"})


def annexed_number(word: str, printed: str) -> str:
    """What stands before the slash of an address in an annex: `annex1` for `annex I`, `annex`, `protocol`.

    Editions in other languages call a schedule an annex, and an appendix too where it is the only one and so has no
    number; by number an instrument may have annexes and appendices side by side.
    """
    is_annex = word == "schedule" or (word == "appendix" and not printed)
    value = None if printed in _LETTERS else roman_number(printed)
    return f"{'annex' if is_annex else word.replace(' ', '')}{printed.lower() if value is None else value}"


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


def arabic_ordinal(text: str) -> int | None:
    """The value of a spelled Arabic ordinal up to 99 (`الثانية عشرة`, `الخامسة والعشرون`), None for other words."""
    words = text.replace("\u0640", "").replace("األ", "الأ").split()
    if not words or not words[0].startswith("ال"):
        return None
    unit = _arabic_unit(words[0][2:])
    if len(words) == 1:
        return unit if unit is not None else _arabic_ten(words[0][2:])
    if words[1].rstrip("ةه") == "عشر":
        return None if unit is None else unit + 10
    if words[1].startswith("وال") and unit is not None:
        tens = _arabic_ten(words[1][3:])
        return None if tens is None else unit + tens
    return None


def _arabic_unit(word: str) -> int | None:
    if word in _ARABIC_FIRST:
        return 1
    stem = word[:-1] if word[-1:] in "ةه" else word
    return _ARABIC_UNITS.index(stem) + 1 if stem in _ARABIC_UNITS else None


def _arabic_ten(word: str) -> int | None:
    return _ARABIC_TENS.get(word[:-2]) if word.endswith(("ون", "ين")) else None


def read_number(text: str, suffix: str = "") -> Number | None:
    """The number printed as `text` (digits, Roman, a word, Chinese) with a printed suffix (`bis`, `A`)."""
    value = _value(latin_digits(text.strip().lower()))
    if value is None or not 0 < value < _MAX_NUMBER:
        return None
    suffix = suffix.strip()
    if not suffix:
        return Number(value)
    if suffix.lower() in _SUFFIXES:
        return Number(value, _SUFFIXES.index(suffix.lower()) + 1, suffix.lower())
    return Number(value, ord(suffix[0].upper()) - ord("A") + 1, suffix.upper())


def _value(cleaned: str) -> int | None:
    if cleaned.isdigit():
        return int(cleaned)
    for read in (_spelled, roman_number, chinese_number, arabic_ordinal):
        value = read(cleaned)
        if value is not None:
            return value
    return None


def _spelled(cleaned: str) -> int | None:
    """The value of a spelled number: `four`, `twenty-one`, `primero`."""
    ten, _, unit = cleaned.replace(" ", "-").partition("-")
    if ten not in _TENS:
        return _WORDS.get(cleaned)
    return _TENS[ten] + (_WORDS.get(unit, 0) if unit else 0)
