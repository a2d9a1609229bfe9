"""What would come: the catalogue's addresses against what a folder holds. No network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from rapidfuzz import process

from ingest.catalogue import Catalogue
from ingest.collection import Source, listed_sources
from ingest.errors import UsageError
from ingest.fetch.record import Record, load_record

__all__ = ["Planned", "Target", "find_targets", "part_name", "plan_folder", "sha256_of"]

State = Literal["missing", "begun", "held", "altered", "own"]


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One text that the catalogue has an address for."""

    instrument: str
    language: str
    url: str

    @property
    def key(self) -> str:
        """Its name in `fetched.json`."""
        return f"{self.instrument}.{self.language}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A target and what the folder has of it.

    `missing` nothing; `begun` a part; `held` the file as fetched; `altered` the file fetched, with other bytes since;
    `own` a file of the user's.
    """

    target: Target
    state: State
    file: str | None
    bytes: int
    fetched: str | None = None
    earlier: int = 0
    """How many earlier texts the address has given."""
    moved_from: str | None = None
    """The address that the held file came from, where the catalogue has another now."""

    @property
    def would_come(self) -> bool:
        """Whether a run fetches it without being told to ask again."""
        return self.state in ("missing", "begun")


def find_targets(
    catalogue: Catalogue, instruments: Sequence[str] = (), languages: Sequence[str] = ()
) -> tuple[Target, ...]:
    """The addresses of these instruments (of all) in these languages (in all), by instrument and language.

    Raises `UsageError` for an unknown instrument, and where nothing is left.
    """
    for name in instruments:
        if name not in catalogue.entries:
            near = [
                found
                for found, _, _ in process.extract(name.lower(), catalogue.entries.keys(), limit=3, score_cutoff=60)
            ]
            hint = f"did you mean {' or '.join(near)}?" if near else "`iml fetch FOLDER --list` lists those with one"
            raise UsageError(f"instrument {name!r} is not in the catalogue; {hint}")
    chosen = sorted(set(instruments) or catalogue.entries.keys())
    known = {language for entry in catalogue.entries.values() for language in entry.urls}
    if unknown := sorted(set(languages) - known):
        raise UsageError(f"the catalogue has no address in language {unknown[0]!r}, only in {', '.join(sorted(known))}")
    wanted = set(languages) or known
    targets = tuple(
        Target(name, language, url)
        for name in chosen
        for language, url in sorted(catalogue.entries[name].urls.items())
        if language in wanted
    )
    if not targets:
        there = sorted({language for name in chosen for language in catalogue.entries[name].urls})
        raise UsageError(
            f"the catalogue has no official address of {', '.join(chosen)}"
            + (f" in {', '.join(sorted(wanted))}, only in {', '.join(there)}" if there else "")
        )
    return targets


def plan_folder(folder: Path, targets: Iterable[Target]) -> tuple[Planned, ...]:
    """What the folder has of each target, in their order."""
    record = load_record(folder)
    listed = [source for source in listed_sources(folder) if source.path.is_file()]
    return tuple(_planned(folder, target, record, listed) for target in targets)


def _planned(folder: Path, target: Target, record: Record, listed: Sequence[Source]) -> Planned:
    entry = record.files.get(target.key)
    if entry and (folder / entry.file).is_file():
        path = folder / entry.file
        return Planned(
            target,
            "held" if sha256_of(path) == entry.sha256 else "altered",
            entry.file,
            path.stat().st_size,
            entry.fetched,
            len(entry.history),
            entry.url if entry.url != target.url else None,
        )
    own = next((source for source in listed if _is_of(source, target)), None)
    if own:
        return Planned(target, "own", own.file, own.path.stat().st_size)
    part = folder / part_name(target)
    if part.is_file() and part.stat().st_size:
        return Planned(target, "begun", None, part.stat().st_size)
    return Planned(target, "missing", None, 0)


def _is_of(source: Source, target: Target) -> bool:
    """Whether a file that the user lists is the target's text; one without a language counts for any."""
    declared = source.declared
    if declared.id != target.instrument:
        return declared.url == target.url
    if declared.language:
        return declared.language.partition("-")[0] == target.language
    tag = PurePosixPath(source.file).stem.rpartition(".")
    return tag[2] == target.language or not (tag[0] and tag[2].isalpha() and len(tag[2]) == 2)


def part_name(target: Target) -> str:
    """The file that a target is written to until it is complete."""
    return f"{target.key}.part"


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
