"""The divisions of a file: the main text, annexes, protocols, other instruments, and what is not the treaty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.model import ProvisionKind
from ingest.structure.candidates import Found
from ingest.structure.heading_words import CONTAINER_PATTERNS, CONTAINERS, DIVISIONS
from ingest.structure.headings import Marker, printed_number
from ingest.structure.lines import Line, is_capitals
from ingest.structure.numbers import Number, annexed_number

__all__ = ["Division", "divide"]

_FEW_ARTICLES = 8
"""A law that approves a treaty has fewer articles than this; a sequence that long is an instrument of its own."""
_CONTENTS_GAP = 120
"""Characters from heading to heading, at the median; articles of a real text are longer."""
_FEW_CONTENTS = 3
_MAX_TITLE = 300
_OPENING = re.compile(
    r"^\W*(?:the (?:general conference|(?:high )?contracting|states? part|member states|governments?|parties|peoples)|"
    r"los (?:estados|gobiernos|pueblos)|las (?:altas )?partes|la conferencia general|"
    r"les (?:etats|états|gouvernements|hautes parties)|la conférence générale|"
    r"we,? the peoples|nosotros,? los pueblos|nous,? peuples|"
    r"نحن شعوب|[إا]ن (?:الدول|الأطراف|الاطراف|حكومات|المؤتمر)|الدول الأطراف|"
    r"本公約締約|締約各國|本公约|我联合国人民|我聯合國人民)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"convenci[oó]n|pacto|protocolo?|convenio|convention|covenant|treaty|tratado|acuerdo|agreement|decisi[oó]n n|"
    r"declara[ct]i[oó]n|اتفاقية|البروتوكول|بروتوكول|العهد|公約|公约",
    re.IGNORECASE,
)
_PROTOCOL = re.compile(r"protoc|بروتوكول", re.IGNORECASE)


@dataclass(slots=True)
class Division:
    """A stretch of the file with its own numbering."""

    start: int
    label: str
    """Empty for the main text."""
    number: str
    """What stands before the slash of an address: `annex1`, `protocol`; empty for the main text."""
    kind: ProvisionKind
    heading: str | None = None
    body_start: int | None = None
    articles: list[Found] = field(default_factory=list)
    others: list[Found] = field(default_factory=list)
    locator_annex: str | None = None


def divide(lines: Sequence[Line], articles: Sequence[tuple[Found, int]], others: Sequence[Found]) -> list[Division]:
    """The divisions in text order; what stands before the first of them is front matter."""
    segments = _without_contents(_segments(articles))
    if not segments:
        return [Division(lines[0].start, "", "", "rest", others=list(others))] if lines else []
    main = max(range(len(segments)), key=lambda index: (len(segments[index]), -index))
    divisions: list[Division] = []
    for index, segment in enumerate(segments):
        gap = segments[index - 1][-1][0].start + 1 if index else 0
        if index == main:
            law = [
                line.start
                for line, marker in others
                if marker.kind == "article" and gap <= line.start < segment[0][0].start
            ]
            gap = law[-1] + 1 if law else gap
            divisions.append(_main(lines, segment, gap, others, is_first=gap == 0))
        elif index > main:
            divisions.extend(_attached(lines, segment, gap, others))
        elif len(segment) >= _FEW_ARTICLES:
            divisions.append(_instrument(lines, segment, gap))
    last = segments[-1][-1][0].start
    trailing = [(line, marker) for line, marker in others if marker.kind in DIVISIONS and line.start > last]
    divisions.extend(_announced(line, marker) for line, marker in _once(trailing))
    return _with_others(_named(_without_inner(divisions, others)), others)


def _without_inner(divisions: list[Division], others: Sequence[Found]) -> list[Division]:
    """The divisions without the appendices inside one, behind which its chapters go on counting."""
    ordered = sorted(divisions, key=lambda division: division.start)
    kept: list[Division] = []
    for position, division in enumerate(ordered):
        stop = ordered[position + 1].start if position + 1 < len(ordered) else None
        before = _chapters(others, kept[-1].start if kept else division.start, division.start)
        behind = _chapters(others, division.start, stop)
        goes_on = bool(before and behind) and behind[0].value == before[-1].value + 1 and not division.articles
        if not (goes_on and division.label.startswith("appendix")):
            kept.append(division)
    return kept


def _chapters(others: Sequence[Found], start: int, stop: int | None) -> list[Number]:
    """The numbers of the chapters between two places."""
    return [
        marker.number
        for line, marker in others
        if marker.kind == "chapter" and marker.number and line.start >= start and (stop is None or line.start < stop)
    ]


def _segments(articles: Sequence[tuple[Found, int]]) -> list[list[Found]]:
    segments: list[list[Found]] = []
    last = -1
    for found, segment in articles:
        if segment != last:
            segments.append([])
            last = segment
        segments[-1].append(found)
    return segments


def _without_contents(segments: list[list[Found]]) -> list[list[Found]]:
    """The sequences that are no tables of contents: headings close together whose numbers all come again later."""
    return [segment for index, segment in enumerate(segments) if not _is_contents(segment, segments[index + 1 :])]


def _is_contents(segment: list[Found], later: Sequence[list[Found]]) -> bool:
    if len(segment) < 3:
        return False
    gaps = sorted(second[0].start - first[0].start for first, second in pairwise(segment))
    return gaps[len(gaps) // 2] <= _CONTENTS_GAP and any(len(other) >= 0.8 * len(segment) for other in later)


def _main(
    lines: Sequence[Line], segment: list[Found], gap: int, others: Sequence[Found], *, is_first: bool
) -> Division:
    """The main instrument: from its preamble or opening words on, behind titles and approving law."""
    first = segment[0][0].start
    region = [line for line in lines if gap <= line.start < first]
    preambles = [line.start for line, marker in others if marker.kind == "preamble" and gap <= line.start < first]
    openings = [line.start for line in region if _OPENING.match(line.text)]
    enacted = [line.start for line, marker in others if marker.kind == "signatures" and gap <= line.start < first]
    is_first = is_first and not enacted  # else a law or decree stands before the treaty
    titles = [line.end + 1 for line in region if _is_title(line)]
    if preambles:
        start = preambles[-1]
    elif openings:
        start = openings[0] if is_first else openings[-1]
    elif is_first:
        chapters = (line.start for line, marker in others if marker.kind in CONTAINERS and gap <= line.start < first)
        start = next((line.start for line in region if not _is_front(line)), next(chapters, first))
    else:
        start = min(titles[-1], first) if titles else max([gap, *enacted]) if enacted else first
    contents = _contents_end(region)
    if start < contents:
        start = next((line.start for line in region if line.start > contents and not _is_front(line)), first)
    return Division(start, "", "", "rest", articles=segment)


def _contents_end(region: Sequence[Line]) -> int:
    """Where a table of contents before the first article ends: lines each of which names a chapter; -1 without one."""
    run, end = 0, -1
    for line in region:
        run = run + 1 if any(pattern.match(line.text) for pattern, _ in CONTAINER_PATTERNS) else 0
        if run >= _FEW_CONTENTS:
            end = line.end
    return end


def _is_front(line: Line) -> bool:
    """Whether a line before the first article is a title, a date or the like."""
    return (
        line.role == "heading"
        or is_capitals(line.text)
        or (len(line.text) <= 90 and line.text[-1] not in ",;:，；：،؛")
    )


def _is_title(line: Line) -> bool:
    return (
        bool(_TITLE.search(line.text))
        and (is_capitals(line.text) or line.role == "heading")
        and len(line.text) < _MAX_TITLE
    )


def _instrument(lines: Sequence[Line], segment: list[Found], gap: int) -> Division:
    """Another instrument in the same file, to be numbered in the order of the file."""
    first = segment[0][0].start
    titles = [line for line in lines if gap < line.start < first and _is_title(line)]
    heading = titles[-1].text if titles else None
    return Division(
        titles[-1].start if titles else first, "instrument", "instrument", "annex", heading, articles=segment
    )


def _attached(lines: Sequence[Line], segment: list[Found], gap: int, others: Sequence[Found]) -> list[Division]:
    """The divisions between the last article and this sequence, which belongs to the last of them."""
    first = segment[0][0].start
    announced = [item for item in others if item[1].kind in DIVISIONS and gap <= item[0].start < first]
    announced = [item for item in _once(announced) if not _goes_on_with_title(item, lines)]
    if announced:
        divisions = [_announced(line, marker) for line, marker in announced]
        divisions[-1].articles = segment
        return divisions
    division = _instrument(lines, segment, gap)
    if division.heading and _PROTOCOL.search(division.heading):
        division.label = division.number = "protocol"
    return [division]


def _once(announced: Sequence[Found]) -> list[Found]:
    """The announcements without those that only go on with the title of the one before."""
    kept: list[Found] = []
    for line, marker in announced:
        gap = line.start - kept[-1][0].end if kept else _MAX_TITLE
        if gap < _MAX_TITLE and (_repeats(kept[-1][1], marker) or (gap <= 1 and not marker.printed)):
            continue
        kept.append((line, marker))
    return kept


def _goes_on_with_title(item: Found, lines: Sequence[Line]) -> bool:
    """Whether a line with the word for protocol alone ends a title in capitals that began on the line before."""
    line, marker = item
    if marker.kind != "protocol" or marker.printed or line.text[marker.rest :].strip():
        return False
    previous = [other for other in lines if other.end + 1 == line.start]
    return bool(previous) and is_capitals(previous[0].text) and previous[0].role != "heading" and is_capitals(line.text)


def _repeats(first: Marker, second: Marker) -> bool:
    return first.kind == second.kind and second.printed in ("", first.printed)


def _announced(line: Line, marker: Marker) -> Division:
    """The division that a heading announces."""
    word = "final act" if marker.kind == "act" else marker.kind
    printed = printed_number(marker)
    words = line.text[marker.rest :].strip()
    is_heading = 0 < len(words) < _MAX_TITLE
    return Division(
        start=line.start,
        label=f"{word} {printed}".strip(),
        number=annexed_number(word, printed),
        kind="rest" if marker.kind in ("act", "resolution") else "annex",
        heading=words if is_heading else None,
        body_start=line.end if is_heading or not words else line.start + marker.rest,
        locator_annex=printed or word,
    )


def _named(divisions: list[Division]) -> list[Division]:
    """The divisions in order; labels and numbers that occur twice, and all other instruments, get their count."""
    seen: dict[str, int] = {}
    numbers: dict[str, int] = {}
    result: list[Division] = []
    for division in sorted(divisions, key=lambda item: item.start):
        if result and result[-1].start == division.start:
            continue
        label = division.label
        seen[label] = seen.get(label, 0) + 1
        if label and (seen[label] > 1 or label == "instrument"):
            division.label = f"{label} {seen[label]}" if label == "instrument" else f"{label} ({seen[label]})"
            division.locator_annex = division.label
        number = division.number
        numbers[number] = count = numbers.get(number, 0) + 1
        if label == "instrument":
            division.number += str(count)
        elif label and count > 1:  # an annex behind a schedule
            division.number += f"-{count}"
        result.append(division)
    return result


def _with_others(divisions: list[Division], others: Sequence[Found]) -> list[Division]:
    for position, division in enumerate(divisions):
        end = divisions[position + 1].start if position + 1 < len(divisions) else None
        division.others = [
            item for item in others if item[0].start >= division.start and (end is None or item[0].start < end)
        ]
    return divisions
