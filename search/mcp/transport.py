"""Serving: over stdin and stdout, or over HTTP for the hosts that are named."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from ingest.errors import UsageError

__all__ = ["Address", "http_app", "read_address", "serve_http"]

PATH = "/mcp"
MOST_BODY = 1_000_000
MOST_AT_ONCE = 64
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_ADDRESS = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    """Without the brackets of an IPv6 address."""
    port: int

    @property
    def in_urls(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def everywhere(self) -> bool:
        """Whether it is no name that a client could use, but all addresses of the machine."""
        return self.host in ("0.0.0.0", "::")

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def read_address(text: str) -> Address:
    """The address in `HOST:PORT`."""
    match = _ADDRESS.fullmatch(text)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise UsageError(f"--http {text!r} is not HOST:PORT; for example: --http 127.0.0.1:8765")
    return Address(match["host"].strip("[]"), int(match["port"]))


def http_app(server: MCPServer[None], address: Address, names: Sequence[str] = ()) -> Starlette:
    """The server as a web application that answers only requests for the names given (and of this machine).

    A page in a browser could otherwise be made to ask it under a name of its own (DNS rebinding).
    """
    if address.everywhere and not names:
        raise UsageError(
            f"listening on {address.host} needs the names that clients use: --allow-host search.example.org"
        )
    hosts = [*names, *(_LOCAL if address.local or address.everywhere else [address.in_urls])]
    return server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BODY,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=[allowed for host in hosts for allowed in (host, f"{host}:*")],
            allowed_origins=[
                f"{scheme}://{host}{port}" for host in hosts for scheme in ("http", "https") for port in ("", ":*")
            ],
        ),
        host=address.host,
    )


def serve_http(server: MCPServer[None], address: Address, names: Sequence[str] = ()) -> None:
    """Serve until stopped; nothing of what is asked is logged."""
    import uvicorn

    uvicorn.run(
        http_app(server, address, names),
        host=address.host,
        port=address.port,
        access_log=False,
        log_level="warning",
        limit_concurrency=MOST_AT_ONCE,
    )
