"""The words of a result, as much of them as an answer can hold."""

from __future__ import annotations

from collections.abc import Iterator

from search.mcp.answers import Passage, Piece
from search.mcp.quoting import cut, repair_notes
from search.reader import ProvisionView, read_provision
from search.references import Directory
from search.results import PassageHit, Result
from search.snapshot import Snapshot

__all__ = ["most_of_each", "passage_of", "pieces_of"]

_MOST_PASSAGE = 1_800
_MOST_PASSAGES = 12_000
"""Characters of all passages of a list together."""
_MOST_REPAIRS = 5


def most_of_each(results: int) -> int:
    """How many characters of each passage a list of results shows; read_provision gives more."""
    return min(_MOST_PASSAGE, _MOST_PASSAGES // max(1, results))


def passage_of(result: Result, snapshot: Snapshot, most: int) -> Passage:
    """The best passage of a result, at most so many characters of it."""
    hit = result.passages[0]
    start, end = _window(hit, most)
    text = hit.text[start:end]
    authentic = hit.text_kind == "authentic"
    sentence = hit.text[slice(*hit.sentence)] if hit.sentence and hit.sentence[1] <= end else None
    return Passage(
        quote=text if authentic else None,
        digest=None if authentic else text,
        text_kind="authentic" if authentic else "digest",
        sentence=sentence if authentic else None,
        whole=text == _provision_text(result, snapshot),
        ocr=hit.ocr,
        repairs=repair_notes(hit.text, [r for r in hit.repairs if start <= r.start and r.end <= end], _MOST_REPAIRS),
    )


def pieces_of(view: ProvisionView, start: int, end: int) -> Iterator[Piece]:
    """The text from `start` to `end`, its notes apart."""
    if view.text_kind != "authentic":
        yield Piece(kind="digest", text=view.text[start:end])
        return
    at = start
    for note_start, note_end in view.notes:
        first, last = max(note_start, start), min(note_end, end)
        if first >= last:
            continue
        if first > at:
            yield Piece(kind="words", text=view.text[at:first])
        yield Piece(kind="note", text=view.text[first:last])
        at = last
    if at < end:
        yield Piece(kind="words", text=view.text[at:end])


def _window(hit: PassageHit, most: int) -> tuple[int, int]:
    """What is shown of a passage: its beginning, or from the nearest sentence on where that comes too late."""
    _, end = cut(hit.text, 0, most)
    if hit.sentence is None or hit.sentence[1] <= end:
        return 0, end
    start = hit.sentence[0]
    return start, cut(hit.text, start, most)[1]


def _provision_text(result: Result, snapshot: Snapshot) -> str:
    """All words of the provision that the result's label names, in the edition shown."""
    instrument = result.instrument
    nothing = Directory(())  # the label is one of the index, no reference to look up
    return read_provision(snapshot.meta, lambda: nothing, instrument.id, result.label, instrument.language).text
