"""A bounded number of requests worked on, a short queue before it, and a time limit: what is beyond gets 503 at once.

Without it a busy service answers everybody late. A request holds its place until its answer begins: what comes after
that is sending, and waits for the client's line, not for a core.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.http.metrics import Metrics
from search.http.problems import problem_response

__all__ = ["FREE_PATHS", "Busy", "Gate", "GateMiddleware"]

FREE_PATHS = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
"""What needs no place: it must answer when nothing else does, or reads a small file."""


class Busy(Exception):
    """All places are taken and so is the queue, or the wait was too long."""


class Gate:
    """Places for requests, and a queue in the order of arrival."""

    def __init__(self, places: int, waiting: int) -> None:
        self.places = places
        self.taken = 0
        self._most_waiting = waiting
        self._queue: deque[asyncio.Future[None]] = deque()

    async def enter(self, wait_s: float) -> None:
        """Take a place, waiting for one for a while; Busy when the queue is full or the wait is over."""
        if self.taken < self.places and not self._queue:
            self.taken += 1
            return
        if len(self._queue) >= self._most_waiting:
            raise Busy
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await asyncio.wait_for(turn, wait_s)
        except (TimeoutError, asyncio.CancelledError) as ended:
            if turn.done() and not turn.cancelled():
                self.leave()  # the place was given in the moment of giving up
            if isinstance(ended, TimeoutError):
                raise Busy from None
            raise
        finally:
            if turn in self._queue:
                self._queue.remove(turn)

    def leave(self) -> None:
        """Give the place to who waits longest, else free it."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.taken -= 1


class GateMiddleware:
    """Lets a request in when there is a place, and answers for it when it takes too long."""

    def __init__(self, app: ASGIApp, gate: Gate, wait_s: float, timeout_s: float, metrics: Metrics) -> None:
        self._app = app
        self._gate = gate
        self._wait_s = wait_s
        self._timeout_s = timeout_s
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FREE_PATHS):
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeout_s
        try:
            await self._gate.enter(min(self._wait_s, self._timeout_s))
        except Busy:
            detail = "more is asked than can be answered at once; ask again in a moment"
            await self._turn_away("busy", detail, scope, receive, send)
            return
        worked = _Worked(send, self._gate, loop.create_future())
        task = asyncio.ensure_future(self._app(scope, receive, worked.send))
        task.add_done_callback(worked.ended)
        await asyncio.wait({task, worked.begun}, timeout=deadline - loop.time(), return_when=asyncio.FIRST_COMPLETED)
        if task.done() or worked.begun.done():
            await task
            return
        worked.given_up = True  # a thread cannot be stopped: it keeps its place until it ends, and nobody hears it
        detail = f"no answer within {self._timeout_s:g} s; ask for less, or ask again later"
        await self._turn_away("timeout", detail, scope, receive, send)

    async def _turn_away(self, reason: str, detail: str, scope: Scope, receive: Receive, send: Send) -> None:
        self._metrics.shed(reason)
        headers = {"retry-after": str(max(1, math.ceil(self._wait_s)))}
        await problem_response(scope, 503, reason, detail, headers)(scope, receive, send)


class _Worked:
    """One request that has a place: it gives it back once, when its answer begins or it ends without one."""

    def __init__(self, send: Send, gate: Gate, begun: asyncio.Future[None]) -> None:
        self._send = send
        self._gate = gate
        self.begun = begun
        self.given_up = False

    async def send(self, message: Message) -> None:
        """Pass on what the app sends, unless the client was answered already."""
        self._begin()
        if not self.given_up:
            await self._send(message)

    def ended(self, task: asyncio.Future[None]) -> None:
        """The app is through with the request."""
        self._begin()
        if self.given_up and not task.cancelled():
            task.exception()  # nobody waits for it

    def _begin(self) -> None:
        if not self.begun.done():
            self.begun.set_result(None)
            self._gate.leave()
