"""What a line announces: an article, a chapter, an annex, a preamble, signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.structure import heading_words as words_of
from ingest.structure.heading_words import MarkerKind
from ingest.structure.lines import Line
from ingest.structure.numbers import Number, latin_digits, read_number, roman_number, to_roman

__all__ = ["Marker", "letter_reading", "printed_number", "read_marker"]

_MAX_CONTAINER = 160
"""Characters; a longer line is a sentence that begins with "Part II of ..."."""
_MAX_DIVISION = 150
_SET_OFF = re.compile(r"\s+[–—]\s+\S[^.;:,]*$")
"""Behind the number of a chapter in small letters: a dash and words that are no sentence."""
_ANNEXES = frozenset({"annex", "schedule", "appendix"})
_COLON = re.compile(r"\s?[:：]\s?\S")
"""What stands between the number of an annex and its title on the same line."""
_ALONE = 3
"""Characters behind a heading that may still be stops."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A recognised beginning of a line."""

    kind: MarkerKind
    printed: str
    """The number as printed: `IV`, `12`, `A2.5`; empty without one."""
    number: Number | None
    rest: int
    """Where, in the line, the words behind word and number begin; the line's length when there are none."""
    weight: float
    """How sure the typography is, 0 to 1.2."""


def read_marker(line: Line) -> Marker | None:
    """What the line announces, or None for running text."""
    for read in (_article, _code, _container, _division, _around):
        marker = read(line)
        if marker is not None:
            return marker
    return None


def printed_number(marker: Marker) -> str:
    """The number for a label: digits and letters as printed, Roman numerals in capitals, words as Roman numerals."""
    printed = latin_digits(marker.printed)
    if marker.number is None or not marker.number.value or printed[:1].isdigit():
        return printed
    return printed.upper() if roman_number(printed) is not None else to_roman(marker.number.value)


def letter_reading(marker: Marker) -> Marker | None:
    """The marker of `Article C` with C as a letter, where it was read as a Roman numeral; None for other numbers."""
    printed = marker.printed
    if len(printed) == 1 and printed in "IVXLCDM":
        return replace(marker, number=_letter(printed), weight=marker.weight * 0.9)
    return None


def _letter(printed: str) -> Number:
    return Number(0, ord(printed) - ord("A") + 1, printed)


def _article(line: Line) -> Marker | None:
    match = words_of.CHINESE_ARTICLE.match(line.text)
    if match:
        number = read_number(match.group("value"))
        return _weighed("article", match.group("value"), number, line, match.end()) if number else None
    match = words_of.ARTICLE.match(line.text)
    number = _article_number(match) if match else None
    if match is None or number is None or _is_reference(line, match):
        return None
    printed = match.group("value")
    marker = _weighed("article", printed, number, line, match.end(), separated=bool(match.group("before")))
    if marker is not None and printed.lower() in words_of.ONLY_ARTICLE:
        # "Sole article" is what an approving law has, not the treaty.
        return replace(marker, weight=marker.weight * 0.3)
    return marker


def _article_number(match: re.Match[str]) -> Number | None:
    printed = match.group("value")
    if len(printed) == 1 and printed.isupper() and printed.isascii() and roman_number(printed) is None:
        return _letter(printed) if not (match.group("suffix") or match.group("letter")) else None
    if match.group("letter") and not printed[0].isdigit():
        return None
    return read_number(printed, match.group("suffix") or match.group("letter") or "")


def _is_reference(line: Line, match: re.Match[str]) -> bool:
    """Whether the word itself shows a reference: in lower case, or "Articles 5 to 7" with more behind it."""
    word = match.group("word")
    if not word[0].isascii():
        return False
    plural = word[-1] in "sS" and match.end() < len(line.text.rstrip(" .:"))
    return plural or (word[0].islower() and line.role != "heading")


def _weighed(
    kind: MarkerKind, printed: str, number: Number | None, line: Line, at: int, *, separated: bool = False
) -> Marker | None:
    """A marker with the weight of its typography; None for a reference that happens to begin a line."""
    text = line.text
    gap = words_of.AFTER_NUMBER.match(text, at)
    rest = gap.end() if gap else at
    between = text[at:rest].strip(' *_"”»')
    # In Chinese a blank behind the number is as good as a stop elsewhere.
    stopped = bool(between) or separated or (rest > at and text.startswith("第"))
    weight = _weight(kind, line, text[rest:], is_stopped=stopped, is_listed="," in between or ";" in between)
    if weight is None:
        return None
    return Marker(kind, printed, number, rest, weight * 0.4 if line.inline else weight)


