"""The authentic texts that quotations are compared with: every edition of an instrument, as words with their places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.store import EditionInfo, MetaReader, ProvisionInfo
from search.assemble import read_by_ocr
from search.checking.models import Place
from search.checking.tokens import Token, tokenize

__all__ = ["AuthenticTexts", "EditionText", "WordRange"]

WordRange = tuple[int, int]
"""Half-open, in words of an edition."""
_NOTE = "rest"
"""Within a provision, what is not the instrument's own words; beside them, what the file holds besides."""
_KEPT = 12
"""Editions whose words are kept while one text is checked."""


@dataclass(frozen=True)
class EditionText:
    """One edition as a row of words; editors' notes are left out."""

    edition: EditionInfo
    slug: str
    text: str
    words: tuple[Token, ...]
    provisions: tuple[ProvisionInfo, ...]
    notes: tuple[tuple[int, int], ...] = ()

    @cached_property
    def joined(self) -> str:
        """The folded words, a blank before and behind each."""
        return f" {' '.join(w.folded for w in self.words)} "

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """(words + 1,) where each word's blank stands in `joined`."""
        lengths = np.fromiter((len(w.folded) + 1 for w in self.words), np.int64, len(self.words))
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Folded word -> its number."""
        return {word: n for n, word in enumerate(dict.fromkeys(w.folded for w in self.words))}

    @cached_property
    def occurrences(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(words,) positions in the order of their words' numbers, and (numbers + 1,) where those of each begin."""
        ids = np.fromiter((self.numbers[w.folded] for w in self.words), np.int64, len(self.words))
        order = np.argsort(ids, kind="stable")
        return order, np.searchsorted(ids[order], np.arange(len(self.numbers) + 1))

    @cached_property
    def _starts(self) -> list[int]:
        return [w.start for w in self.words]

    def word_range(self, start: int, end: int) -> WordRange:
        """The words that begin in a slice of the text."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def slice(self, words: WordRange) -> tuple[int, int]:
        """The slice of the text from the first to the last of some words."""
        return self.words[words[0]].start, self.words[words[1] - 1].end

    def of_label(self, label: str) -> ProvisionInfo | None:
        """The provision with a label."""
        return next((p for p in self.provisions if p.label == label), None)

    def unit_around(self, provision: ProvisionInfo) -> ProvisionInfo:
        """The article, numbered paragraph or section that a provision is or lies in; else itself."""
        while not provision.is_unit and provision.parent is not None:
            provision = self.provisions[provision.parent]
        return provision

    def place(self, words: WordRange) -> Place:
        """Where words stand: the innermost provision that holds all of them, else the one that they begin in."""
        start, end = self.slice(words)
        around = [p for p in self.provisions if p.start <= start < p.end]
        whole = [p for p in around if end <= p.end] or around
        inner = min(whole, key=lambda p: (p.end - p.start, -p.position), default=None)
        return Place(
            instrument=self.slug,
            label=inner.label if inner else "",
            language=self.edition.language,
            edition=self.edition.sha256,
            span=(start, end),
            ocr=read_by_ocr(self.edition, start, end),
        )


class AuthenticTexts:
    """The texts of one generation, read when they are first asked for; never a digest."""

    def __init__(self, meta: MetaReader) -> None:
        self._meta = meta
        self._by_slug = {i.slug: i for i in meta.instruments.values()}
        self._read = lru_cache(_KEPT)(self._edition_text)

    def name(self, slug: str) -> str:
        """What people call an instrument."""
        return self._by_slug[slug].short_title or self._by_slug[slug].title

    def editions(self, slug: str) -> list[EditionInfo]:
        """The authentic editions of an instrument, the searched ones first."""
        held = [
            e
            for e in self._meta.editions.values()
            if e.instrument == self._by_slug[slug].id and e.text_kind == "authentic"
        ]
        return sorted(held, key=lambda e: (not e.searched, e.id))

    def text(self, edition: EditionInfo) -> EditionText:
        """An edition with its words."""
        return self._read(edition.id)

    def _edition_text(self, edition_id: int) -> EditionText:
        edition = self._meta.editions[edition_id]
        text = self._meta.text(edition_id, 0, edition.length)
        provisions = tuple(self._meta.provisions(edition_id))
        notes = [(p.start, p.end) for p in provisions if p.kind == _NOTE and p.parent is not None]
        words = tuple(w for w in tokenize(text) if w.kind == "word")
        slug = self._meta.instruments[edition.instrument].slug
        return EditionText(edition, slug, text, _without(words, notes), provisions, tuple(notes))


def _without(words: Sequence[Token], notes: Sequence[tuple[int, int]]) -> tuple[Token, ...]:
    starts = [w.start for w in words]
    kept: list[Token] = []
    at = 0
    for start, end in sorted(notes):
        kept += words[at : max(at, bisect_left(starts, start))]
        at = max(at, bisect_left(starts, end))
    return (*kept, *words[at:])
