"""Who may ask, and how often: API keys, their scopes, and rates."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.http.keys import TOKEN_PREFIX, ApiKey, KeyStore
from search.http.metrics import Metrics
from search.http.problems import problem_response
from search.http.rates import Rates, client_name
from search.http.settings import Settings

__all__ = ["AccessMiddleware"]

_PROBES = ("/healthz", "/readyz")
_ADMIN = "/v1/admin/"
_PUBLIC = ("/static/",)


class _Given(NamedTuple):
    """The tokens of a request and whether a browser sends them by itself, as it does with a password it was told."""

    tokens: tuple[str, ...]
    by_browser: bool = False


class AccessMiddleware:
    """Finds the key of a request, turns away who has none where one is needed, and counts."""

    def __init__(self, app: ASGIApp, settings: Settings, keys: KeyStore, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._keys = keys
        self._metrics = metrics
        self._rates = Rates(settings.rate, settings.burst) if settings.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _PROBES:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = _given(headers)
        key = await run_in_threadpool(self._key, given.tokens) if given else None
        if self._rates:
            client = f"key {key.id}" if key else client_name((scope.get("client") or ("unknown", 0))[0])
            allowance = self._rates.take(client)
            send = _with_headers(send, self._rates.headers(allowance))
            if not allowance.allowed:
                self._metrics.shed("rate")
                detail = f"too many requests; ask again in {allowance.retry_s} s"
                retry = {"retry-after": str(allowance.retry_s)}
                await problem_response(scope, 429, "rate", detail, retry)(scope, receive, send)
                return
        refusal = self._refusal(scope["path"], headers, given, key)
        if refusal:
            status, detail, more = refusal
            await problem_response(scope, status, "key", detail, more)(scope, receive, send)
            return
        if key:
            scope["state"]["key"] = key.name
        await self._app(scope, receive, send)

    def _key(self, tokens: tuple[str, ...]) -> ApiKey | None:
        """The key of the first token, if every token is good: none is passed over."""
        found = [self._keys.find(token) for token in tokens]
        return found[0] if all(found) else None

    def _refusal(
        self, path: str, headers: Headers, given: _Given | None, key: ApiKey | None
    ) -> tuple[int, str, dict[str, str]] | None:
        admin = path.startswith(_ADMIN) or (path == "/metrics" and self._settings.metrics == "admin")
        if given and key is None:
            return 401, "the API key is not valid; `iml key list` shows which are", _challenge(headers)
        if admin and (key is None or (given and given.by_browser)):
            return 401, "this needs an API key of scope admin, as a bearer token or in X-API-Key", _challenge(headers)
        if admin and key and not key.allows("admin"):
            return 403, f"the key {key.name!r} has scope {key.scope}; this needs admin", {}
        if self._settings.require_key and key is None and not path.startswith(_PUBLIC):
            return 401, "an API key is needed; send it as a bearer token or in X-API-Key", _challenge(headers)
        return None


def _given(headers: Headers) -> _Given | None:
    """The tokens of a request: bearer token and X-API-Key, or the password that a browser asked for.

    Credentials of another kind are not for the service but, say, for a proxy before it.
    """
    kind, _, value = headers.get("authorization", "").partition(" ")
    tokens = [value.strip()] if kind.lower() == "bearer" else []
    if "x-api-key" in headers:
        tokens.append(headers["x-api-key"].strip())
    if tokens:
        return _Given(tuple(tokens))
    password = _password(value) if kind.lower() == "basic" else ""
    return _Given((password,), by_browser=True) if password.startswith(TOKEN_PREFIX) else None


def _password(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _challenge(headers: Headers) -> dict[str, str]:
    """How to show a key: a browser is asked for a password, which is the key."""
    by_browser = "text/html" in headers.get("accept", "")
    return {"www-authenticate": 'Basic realm="iml", charset="UTF-8"' if by_browser else 'Bearer realm="iml"'}


def _with_headers(send: Send, more: dict[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(more)
        await send(message)

    return sent
