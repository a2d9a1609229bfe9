"""The vector index: FAISS with the rows' own ids."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

__all__ = ["VectorIndex", "write_vectors"]

Ids = NDArray[np.int64]


def write_vectors(path: Path, ids: Ids, vectors: Vectors) -> None:
    """Write an exact inner-product index of the vectors under their ids."""
    faiss = _faiss()
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(vectors, ids)
    faiss.write_index(index, str(path))


class VectorIndex:
    """A read-only index, memory-mapped."""

    def __init__(self, path: Path) -> None:
        faiss = _faiss()
        self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Ids, Vectors]:
        """(ids, cosines) of the k nearest rows, best first, equal scores by id; only those flagged in `allowed`."""
        faiss = _faiss()
        params = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            params = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        scores, ids = self._index.search(query.reshape(1, -1), min(k, max(1, self.size)), params=params)
        held = ids[0] >= 0
        found_ids, found_scores = ids[0][held], scores[0][held]
        order = np.lexsort((found_ids, -found_scores))
        return found_ids[order], found_scores[order]

    def vector(self, row: int) -> Vectors:
        """(dimension,) float32 of a row."""
        out: Vectors = self._index.reconstruct(row)
        return out

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """(n, dimension) float32 of some rows, in their order."""
        out: Vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return out


def _faiss() -> Any:
    """The faiss module, imported when first needed; its own type hints do not cover what Python code calls."""
    return import_module("faiss")
