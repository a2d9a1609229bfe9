"""Provisions to passages: what is embedded and quoted.

A passage is a verbatim slice of one unit (an article, a numbered paragraph, a section), never across two. A unit that
fits is one passage; a longer one is split at its paragraphs, then points, then sentences, and inside a sentence
between words only. The heading of the unit is embedded with the passage and counted with it; the lexical index reads
the names of the instrument and its parts too. Neither is part of the quoted text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.model import Edition, Locator, Provision

__all__ = ["ChunkSettings", "Passage", "passages"]

_SENTENCE_END = re.compile(r"(?<=[.!?;:。！？；؟])[\"”’»)\]]*\s+|\n+|(?<=[。！？；])")
_WORD_GAP = re.compile(r"\s+")
_MAX_CONTEXT_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How long a passage may be, in tokens of the encoder, its context included."""

    max_tokens: int
    target_tokens: int
    """Neighbouring parts of a long unit are joined up to this length."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an edition's text, with what is embedded before it."""

    unit: int
    """Position of the unit in `Edition.provisions`."""
    start: int
    end: int
    label: str
    """Of the deepest provision that holds the whole passage."""
    locator: Locator
    context: str
    """The unit's heading: embedded before the text."""
    names: str
    """Instrument and headings from the outside in: indexed lexically before the text."""
    tokens: int
    """Context and text together."""


CountTokens = Callable[[str], int]


def passages(edition: Edition, count: CountTokens, settings: ChunkSettings) -> Iterator[Passage]:
    """The passages of an edition in text order; `count` gives the encoder's tokens of a text, specials included."""
    children = _children(edition.provisions)
    for position, unit in enumerate(edition.provisions):
        if unit.is_unit:
            yield from _unit_passages(edition, position, children, count, settings)


def embedded_text(context: str, text: str) -> str:
    """What the encoder reads for a passage."""
    return f"{context}\n{text}" if context else text


def _unit_passages(
    edition: Edition, position: int, children: Sequence[Sequence[int]], count: CountTokens, settings: ChunkSettings
) -> Iterator[Passage]:
    unit = edition.provisions[position]
    text = edition.document.text
    start, end = _trim(text, unit.body_start, unit.end)
    if start >= end:
        start, end = _trim(text, unit.start, unit.end)
    if start >= end:
        return
    context, names = _context(unit, count, settings), _names(edition, unit)
    overhead = count(embedded_text(context, ""))

    def size(a: int, b: int) -> int:
        return count(text[a:b])

    pieces = _pieces(text, edition.provisions, children, position, start, end)
    packed = [span for run in pieces for span in _pack(run, size, settings, overhead, text)]
    for a, b in packed:
        holder = _holder(edition.provisions, children, position, a, b)
        yield Passage(
            unit=position,
            start=a,
            end=b,
            label=holder.label,
            locator=_with_pages(edition, holder, a, b),
            context=context,
            names=names,
            tokens=count(embedded_text(context, text[a:b])),
        )


def _context(unit: Provision, count: CountTokens, settings: ChunkSettings) -> str:
    """The unit's heading, cut between words where it would take too much of the passage's room."""
    context = unit.heading or ""
    limit = int(settings.max_tokens * _MAX_CONTEXT_SHARE)
    while context and count(context) > limit:
        context = context.rpartition(" ")[0]
    return context


def _names(edition: Edition, unit: Provision) -> str:
    """`Title. Part heading. Heading`: the words by which people name the place."""
    parts = [unit.heading] if unit.heading else []
    parent = unit.parent
    while parent is not None:
        node = edition.provisions[parent]
        if node.heading:
            parts.append(node.heading)
        parent = node.parent
    return ". ".join([edition.instrument.title, *reversed(parts)])


def _pieces(
    text: str, provisions: Sequence[Provision], children: Sequence[Sequence[int]], position: int, start: int, end: int
) -> list[list[tuple[int, int]]]:
    """Runs of the slice cut where child provisions begin, at every depth; notes are left out and part the runs."""
    cuts = {start, end}
    notes: list[tuple[int, int]] = []
    pending = list(children[position])
    while pending:
        child = pending.pop()
        node = provisions[child]
        cuts.update(place for place in (node.start, node.end) if start < place < end)
        if node.kind == "rest":
            notes.append((node.start, node.end))
        else:
            pending.extend(children[child])
    runs: list[list[tuple[int, int]]] = [[]]
    for a, b in pairwise(sorted(cuts)):
        if any(first <= a and b <= last for first, last in notes):
            runs.append([])
            continue
        span = _trim(text, a, b)
        if span[0] < span[1]:
            runs[-1].append(span)
    return [run for run in runs if run]


def _pack(
    pieces: Sequence[tuple[int, int]],
    size: Callable[[int, int], int],
    settings: ChunkSettings,
    overhead: int,
    text: str,
) -> Iterator[tuple[int, int]]:
    """Spans of whole pieces up to the target length; a piece that alone is too long is split further."""
    room = settings.max_tokens - overhead
    target = max(1, min(settings.target_tokens - overhead, room))
    current: tuple[int, int] | None = None
    for start, end in pieces:
        if current and size(current[0], end) <= target:
            current = (current[0], end)
            continue
        if current:
            yield current
        current = None
        if size(start, end) <= room:
            current = (start, end)
            continue
        for part in _split(text, start, end, size, room):
            if current:
                yield current
            current = part
    if current:
        yield current


def _split(text: str, start: int, end: int, size: Callable[[int, int], int], room: int) -> Iterator[tuple[int, int]]:
    """A long piece as runs of whole sentences, each within `room` tokens; a longer sentence is cut between words."""
    stops = [m.end() for m in _SENTENCE_END.finditer(text, start, end) if start < m.end() < end]
    run: tuple[int, int] | None = None
    for begin, stop in zip([start, *stops], [*stops, end], strict=True):
        if run and size(run[0], stop) <= room:
            run = (run[0], stop)
            continue
        if run:
            yield from _fitting(text, *run, size, room)
        run = (begin, stop)
    if run:
        yield from _fitting(text, *run, size, room)


def _fitting(text: str, start: int, end: int, size: Callable[[int, int], int], room: int) -> Iterator[tuple[int, int]]:
    span = _trim(text, start, end)
    if span[0] >= span[1]:
        return
    if size(*span) <= room:
        yield span
        return
    gaps = [m.end() for m in _WORD_GAP.finditer(text, *span)]
    middle = (span[0] + span[1]) // 2
    cut = min(gaps, key=lambda g: (abs(g - middle), g), default=middle)
    yield from _fitting(text, span[0], cut, size, room)
    yield from _fitting(text, cut, span[1], size, room)


def _holder(
    provisions: Sequence[Provision], children: Sequence[Sequence[int]], position: int, start: int, end: int
) -> Provision:
    """The deepest provision under a unit that holds the whole slice."""
    for child in children[position]:
        if provisions[child].start <= start and end <= provisions[child].end:
            return _holder(provisions, children, child, start, end)
    return provisions[position]


def _with_pages(edition: Edition, holder: Provision, start: int, end: int) -> Locator:
    locator = {k: v for k, v in holder.locator.items() if not k.startswith("page_")}
    held = [page for page in edition.document.pages if page.start < end and start < page.end]
    if held:
        locator["page_first"] = held[0].index
        locator["page_last"] = held[-1].index
        if held[0].label and held[0].label != str(held[0].index):
            locator["page_label"] = held[0].label
    return locator


def _children(provisions: Sequence[Provision]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in provisions]
    for position, provision in enumerate(provisions):
        if provision.parent is not None:
            children[provision.parent].append(position)
    return children


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
