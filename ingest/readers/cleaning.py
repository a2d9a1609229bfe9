"""Text on its way from raw to clean, each step keeping account of where its letters come from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Repair
from ingest.readers.origin import Run, clean_span, raw_span

__all__ = ["Cleaned", "Edit"]

Edit = tuple[int, int, str]
"""(start, end, what to put there)."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text made from a stretch of a raw text. It is never changed: each step gives another."""

    text: str
    raw: str
    """The whole raw text; it is shared by all that is made from it."""
    runs: tuple[Run, ...]
    repaired: tuple[tuple[int, int], ...] = ()
    """Spans of the raw text whose letters were put right, in the order of the steps."""

    @classmethod
    def of(cls, raw: str) -> Cleaned:
        """The raw text as it is."""
        return cls(raw, raw, ((0, 0, len(raw)),))

    @classmethod
    def join(cls, separator: str, parts: Sequence[Cleaned]) -> Cleaned:
        """One or more parts in a row, of one raw text or each of its own, which then stand below one another.

        A blank put between two parts that stand a blank apart is that blank.
        """
        if len(parts) == 1:
            return parts[0]
        if any(part.raw is not parts[0].raw for part in parts):
            parts = _below_one_another(parts)
        runs: list[Run] = []
        length = 0
        for part in parts:
            if runs:
                _join_blank(runs, part, length, separator)
                length += len(separator)
            _append(runs, part.runs, length)
            length += len(part.text)
        text = separator.join([part.text for part in parts])
        return cls(text, parts[0].raw, tuple(runs), tuple(span for part in parts for span in part.repaired))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `raw` that the letters `start:end` were made from."""
        return raw_span(self.runs, start, end)

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text` that was made from the letters `start:end` of `raw`."""
        return clean_span(self.runs, start, end)

    def repairs(self) -> list[Repair]:
        """The places in `text` whose letters were put right, in order; those that overlap are one."""
        found: list[tuple[int, int]] = []
        for span in sorted({self.clean_span(*span) for span in self.repaired}):
            words = self.text[slice(*span)]
            start = span[0] + len(words) - len(words.lstrip())
            end = start + len(words.strip())
            if start >= end:
                continue  # left out by a later step
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return [Repair(start, end, self.raw_of(start, end)) for start, end in found]

    def raw_of(self, start: int, end: int) -> str:
        """What `raw` has for the letters `start:end`."""
        low, high = self.raw_span(start, end)
        return self.raw[low:high]

    def cut(self, start: int, end: int) -> Cleaned:
        """The letters `start:end`."""
        if start == 0 and end == len(self.text):
            return self
        runs = tuple(_clipped(self.runs, start, end))
        repaired = self.repaired
        if repaired:
            low, high = raw_span(runs, 0, end - start)
            repaired = tuple(span for span in repaired if span[0] < high and low < span[1])
        return Cleaned(self.text[start:end], self.raw, runs, repaired)

    def edit(self, edits: Iterable[Edit], repaired: Iterable[tuple[int, int]] = ()) -> Cleaned:
        """The text with some places changed; they are in order and do not overlap.

        `repaired` are the spans of this text, such as whole words, whose letters the edits put right.
        """
        parts: list[str] = []
        runs: list[Run] = []
        at = length = 0
        for start, end, new in [*edits, (len(self.text), len(self.text), "")]:
            if start > at:
                _append(runs, _clipped(self.runs, at, start), length)
                parts.append(self.text[at:start])
                length += start - at
            if new:
                same = len(new) == end - start == 1 and new.isspace() and self.text[start].isspace()
                _append(runs, _clipped(self.runs, start, end) if same else self._ties(start, end, len(new)), length)
                parts.append(new)
                length += len(new)
            at = end
        spans = (*self.repaired, *(self.raw_span(start, end) for start, end in repaired))
        return Cleaned("".join(parts), self.raw, tuple(runs or _clipped(self.runs, 0, 0)), spans)

    def _ties(self, start: int, end: int, length: int) -> list[Run]:
        """Of letters put in the place of others: their first and last place, tied to the ends of what was there."""
        low, high = self.raw_span(start, end)
        return [(0, low, 0), (length, high, 0)]

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str] = "") -> Cleaned:
        """The text with each match replaced, by the letters as given or as the function says."""
        found = list(pattern.finditer(self.text))
        if not found:
            return self
        return self.edit([(*match.span(), new if isinstance(new, str) else new(match)) for match in found])

    def keep(self, pattern: re.Pattern[str], group: int = 1) -> Cleaned:
        """The text with each match reduced to one of its groups."""
        edits: list[Edit] = []
        for match in pattern.finditer(self.text):
            start, end = match.span(group)
            edits += [(match.start(), start, ""), (end, match.end(), "")]
        return self.edit(edits) if edits else self

    def split(self, pattern: re.Pattern[str]) -> list[Cleaned]:
        """The parts between the matches."""
        parts: list[Cleaned] = []
        at = 0
        for match in pattern.finditer(self.text):
            parts.append(self.cut(at, match.start()))
            at = match.end()
        return [*parts, self.cut(at, len(self.text))]

    def strip(self, characters: str | None = None) -> Cleaned:
        """The text without these characters, or without blanks, at its ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self.cut(start, max(start, len(self.text.rstrip(characters))))

    def composed(self) -> Cleaned:
        """The text in normal form C."""
        if unicodedata.is_normalized("NFC", self.text):
            return self
        clusters = _clusters(self.text)
        return self.edit([(start, end, new) for start, end, new in clusters if new != self.text[start:end]])


def _below_one_another(parts: Sequence[Cleaned]) -> list[Cleaned]:
    raw = "\n".join([part.raw for part in parts])
    moved: list[Cleaned] = []
    shift = 0
    for part in parts:
        runs = tuple((clean, start + shift, length) for clean, start, length in part.runs)
        repaired = tuple((start + shift, end + shift) for start, end in part.repaired)
        moved.append(Cleaned(part.text, raw, runs, repaired))
        shift += len(part.raw) + 1
    return moved


def _clusters(text: str) -> list[Edit]:
    """The smallest stretches of a text that can be composed apart from one another, and their normal form."""
    bounds = [at for at, letter in enumerate(text) if at == 0 or not unicodedata.combining(letter)]
    clusters: list[Edit] = []
    for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True):
        normal = unicodedata.normalize("NFC", text[start:end])
        if clusters and not text[start].isascii():
            first, _, before = clusters[-1]
            together = unicodedata.normalize("NFC", text[first:end])
            if together != before + normal:
                clusters[-1] = (first, end, together)
                continue
        clusters.append((start, end, normal))
    if "".join([new for _, _, new in clusters]) != (whole := unicodedata.normalize("NFC", text)):
        return [(0, len(text), whole)]  # composed over more than neighbours
    return clusters


def _clipped(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs of a part of the text; a part that begins or ends inside a gap is tied to the gap's edges."""
    position = bisect_right(runs, start, key=_clean_start) - 1 if len(runs) > 1 else 0
    clean, raw, length = runs[position]
    into = min(start - clean, length)
    found = [(0, raw + into, min(length - into, end - start))]
    covered = start + found[0][2]
    while covered < end:
        position += 1
        clean, raw, length = runs[position]
        if clean >= end:
            found.append((end - start, max(raw, found[-1][1] + found[-1][2]), 0))
            break
        found.append((clean - start, raw, min(length, end - clean)))
        covered = clean + found[-1][2]
    return found


def _clean_start(run: Run) -> int:
    return run[0]


def _append(runs: list[Run], more: Iterable[Run], shift: int) -> None:
    """Add runs behind others; one that goes on where the last one ends becomes part of it."""
    for clean, raw, length in more:
        if runs:
            last, last_raw, last_length = runs[-1]
            if last + last_length == clean + shift and last_raw + last_length == raw:
                runs[-1] = (last, last_raw, last_length + length)
                continue
        runs.append((clean + shift, raw, length))


def _join_blank(runs: list[Run], part: Cleaned, length: int, separator: str) -> None:
    raw_end = runs[-1][1] + runs[-1][2]
    if separator.isspace() and len(separator) == 1 and part.runs[0][1] == raw_end + 1 and part.raw[raw_end].isspace():
        _append(runs, [(length, raw_end, 1)], 0)
