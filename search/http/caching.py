"""Answers that a client holds already are not given again: a validator from the index, the program and the request.

Whatever the service answers to a GET follows from the generation, the program and what was asked. So the validator is
known before any work is done, and a client that asks again costs nothing until the index is rebuilt. The answer of a
search says how long it took, an export its day: not the same twice byte for byte, so their validators are weak ones.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.http.settings import Settings
from search.searcher import Searcher

__all__ = ["CachingMiddleware", "validator"]

_CACHED = "/v1/"
_NEVER = ("/v1/admin/",)
_PERSONAL = ("/v1/search", "/v1/export")
"""Questions are about people's own cases: their answers are kept by nobody on the way."""
_PACKAGES = ("ingest", "index", "search")


class CachingMiddleware:
    """Gives answers to GET their validators, and says 304 where the client's is still right."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not path.startswith(_CACHED)
            or path.startswith(_NEVER)
        ):
            await self._app(scope, receive, send)
            return
        searcher: Searcher = scope["state"]["searcher"]
        tag = validator(searcher.snapshot.generation.id, scope)
        weak = path in _PERSONAL
        given = [t.strip().removeprefix("W/") for t in Headers(scope=scope).get("if-none-match", "").split(",")]
        for known in (f'"{tag}"', f'"{tag}-gzip"'):
            if known in given:
                await self._not_modified(scope, send, f"W/{known}" if weak else known)
                return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                packed = "-gzip" if headers.get("content-encoding") == "gzip" else ""
                headers["etag"] = ("W/" if weak else "") + f'"{tag}{packed}"'
                self._add(headers, path)
            await send(message)

        await self._app(scope, receive, sent)

    async def _not_modified(self, scope: Scope, send: Send, tag: str) -> None:
        headers = MutableHeaders(raw=[])
        headers["etag"] = tag
        self._add(headers, scope["path"])
        await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})

    def _add(self, headers: MutableHeaders, path: str) -> None:
        kept = f"max-age={self._settings.cache_s}" if self._settings.cache_s else "no-cache"
        private = path in _PERSONAL or self._settings.require_key
        headers["cache-control"] = f"{'private' if private else 'public'}, {kept}"
        headers["vary"] = "Accept-Encoding, Accept"


def validator(generation: str, scope: Scope) -> str:
    """What changes whenever the answer to a GET may change."""
    headers = Headers(scope=scope)
    path = scope.get("raw_path") or scope["path"].encode()
    asked = (path, scope["query_string"], headers.get("accept", ""), headers.get("host", ""))  # files name their host
    parts = (generation, program(), *asked)
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:32]


@cache
def program() -> str:
    """The version of the program and a hash of its code, for the version alone stays while the code is worked on."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256(version("iml-search").encode())
    for file in sorted(f for package in _PACKAGES for f in (root / package).rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
