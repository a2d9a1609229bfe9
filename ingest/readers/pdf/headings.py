"""Which paragraphs are headings, and of what level: by the file's outline, by type and by number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line

__all__ = ["OutlineEntry", "heading_levels", "is_caption"]

_MAX_CHARS = 220
_MAX_LINES = 5
_LARGER = 1.1
_SMALLER = 0.92
_MAX_LEVEL = 8
_SENTENCE_END = re.compile(r"[.;,،؛。]$")
_NUMBER = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2})*)\.?|([IVXLC]{1,6})[.)]|([A-Z])[.)])\s")
_BARE_NUMBER = re.compile(r"[\W\d]*|[IVXLC]+[.)]?")
_DIVISION = re.compile(
    r"(?P<word>preamble|preámbulo|préambule|part|partie|parte|chapter|chapitre|cap[íi]tulo|section|secci[óo]n|"
    r"article|artículo|annex|annexe|anexo|الديباجة|الجزء|الباب|الفصل|المادة|часть|глава|раздел|статья)"
    r"(?:\s+(?:\d{1,3}[A-Za-z]?(?:\s?(?:bis|ter|quater))?|[IVXLC]{1,6}|[A-H]|\(?\d{1,3}\)?))?\s*[.:*–—-]?",
    re.IGNORECASE,
)
_DIVISION_LEVELS = {"p": 1, "c": 2, "s": 3, "a": 4}
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|tableau|tabla|cuadro|box|encadr[ée]|graph(?:ique)?|chart|diagram|map|photo|source|note)s?\b\s*"
    r"(?:\d|[A-Z]?[.:])",
    re.IGNORECASE,
)
_LIST_END = re.compile(r"(?:…|\s)\s*(?:\d{1,3}|[ivxlc]{1,6})$")

_Style = tuple[float, bool, bool, bool]
"""Size to the half point, bold, capitals, italic."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One entry of a file's outline."""

    title: str
    level: int
    page: int | None
    """Position of the page it points at, from 0."""


def heading_levels(
    paragraphs: Sequence[Sequence[Line]], texts: Sequence[str], outline: Sequence[OutlineEntry], body: float
) -> dict[int, int]:
    """The level of each paragraph that is a heading, by position."""
    listed = _contents_pages(paragraphs, texts)
    outlined = _outlined(paragraphs, texts, outline, listed)
    styled = {
        position: style
        for position, (lines, text) in enumerate(zip(paragraphs, texts, strict=True))
        if (style := _heading_style(lines, text, body)) and not (lines[0].page in listed and _LIST_END.search(text))
    }
    levels = _style_levels(styled, outlined, texts)
    found = {position: levels[style] for position, style in styled.items()}
    for position, (lines, text) in enumerate(zip(paragraphs, texts, strict=True)):
        division = _DIVISION.fullmatch(text)
        if position not in found and len(lines) == 1 and division and text[:1].isupper() and len(text) > 4:
            found[position] = _DIVISION_LEVELS.get(division["word"][0].lower(), 4)
    found |= outlined
    return {position: min(level, _MAX_LEVEL) for position, level in sorted(found.items())}


def is_caption(text: str) -> bool:
    """Whether a paragraph names a figure, a table or its source."""
    return bool(_CAPTION.match(text))


def _heading_style(lines: Sequence[Line], text: str, body: float) -> _Style | None:
    """The style of what looks like a heading; None for all else."""
    letters = sum(map(str.isalpha, text))
    if letters < 2 or len(text) > _MAX_CHARS or len(lines) > _MAX_LINES or is_caption(text):
        return None
    size = max(line.size for line in lines)
    bold = all(line.bold >= 0.9 for line in lines)
    italic = all(line.italic >= 0.9 for line in lines)
    capitals = letters >= 4 and text.upper() == text and text.lower() != text
    if size < _SMALLER * body or (_SENTENCE_END.search(text) and not _NUMBER.match(text) and len(text) > 60):
        return None
    if text[:1].islower() or (text.endswith((".", ";", ",")) and len(text.split()) > 12):
        return None
    stands_out = size >= _LARGER * body or bold or (capitals and letters >= 6)
    numbered = italic and _NUMBER.match(text) is not None and not _SENTENCE_END.search(text)
    if not (stands_out or numbered):
        return None
    return round(2 * size) / 2, bold, capitals, italic


def _contents_pages(paragraphs: Sequence[Sequence[Line]], texts: Sequence[str]) -> set[int]:
    """Pages that list headings with their page numbers."""
    count: Counter[int] = Counter()
    for lines, text in zip(paragraphs, texts, strict=True):
        count[lines[0].page] += bool(_LIST_END.search(text)) and len(text) > 6
    return {page for page, lists in count.items() if lists >= 5}


def _outlined(
    paragraphs: Sequence[Sequence[Line]], texts: Sequence[str], outline: Sequence[OutlineEntry], listed: set[int]
) -> dict[int, int]:
    """The level of paragraphs that the outline names, each on the page it points at."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for position, lines in enumerate(paragraphs):
        by_page[lines[0].page].append(position)
    found: dict[int, int] = {}
    for entry in outline:
        title = _letters(entry.title)
        if entry.page is None or len(title) < 3:
            continue
        for position in [p for page in (entry.page, entry.page + 1) for p in by_page.get(page, ())]:
            if position in found or (paragraphs[position][0].page in listed and _LIST_END.search(texts[position])):
                continue
            text = _letters(texts[position])
            if len(texts[position]) <= _MAX_CHARS + 80 and (text == title or _but_for_number(text, title)):
                found[position] = entry.level
                break
    return found


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _but_for_number(text: str, title: str) -> bool:
    """Whether two titles are the same but for a number at the head of one of them."""
    short, long = sorted((text, title), key=len)
    return len(short) >= 6 and long.endswith(short) and bool(re.fullmatch(r"[\divxlcabcdefgh]{1,6}", long[: -len(short)]))


def _style_levels(styled: dict[int, _Style], outlined: dict[int, int], texts: Sequence[str]) -> dict[_Style, int]:
    """The level of each style: of the outline, else of the numbers, else by rank among the styles."""
    ranked = sorted(set(styled.values()), key=lambda s: (-s[0], not s[1], not s[2], s[3]))
    votes: dict[_Style, Counter[int]] = defaultdict(Counter)
    for position, style in styled.items():
        if position in outlined:
            votes[style][outlined[position]] += 1
    if not votes:
        for position, style in styled.items():
            number = _NUMBER.match(texts[position])
            if number and number[1]:
                votes[style][number[1].count(".") + 1] += 1
    levels: dict[_Style, int] = {}
    above = 0
    for style in ranked:
        if votes[style]:
            above = max(votes[style], key=lambda level: (votes[style][level], -level))
            levels[style] = above
        else:
            # Of an unknown style all that is known is its rank: below the styles that outrank it.
            levels[style] = above + 1
            above = above if any(votes.values()) else above + 1
    return levels
