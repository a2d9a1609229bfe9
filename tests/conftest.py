"""What all tests share: a small collection of our own, a tiny encoder, no network."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.build import BuildReport, build
from index.encoder import ModelIdentity, Vectors
from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.collection import find_sources
from ingest.library import Library
from ingest.pipeline import ingest_sources
from ingest.report import IngestReport
from ingest.sandbox import Limits, SandboxedReader
from search.searcher import Searcher

HARBOUR = """# Harbour Convention on Guest Workers

The Parties, wishing to treat guest workers well, have agreed as follows:

### Article 1
#### Meaning of words
1. A guest worker is a person who sails to another country to work there for a wage.
2. A keeper is whoever pays that wage.

### Article 2
#### Papers
1. No keeper shall hold the passport of a guest worker.
2. A passport taken away is given back within three days:
(a) by the keeper; or
(b) by the harbour master, where the keeper has fled.

### Article 3
#### Wages
Wages are paid every month, in coin, whatever permit the worker holds.

### Article 4
#### Leaving
A Party may leave this Convention by a letter; it is free after one year.

Done at Saltport, on the first of May 1901, in one copy.
"""

HARBOUR_ES = """# Convenio del Puerto sobre los Trabajadores Huéspedes

Las Partes han convenido lo siguiente:

### Artículo 1
1. Trabajador huésped es quien navega a otro país para trabajar allí por un salario.

### Artículo 2
1. Ningún patrón guardará el pasaporte de un trabajador huésped.

### Artículo 3
El salario se paga cada mes, en moneda, cualquiera que sea el permiso.

### Artículo 4
Una Parte puede dejar este Convenio mediante una carta; queda libre al cabo de un año.
"""

COMMENT = """General comment No. 7 on locked doors
HC/GC/7
Adopted 2 June 1930

1. The Board has seen many guest workers locked in at night, and says that this is not allowed.

2. A locked door is a form of detention, and detention needs a judge.

3. Children are never locked in.
"""

LISTING = """
[[document]]
file = "harbour.en.md"
id = "harbour"
kind = "treaty"
language = "en"
short_title = "Harbour Convention"
adopted = 1901-05-01
in_force = 1902-05-01
source = "1 Saltport Papers 7"
aliases = ["HCGW"]

[[document]]
file = "harbour.es.md"
id = "harbour"
kind = "treaty"
language = "es"

[[document]]
file = "doors.en.txt"
id = "harbour-gc7"
kind = "general_comment"
language = "en"
title = "General comment No. 7 on locked doors"
source = "HC/GC/7"
"""


@dataclass(frozen=True)
class HashEncoder:
    """A bag-of-words encoder: each word has a fixed random direction. Equal words are near, nothing else is known."""

    name: str = "hash"
    dimension: int = 64
    max_tokens: int = 48

    @property
    def identity(self) -> ModelIdentity:
        fingerprint = hashlib.sha256(f"{self.name}{self.dimension}".encode()).hexdigest()[:16]
        return ModelIdentity(self.name, fingerprint, self.dimension, self.max_tokens)

    def count_tokens(self, text: str) -> int:
        return len(re.findall(r"\w+|[^\w\s]", text)) + 2

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.encode_query(t) for t in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def encode_query(self, text: str) -> Vectors:
        total = np.zeros(self.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        norm = float(np.linalg.norm(total))
        out: Vectors = total / norm if norm else np.eye(1, self.dimension, dtype=np.float32)[0]
        return out


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection but to this machine is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and (not isinstance(address, tuple) or address[0] not in ("127.0.0.1", "::1")):
            raise AssertionError(f"the test tried to connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """An empty catalogue: tests of the bundled one load it themselves."""
    return Catalogue({}, {})


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A folder of three files of ours with a collection.toml."""
    return write_collection(tmp_path / "collection")


def write_collection(folder: Path) -> Path:
    folder.mkdir()
    for name, text in (
        ("harbour.en.md", HARBOUR),
        ("harbour.es.md", HARBOUR_ES),
        ("doors.en.txt", COMMENT),
        ("collection.toml", LISTING),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ingest_into(home: Home, folder: Path, catalogue: Catalogue) -> IngestReport:
    with Library(home.library) as library, SandboxedReader(Limits()) as reader:
        return ingest_sources(find_sources(folder), library, catalogue, reader)


def build_in(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> BuildReport:
    with Library(home.library) as library:
        return build(home, library, catalogue, encoder)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, encoder: HashEncoder) -> Home:
    """A home with the small collection indexed; read only."""
    folder = tmp_path_factory.mktemp("built")
    home = Home(folder / "home")
    report = ingest_into(home, write_collection(folder / "collection"), catalogue)
    assert not report.failed
    build_in(home, catalogue, encoder)
    return home


@pytest.fixture(scope="session")
def searcher(built: Home, encoder: HashEncoder) -> Searcher:
    return Searcher(built, encoder=encoder)


@pytest.fixture(scope="session")
def corpus() -> Iterator[Path]:
    """The real collection, where IML_CORPUS (default ../shared/corpus) holds one."""
    folder = Path(os.environ.get("IML_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
    if not (folder / "collection.toml").is_file():
        pytest.skip(f"no collection at {folder}; set IML_CORPUS to run this test")
    yield folder
