"""Which paragraphs are headings, and of what level: by the file's outline, by type and by number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.lines import Line, TableRow

__all__ = ["OutlineEntry", "heading_levels", "is_caption", "whole_headings"]

_MAX_CHARS = 220
_MAX_LINES = 8
_LARGER = 1.1
_SMALLER = 0.92
_MAX_LEVEL = 8
_MAX_SHARE = 0.12
"""Of all characters; type that takes up more is no type of headings."""
_BOLD = 0.9
"""Share of the characters of a line."""
_NUMBER_LEADING = 2.2
_MIN_ENTRIES = 5
_HEADING_LEADING = 1.5
"""In ems; lines of one heading stand no further apart."""
_SENTENCE_END = re.compile(r"[.;,،؛。]$")
_CLAUSE_END = re.compile(r"[.;؛。]$")
_NUMBER = re.compile(
    r"(?:(?P<parts>(?:\d{1,2}|[IVXLC]{1,6}|[A-Z])(?:[.-]\d{1,2})+|\d{1,2})[.)]?|(?:[IVXLC]{1,6}|[A-Z])[.)])\s"
)
_BULLET = re.compile(r"[•●○▪■□◦‣⁃➢➤✓✔·\uf000-\uf0ff–—-]\s?|o\s")
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
    listed = _in_contents(paragraphs, texts)
    outlined = _outlined(paragraphs, texts, outline, listed)
    styled = {
        position: style
        for position, (lines, text) in enumerate(zip(paragraphs, texts, strict=True))
        if position not in listed and (style := _heading_style(lines, text, body))
    }
    styled = _rare(styled, paragraphs, texts)
    levels = _style_levels(styled, outlined, texts)
    found = {position: levels[style] for position, style in styled.items()}
    for position, (lines, text) in enumerate(zip(paragraphs, texts, strict=True)):
        division = _DIVISION.fullmatch(text)
        if position not in found and len(lines) == 1 and division and text[:1].isupper() and len(text) > 4:
            found[position] = _DIVISION_LEVELS.get(division["word"][0].lower(), 4)
    found |= outlined
    return {position: min(level, _MAX_LEVEL) for position, level in sorted(found.items())}


def whole_headings(groups: Sequence[list[Line] | TableRow], body: float) -> list[list[Line] | TableRow]:
    """The paragraphs with the lines of one heading together, which their indents or a number before them tore apart."""
    joined: list[list[Line] | TableRow] = []
    for group in groups:
        last = joined[-1] if joined else None
        if isinstance(last, list) and isinstance(group, list) and _is_one_heading(last, group, body):
            last += group
        else:
            joined.append(group)
    return joined


def _is_one_heading(above: Sequence[Line], below: Sequence[Line], body: float) -> bool:
    last, first = above[-1], below[0]
    if (last.page, last.region) != (first.page, first.region):
        return False
    texts = " ".join(line.text for line in above), " ".join(line.text for line in below)
    style = _heading_style(below, texts[1], body)
    number = _BARE_NUMBER.fullmatch(texts[0]) is not None
    reach = (_NUMBER_LEADING if number else _HEADING_LEADING) * max(last.size, first.size)
    if style is None or not 0 < first.y - last.y <= reach or (_CLAUSE_END.search(texts[0]) and not number):
        return False
    if (
        _NUMBER.match(texts[1])
        or _DIVISION.match(texts[1])
        or _DIVISION.fullmatch(texts[0])
        or texts[0].endswith(("?", ":"))
    ):
        return False
    if number:
        return first.size > _LARGER * body or abs(last.size - first.size) <= 0.1 * first.size
    return _heading_style(above, texts[0], body) == style and len(texts[0]) + len(texts[1]) <= _MAX_CHARS


def is_caption(text: str) -> bool:
    """Whether a paragraph names a figure, a table or its source."""
    return bool(_CAPTION.match(text))


def _heading_style(lines: Sequence[Line], text: str, body: float) -> _Style | None:
    """The style of what looks like a heading; None for all else."""
    letters = sum(map(str.isalpha, text))
    if letters < 2 or len(text) > _MAX_CHARS or len(lines) > _MAX_LINES or is_caption(text):
        return None
    size = max(line.size for line in lines)
    bold = all(line.bold >= _BOLD for line in lines)
    italic = all(line.italic >= 0.9 for line in lines)
    capitals = letters >= 4 and text.upper() == text and text.lower() != text
    if size < _SMALLER * body or (_SENTENCE_END.search(text) and not _NUMBER.match(text) and len(text) > 60):
        return None
    if text[:1].islower() or text.endswith((";", ",")) or (text.endswith(".") and len(text.split()) > 12):
        return None
    if _BULLET.match(text) and not bold:
        return None
    stands_out = size >= _LARGER * body or bold or (capitals and letters >= 6)
    numbered = italic and _NUMBER.match(text) is not None and not _SENTENCE_END.search(text)
    if not (stands_out or numbered):
        return None
    return round(2 * size) / 2, bold, capitals, italic


def _rare(styled: dict[int, _Style], paragraphs: Sequence[Sequence[Line]], texts: Sequence[str]) -> dict[int, _Style]:
    """Those whose type is not that of much of the text: a document may have several sizes of running text."""
    weight: Counter[tuple[float, bool]] = Counter()
    for lines, text in zip(paragraphs, texts, strict=True):
        size = round(2 * max(line.size for line in lines)) / 2
        weight[size, all(line.bold >= _BOLD for line in lines)] += len(text)
    limit = _MAX_SHARE * sum(map(len, texts))
    return {position: style for position, style in styled.items() if style[2] or weight[style[:2]] <= limit}


def _in_contents(paragraphs: Sequence[Sequence[Line]], texts: Sequence[str]) -> set[int]:
    """Positions of the entries of tables of contents: on pages that list headings with their page numbers."""
    entries: dict[int, list[int]] = defaultdict(list)
    for position, (lines, text) in enumerate(zip(paragraphs, texts, strict=True)):
        if _LIST_END.search(text) and len(text) > 6:
            entries[lines[0].page].append(position)
    return {
        position
        for found in entries.values()
        if len(found) >= _MIN_ENTRIES
        for position in range(found[0], found[-1] + 1)
    }


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
            if position in found or position in listed:
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
    return (
        len(short) >= 6 and long.endswith(short) and bool(re.fullmatch(r"[\divxlcabcdefgh]{1,6}", long[: -len(short)]))
    )


def _style_levels(styled: dict[int, _Style], outlined: dict[int, int], texts: Sequence[str]) -> dict[_Style, int]:
    """The level of each style: of the outline, else of numbers like 2.1, else by rank among the styles."""
    ranked = sorted(set(styled.values()), key=lambda s: (-s[0], not s[1], not s[2], s[3]))
    votes = _votes(styled, outlined) or _votes(styled, _dotted(styled, texts))
    if votes:
        return _between(ranked, votes)
    count = Counter(styled.values())
    levels: dict[_Style, int] = {}
    level = 1
    for style in ranked:
        levels[style] = level
        # A style of a single heading, as of the title page, takes no level of its own.
        level += count[style] > 1
    return levels


def _between(ranked: Sequence[_Style], known: dict[_Style, int]) -> dict[_Style, int]:
    """The known levels, and for the other styles one below the styles that outrank them."""
    levels: dict[_Style, int] = {}
    above = 0
    for style in ranked:
        above = known.get(style, above)
        levels[style] = known.get(style, above + 1)
    return levels


def _votes(styled: dict[int, _Style], levels: dict[int, int]) -> dict[_Style, int]:
    """The level that most headings of a style have, where known."""
    counted: dict[_Style, Counter[int]] = defaultdict(Counter)
    for position, style in styled.items():
        if position in levels:
            counted[style][levels[position]] += 1
    return {
        style: max(counter, key=lambda level: (counter[level], -level)) for style, counter in sorted(counted.items())
    }


def _dotted(styled: dict[int, _Style], texts: Sequence[str]) -> dict[int, int]:
    """The level by their numbers of headings with such, when enough of these have a dot inside to mean it."""
    found: dict[int, int] = {}
    for position in styled:
        number = _NUMBER.match(texts[position])
        if number and number["parts"]:
            found[position] = len(re.split(r"[.-]", number["parts"]))
    return found if sum(level > 1 for level in found.values()) >= 3 else {}
