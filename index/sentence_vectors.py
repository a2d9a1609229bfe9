"""The vectors of the sentences of passages: which sentence of a passage is nearest to a question in meaning.

Two files of a generation: `sentences.npy` says where each sentence stands, `sentence_vectors.npy` holds its vector in
int8, scaled so that its largest component is 127. No scale is stored: the cosine divides by the length again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cache import EmbeddingCache
from index.encoder import ENGLISH_MODELS, Encoder, Vectors
from index.glossary import glossary_for
from index.plan import BuildPlan
from index.sentences import sentence_spans
from ingest.errors import IndexCorrupt

__all__ = [
    "SENTENCE_TYPE",
    "NearestSentence",
    "PlannedSentence",
    "SentenceIndex",
    "embed_sentences",
    "plan_sentences",
    "write_sentences",
]

SENTENCE_TYPE = np.dtype([("row", "<i4"), ("start", "<i4"), ("end", "<i4")])
_PLACES, _VECTORS = "sentences.npy", "sentence_vectors.npy"
_LEAST = 20
"""Characters; a shorter sentence is a heading, a mark or a remnant, and is not pointed at."""
_LEAST_BY_LANGUAGE = {"ja": 8, "zh": 8}
_BLOCK = 4096
"""Vectors held in full while they are made small."""

SmallVectors = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class PlannedSentence:
    """One sentence of a passage that has several."""

    row: int
    start: int
    """In the passage, half-open."""
    end: int
    embedded: str
    """What the encoder reads."""


@dataclass(frozen=True, slots=True)
class NearestSentence:
    """The sentence of a passage that is nearest to a question."""

    start: int
    """In the passage, half-open."""
    end: int
    cosine: float


def plan_sentences(plan: BuildPlan, encoder: Encoder) -> tuple[PlannedSentence, ...]:
    """The sentences of the passages that have at least two, by row and place.

    There are none for a language that the encoder reads neither itself nor through a glossary (decision 12).
    """
    only_english = encoder.identity.name in ENGLISH_MODELS
    found: list[PlannedSentence] = []
    for number, row in enumerate(plan.rows):
        if row.field != "passage" or row.start is None or row.end is None:
            continue
        text = plan.editions[row.edition].edition.document.text[row.start : row.end]
        sentences = [
            PlannedSentence(number, start, end, _readable(text[start:end], row.language, only_english))
            for start, end in _long_enough(text, row.language)
        ]
        if len(sentences) > 1 and all(sentence.embedded for sentence in sentences):
            found.extend(sentences)
    return tuple(found)


def embed_sentences(
    sentences: Sequence[PlannedSentence],
    cache: EmbeddingCache,
    encoder: Encoder,
    start: Callable[[str, int], Callable[[int], None]],
) -> SmallVectors:
    """(n, dimension) int8 in the order of the sentences; `start` as in `index.build.build`."""
    texts = [sentence.embedded for sentence in sentences]
    missing = cache.missing(texts, encoder)
    cache.fill(missing, encoder, start("sentences", len(missing)))
    small = np.empty((len(texts), encoder.identity.dimension), dtype=np.int8)
    for begin in range(0, len(texts), _BLOCK):
        small[begin : begin + _BLOCK] = _small(cache.vectors(texts[begin : begin + _BLOCK], encoder))
    return small


def write_sentences(folder: Path, sentences: Sequence[PlannedSentence], vectors: SmallVectors) -> None:
    """Write both files."""
    np.save(folder / _PLACES, np.array([(s.row, s.start, s.end) for s in sentences], dtype=SENTENCE_TYPE))
    np.save(folder / _VECTORS, vectors)


class SentenceIndex:
    """The sentences of a generation, memory-mapped and read-only."""

    def __init__(self, folder: Path) -> None:
        self._places = np.load(folder / _PLACES, mmap_mode="r")
        self._vectors = np.load(folder / _VECTORS, mmap_mode="r")
        if len(self._places) != len(self._vectors):
            raise IndexCorrupt(
                f"{folder}: {len(self._places)} sentences and {len(self._vectors)} of their vectors found; "
                "rebuild with: iml reindex"
            )
        self._rows = np.ascontiguousarray(self._places["row"])

    def nearest(self, row: int, vector: Vectors) -> NearestSentence | None:
        """The sentence of a row nearest to a vector of length 1, the first of equals; None where the row has none."""
        first, behind = np.searchsorted(self._rows, (row, row + 1))
        if first == behind:
            return None
        held = self._vectors[first:behind].astype(np.float32)
        cosines = held @ vector / np.linalg.norm(held, axis=1)
        best = int(np.argmax(cosines))
        _, start, end = self._places[first + best].item()
        return NearestSentence(start, end, float(cosines[best]))


def _long_enough(text: str, language: str) -> Iterator[tuple[int, int]]:
    least = _LEAST_BY_LANGUAGE.get(language.partition("-")[0], _LEAST)
    return ((start, end) for start, end in sentence_spans(text, language) if end - start >= least)


def _readable(sentence: str, language: str, only_english: bool) -> str:
    """What the encoder can read of a sentence: for an English encoder its English words, empty where unknown."""
    primary = language.partition("-")[0]
    if not only_english or primary == "en":
        return sentence
    glossary = glossary_for(primary)
    return glossary.english(sentence) if glossary else ""


def _small(vectors: Vectors) -> SmallVectors:
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    small: SmallVectors = np.rint(vectors * (127 / largest)).astype(np.int8)
    return small
