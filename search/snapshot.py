"""One generation opened for searching: immutable, shared by threads, held by a request from start to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answerability import Answerability
from index.encoder import Encoder
from index.generation import Generation
from index.lexical import LexicalIndex
from index.store import MetaReader
from index.vectors import VectorIndex
from ingest.errors import IndexCorrupt, ModelMismatch

__all__ = ["Snapshot", "open_snapshot"]


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
    def row_units(self) -> NDArray[np.int32]:
        """(rows,) the unit of each row."""
        return np.ascontiguousarray(self.rows["unit"])

    @cached_property
    def row_editions(self) -> NDArray[np.int32]:
        """(rows,) the edition of each row."""
        return np.ascontiguousarray(self.rows["edition"])

    @cached_property
    def answerability(self) -> Answerability | None:
        """What tells questions that nothing here answers; None where the index was too small to set it."""
        data = self.generation.manifest.get("answerability")
        return Answerability.from_json(data) if data else None

    @cached_property
    def rows_by_unit(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(rows,) row ids in the order of their units, and (units + 1,) where the rows of each unit begin."""
        order = np.argsort(self.row_units, kind="stable").astype(np.int64)
        starts = np.searchsorted(self.row_units[order], np.arange(len(self.meta.unit_instrument) + 1))
        return order, starts.astype(np.int64)

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