def _weight(kind: MarkerKind, line: Line, behind: str, *, is_stopped: bool, is_listed: bool) -> float | None:
    is_heading = line.role == "heading"
    if not behind:
        return 1.2 if is_heading else 0.4 if is_listed else 1.0
    if is_listed:
        return 0.8 if is_heading and kind == "article" and words_of.PARAGRAPH_OF.match(behind) else None
    if is_stopped:
        return 1.2 if is_heading else 0.9
    if words_of.REFERENCE.match(behind):
        return 0.3 if is_heading else None
    return 1.1 if is_heading else 0.6 if len(behind) < _MAX_DIVISION else 0.5


def _code(line: Line) -> Marker | None:
    """Regulations, standards and guidelines."""
    match = words_of.CODE.match(line.text)
    if match:
        printed = match.group("value").upper()
        kind: MarkerKind = {"A": "standard", "B": "guideline"}.get(printed[0], "regulation")  # type: ignore[assignment]
        marker = _weighed(kind, printed, None, line, match.end())
        is_named = kind != "regulation" or match.group("word").lower() in ("regulation", "regla", "règle")
        return marker if marker and is_named and marker.weight >= 0.6 else None
    match = words_of.RULE.match(line.text)
    if match:
        printed = match.group("value").replace(" ", "").replace("–", "-")
        marker = _weighed("regulation", printed, None, line, match.end())
        return marker if marker and (marker.weight >= 1.0 or line.role == "heading") else None
    return None


def _container(line: Line) -> Marker | None:
    """Parts, titles, chapters and sections."""
    match = words_of.CHINESE_CONTAINER.match(line.text)
    if match:
        kind = words_of.CHINESE_CONTAINER_WORDS[match.group("word")]
        return _weighed(kind, match.group("value"), read_number(match.group("value")), line, match.end())
    for pattern, kind in words_of.CONTAINER_PATTERNS:
        match = pattern.match(line.text)
        if match:
            return _container_marker(line, match, kind)
    return None


def _container_marker(line: Line, match: re.Match[str], kind: MarkerKind) -> Marker | None:
    value = match.group("value")
    is_heading = line.role == "heading"
    is_small = bool(value) and value.isascii() and value[0].islower()
    if is_small and not is_heading and not _SET_OFF.match(line.text, match.end()):
        return None  # "part a", "chapter ii of": running text
    if len(line.text) > _MAX_CONTAINER and not line.inline:
        return None
    printed = value or match.group("ordinal").lower()
    number = read_number(latin_digits(printed))
    if number is None and not printed.isascii():
        return None  # an Arabic word that is no ordinal
    marker = _weighed(kind, printed, number, line, match.end())
    return marker if marker and marker.weight >= (0.2 if line.inline else 0.5) else None


def _division(line: Line) -> Marker | None:
    """Annexes, protocols and what else stands beside the main text."""
    text = line.text
    for pattern, kind in words_of.DIVISION_PATTERNS:
        match = pattern.match(text)
        if not match:
            continue
        is_heading = line.role == "heading"
        alone = len(text) - match.end() <= _ALONE
        in_capitals = text[: match.end()].isupper() and len(text) < _MAX_DIVISION
        if text[0].islower() and not (is_heading and alone):
            return None  # a sentence broken before the word, even where a converter made it a heading
        set_off = kind in _ANNEXES and match.group("value") and _COLON.match(text, match.end())
        if not (is_heading or alone or in_capitals or (set_off and len(text) < _MAX_DIVISION)):
            return None
        printed = match.group("value") or ""
        number = read_number(printed) if printed else None
        if number is None and not printed.isascii():
            printed = ""
        gap = words_of.AFTER_NUMBER.match(text, match.end())
        rest = gap.end() if gap else match.end()
        return Marker(kind, printed, number, rest, 1.0 if alone else 0.8)
    return None


def _around(line: Line) -> Marker | None:
    """The heading of a preamble, the opening of the closing formula."""
    text = line.text
    preamble = words_of.PREAMBLE.match(text)
    if preamble:
        return Marker("preamble", "", None, preamble.end(), 1.0)
    if words_of.SIGNATURES.match(text):
        return Marker("signatures", "", None, 0, 1.0)
    return None
