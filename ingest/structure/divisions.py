"""The divisions of a file: front matter, the main text, annexes, protocols, and what is not the treaty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.model import ProvisionKind
from ingest.structure.candidates import Found
from ingest.structure.headings import DIVISIONS, Marker
from ingest.structure.lines import Line

__all__ = ["Division", "divide"]

_FEW_ARTICLES = 8
"""A law that approves a treaty has fewer articles than this; a sequence that long is an instrument of its own."""
_OPENING = re.compile(
    r"^\W*(?:the (?:general conference|(?:high )?contracting|states? part|member states|governments?|parties|peoples)|los (?:estados|gobiernos|"
    r"pueblos)|las (?:altas )?partes|la conferencia general|les (?:etats|états|gouvernements|hautes parties)|la conférence générale|"
    r"إن الدول|إن الأطراف|إن حكومات|إن المؤتمر|الدول الأطراف|اتفق|本公約締約|締約各國|本公约)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"convenci[oó]n|pacto|protocolo|convenio|convention|covenant|treaty|tratado|acuerdo|اتفاقية|البروتوكول|العهد|公約", re.IGNORECASE)


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
    """The divisions in text order; they cover the lines from the first to the last."""
    segments = _segments(articles)
    main = _main_segment(segments)
    divisions: list[Division] = []
    if main is None:
        divisions.append(Division(lines[0].start if lines else 0, "", "", "rest"))
    for index, segment in enumerate(segments):
        gap_start = segments[index - 1][-1][0].start + 1 if index else 0
        if index < (main or 0):
            if len(segment) >= _FEW_ARTICLES and not _is_contents(segment, segments):
                divisions.append(_instrument(lines, segment, gap_start, index))
            continue
        if index == main:
            before = bool(divisions) or index > 0
            start = _main_start(lines, segment, gap_start if index else 0, others, before=index > 0)
            if start > (lines[0].start if lines else 0) and not divisions:
                divisions.append(Division(lines[0].start, "front matter", "", "rest"))
            del before
            divisions.append(Division(start, "", "", "rest", articles=segment))
            continue
        divisions.extend(_attached(lines, segment, gap_start, others))
    if main is not None:
        divisions.extend(_trailing(segments[-1], others, divisions))
    return _with_others(_unique(divisions), others)


def _segments(articles: Sequence[tuple[Found, int]]) -> list[list[Found]]:
    segments: list[list[Found]] = []
    last = -1
    for found, segment in articles:
        if segment != last:
            segments.append([])
            last = segment
        segments[-1].append(found)
    return segments


def _main_segment(segments: Sequence[list[Found]]) -> int | None:
    """The longest sequence; contents lists, whose articles hold nothing, do not count."""
    if not segments:
        return None
    return max(
        range(len(segments)), key=lambda index: (not _is_contents(segments[index], segments), len(segments[index]), -index)
    )


def _is_contents(segment: list[Found], segments: Sequence[list[Found]]) -> bool:
    """Whether a sequence is a table of contents: headings close together, and the same numbers again later."""
    if len(segment) < 3:
        return False
    gaps = sorted(second[0].start - first[0].start for first, second in zip(segment, segment[1:], strict=False))
    if gaps[len(gaps) // 2] > 120:
        return False
    return any(other is not segment and len(other) >= 0.8 * len(segment) and other[0][0].start > segment[0][0].start for other in segments)


def _main_start(lines: Sequence[Line], segment: list[Found], gap_start: int, others: Sequence[Found], *, before: bool) -> int:
    """Where the main instrument begins: at its preamble or opening words, behind titles and approving law."""
    first = segment[0][0].start
    preambles = [line.start for line, marker in others if marker.kind == "preamble" and gap_start <= line.start < first]
    if preambles:
        return preambles[-1]
    region = [line for line in lines if gap_start <= line.start < first]
    for line in region:
        if _OPENING.match(line.text):
            return line.start
    if before:
        titles = [line for line in region if _TITLE.search(line.text) and (line.text.isupper() or line.role == "heading")]
        return titles[-1].start if titles else first
    for line in region:
        if line.role != "heading" and len(line.text) > 90 and not line.text.isupper():
            return line.start
    return first


def _instrument(lines: Sequence[Line], segment: list[Found], gap_start: int, index: int) -> Division:
    first = segment[0][0].start
    region = [line for line in lines if gap_start <= line.start < first and _OPENING.match(line.text)]
    start = region[0].start if region else first
    return Division(start, f"instrument {index + 1}", f"instrument{index + 1}", "annex", articles=segment)


def _attached(lines: Sequence[Line], segment: list[Found], gap_start: int, others: Sequence[Found]) -> list[Division]:
    """The divisions between the last article and this sequence, which belongs to the last of them."""
    first = segment[0][0].start
    announced = [item for item in others if item[1].kind in DIVISIONS and gap_start <= item[0].start < first]
    if not announced:
        title = _title_before(lines, gap_start, first)
        heading = next((line.text for line in lines if line.start == title), None) if title < first else None
        protocol = heading is not None and "protoc" in heading.lower()
        label = "protocol" if protocol else "instrument 2"
        return [Division(title, label, label.replace(" ", ""), "annex", heading, None, segment)]
    divisions = [_announced(line, marker) for line, marker in announced]
    divisions[-1].articles = segment
    return divisions


def _title_before(lines: Sequence[Line], gap_start: int, first: int) -> int:
    region = [line for line in lines if gap_start < line.start < first]
    for line in region:
        if _TITLE.search(line.text) and (line.text.isupper() or line.role == "heading") and len(line.text) < 300:
            return line.start
    return first


def _trailing(last: list[Found], others: Sequence[Found], divisions: Sequence[Division]) -> list[Division]:
    """The annexes without articles behind the last sequence."""
    del divisions
    return [_announced(line, marker) for line, marker in others if marker.kind in DIVISIONS and line.start > last[-1][0].start]


def _announced(line: Line, marker: Marker) -> Division:
    word = {"act": "final act"}.get(marker.kind, marker.kind)
    printed = marker.printed
    label = f"{word} {printed}".strip()
    value = str(marker.number.value) if marker.number and marker.number.value else printed.lower()
    number = f"{word.replace(' ', '')}{value}".lower()
    heading = line.text[marker.rest :].strip() or None
    kind: ProvisionKind = "rest" if marker.kind in ("act", "resolution") else "annex"
    body = line.end if heading is None or len(heading) < 200 else line.start + marker.rest
    return Division(line.start, label, number, kind, heading if heading and len(heading) < 200 else None, body, [], [], printed or word)


def _unique(divisions: list[Division]) -> list[Division]:
    """The divisions in order; a label used before gets its count, so that addresses never collide."""
    seen: dict[str, int] = {}
    result: list[Division] = []
    for division in sorted(divisions, key=lambda item: item.start):
        if result and result[-1].start == division.start:
            continue
        seen[division.label] = seen.get(division.label, 0) + 1
        if seen[division.label] > 1 and division.label:
            division.label = f"{division.label} ({seen[division.label]})"
            division.number = f"{division.number}-{seen[division.label.rsplit(' (', 1)[0]]}"
        result.append(division)
    return result


def _with_others(divisions: list[Division], others: Sequence[Found]) -> list[Division]:
    for position, division in enumerate(divisions):
        end = divisions[position + 1].start if position + 1 < len(divisions) else None
        division.others = [
            item for item in others if item[0].start >= division.start and (end is None or item[0].start < end)
        ]
    return divisions
