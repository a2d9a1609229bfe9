"""Running heads, feet and page numbers, told by their coming back from page to page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.segments import Segment

__all__ = ["Sheet", "furniture"]

_ZONE = 0.2
"""Of the page's height, at its head and at its foot."""
_MAX_ROWS = 5
_NEAR = 6.0
"""Points within which a line comes back at the same height."""
_BAND = 2.5
_TABLE_CELLS = 3
_OWN_LINES = 3
"""More lines than a blank page has in its head and foot."""
_FEW_PAGES = 4
_NUMBER = re.compile(r"\d+|(?<![a-z])[ivxlc]+(?![a-z])", re.IGNORECASE)
_BARE = re.compile(
    r"[\W_]*(?:(?:page|p|página|pág|pagina|seite|страница|صفحة)\.?\s*)?#(?:\s*(?:/|of|de|sur|von)\s*#)?[\W_]*",
    re.IGNORECASE,
)
# What these begin is a provision's heading, so that its number counts up with the pages is a coincidence.
_HEADING = re.compile(
    r"(?:article|art|artículo|section|chapter|chapitre|cap[íi]tulo|part|partie|annex|rule|rec)", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The segments of one page and its height."""

    segments: Sequence[Segment]
    height: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    segment: Segment
    foot: bool
    text: str
    key: str
    numbers: tuple[tuple[str, int], ...]


def furniture(sheets: Sequence[Sheet]) -> tuple[list[set[int]], list[str | None]]:
    """Per page, the ids of the segments that are no text of the document, and the page number printed on it."""
    found = [c for page, sheet in enumerate(sheets) for c in _candidates(page, sheet)]
    few = 2 if len(sheets) <= _FEW_PAGES else 3
    labels: list[str | None] = [None] * len(sheets)
    accepted = _repeated(found, few) | _counting(found, few, labels)
    accepted |= _at_known_heights(found, accepted, labels)
    removed: list[set[int]] = [{id(s) for s in sheet.segments if s.pagination} for sheet in sheets]
    for page, ids in enumerate(_from_the_edge(found, accepted, len(sheets))):
        if not _is_whole_page(sheets[page], ids):
            removed[page] |= ids
    return removed, _filled(labels)


def _is_whole_page(sheet: Sheet, ids: set[int]) -> bool:
    """Whether these are all of a page that has text of its own: pages may be alike without being furniture."""
    heights = {round(s.y) for s in sheet.segments}
    return len(heights) >= _OWN_LINES and all(id(s) in ids for s in sheet.segments)


def _candidates(page: int, sheet: Sheet) -> list[_Candidate]:
    found: list[_Candidate] = []
    for foot in (False, True):
        edge = sorted(sheet.segments, key=lambda s: (-s.y if foot else s.y, s.x0))
        heights: list[float] = []
        for segment in edge:
            share = segment.y / sheet.height
            if not (share > 1 - _ZONE if foot else share < _ZONE):
                break
            if not heights or abs(heights[-1] - segment.y) > 3:
                heights.append(segment.y)
            if len(heights) > _MAX_ROWS:
                break
            text = " ".join(segment.text.split())
            found.append(_Candidate(page, segment, foot, text, *_key(text)))
    return found


def _key(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The text with its numbers taken out, and these; Roman ones count only where nothing else stands."""
    plain = text.casefold()
    alone = len(plain.strip("-–— []()|.")) <= 7
    numbers: list[tuple[str, int]] = []

    def replace(match: re.Match[str]) -> str:
        value = _value(match.group()) if match.group().isdigit() or alone else 0
        if not value:
            return match.group()
        numbers.append((match.group(), value))
        return "#"

    return _NUMBER.sub(replace, plain), tuple(numbers)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number) if len(number) <= 5 else 0
    values = [_ROMAN[char] for char in number.casefold()]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _repeated(found: Sequence[_Candidate], few: int) -> set[int]:
    """Texts that stand on several pages at the same height."""
    groups: dict[tuple[bool, str], list[_Candidate]] = defaultdict(list)
    for candidate in found:
        if sum(map(str.isalpha, candidate.text)) >= 2 or len(candidate.text) >= 6:
            groups[candidate.foot, candidate.text.casefold()].append(candidate)
    accepted: set[int] = set()
    for group in groups.values():
        for candidate in group:
            level = {o.page for o in group if _same_place(o.segment, candidate.segment)}
            if len(level) >= few:
                accepted.add(id(candidate.segment))
    return accepted


def _same_place(one: Segment, other: Segment) -> bool:
    """Whether two segments stand at one height, and level left, right or about the same middle."""
    if abs(one.y - other.y) > _NEAR:
        return False
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1), abs(one.x0 + one.x1 - other.x0 - other.x1) / 2) <= _NEAR


