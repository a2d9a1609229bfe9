"""Errors as RFC 9457 problem details, each with a stable type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from ingest.errors import ImlError, ModelMismatch, NotHeld, UnusableIndex, UsageError

__all__ = ["PROBLEM_RESPONSES", "Problem", "install_problems", "problem_body", "problem_response"]

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:iml:problem:{code}"
_STATUS: tuple[tuple[type[ImlError], int], ...] = (
    (NotHeld, 404),
    (UsageError, 422),
    (ModelMismatch, 503),
    (UnusableIndex, 503),
)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_LONGEST = 2000
"""Characters of a detail: what a client sent is not sent back at length."""


class Problem(BaseModel):
    """The body of every error (`application/problem+json`)."""

    type: str = Field(description="Stable identifier of the kind of error.", examples=["urn:iml:problem:usage"])
    title: str = Field(description="The status in words.", examples=["Unprocessable Content"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What happened and what to do.", examples=["limit must be from 1 to 50, got 0"])
    instance: str = Field(description="The path asked for.", examples=["/v1/search"])
    request_id: str | None = Field(
        None, description="The request's id, as in `X-Request-ID` and the log.", examples=["5f0c9f1e8f3b4a0f"]
    )


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, text in (
        (400, "The request cannot be read."),
        (401, "A valid API key is needed."),
        (403, "The key's scope does not allow this."),
        (404, "The instrument or provision is not held."),
        (406, "The answer has none of the types in `Accept`."),
        (408, "The body took too long to arrive."),
        (413, "The body is too large."),
        (422, "The request is wrong; the detail says how."),
        (429, "Too many requests; `Retry-After` says when to come back."),
        (500, "Something is broken here; the request's id finds it in the log."),
        (503, "Too busy, stopping, or without a usable index; `Retry-After` says when to come back."),
    )
}


def install_problems(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""

    @app.exception_handler(ImlError)
    async def _iml(request: Request, error: ImlError) -> Response:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), 500)
        return problem_response(request.scope, status, error.code, str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:]) or 'body'}: {e['msg']}" for e in error.errors())
        return problem_response(request.scope, 422, "usage", said)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == 405:
            headers["allow"] = ", ".join(_allowed(app, request.scope)) or headers["allow"]
        return problem_response(request.scope, error.status_code, detail=str(error.detail), headers=headers)


def problem_response(
    scope: Scope, status: int, code: str = "", detail: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """An error as a response; without a code, the status is the kind of error."""
    request_id = scope.get("state", {}).get("request_id")
    body = problem_body(status, code, detail, scope.get("path", "/"), request_id)
    scope.setdefault("state", {})["problem"] = code or _code(status)
    return Response(body, status, dict(headers or {}), MEDIA_TYPE)


def problem_body(status: int, code: str, detail: str, instance: str, request_id: str | None) -> bytes:
    """An error as JSON; a half of a surrogate pair, which no encoding can hold, becomes a question mark."""
    problem = {
        "type": _TYPE.format(code=code or _code(status)),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail if len(detail) <= _LONGEST else f"{detail[:_LONGEST]}…",
        "instance": instance if len(instance) <= _LONGEST else f"{instance[:_LONGEST]}…",
        "request_id": request_id,
    }
    return json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace")


def _code(status: int) -> str:
    return HTTPStatus(status).name.lower().replace("_", "-")


def _allowed(app: FastAPI, scope: Scope) -> list[str]:
    """The methods that the path has, from all its routes: the framework names those of the first alone."""

    def has(method: str) -> bool:
        asked = {**scope, "method": "GET" if method == "HEAD" else method}
        return any(route.matches(asked)[0] is Match.FULL for route in app.router.routes)

    return [method for method in _METHODS if has(method)]
