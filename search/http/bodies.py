"""The body of a request, read whole before anything is done with it: no larger, slower or more at once than allowed.

A client that sends slowly so holds a little memory, never a place among the requests worked on.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.http.metrics import Metrics
from search.http.problems import problem_response
from search.http.settings import Settings

__all__ = ["BodyMiddleware"]

_CLOSE = {"connection": "close"}
"""What was not read of a body cannot be told from the next request."""


class _Refused(Exception):
    def __init__(self, status: int, code: str, detail: str, retry: bool = False) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers = {**_CLOSE, "retry-after": "5"} if retry else _CLOSE


class BodyMiddleware:
    """Reads the body under limits and hands it on in one piece."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = bytearray()
        try:
            whole = await self._read(Headers(scope=scope), receive, body)
            if whole:
                await self._app(scope, _replayed(bytes(body), receive), send)
        except _Refused as refused:
            self._metrics.shed(refused.code)
            response = problem_response(scope, refused.status, refused.code, refused.detail, refused.headers)
            await response(scope, receive, send)
        finally:
            self._held -= len(body)

    async def _read(self, headers: Headers, receive: Receive, body: bytearray) -> bool:
        """Whether the whole body came, into `body`; not when the client went away."""
        upload = headers.get("content-type", "").lower().startswith("multipart/form-data")
        most = self._settings.max_upload if upload else self._settings.max_body
        length = headers.get("content-length", "0")
        if "content-length" in headers and "transfer-encoding" in headers:
            raise _Refused(400, "", "a request has Content-Length or Transfer-Encoding, never both")
        if length.isdecimal() and int(length) > most:
            raise _too_large(most)
        try:
            async with asyncio.timeout(self._settings.body_timeout_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    self._keep(message.get("body", b""), body, most)
                    if not message.get("more_body", False):
                        return True
        except TimeoutError:
            limit = f"{self._settings.body_timeout_s:g} s"
            raise _Refused(408, "slow-body", f"the body did not arrive within {limit}") from None

    def _keep(self, part: bytes, body: bytearray, most: int) -> None:
        body += part
        self._held += len(part)
        if len(body) > most:
            raise _too_large(most)
        if self._held > self._settings.max_bodies:
            raise _Refused(503, "busy", "too many large bodies at once; ask again in a moment", retry=True)


def _too_large(most: int) -> _Refused:
    return _Refused(413, "too-large", f"the body is larger than {most:,} bytes; send less at once")


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What the app receives: the body once, and then what comes from the connection."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
