"""The run of `iml fetch`: one file after the other, one outcome each, no file stopping the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
from filelock import FileLock, Timeout

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.errors import Disallowed, FetchError, NotTheText, UsageError
from ingest.fetch.content import check_content
from ingest.fetch.download import Arrived, Download
from ingest.fetch.listing import check_folder
from ingest.fetch.plan import Planned, Target, plan_folder
from ingest.fetch.record import Part
from ingest.fetch.settings import Clock, FetchSettings
from ingest.fetch.shelf import Placed, Shelf
from ingest.fetch.web import Web

__all__ = ["Outcome", "choose", "fetch_texts"]

_LOCK = ".fetch.lock"
Status = Literal["fetched", "unchanged", "changed", "failed", "disallowed"]
TextJudge = Callable[[Path, CatalogueEntry, str], str | None]
"""Says what it could not check of a file that came, and raises `NotTheText` for one that is not the text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one target."""

    target: Target
    status: Status
    file: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    earlier_sha256: str | None = None
    earlier_file: str | None = None
    """Where the bytes before a change are kept."""
    note: str | None = None
    error: str | None = None
    error_code: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the folder has the text as the host gives it."""
        return self.error is None


def choose(planned: Iterable[Planned], *, refresh: bool, named: bool) -> tuple[Planned, ...]:
    """Those that a run asks for: what is missing, or with `refresh` what was fetched before.

    With `refresh` and instruments `named`, what is missing of them comes too. Files of the user's own are left alone.
    """
    return tuple(
        item
        for item in planned
        if (item.would_come and (named or not refresh)) or (refresh and item.state in ("held", "altered"))
    )


def fetch_texts(
    folder: Path,
    targets: Iterable[Target],
    catalogue: Catalogue,
    judge: TextJudge,
    *,
    refresh: bool = False,
    named: bool = False,
    settings: FetchSettings | None = None,
    clock: Clock | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """The outcome of each target that is to be asked for, as it comes.

    Hosts are asked in turn, so that the pace of one does not hold up the others. Raises `UsageError` for a folder that
    cannot be used.
    """
    settings, clock = settings or FetchSettings(), clock or Clock()
    folder = folder.resolve()
    with _locked(folder):
        shelf = Shelf(folder)
        check_folder(folder, {entry.file for entry in shelf.record.files.values()})
        shelf.recover()
        chosen = choose(plan_folder(folder, targets), refresh=refresh, named=named)
        headers = {
            "User-Agent": settings.user_agent,
            "Accept": "application/pdf, text/html;q=0.9, application/xhtml+xml;q=0.9, */*;q=0.5",
            "Accept-Encoding": "identity",  # a compressed transfer could not be taken up in the middle
        }
        with httpx.Client(headers=headers, timeout=settings.timeout_s, trust_env=True) as client:
            web = Web(client, settings, clock, tell)
            for item in _hosts_in_turn(chosen):
                entry = catalogue.entries[item.target.instrument]
                yield _Fetch(shelf, web, settings, clock, judge, entry, item.target).outcome()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if folder.is_file():
        raise UsageError(f"{folder} is a file; give the folder that the texts go into")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            yield
    except Timeout as error:
        raise UsageError(f"another iml fetch is at work in {folder}; wait for it to end") from error
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written to: {error.strerror or error}; what was fetched before is kept"
        ) from error


def _hosts_in_turn(chosen: Iterable[Planned]) -> list[Planned]:
    met: Counter[str] = Counter()
    turns: list[tuple[int, Target, Planned]] = []
    for item in chosen:
        host = httpx.URL(item.target.url).host
        turns.append((met[host], item.target, item))
        met[host] += 1
    return [item for _, _, item in sorted(turns, key=lambda turn: turn[:2])]


@dataclass(frozen=True, slots=True)
class _Fetch:
    """One target's way from its address to its place."""

    shelf: Shelf
    web: Web
    settings: FetchSettings
    clock: Clock
    judge: TextJudge
    entry: CatalogueEntry
    target: Target

    def outcome(self) -> Outcome:
        try:
            return self._fetched()
        except NotTheText as error:
            self.shelf.discard(self.target)
            return self._failed("failed", error)
        except FetchError as error:
            return self._failed("disallowed" if isinstance(error, Disallowed) else "failed", error)

    def _fetched(self) -> Outcome:
        self.shelf.check_free(self.target)
        held = self.shelf.held(self.target)
        asks = Download(
            self.target.url,
            self.shelf.part(self.target),
            self.shelf.record.parts.get(self.target.key),
            lambda part: self.shelf.begin(self.target, part),
            self.target.language,
            Part(held.url, held.etag, held.last_modified) if held and held.url == self.target.url else None,
        )
        arrived = asks.run(self.web, self.settings, self.clock)
        if arrived is None:
            entry = self.shelf.still_held(self.target, self.clock.stamp())
            return self._placed(Placed("unchanged", entry), None)
        return self._checked(arrived)

    def _checked(self, arrived: Arrived) -> Outcome:
        part = self.shelf.part(self.target)
        form = check_content(part.read_bytes(), arrived.media_type, (self.target.url, arrived.final_url))
        note = self.judge(part, self.entry, self.target.language)
        return self._placed(self.shelf.place(self.target, arrived, form, self.clock.stamp()), note)

    def _placed(self, placed: Placed, note: str | None) -> Outcome:
        entry, earlier = placed.entry, placed.earlier
        return Outcome(
            self.target,
            placed.status,
            file=entry.file,
            bytes=entry.bytes,
            sha256=entry.sha256,
            earlier_sha256=earlier.sha256 if earlier else None,
            earlier_file=earlier.kept_as if earlier else None,
            note=note,
        )

    def _failed(self, status: Literal["failed", "disallowed"], error: FetchError) -> Outcome:
        return Outcome(self.target, status, error=str(error), error_code=error.code)
