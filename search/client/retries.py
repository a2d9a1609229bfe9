"""When to ask again: only where the service says when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

__all__ = ["Retries", "retry_after"]

_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how long a client waits for a busy service."""

    most: int = 3
    """Times that one call is sent again."""
    longest_wait_s: float = 30.0
    """A service that asks for a longer wait is not waited for."""

    def wait(self, response: httpx.Response, sent: int) -> float | None:
        """Seconds to wait before the call is sent again; None where it is not to be."""
        if response.status_code not in _BUSY or sent > self.most:
            return None
        wait = retry_after(response, dt.datetime.now(dt.UTC))
        return wait if wait is not None and wait <= self.longest_wait_s else None


def retry_after(response: httpx.Response, now: dt.datetime) -> float | None:
    """The seconds that `Retry-After` names, as a number or a date; None without it, or where it is neither."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - now).total_seconds())
