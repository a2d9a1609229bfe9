"""Vectors already computed, by model fingerprint and text hash.

They make a second build cheap and a killed one resumable.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Vectors

__all__ = ["EmbeddingCache"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vector (
  model TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text)
) WITHOUT ROWID, STRICT
"""
_COMMIT_EVERY = 256


class EmbeddingCache:
    """An SQLite file of vectors; safe to delete, it only costs time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_SCHEMA)

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def missing(self, texts: Sequence[str], encoder: Encoder) -> list[str]:
        """The distinct texts with no vector yet, in the order of the texts."""
        model = encoder.identity.fingerprint
        held = {row[0] for row in self._db.execute("SELECT text FROM vector WHERE model=?", (model,))}
        return [t for t in dict.fromkeys(texts) if _key(t) not in held]

    def fill(self, texts: Sequence[str], encoder: Encoder, advance: Callable[[int], None] = lambda _: None) -> None:
        """Embed the texts given, shortest first so that batches hold equal lengths, and store them as they come."""
        model = encoder.identity.fingerprint
        ordered = sorted(texts, key=lambda t: (len(t), t))
        for begin in range(0, len(ordered), _COMMIT_EVERY):
            part = ordered[begin : begin + _COMMIT_EVERY]
            vectors = encoder.encode_passages(part)
            with self._db:
                self._db.executemany(
                    "INSERT OR REPLACE INTO vector VALUES (?,?,?)",
                    [(model, _key(t), v.tobytes()) for t, v in zip(part, vectors, strict=True)],
                )
            advance(len(part))

    def vectors(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        """(n, dimension) float32 of texts that are all held."""
        model = encoder.identity.fingerprint
        out = np.empty((len(texts), encoder.identity.dimension), dtype=np.float32)
        for n, text in enumerate(texts):
            row = self._db.execute("SELECT vector FROM vector WHERE model=? AND text=?", (model, _key(text))).fetchone()
            out[n] = np.frombuffer(row[0], dtype=np.float32)
        return out


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
