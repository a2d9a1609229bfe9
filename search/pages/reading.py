"""A provision laid out for reading: its words cut where its paragraphs and points begin and end, none left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.store import MetaReader, ProvisionInfo

__all__ = ["Paragraph", "Segment", "lay_out", "side_by_side"]

_DEEPEST = 4
_NOTE = "rest"
_NOTE_DEPTH = 1_000
"""Below everything, for a note may stand inside any paragraph."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text that belongs to one provision."""

    text: str
    label: str
    depth: int
    """0 for the words of the provision itself, 1 for its paragraphs, 2 for their points."""
    asked: bool
    """Whether it is part of what the address points at."""
    note: bool
    """Whether these are editors' words and not the instrument's."""
    repairs: tuple[tuple[int, int, str], ...] = ()
    """Words with other letters in the file: offsets in `text`, and what the file has."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The segments of one paragraph with its points."""

    label: str
    segments: tuple[Segment, ...]


def lay_out(meta: MetaReader, edition: int, span: tuple[int, int], label: str, asked: str) -> tuple[Paragraph, ...]:
    """The words of a span by paragraph; joined, the segments are the text but for blanks at their ends.

    `label` is of the provision that the span belongs to, `asked` of the one inside it that is marked.
    """
    provisions = meta.provisions(edition)
    own = next(p for p in provisions if p.label == label)
    inside = _inside(provisions, own, span)
    marked = next((p for p in provisions if p.label == asked and p is not own), None)
    cuts = sorted({*span, *(c for p, _ in inside for c in (p.start, p.end) if span[0] < c < span[1])})
    found: list[tuple[str, Segment]] = []
    for start, end in pairwise(cuts):
        covering = [(p, depth) for p, depth in inside if p.start <= start and end <= p.end]
        here, depth = max(covering, key=lambda c: (c[1], -c[0].position), default=(own, 0))
        first = next((p.label for p, d in covering if d == 1), label)
        segment = _segment(meta, edition, (start, end), here, min(depth, _DEEPEST), marked)
        if segment.text:
            found.append((first, segment))
    return _by_paragraph(found)


def side_by_side(
    left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> tuple[tuple[Paragraph | None, Paragraph | None], ...]:
    """The paragraphs of two editions in rows: paired where both number them alike, else each edition in one cell."""
    if [p.label for p in left] == [p.label for p in right]:
        return tuple(zip(left, right, strict=True))
    return ((_joined(left), _joined(right)),)


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    if not paragraphs:
        return None
    return Paragraph(paragraphs[0].label, tuple(s for p in paragraphs for s in p.segments))


def _inside(
    provisions: Sequence[ProvisionInfo], own: ProvisionInfo, span: tuple[int, int]
) -> list[tuple[ProvisionInfo, int]]:
    """The provisions below one that stand in a span, with their depth below it."""
    depths = {own.position: 0}
    found = []
    for provision in provisions:
        if provision.kind == _NOTE and span[0] <= provision.start and provision.end <= span[1]:
            found.append((provision, _NOTE_DEPTH))
        elif provision.parent in depths:
            depth = depths[provision.position] = depths[provision.parent] + 1
            if provision.start < span[1] and span[0] < provision.end:
                found.append((provision, depth))
    return found


def _segment(
    meta: MetaReader,
    edition: int,
    span: tuple[int, int],
    here: ProvisionInfo,
    depth: int,
    marked: ProvisionInfo | None,
) -> Segment:
    raw = meta.text(edition, *span)
    start = span[0] + len(raw) - len(raw.lstrip())
    text = raw.strip()
    return Segment(
        text=text,
        label=here.label,
        depth=depth,
        asked=marked is not None and marked.start <= span[0] and span[1] <= marked.end,
        note=here.kind == _NOTE,
        repairs=tuple((r.start, r.end, r.raw) for r in meta.repairs(edition, start, start + len(text))),
    )


def _by_paragraph(found: Sequence[tuple[str, Segment]]) -> tuple[Paragraph, ...]:
    paragraphs: list[Paragraph] = []
    for label, segment in found:
        if paragraphs and paragraphs[-1].label == label:
            paragraphs[-1] = Paragraph(label, (*paragraphs[-1].segments, segment))
        else:
            paragraphs.append(Paragraph(label, (segment,)))
    return tuple(paragraphs)
