"""What each host's robots.txt lets this program fetch, as RFC 9309 has it; asked once per host and run."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import httpx
from protego import Protego

from ingest.errors import Disallowed
from ingest.fetch.settings import PRODUCT

__all__ = ["MAX_ROBOTS_BYTES", "Robots", "read_robots"]

MAX_ROBOTS_BYTES = 512_000
"""What follows is left unread; RFC 9309 asks for 500 KiB at least."""


class Robots:
    """The rules of the hosts met in this run. `ask` gives the text of a robots.txt, or raises `HostClosed`."""

    def __init__(self, ask: Callable[[httpx.URL], str]) -> None:
        self._ask = ask
        self._rules: dict[str, Protego] = {}

    def check(self, url: httpx.URL) -> float:
        """Seconds that the host wants between two requests; raises `Disallowed`."""
        rules = self._of(url)
        if not rules.can_fetch(str(url), PRODUCT):
            raise Disallowed(
                f"robots.txt of {url.host} does not let programs fetch {url.raw_path.decode('ascii')}; save {url} with "
                "a browser into the folder, and list it in collection.toml"
            )
        return float(rules.crawl_delay(PRODUCT) or 0.0)

    def _of(self, url: httpx.URL) -> Protego:
        address = url.join("/robots.txt")
        if str(address) not in self._rules:
            self._rules[str(address)] = Protego.parse(self._ask(address))
        return self._rules[str(address)]


def read_robots(response: httpx.Response, in_time: Callable[[], None]) -> str:
    """The rules in an answer: none where there is no such file, for which any 4xx stands. `in_time` may raise."""
    if response.status_code != HTTPStatus.OK:
        return ""
    body = b""
    for chunk in response.iter_bytes():
        in_time()
        body += chunk
        if len(body) > MAX_ROBOTS_BYTES:
            # The rule that is cut through would say something else than it does whole.
            body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
            break
    return body.decode("utf-8", errors="replace").removeprefix("\ufeff")
