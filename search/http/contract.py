"""The OpenAPI document: what the routes say of themselves, and what the layers around them add to every answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from search.http.problems import Problem

__all__ = ["document"]

_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-ID": {
        "description": "Names the request in the log; the one given, if it was 1 to 64 letters, digits or any of . _ -",
        "schema": {"type": "string"},
        "example": "5f0c9f1e8f3b4a0f",
    },
    "ETag": {
        "description": "Names the answer; send it as If-None-Match to be told 304 while it is still right.",
        "schema": {"type": "string"},
        "example": '"0f4d2c5a"',
    },
    "Cache-Control": {
        "description": "Who may keep the answer, and for how long.",
        "schema": {"type": "string"},
        "example": "private, no-cache",
    },
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "example": "2",
    },
    "RateLimit": {
        "description": "Where rates are limited: requests left, and seconds until there is one more.",
        "schema": {"type": "string"},
        "example": '"default";r=29;t=0',
    },
    "WWW-Authenticate": {
        "description": "How to show a key.",
        "schema": {"type": "string"},
        "example": 'Bearer realm="iml"',
    },
}
_REQUEST_ID = {
    "name": "X-Request-ID",
    "in": "header",
    "required": False,
    "description": "An id of your own for the request; anything but 1 to 64 plain signs is replaced.",
    "schema": {"type": "string"},
    "example": "case-file-17",
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer that you hold; 304 says that it is still right.",
    "schema": {"type": "string"},
    "example": '"0f4d2c5a"',
}
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key as a bearer token."},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."},
}
_OF_STATUS = {"401": ("WWW-Authenticate",), "429": ("Retry-After", "RateLimit"), "503": ("Retry-After",)}
_ADMIN = "/v1/admin/"


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            summary=app.summary,
            routes=app.routes,
            license_info=app.license_info,
            tags=app.openapi_tags,
        )
        components = made.setdefault("components", {})
        components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        components["headers"] = _HEADERS
        components["securitySchemes"] = _KEYS
        for path, operations in made["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Add the headers, the conditional request and the keys to an operation."""
    cached = method == "get" and path.startswith("/v1/")
    given = operation.setdefault("parameters", [])
    given.append(_REQUEST_ID)
    if cached:
        given.append(_IF_NONE_MATCH)
        operation["responses"]["304"] = {"description": "The answer named in If-None-Match is still right."}
    if path.startswith("/v1/"):
        keyed: list[dict[str, list[str]]] = [{"bearer": []}, {"key": []}]
        operation["security"] = keyed if path.startswith(_ADMIN) else [{}, *keyed]
    for status, response in operation["responses"].items():
        names = ["X-Request-ID", *_OF_STATUS.get(status, ())]
        if cached and status in ("200", "304"):
            names += ["ETag", "Cache-Control"]
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    operation["responses"] = dict(sorted(operation["responses"].items()))
