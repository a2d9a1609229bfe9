"""The outermost layer: an id for each request, a line in the log, the metrics, and an answer when something breaks."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.http.logs import LOGGER
from search.http.metrics import Metrics
from search.http.problems import problem_response

__all__ = ["ObserveMiddleware", "request_id_of"]

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger(LOGGER)


class ObserveMiddleware:
    """Sees every request first and its answer last."""

    def __init__(self, app: ASGIApp, service: Any, metrics: Metrics, *, log_questions: bool) -> None:
        self._app = app
        self._service = service
        self._metrics = metrics
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        state = scope.setdefault("state", {})
        state["request_id"] = request_id_of(Headers(scope=scope).get("x-request-id"))
        state["searcher"] = self._service.searcher.pinned()
        if method == "HEAD":  # the same without the body, which the server leaves out
            scope = {**scope, "method": "GET"}
        answer = _Answer(send, state["request_id"], closing=self._service.draining)
        begun = time.perf_counter()
        self._metrics.begun()
        try:
            await self._inside(scope, receive, answer)
        except Exception as error:  # noqa: BLE001  # the process's edge: whatever broke, the client gets a problem
            await self._broken(scope, receive, answer, error)
        finally:
            seconds = time.perf_counter() - begun
            route = _route(scope)
            self._metrics.ended(method, route, answer.status, seconds, state.get("outcome"))
            self._write(method, route, answer.status, seconds, state)

    async def _inside(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        if self._service.stopping:
            self._metrics.shed("stopping")
            response = problem_response(scope, 503, "stopping", "the service is stopping", {"retry-after": "5"})
            await response(scope, receive, answer)
        elif _head_size(scope) > self._service.settings.max_headers:
            detail = f"path and headers are larger than {self._service.settings.max_headers:,} bytes"
            await problem_response(scope, 431, detail=detail, headers={"connection": "close"})(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    async def _broken(self, scope: Scope, receive: Receive, answer: _Answer, error: Exception) -> None:
        fields = {"request_id": answer.request_id, "route": _route(scope)}
        _log.error("broken", exc_info=error, extra={"fields": fields})
        if answer.status:
            raise RuntimeError("the answer broke off") from None  # the server closes the connection
        detail = "something is broken here; the log has the details under this request's id"
        await problem_response(scope, 500, detail=detail)(scope, receive, answer)

    def _write(self, method: str, route: str, status: int, seconds: float, state: dict[str, Any]) -> None:
        fields: dict[str, Any] = {
            "request_id": state["request_id"],
            "method": method if len(method) <= 10 else "other",
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "generation": state["searcher"].snapshot.generation.id,
        }
        for name in ("outcome", "problem", "key"):
            if state.get(name):
                fields[name] = state[name]
        if self._log_questions and state.get("question"):
            fields["question"] = state["question"]
        level = logging.ERROR if status in (0, 500) else logging.INFO
        _log.log(level, "request", extra={"fields": fields})


class _Answer:
    """The way out of a response: it gets its headers, and its status is remembered."""

    def __init__(self, send: Send, request_id: str, *, closing: bool) -> None:
        self._send = send
        self._closing = closing
        self.request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self.request_id
            headers.setdefault("x-content-type-options", "nosniff")
            headers.setdefault("cache-control", "no-store")
            if self._closing:
                headers["connection"] = "close"
        await self._send(message)


def request_id_of(given: str | None) -> str:
    """The id that a client gave, if it is short and made of plain signs, else a new one."""
    return given if given and _SANE_ID.fullmatch(given) else uuid.uuid4().hex


def _head_size(scope: Scope) -> int:
    """Bytes of path, query and headers: the server's own limit counts only while they are incomplete."""
    line = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    return line + sum(len(name) + len(value) for name, value in scope["headers"])


def _route(scope: Scope) -> str:
    """The template of the route, never the path itself, which may hold what was asked."""
    return str(getattr(scope.get("route"), "path", "")) or "unmatched"