def _counting(found: Sequence[_Candidate], few: int, labels: list[str | None]) -> set[int]:
    """Texts whose number counts up with the pages; writes the page numbers among them to `labels`."""
    groups: dict[tuple[bool, str], list[_Candidate]] = defaultdict(list)
    for candidate in found:
        if candidate.numbers:
            groups[candidate.foot, candidate.key].append(candidate)
    accepted: set[int] = set()
    for (_, key), group in sorted(groups.items()):
        bare = bool(_BARE.fullmatch(key))
        for place in range(bool(_HEADING.match(key)), len(group[0].numbers)):
            offsets = Counter(
                (c.numbers[place][1] - c.page, c.numbers[place][0].isdigit()) for c in group if len(c.numbers) > place
            )
            for (offset, digits), count in sorted(offsets.items(), key=lambda item: (-item[1], item[0])):
                enough = few if bare else max(few, 0.6 * len(group))
                if count < enough:
                    break
                level = [c for c in group if _counts(c, place, offset, digits) and labels[c.page] is None]
                for candidate in level:
                    if len({c.page for c in level if _same_place(c.segment, candidate.segment)}) >= few:
                        accepted.add(id(candidate.segment))
                        labels[candidate.page] = candidate.numbers[place][0]
    return accepted


def _counts(candidate: _Candidate, place: int, offset: int, digits: bool) -> bool:
    if len(candidate.numbers) <= place:
        return False
    text, value = candidate.numbers[place]
    return value - candidate.page == offset and text.isdigit() == digits


def _at_known_heights(found: Sequence[_Candidate], accepted: set[int], labels: list[str | None]) -> set[int]:
    """Lines at a height where most pages have a running head or foot: heads of short chapters come only once.

    Page numbers among them are written to `labels`.
    """
    known = [c for c in found if id(c.segment) in accepted]
    done = {(c.page, c.foot, round(c.segment.y)) for c in known}
    more: set[int] = set()
    for candidate in found:
        y, size = candidate.segment.y, candidate.segment.size
        if id(candidate.segment) in accepted or any(
            (candidate.page, candidate.foot, round(y) + d) in done for d in (-1, 0, 1)
        ):
            continue
        level = {
            c.page
            for c in known
            if c.foot == candidate.foot and abs(c.segment.y - y) <= _BAND and abs(c.segment.size - size) < 0.6
        }
        if len(level) >= max(4, 0.3 * len(labels)) and _stands_off(candidate, found):
            more.add(id(candidate.segment))
            if _BARE.fullmatch(candidate.key):
                labels[candidate.page] = labels[candidate.page] or candidate.numbers[0][0]
    return more


def _stands_off(candidate: _Candidate, found: Sequence[_Candidate]) -> bool:
    """Whether the next line inwards is further away than a line of the same paragraph would be."""
    y, size = candidate.segment.y, candidate.segment.size
    return not any(
        c.page == candidate.page and c.foot == candidate.foot and 3 < abs(c.segment.y - y) < 1.7 * size for c in found
    )


def _from_the_edge(found: Sequence[_Candidate], accepted: set[int], pages: int) -> list[set[int]]:
    """The accepted segments with nothing but such between them and the edge of the page."""
    kept: list[set[int]] = [set() for _ in range(pages)]
    closed: dict[tuple[int, bool], float] = {}
    first = _first_table_heads(found, accepted)
    for candidate in found:  # from the edge inwards, as they were gathered
        side = candidate.page, candidate.foot
        limit = closed.get(side)
        if id(candidate.segment) not in accepted or id(candidate.segment) in first:
            closed.setdefault(side, candidate.segment.y)
        elif limit is None or abs(limit - candidate.segment.y) <= 3:
            kept[candidate.page].add(id(candidate.segment))
    return kept


def _first_table_heads(found: Sequence[_Candidate], accepted: set[int]) -> set[int]:
    """Repeated lines of several cells where they come first: the head of a table that goes on over pages."""
    lines: dict[tuple[int, int], list[_Candidate]] = defaultdict(list)
    for candidate in found:
        if id(candidate.segment) in accepted and not candidate.foot:
            lines[candidate.page, round(candidate.segment.y)].append(candidate)
    seen: set[tuple[str, ...]] = set()
    first: set[int] = set()
    for _, line in sorted(lines.items()):
        texts = tuple(c.text for c in line)
        if len(texts) >= _TABLE_CELLS and texts not in seen:
            seen.add(texts)
            first |= {id(c.segment) for c in line}
    return first


def _filled(labels: list[str | None]) -> list[str | None]:
    """The labels with gaps closed where the numbers before and after leave only one reading."""
    filled = list(labels)
    known = [i for i, label in enumerate(labels) if label is not None and label.isdigit()]
    for before, after in pairwise(known):
        first, last = labels[before], labels[after]
        if first is not None and last is not None and int(last) - int(first) == after - before:
            for page in range(before + 1, after):
                filled[page] = filled[page] or str(int(first) + page - before)
    return filled
