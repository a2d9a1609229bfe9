"""One address to a `.part` file: taken up where it broke off, within the limits of size and time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from ingest.errors import BrokenOff, FetchError, NotTheText
from ingest.fetch.record import Part
from ingest.fetch.settings import Clock, Deadline, FetchSettings
from ingest.fetch.web import Trouble, Web

__all__ = ["Arrived", "Download"]

_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """A complete answer; its bytes are in the `.part` file."""

    final_url: str
    media_type: str
    etag: str | None
    last_modified: str | None


@dataclass(slots=True)
class Download:
    """The fetching of one address."""

    url: str
    path: Path
    """The `.part` file."""
    begun: Part | None
    """What the bytes already in it are of."""
    note_begin: Callable[[Part], None]
    """Told, before the first byte is written, of what the bytes are."""
    language: str
    held: Part | None = None
    """Validators of the file held, to be asked whether it has changed."""

    def run(self, web: Web, settings: FetchSettings, clock: Clock) -> Arrived | None:
        """The complete answer; None when the host says that the file held is still the same. Raises `FetchError`."""
        deadline = Deadline(clock, settings.deadline_s)

        def use(response: httpx.Response) -> Arrived | None:
            return self._receive(response, settings, deadline)

        return web.ask(self.url, self._headers, use, deadline)

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Language": self.language}
        size = self._resumable_bytes()
        if size:
            assert self.begun is not None
            return headers | {"Range": f"bytes={size}-", "If-Range": _validator(self.begun) or ""}
        if self.held is not None:
            if self.held.etag:
                headers["If-None-Match"] = self.held.etag
            if self.held.last_modified:
                headers["If-Modified-Since"] = self.held.last_modified
        return headers

    def _resumable_bytes(self) -> int:
        if self.begun is None or self.begun.url != self.url or not _validator(self.begun):
            return 0
        return self.path.stat().st_size if self.path.is_file() else 0

    def _receive(self, response: httpx.Response, settings: FetchSettings, deadline: Deadline) -> Arrived | None:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED and self.held is not None:
            return None
        if status == HTTPStatus.PARTIAL_CONTENT:
            offset = self._continued_at(response)
        elif status == HTTPStatus.OK:
            offset = 0
        elif status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise self._from_the_start("the host has no such rest")
        else:
            raise FetchError(
                f"{response.url} answers {status} {response.reason_phrase}, not the text; look at it with a browser"
            )
        self._begin(response, offset)
        self._write(response, offset, settings.max_bytes, deadline)
        headers = response.headers
        return Arrived(
            final_url=str(response.url),
            media_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
        )

    def _continued_at(self, response: httpx.Response) -> int:
        """Where the rest starts: exactly where the `.part` ends, else all is asked for anew."""
        said = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        size = self._resumable_bytes()
        if said is None or int(said[1]) != size or not size or not self._same_bytes(response.headers):
            raise self._from_the_start("the host sends another part than the one asked for")
        return size

    def _same_bytes(self, headers: httpx.Headers) -> bool:
        """Whether nothing in the headers of a part speaks against its being of the bytes begun."""
        assert self.begun is not None
        pairs = ((self.begun.etag, headers.get("ETag")), (self.begun.last_modified, headers.get("Last-Modified")))
        return "Content-Encoding" not in headers and all(not a or not b or a == b for a, b in pairs)

    def _from_the_start(self, reason: str) -> Trouble:
        self.path.unlink(missing_ok=True)
        self.begun = None
        return Trouble(reason, retry_after_s=0.0)

    def _begin(self, response: httpx.Response, offset: int) -> None:
        if offset:
            return
        # The old bytes go before their validators are replaced: new validators must never stand for old bytes.
        self.path.unlink(missing_ok=True)
        decoded = "Content-Encoding" in response.headers  # offsets then count other bytes than the ones written
        self.begun = Part(
            self.url,
            None if decoded else response.headers.get("ETag"),
            None if decoded else response.headers.get("Last-Modified"),
        )
        self.note_begin(self.begun)

    def _write(self, response: httpx.Response, offset: int, max_bytes: int, deadline: Deadline) -> None:
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and offset + int(declared) > max_bytes:
            raise self._too_large(max_bytes)
        size = offset
        with self.path.open("ab" if offset else "wb") as stream:
            for chunk in response.iter_bytes():
                if deadline.left_s() < 0:
                    raise BrokenOff(
                        f"{self.url}: {size} bytes came in {deadline.allowed_s:.0f} s and more is to come; run again "
                        "to go on"
                    )
                size += len(chunk)
                if size > max_bytes:
                    raise self._too_large(max_bytes)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        self._check_length(response, size)

    def _check_length(self, response: httpx.Response, size: int) -> None:
        """The end of a resumed file must be where the host says; that of a whole one is checked by the client."""
        said = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if said and said[2] != "*" and int(said[2]) != size:
            raise Trouble(f"{size} bytes came of {said[2]}")

    def _too_large(self, max_bytes: int) -> NotTheText:
        return NotTheText(f"{self.url} is larger than the {max_bytes / _MIB:g} MiB allowed; allow more with --max-mib")


def _validator(part: Part) -> str | None:
    """What an If-Range may name: a strong ETag, else the date."""
    return part.etag if part.etag and not part.etag.startswith("W/") else part.last_modified
