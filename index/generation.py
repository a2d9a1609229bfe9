"""The generation directory: immutable, checksummed, named by what is in it; `CURRENT` says which one is live.

`HOME/generations/<id>/manifest.json` is written last. The id is the start of the manifest's own hash, so equal inputs
give the same directory. `CURRENT` is replaced atomically; a reader opens one generation and keeps it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import IndexCorrupt, IndexMissing

__all__ = ["FORMAT", "Generation", "Home", "publish"]

FORMAT = 4
_MANIFEST = "manifest.json"
_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds the library, the cache and the generations."""

    path: Path

    @property
    def library(self) -> Path:
        """The parsed files."""
        return self.path / "library.sqlite"

    @property
    def cache(self) -> Path:
        """The vectors already computed."""
        return self.path / "cache" / "vectors.sqlite"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.path / "generations"

    def staging(self) -> Path:
        """A fresh empty folder to build in, on the same file system as the generations."""
        self.generations.mkdir(parents=True, exist_ok=True)
        folder = self.generations / f".building-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def current(self) -> Generation:
        """The live generation."""
        pointer = self.path / "CURRENT"
        if not pointer.is_file():
            raise IndexMissing(f"{self.path} holds no index; build one with: iml --home {self.path} reindex")
        name = pointer.read_text(encoding="utf-8").strip()
        return Generation.open(self.generations / name)


@dataclass(frozen=True, slots=True)
class Generation:
    """One built index and what its manifest says."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The generation's name."""
        return self.path.name

    @classmethod
    def open(cls, path: Path) -> Generation:
        """The generation in a folder; its manifest must parse, name it, and list files of the sizes found."""
        try:
            manifest = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise IndexCorrupt(f"{path} has no {_MANIFEST}; rebuild with: iml reindex") from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise IndexCorrupt(f"{path / _MANIFEST} is damaged ({error}); rebuild with: iml reindex") from error
        if manifest.get("format") != FORMAT:
            raise IndexCorrupt(f"{path} has format {manifest.get('format')}, this program reads {FORMAT}: iml reindex")
        if _manifest_id(manifest) != path.name:
            raise IndexCorrupt(f"{path / _MANIFEST} was changed after it was written; rebuild with: iml reindex")
        for name, stated in manifest["files"].items():
            file = path / name
            size = file.stat().st_size if file.is_file() else None
            if size != stated["size"]:
                raise IndexCorrupt(f"{file} has {size} bytes, the manifest says {stated['size']}: iml reindex")
        return cls(path, manifest)

    def verify(self) -> int:
        """How many files there are, after comparing the sha256 of each with the manifest."""
        for name, stated in sorted(self.manifest["files"].items()):
            if _sha256(self.path / name) != stated["sha256"]:
                raise IndexCorrupt(f"{self.path / name} does not match its sha256; rebuild with: iml reindex")
        return len(self.manifest["files"])


def publish(home: Home, staging: Path, facts: Mapping[str, Any]) -> Generation:
    """Make the staged files the live generation: checksums, manifest last, rename, then `CURRENT`."""
    files = {
        path.relative_to(staging).as_posix(): {"sha256": _sha256(path), "size": path.stat().st_size}
        for path in sorted(p for p in staging.rglob("*") if p.is_file())
    }
    manifest = {"format": FORMAT, **facts, "files": files}
    for path in staging.rglob("*"):
        _sync(path)
    _write_synced(staging / _MANIFEST, _canonical(manifest))
    _sync(staging)
    target = home.generations / _manifest_id(manifest)
    if target.exists():
        shutil.rmtree(staging)
    else:
        staging.rename(target)
        _sync(home.generations)
    generation = Generation.open(target)
    _point(home, generation.id)
    return generation


def _point(home: Home, name: str) -> None:
    temporary = home.path / f".CURRENT-{os.getpid()}"
    _write_synced(temporary, f"{name}\n".encode())
    temporary.replace(home.path / "CURRENT")
    _sync(home.path)


def _canonical(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _manifest_id(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(manifest)).hexdigest()[:_ID_DIGITS]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
