"""Where else in the collection just these words stand: the passages that share most words, read one by one."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.identify import detect_language
from search.assemble import read_by_ocr
from search.checking.models import Place
from search.checking.pieces import Quoted
from search.checking.tokens import tokenize
from search.snapshot import Snapshot

__all__ = ["Elsewhere"]

_CANDIDATES = 20
_SHOWN = 3
_MOST_WORDS = 40
"""Words of a quotation that are asked for; more find nothing else."""
_MOST_LOOKUPS = 200
"""Quotations of one text that are looked for."""


class Elsewhere:
    """Looks for quotations that are not where they are said to be, as long as there are not too many of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._left = _MOST_LOOKUPS

    def places(self, quoted: Quoted, checked: str) -> tuple[Place, ...]:
        """The provisions that have the words in their order, the likeliest first."""
        words = [word for piece in quoted.pieces for word in piece.words]
        index = self._snapshot.lexical.get(self._language(quoted, checked))
        if index is None or self._left <= 0:
            return ()
        self._left -= 1
        ids, _ = index.search(" ".join(words[:_MOST_WORDS]), self._authentic)
        found: dict[tuple[str, str], Place] = {}
        for row in ids[:_CANDIDATES].tolist():
            if len(found) < _SHOWN and (place := self._read(row, [piece.words for piece in quoted.pieces])):
                found.setdefault((place.instrument, place.label), place)
        return tuple(found.values())

    @cached_property
    def _authentic(self) -> NDArray[np.bool_]:
        """(rows,) bool: the rows that are words of an edition."""
        meta = self._snapshot.meta
        authentic = [n for n, edition in meta.editions.items() if edition.text_kind == "authentic"]
        found: NDArray[np.bool_] = (self._snapshot.rows["field"] == 0) & np.isin(self._snapshot.row_editions, authentic)
        return found

    def _language(self, quoted: Quoted, checked: str) -> str:
        tokens = quoted.tokens
        return detect_language(checked[tokens[0].start : tokens[-1].end])

    def _read(self, row: int, pieces: list[list[str]]) -> Place | None:
        """The place of a passage; None when it has not the pieces in their order."""
        meta = self._snapshot.meta
        info = meta.rows([row])[row]
        if info.start is None or info.end is None:
            return None
        words = [w for w in tokenize(meta.row_text(row)) if w.kind == "word"]
        joined = f" {' '.join(w.folded for w in words)} "
        at, first = 0, -1
        for piece in pieces:
            found = joined.find(f" {' '.join(piece)} ", at)
            if found < 0:
                return None
            first = found if first < 0 else first
            at = found + len(" ".join(piece)) + 1
        a = words[joined[:first].count(" ")].start
        b = words[joined[:at].count(" ") - 1].end
        edition = meta.editions[info.edition]
        span = (info.start + a, info.start + b)
        slug = meta.instruments[edition.instrument].slug
        ocr = read_by_ocr(edition, *span)
        return Place(slug, info.label, edition.language, edition.sha256, span, ocr)
