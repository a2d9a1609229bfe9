"""The polite way to ask a host: robots, pace, redirects, retries; trouble of the network becomes a `FetchError`."""

from __future__ import annotations

import contextlib
import email.utils
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import TypeVar

import httpx

from ingest.errors import BrokenOff, FetchError, HostClosed
from ingest.fetch.robots import Robots, read_robots
from ingest.fetch.settings import Clock, Deadline, FetchSettings

__all__ = ["ATTEMPTS", "BACKOFF_S", "MAX_REDIRECTS", "MAX_WAIT_S", "Trouble", "Web", "next_address", "retry_after_s"]

ATTEMPTS = 4
"""Requests for one file before it is given up, redirects not counted."""
BACKOFF_S = 5.0
"""Wait before the second attempt; doubled before each further one."""
MAX_WAIT_S = 120.0
"""The longest wait that a host may ask for, by Retry-After or Crawl-delay, and get."""
MAX_REDIRECTS = 5
ROBOTS_DEADLINE_S = 120.0
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOLD_WAIT_S = 3.0

T = TypeVar("T")


class Trouble(Exception):
    """What another attempt may mend."""

    def __init__(self, reason: str, *, retry_after_s: float | None = None, host: httpx.URL | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.host = host
        """Any address of the host that is itself in trouble, not only the one answer."""


class Web:
    """Asks hosts one after the other, never two at a time."""

    def __init__(
        self, client: httpx.Client, settings: FetchSettings, clock: Clock, tell: Callable[[str], None]
    ) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._tell = tell
        self._robots = Robots(self._ask_robots)
        self._next_at: dict[str, float] = {}
        self._closed: dict[str, str] = {}

    def ask(
        self,
        address: str,
        headers: Callable[[], Mapping[str, str]],
        use: Callable[[httpx.Response], T],
        deadline: Deadline,
    ) -> T:
        """What `use` makes of the answer at the end of the redirects.

        Other attempts follow an answer that asks to come back, one of 5xx, a break or a stall; `headers` is asked anew
        before each. Raises `FetchError`.
        """
        return self._ask(httpx.URL(address), headers, use, deadline, robots=True)

    def _ask(
        self,
        address: httpx.URL,
        headers: Callable[[], Mapping[str, str]],
        use: Callable[[httpx.Response], T],
        deadline: Deadline,
        *,
        robots: bool,
    ) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(address, headers(), use, robots)
            except Trouble as trouble:
                self._wait_after(trouble, attempt, address, deadline)
        raise AssertionError("the last attempt raises")

    def _once(
        self, address: httpx.URL, headers: Mapping[str, str], use: Callable[[httpx.Response], T], robots: bool
    ) -> T:
        for _ in range(MAX_REDIRECTS + 1):
            self._enter(address, robots)
            with _translated(address), self._client.stream("GET", address, headers=headers) as response:
                if response.status_code not in _REDIRECTS:
                    _raise_for_trouble(response, self._clock)
                    return use(response)
                address = next_address(address, response.headers.get("Location", ""))
        raise FetchError(f"more than {MAX_REDIRECTS} redirects, the last to {address}; the address is out of order")

    def _enter(self, address: httpx.URL, robots: bool) -> None:
        """Wait until the host may be asked; raises where it may not."""
        if reason := self._closed.get(_origin(address)):
            raise HostClosed(f"{address.host} is left alone in this run: {reason}")
        delay_s = self._settings.delay_s
        if robots:
            wanted_s = self._robots.check(address)
            if wanted_s > MAX_WAIT_S:
                raise self._close(
                    address, f"its robots.txt asks for {wanted_s:.0f} s between requests, more than {MAX_WAIT_S:.0f} s"
                )
            delay_s = max(delay_s, wanted_s)
        now = self._clock.monotonic()
        self._sleep(self._next_at.get(address.host, now) - now, f"the pace of {address.host}")
        self._next_at[address.host] = self._clock.monotonic() + delay_s

    def _ask_robots(self, address: httpx.URL) -> str:
        deadline = Deadline(self._clock, ROBOTS_DEADLINE_S)

        def in_time() -> None:
            if deadline.left_s() < 0:
                raise Trouble("it did not come in time")

        try:
            return self._ask(address, dict, lambda response: read_robots(response, in_time), deadline, robots=False)
        except HostClosed:
            raise
        except FetchError as error:
            # RFC 9309, 2.3.1.4: rules that cannot be read forbid everything.
            raise self._close(address, f"its robots.txt cannot be read ({error})") from error

    def _wait_after(self, trouble: Trouble, attempt: int, address: httpx.URL, deadline: Deadline) -> None:
        """Sleep before the next attempt; raises when there is to be none."""
        wait_s = BACKOFF_S * 2 ** (attempt - 1) if trouble.retry_after_s is None else trouble.retry_after_s
        if trouble.host and wait_s > MAX_WAIT_S:
            raise self._close(trouble.host, f"{trouble.reason} and to wait {wait_s:.0f} s; run again after that")
        if attempt == ATTEMPTS:
            said = f"{trouble.reason}, {ATTEMPTS} times; run again later"
            raise self._close(trouble.host, said) if trouble.host else BrokenOff(f"{address}: {said}")
        if wait_s > deadline.left_s():
            raise BrokenOff(f"{address}: {trouble.reason}; {deadline.allowed_s:.0f} s are over, run again to go on")
        self._sleep(wait_s, trouble.reason)

    def _sleep(self, wait_s: float, reason: str) -> None:
        if wait_s <= 0:
            return
        if wait_s >= _TOLD_WAIT_S:
            self._tell(f"waiting {wait_s:.0f} s: {reason}")
        self._clock.sleep(wait_s)

    def _close(self, address: httpx.URL, reason: str) -> HostClosed:
        self._closed[_origin(address)] = reason
        return HostClosed(f"{address.host}: {reason}")


def next_address(address: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads; raises `FetchError` for a place not to be followed to."""
    try:
        target = address.join(location) if location else None
    except httpx.InvalidURL:
        target = None
    if target is None or target.scheme not in ("http", "https") or not target.host:
        raise FetchError(f"{address} redirects to {location!r}, which is no web address")
    if address.scheme == "https" and target.scheme == "http":
        raise FetchError(f"{address} redirects to {target}, which is not encrypted; its text could be anyone's")
    return target


def retry_after_s(value: str | None, clock: Clock) -> float | None:
    """The seconds that a Retry-After asks for, given as a number or a date; None where it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
        return max(0.0, (moment - clock.now()).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a time zone
        return None


def _raise_for_trouble(response: httpx.Response, clock: Clock) -> None:
    status = response.status_code
    if status in _BUSY:
        wait_s = retry_after_s(response.headers.get("Retry-After"), clock)
        raise Trouble(f"it answers {status} {response.reason_phrase}", retry_after_s=wait_s, host=response.url)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Trouble(f"the host answers {status} {response.reason_phrase}")


@contextlib.contextmanager
def _translated(address: httpx.URL) -> Iterator[None]:
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise Trouble(f"no connection ({error or type(error).__name__})", host=address) from error
    except httpx.TimeoutException as error:
        raise Trouble("the host fell silent") from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise Trouble(f"the transfer broke off ({error})") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{address} cannot be fetched: {error}") from error


def _origin(address: httpx.URL) -> str:
    return f"{address.scheme}://{address.netloc.decode('ascii')}"
