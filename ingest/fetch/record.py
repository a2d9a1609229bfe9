"""`fetched.json`: what was fetched, from where, when, and with which bytes; and what is half there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.collection import RECORD_FILE
from ingest.errors import CollectionError
from ingest.fetch.atomic import write_atomically

__all__ = ["Earlier", "FetchedFile", "Part", "Record", "load_record"]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """Bytes that an address gave before."""

    sha256: str
    bytes: int
    fetched: str
    kept_as: str | None
    """Where they still are, relative to the folder; None where the file was gone when the new one came."""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One file that was fetched."""

    file: str
    instrument: str
    language: str
    url: str
    final_url: str
    """Where the redirects led."""
    sha256: str
    bytes: int
    format: str
    etag: str | None
    last_modified: str | None
    fetched: str
    """When these bytes came (UTC)."""
    checked: str
    """When the host was last asked for them (UTC)."""
    history: tuple[Earlier, ...] = ()
    """Earlier bytes, the oldest first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whose beginning a `.part` file is: it goes on only while the host says that the rest is of the same bytes."""

    url: str
    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class Record:
    """The content of `fetched.json`, by `<instrument>.<language>`."""

    path: Path
    files: dict[str, FetchedFile] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def save(self) -> None:
        """Write it in one stroke."""
        content = {
            "version": _VERSION,
            "files": {key: asdict(entry) for key, entry in sorted(self.files.items())},
            "parts": {key: asdict(part) for key, part in sorted(self.parts.items())},
        }
        write_atomically(self.path, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def load_record(folder: Path) -> Record:
    """The record of a folder, empty where there is none yet."""
    path = folder / RECORD_FILE
    if not path.is_file():
        return Record(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise CollectionError(
                f"{path}: version {content['version']!r}, this program reads {_VERSION}; use the one that wrote it"
            )
        files = {key: _file(entry) for key, entry in content["files"].items()}
        return Record(path, files, {key: Part(**part) for key, part in content["parts"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CollectionError(
            f"{path} is damaged ({type(error).__name__}: {error}); restore it, or move it away: files fetched before "
            "then count as your own and are not asked for again"
        ) from error


def _file(entry: dict[str, Any]) -> FetchedFile:
    return FetchedFile(**{**entry, "history": tuple(Earlier(**earlier) for earlier in entry["history"])})
