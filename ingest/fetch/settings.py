"""How a run of `iml fetch` behaves: limits, who it says it is, and the clock that it waits by."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from ingest.errors import UsageError

__all__ = ["PRODUCT", "Clock", "Deadline", "FetchSettings"]

PRODUCT = "iml-search"
"""The name that rules of robots.txt for this program are written for."""
_ADDRESS = re.compile(r"(?:https?://|[^\s@()<>]+@)[!-'*-;=?-~]+")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The limits of one run."""

    contact: str | None = None
    """An e-mail or web address that goes into the user agent, so that a host's keeper can write to the user."""
    delay_s: float = 1.0
    """Least time between two requests to one host."""
    timeout_s: float = 30.0
    """Longest silence of a server."""
    deadline_s: float = 900.0
    """Longest time for one file, waiting and further tries included."""
    max_bytes: int = 100 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.contact is not None and not _ADDRESS.fullmatch(self.contact):
            raise UsageError(f"contact {self.contact!r} is no e-mail address and no http(s) address")

    @property
    def user_agent(self) -> str:
        """What the program calls itself: name, version, contact."""
        name = f"{PRODUCT}/{version(PRODUCT)}"
        if self.contact is None:
            return name
        return f"{name} (+{self.contact if self.contact.startswith('http') else 'mailto:' + self.contact})"


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from and how it is waited for; tests give their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = _utc_now

    def stamp(self) -> str:
        """The moment in UTC, to the second, as ISO 8601."""
        return self.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Deadline:
    """The moment by which a file has to be there."""

    def __init__(self, clock: Clock, allowed_s: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + allowed_s
        self.allowed_s = allowed_s

    def left_s(self) -> float:
        """Seconds left; negative afterwards."""
        return self._end - self._clock.monotonic()
