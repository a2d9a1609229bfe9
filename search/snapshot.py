"""One generation opened for searching: immutable, shared by threads, held by a request from start to end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answerability import Answerability
from index.editions import EditionKey, searched_in
from index.encoder import Encoder, Vectors
from index.generation import Generation
from index.lexical import LexicalIndex
from index.sentence_vectors import SentenceIndex
from index.store import MetaReader
from index.vectors import VectorIndex
from ingest.errors import IndexCorrupt, ModelMismatch
from search.results import Parallel

__all__ = ["Citing", "Snapshot", "open_snapshot"]


_ASIDE = 4


@dataclass(frozen=True, slots=True)
class Citing:
    """The passages of general comments that cite provisions, and what they cite."""

    rows: NDArray[np.int64]
    """(citing,) row ids, ascending."""
    vectors: Vectors
    """(citing, dimension)."""
    places: NDArray[np.int64]
    """(citations,) positions in `rows`."""
    units: NDArray[np.int64]
    """(citations,) the unit cited."""


@dataclass(frozen=True)
class Snapshot:
    """What a search reads."""

    generation: Generation
    meta: MetaReader
    vectors: VectorIndex
    lexical: dict[str, LexicalIndex]
    rows: NDArray[np.void]
    """(rows,) of index.build.ROW_TYPE."""

    @cached_property
    def aside(self) -> ThreadPoolExecutor:
        """Threads for what can be looked up beside something else."""
        return ThreadPoolExecutor(_ASIDE, thread_name_prefix="aside")

    @cached_property
    def row_units(self) -> NDArray[np.int32]:
        """(rows,) the unit of each row."""
        return np.ascontiguousarray(self.rows["unit"])

    @cached_property
    def row_editions(self) -> NDArray[np.int32]:
        """(rows,) the edition of each row."""
        return np.ascontiguousarray(self.rows["edition"])

    def compared_with(self, language: str) -> NDArray[np.bool_]:
        """(rows,) bool: the rows of the editions that a question in a language is compared with; not to be changed."""
        if language not in self._compared:
            editions = [self.meta.editions[n] for n in sorted(self.meta.editions)]
            keys = [EditionKey(e.instrument, e.language, e.text_kind == "authentic") for e in editions]
            self._compared[language] = searched_in(language, keys)[self.row_editions]
        return self._compared[language]

    @cached_property
    def _compared(self) -> dict[str, NDArray[np.bool_]]:
        """By language; there are as many as the detector knows."""
        return {}

    @cached_property
    def named_parallels(self) -> dict[tuple[int, str], tuple[Parallel, ...]]:
        """The parallels of units as results name them, by unit and language, as far as they were asked for."""
        return {}

    @cached_property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the editions held."""
        return frozenset(edition.language.partition("-")[0] for edition in self.meta.editions.values())

    @cached_property
    def answerability(self) -> Answerability | None:
        """What tells questions that nothing here answers; None where the index was too small to set it."""
        data = self.generation.manifest.get("answerability")
        return Answerability.from_json(data) if data else None

    @cached_property
    def sentences(self) -> SentenceIndex:
        """The sentences of the passages."""
        return SentenceIndex(self.generation.path)

    @cached_property
    def rows_by_unit(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(rows,) row ids in the order of their units, and (units + 1,) where the rows of each unit begin."""
        order = np.argsort(self.row_units, kind="stable").astype(np.int64)
        starts = np.searchsorted(self.row_units[order], np.arange(len(self.meta.unit_instrument) + 1))
        return order, starts.astype(np.int64)

    @cached_property
    def unit_instruments(self) -> NDArray[np.int64]:
        """(units,) the instrument of each unit."""
        return np.asarray(self.meta.unit_instrument, dtype=np.int64)

    @cached_property
    def citing(self) -> Citing:
        """What general comments cite."""
        table = np.load(self.generation.path / "citing.npy")
        rows, places = np.unique(table["row"].astype(np.int64), return_inverse=True)
        return Citing(rows, self.vectors.vectors(rows), places, table["unit"].astype(np.int64))

    @cached_property
    def unit_topics(self) -> NDArray[np.float32]:
        """(units, topics) each row of length 1, or 0 where the catalogue gives the unit no topic."""
        found = self.meta.topics_of_units()
        codes = {topic: n for n, topic in enumerate(sorted({t for topics in found.values() for t in topics}))}
        table = np.zeros((len(self.meta.unit_instrument), len(codes)), dtype=np.float32)
        for unit, topics in found.items():
            table[unit, [codes[t] for t in topics]] = 1.0
        table /= np.maximum(1.0, np.sqrt(table.sum(axis=1, keepdims=True)))
        return table

    def parallels_of(self, unit: int) -> NDArray[np.int64]:
        """The units that the catalogue calls parallel to a unit, from either side, ascending."""
        starts, units = self._parallels
        return units[starts[unit] : starts[unit + 1]]

    @cached_property
    def _parallels(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(units + 1,) where each unit's parallels begin, and the parallels."""
        parallel = self.meta.parallel_units()
        lists = [sorted(parallel.get(unit, ())) for unit in range(len(self.meta.unit_instrument))]
        starts = np.cumsum([0, *map(len, lists)], dtype=np.int64)
        return starts, np.asarray([other for others in lists for other in others], dtype=np.int64)

    @cached_property
    def authentic_units(self) -> frozenset[int]:
        """The units whose text is held."""
        return frozenset(np.unique(self.row_units[self.rows["field"] == 0]).tolist())

    def describe(self) -> dict[str, object]:
        """The `index` part of an answer."""
        counts = self.generation.manifest["counts"]
        return {
            "generation": self.generation.id,
            "model": self.generation.manifest["model"]["name"],
            "documents": counts["editions"],
            "passages": counts["passages"],
        }


def open_snapshot(generation: Generation, encoder: Encoder) -> Snapshot:
    """The generation, if it was made by this encoder and its parts agree."""
    made_by, asked = generation.manifest["model"], encoder.identity.to_json()
    if made_by != asked:
        raise ModelMismatch(
            f"the index was made by {made_by['name']} ({made_by['fingerprint']}), the encoder is {asked['name']} "
            f"({asked['fingerprint']}); search with --model {made_by['name']}, or rebuild with: "
            f"iml reindex --model {asked['name']}"
        )
    folder = generation.path
    rows = np.load(folder / "rows.npy", mmap_mode="r")
    vectors = VectorIndex(folder / "vectors.faiss")
    expected = generation.manifest["counts"]["passages"]
    if not len(rows) == vectors.size == expected:
        raise IndexCorrupt(
            f"{folder}: {expected} passages stated, {len(rows)} rows and "
            f"{vectors.size} vectors found; rebuild with: iml reindex"
        )
    lexical = {
        path.name: LexicalIndex(path) for path in sorted((folder / "lexical").iterdir()) if (path / "ids.npy").is_file()
    }
    return Snapshot(generation, MetaReader(folder / "meta.sqlite"), vectors, lexical, rows)
