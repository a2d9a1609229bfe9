"""Errors as RFC 9457 problem details, each with a stable type."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from ingest.errors import ImlError, ModelMismatch, NotHeld, UnusableIndex, UsageError

__all__ = ["PROBLEM_RESPONSES", "Problem", "install_problems"]

_TYPE = "urn:iml:problem:{code}"
_STATUS: tuple[tuple[type[ImlError], int], ...] = (
    (NotHeld, 404),
    (UsageError, 422),
    (ModelMismatch, 503),
    (UnusableIndex, 503),
)


class Problem(BaseModel):
    """The body of every error (`application/problem+json`)."""

    type: str = Field(description="Stable identifier of the kind of error.", examples=["urn:iml:problem:usage"])
    title: str = Field(description="The status in words.", examples=["Unprocessable Content"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What happened and what to do.", examples=["limit must be from 1 to 50, got 0"])
    instance: str = Field(description="The path asked for.", examples=["/v1/search"])


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": text}
    for status, text in (
        (404, "The instrument or provision is not held."),
        (422, "The request is wrong; the detail says how."),
        (503, "The index is missing or unusable."),
    )
}


def install_problems(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""

    @app.exception_handler(ImlError)
    async def _iml(request: Request, error: ImlError) -> JSONResponse:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), 500)
        return _problem(request, status, error.code, str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'][1:]) or 'body'}: {e['msg']}" for e in error.errors())
        return _problem(request, 422, "usage", said)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        code = HTTPStatus(error.status_code).name.lower().replace("_", "-")
        return _problem(request, error.status_code, code, str(error.detail), error.headers)


def _problem(request: Request, status: int, code: str, detail: str, headers: Any = None) -> JSONResponse:
    body = Problem(
        type=_TYPE.format(code=code),
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
    )
    return JSONResponse(body.model_dump(), status, headers, media_type="application/problem+json")
