"""Additions to a folder's `collection.toml`: appended to what the user wrote, never changing a byte of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection
from pathlib import Path

from ingest.collection import COLLECTION_FILE, find_sources, listed_sources
from ingest.errors import CollectionError, UsageError
from ingest.fetch.atomic import write_atomically
from ingest.fetch.record import FetchedFile

__all__ = ["check_folder", "list_file"]

_INTRODUCTION = "# Files of this folder. `iml fetch` adds an entry for each text; add your own, and more keys.\n"
_SHOWN = 3


def check_folder(folder: Path, fetched: Collection[str]) -> None:
    """Raise `UsageError` for a folder with files besides those `fetched`, that no collection.toml lists.

    One that lists the fetched files alone would hide the others from `iml ingest`.
    """
    if (folder / COLLECTION_FILE).exists():
        return
    try:
        found = [source.file for source in find_sources(folder) if source.file not in fetched]
    except UsageError:  # it holds nothing to ingest
        return
    if not found:
        return
    named = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
    raise UsageError(
        f"{folder} holds {len(found)} files ({named}) without a collection.toml; one that lists the fetched texts "
        "alone would hide them from iml ingest. Fetch into a folder of its own, or list your files in a collection.toml"
    )


def list_file(folder: Path, entry: FetchedFile) -> None:
    """Append an entry for a fetched file, unless the file is listed already."""
    if any(source.file == entry.file for source in listed_sources(folder)):
        return
    path = folder / COLLECTION_FILE
    before = path.read_bytes() if path.is_file() else _INTRODUCTION.encode()
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    values = (("file", entry.file), ("id", entry.instrument), ("language", entry.language), ("url", entry.url))
    # A JSON string is a TOML string of the same content.
    lines = ["", "[[document]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values), ""]
    gap = b"" if before.endswith(b"\n") or not before else newline
    after = before + gap + newline.join(line.encode() for line in lines)
    try:
        tomllib.loads(after.decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CollectionError(
            f"{path}: no [[document]] can be added at its end ({error}); write its files as [[document]] tables"
        ) from error
    write_atomically(path, after)
