"""The bundled encoder: MiniLM fitted to questions on migration law, eight bits a weight, run by onnxruntime.

Each text is run by itself. The model scales its activations by the largest value it sees, so a text in a batch would
get a vector that depends on its neighbours, and the same collection another index.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import ModelIdentity, Vectors
from ingest.errors import ModelMissing

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["OnnxEncoder", "OnnxModel"]


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """The files of a model and what is known of it."""

    name: str
    weights: Path
    weights_sha256: str
    tokenizer: Path
    tokenizer_sha256: str
    dimension: int
    max_tokens: int


class OnnxEncoder:
    """An encoder whose graph pools and normalises: (1, tokens) ids and mask in, (1, dimension) out."""

    def __init__(self, model: OnnxModel) -> None:
        self._model = model
        _check(model.weights, model.weights_sha256)
        _check(model.tokenizer, model.tokenizer_sha256)

    @property
    def identity(self) -> ModelIdentity:
        model = self._model
        digest = hashlib.sha256(f"{model.weights_sha256}{model.tokenizer_sha256}".encode()).hexdigest()
        return ModelIdentity(model.name, digest[:16], model.dimension, model.max_tokens)

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(text).ids)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._model.dimension), dtype=np.float32)
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.stack(list(threads.map(self.encode_query, texts)))

    def encode_query(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(text)
        ids = encoding.ids
        if len(ids) > self._model.max_tokens:
            ids = [*ids[: self._model.max_tokens - 1], ids[-1]]  # the closing sign stays
        tokens = np.asarray([ids], dtype=np.int64)
        (vectors,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        vector: Vectors = np.asarray(vectors[0], dtype=np.float32)
        return vector

    @cached_property
    def _session(self) -> Any:
        os.environ["ORT_DISABLE_TELEMETRY"] = (
            "1"  # otherwise it looks for its maker's host and writes to the user's cache
        )
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._model.weights), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._model.tokenizer))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _check(path: Path, expected: str) -> None:
    if not path.is_file():
        raise ModelMissing(f"{path} is missing; reinstall iml-search")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise ModelMissing(f"{path} has sha256 {found}, expected {expected}; reinstall the package it belongs to")
