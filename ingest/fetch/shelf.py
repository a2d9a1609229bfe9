"""The folder that texts are fetched into: putting a file in its place so that a kill at any instant loses no other.

The order for each file is: the earlier bytes are copied aside, `fetched.json` says what the new ones are, the `.part`
takes its name, `collection.toml` lists it. `recover` does what a kill between these steps has left undone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.errors import FetchError, NotTheText
from ingest.fetch.atomic import replace_file
from ingest.fetch.content import EXTENSIONS
from ingest.fetch.download import Arrived
from ingest.fetch.listing import list_file
from ingest.fetch.plan import Target, part_name, sha256_of
from ingest.fetch.record import Earlier, FetchedFile, Part, Record, load_record
from ingest.readers.sniff import Format

__all__ = ["SUPERSEDED", "Placed", "Shelf"]

SUPERSEDED = ".superseded"
_HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """What a complete file changed in the folder."""

    status: Literal["fetched", "unchanged", "changed"]
    entry: FetchedFile
    earlier: Earlier | None = None


class Shelf:
    """A collection folder and its record. One writer at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.record: Record = load_record(self.folder)

    def recover(self) -> None:
        """Finish what an earlier run was killed over."""
        for key, entry in self.record.files.items():
            part, path = self.folder / f"{key}.part", self.folder / entry.file
            if key not in self.record.parts and part.is_file() and sha256_of(part) == entry.sha256:
                replace_file(part, path)
            if path.is_file():
                list_file(self.folder, entry)

    def held(self, target: Target) -> FetchedFile | None:
        """The record of the target's file, where the file is there."""
        entry = self.record.files.get(target.key)
        return entry if entry and (self.folder / entry.file).is_file() else None

    def part(self, target: Target) -> Path:
        """Where the target is written to until it is complete."""
        return self.folder / part_name(target)

    def check_free(self, target: Target) -> None:
        """Raise `FetchError` where a file that this program did not fetch has the name that the target would get."""
        names = (f"{target.key}.{extension}" for extension in EXTENSIONS.values())
        taken = next((name for name in names if (self.folder / name).exists()), None)
        if taken and not self.held(target):
            raise FetchError(f"{taken} is in the way and was not fetched by this program; list it in collection.toml")

    def begin(self, target: Target, part: Part) -> None:
        """Note whose bytes the `.part` is going to hold."""
        self.record.parts[target.key] = part
        self.record.save()

    def discard(self, target: Target) -> None:
        """Forget what has come of a target."""
        self.part(target).unlink(missing_ok=True)
        if self.record.parts.pop(target.key, None):
            self.record.save()

    def still_held(self, target: Target, checked: str) -> FetchedFile:
        """Note that the host has nothing newer than the file held."""
        entry = replace(self.record.files[target.key], checked=checked)
        self.record.files[target.key] = entry
        self.record.save()
        return entry

    def place(self, target: Target, arrived: Arrived, form: Format, fetched: str) -> Placed:
        """Give a complete `.part` its name; the bytes it takes the place of are kept aside."""
        part = self.part(target)
        before = self.record.files.get(target.key)
        sha256 = sha256_of(part)
        if before and before.sha256 == sha256 and self.held(target):
            return self._same_bytes(target, before, arrived, fetched)
        self._check_format(target, form)
        earlier = self._set_aside(before) if before and before.sha256 != sha256 else None
        history = before.history if before else ()
        entry = FetchedFile(
            file=f"{target.key}.{EXTENSIONS[form]}",
            instrument=target.instrument,
            language=target.language,
            url=target.url,
            final_url=arrived.final_url,
            sha256=sha256,
            bytes=part.stat().st_size,
            format=form,
            etag=arrived.etag,
            last_modified=arrived.last_modified,
            fetched=fetched,
            checked=fetched,
            history=(*history, earlier) if earlier else history,
        )
        self.record.files[target.key] = entry
        self.record.parts.pop(target.key, None)
        self.record.save()
        replace_file(part, self.folder / entry.file)
        list_file(self.folder, entry)
        return Placed("changed" if earlier else "fetched", entry, earlier)

    def _same_bytes(self, target: Target, before: FetchedFile, arrived: Arrived, checked: str) -> Placed:
        entry = replace(
            before,
            url=target.url,
            final_url=arrived.final_url,
            etag=arrived.etag,
            last_modified=arrived.last_modified,
            checked=checked,
        )
        # The copy goes first: left behind, it would count as a file still to be given its name.
        self.part(target).unlink()
        self.record.files[target.key] = entry
        self.record.parts.pop(target.key, None)
        self.record.save()
        return Placed("unchanged", entry)

    def _check_format(self, target: Target, form: Format) -> None:
        """Two files with one text are never left, nor the name of a file that is listed changed."""
        held = self.held(target)
        if held and held.format != form:
            raise NotTheText(
                f"{target.url} gives {form} now, {held.file} is {held.format}; move that file and its entry in "
                "collection.toml away to fetch the new one"
            )

    def _set_aside(self, before: FetchedFile) -> Earlier:
        """The bytes on disk under `.superseded/`, their hash in the name; nothing where they are gone."""
        path = self.folder / before.file
        if not path.is_file():
            return Earlier(before.sha256, before.bytes, before.fetched, None)
        sha256 = sha256_of(path)
        aside = self.folder / SUPERSEDED / f"{before.file}.{sha256[:_HASH_SHOWN]}"
        if not aside.is_file() or sha256_of(aside) != sha256:
            aside.parent.mkdir(exist_ok=True)
            shutil.copy2(path, aside)
        return Earlier(before.sha256, before.bytes, before.fetched, aside.relative_to(self.folder).as_posix())
