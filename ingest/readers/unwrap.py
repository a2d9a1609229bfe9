"""Paragraphs from lines that were broken to a fixed width."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.cleaning import Cleaned

__all__ = ["Layout", "starts_provision", "unwrap"]

_MAX_WRAP = 130
"""Characters; longer lines are paragraphs, not broken lines."""
_TATWEEL = "\u0640"
"""The Arabic stroke that stretches a word for the eye."""
_FEW = 12
"""Below so many lines nothing can be said about their width."""
_END = re.compile(r"""[.:;!?؛؟。：；！？…][”"»’)\]]*$""")
_HEAD_WORD = (
    r"article|art\.|artículo|articulo|artigo|artikel|статья|المادة|مادة|第[\d一二三四五六七八九十百零〇]+[条條章]|"
    r"part|parte|partie|chapter|chapitre|cap[íi]tulo|section|secci[óo]n|title|titre|t[íi]tulo|annex|anexo|annexe|"
    r"appendix|schedule|protocol|protocolo|regulation|الباب|الجزء|الفصل|القسم|المرفق|الملحق|глава|раздел|часть|preamble|"
    r"preámbulo|preambulo|الديباجة|ديباجة"
)
# A word of division counts as a heading only with its number behind it, or alone on the line.
_NUMBER = (
    r"(?:[\s:.(\-–]*(?:\d+|[٠-٩]+|[ivxlcdm]+\b|[a-h]\b|[uú]nico|primer[oa]?|first|premi[eè]re?|"
    r"الأول[ىي]?|األول[ىي]?|ال\w+))"
)
_HEADING = re.compile(rf"^[*_#\s]*(?:{_HEAD_WORD})(?:{_NUMBER}|\s*[*:.]*$|[\d]|$)", re.IGNORECASE)
# "Article 12 of the Convention ..." goes on with a sentence from the line before.
_REFERENCE = re.compile(
    r"^(?:[Aa]rt[ií]culos?|[Aa]rticles?|[Aa]rt\.)\s+\d{1,3}[º°]?,?\s+(?!bis\b|ter\b|quater\b)[a-zà-ÿ]|"
    r"^(?:[Aa]rt[ií]culos?|[Aa]rticles?)\s+\d{1,3}[º°]?,\s"
)
_ITEM = re.compile(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zñ]|([a-z])\1|[ivx]{1,6}|[A-Z])(?:[.)]|\s*[-–—]\s|º)|[-–—•*·]\s?|\.\d+|"
    r"[-–(]?\s?\(?(?:\d{1,3}|[٠-٩]{1,3}|[أبجدهوزحطيكل])\s?[-–)._]|[（(]?[一二三四五六七八九十]{1,3}[、)）])"
)


# A heading broken between its word and its number.
_BARE_WORD = re.compile(
    r"^(?:art[íi]culo|art\.|article|artigo|المادة|مادة|cap[íi]tulo|chapter|chapitre)$", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,6}(?![a-zà-ÿ]))")


def starts_provision(line: str) -> bool:
    """Whether a line begins something numbered: a heading of a division, a list item."""
    plain = line.replace(_TATWEEL, "")
    return bool((_HEADING.match(plain) and not _REFERENCE.match(plain)) or _ITEM.match(plain))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of one file were broken."""

    width: float | None
    """Characters; None when every line is a whole paragraph."""
    double_spaced: bool
    """Whether an empty line follows every line, and so says nothing about paragraphs."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Layout:
        """The layout of a file with these lines."""
        stripped = [line.strip() for line in lines]
        return cls(_wrap_width([line for line in stripped if line]), _is_double_spaced(stripped))


def unwrap(lines: Sequence[Cleaned], layout: Layout) -> list[Cleaned]:
    """The paragraphs of these lines, an empty line ending one where empty lines mean anything."""
    stripped = [line.strip() for line in lines]
    if layout.width is None:
        return [line for line in stripped if line.text]
    paragraphs: list[list[Cleaned]] = []
    last = ""
    apart = False
    for line in stripped:
        if not line.text:
            apart = apart or not layout.double_spaced
            continue
        if paragraphs and (not apart or _BARE_WORD.match(last)) and _continues(last, line.text, layout.width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        last = line.text
        apart = False
    return [Cleaned.join(" ", paragraph) for paragraph in paragraphs]


def _wrap_width(lines: list[str]) -> float | None:
    """The width that most lines were broken to; None when there is none."""
    if len(lines) < _FEW:
        return None
    lengths = sorted(map(len, lines))
    width = float(lengths[int(0.9 * (len(lengths) - 1))])
    near = len(lengths) - bisect_left(lengths, 0.7 * width)
    return width if width <= _MAX_WRAP and near >= 0.3 * len(lengths) else None


def _is_double_spaced(lines: list[str]) -> bool:
    pairs = singles = 0
    for first, second in pairwise(lines):
        if first:
            pairs += 1
            singles += not second
    return singles > 0.8 * pairs


def _continues(last: str, line: str, width: float) -> bool:
    if _BARE_WORD.match(last) and _BARE_NUMBER.match(line):
        return True
    ended = bool(_END.search(last))
    first = line[0]
    if starts_provision(line):
        return False
    if _HEADING.match(last.replace(_TATWEEL, "")):
        return first.islower() and not ended and last[-1].islower()
    if first.islower():
        return not (ended and last[-1] in ":;") or len(last) >= 0.8 * width
    return not ended and len(last) >= 0.7 * width
