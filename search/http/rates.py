"""How often each client may ask: a bucket of tokens for each, in a table that cannot grow without end."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

__all__ = ["Allowance", "Rates", "client_name"]

_MOST_CLIENTS = 10_000
"""Clients remembered; beyond it, who was not seen for longest is forgotten, and so has a full bucket again."""
_SITE = 64
"""Bits of an IPv6 address that name a client: one line has the rest to itself."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request is allowed, and what the client is told."""

    allowed: bool
    left: int
    """Requests that may come now."""
    retry_s: int
    """Seconds until one more may come."""


class Rates:
    """Token buckets, filled at a rate up to a burst."""

    def __init__(self, per_minute: float, burst: int, now: Callable[[], float] = monotonic) -> None:
        self.per_minute = per_minute
        self.burst = burst
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> Allowance:
        """One token of a client's bucket, if it holds one."""
        now = self._now()
        tokens, seen = self._buckets.pop(client, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - seen) * self.per_minute / 60)
        allowed = tokens >= 1
        tokens -= allowed
        self._buckets[client] = (tokens, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) * 60 / self.per_minute)
        return Allowance(allowed, int(tokens), wait)

    def headers(self, allowance: Allowance) -> dict[str, str]:
        """The RateLimit fields of an answer (draft-ietf-httpapi-ratelimit-headers)."""
        window = math.ceil(self.burst * 60 / self.per_minute)
        return {
            "ratelimit-policy": f'"default";q={self.burst};w={window}',
            "ratelimit": f'"default";r={allowance.left};t={allowance.retry_s}',
        }


def client_name(address: str) -> str:
    """What stands for the client at an address: the address, of IPv6 its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), _SITE), strict=False))
