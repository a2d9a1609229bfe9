"""What uvicorn leaves open on a connection: how long headers may take, how many connections, answers nobody reads.

uvicorn closes a connection that is idle between requests. One that sends its headers a letter a minute, or never reads
its answer, it would keep for ever. And it closes one whose request it refuses while that still comes in, so that the
client may see a broken connection and not the refusal; here what comes is read and dropped for a moment first.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from search.http.problems import MEDIA_TYPE, problem_body
from search.http.settings import Settings

__all__ = ["LimitedProtocol"]

_LINGER_S = 1.0
"""How long what a refused client still sends is read and dropped."""


class LimitedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with the limits that the app's lifespan states as `limits`; its errors are problems."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits: Settings = app_state["limits"]
        self._headers_due: asyncio.TimerHandle | None = None
        self._read_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(_Lingering(transport, self))  # type: ignore[arg-type]
        if len(self.connections) > self._limits.max_connections:
            self._close_with(503, "busy", "too many connections; ask again in a moment", [(b"retry-after", b"2")])
        else:
            self._await_headers()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        partly = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        if not partly:
            self._stop(self._headers_due)
            self._headers_due = None
        elif self._headers_due is None:
            self._await_headers()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop(self._read_due)
        self._read_due = self.loop.call_later(self._limits.send_timeout_s, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop(self._read_due)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop(self._headers_due)
        self._stop(self._read_due)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read as HTTP: 431 where it is too long, else 400."""
        if len(self.conn.trailing_data[0]) >= self._limits.max_headers:
            self._close_with(431, "", f"the headers are larger than {self._limits.max_headers:,} bytes")
        else:
            self._close_with(400, "", "this is not HTTP/1.1 as it should be")

    def _await_headers(self) -> None:
        self._headers_due = self.loop.call_later(self._limits.header_timeout_s, self._headers_late)

    def _headers_late(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            limit = f"{self._limits.header_timeout_s:g} s"
            self._close_with(408, "slow-headers", f"the headers did not arrive within {limit}")

    def _close_with(self, status: int, code: str, detail: str, more: list[tuple[bytes, bytes]] | None = None) -> None:
        request_id = uuid.uuid4().hex
        body = problem_body(status, code, detail, "/", request_id)
        headers: list[tuple[bytes, bytes]] = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"x-request-id", request_id.encode()),
            (b"connection", b"close"),
            *(more or []),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            events: tuple[Any, ...] = (
                h11.Response(status_code=status, headers=headers),
                h11.Data(data=body),
                h11.EndOfMessage(),
            )
            for event in events:
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    @property
    def still_sending(self) -> bool:
        """Whether the client may be in the middle of a request."""
        return self.conn.their_state in (h11.SEND_BODY, h11.ERROR)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


class _Lingering:
    """A transport that, closed while the client still sends, says so and listens a moment before it is gone."""

    def __init__(self, transport: asyncio.Transport, protocol: LimitedProtocol) -> None:
        self._transport = transport
        self._protocol = protocol
        self._closed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self._closed or self._transport.is_closing()

    def close(self) -> None:
        if self.is_closing():
            return
        self._closed = True
        if self._protocol.still_sending and self._transport.can_write_eof():
            self._transport.write_eof()
            self._transport.resume_reading()
            self._protocol.loop.call_later(_LINGER_S, self._transport.abort)
        else:
            self._transport.close()
