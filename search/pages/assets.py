"""The styles and scripts under `/static/`: by a name with the hash of their content, kept by browsers for a year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

__all__ = ["Asset", "asset_router", "asset_url", "assets"]

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_A_YEAR = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"

asset_router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    name: str
    body: bytes
    digest: str
    media_type: str

    @property
    def hashed_name(self) -> str:
        """`pages.1a2b3c4d5e6f.css`."""
        stem, _, extension = self.name.rpartition(".")
        return f"{stem}.{self.digest}.{extension}"


@cache
def assets() -> Mapping[str, Asset]:
    """The files by their names and by their names with hashes."""
    found: dict[str, Asset] = {}
    for file in sorted((files(__package__) / "static").iterdir(), key=lambda f: f.name):
        extension = file.name.rpartition(".")[2]
        if extension in _TYPES:
            body = file.read_bytes()
            asset = Asset(file.name, body, hashlib.sha256(body).hexdigest()[:12], _TYPES[extension])
            found[asset.name] = found[asset.hashed_name] = asset
    return MappingProxyType(found)


def asset_url(name: str) -> str:
    """The path of a file by the name that changes with its content."""
    return f"/static/{assets()[name].hashed_name}"


@asset_router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A style or script; other sites may load it, for the search box that they embed is one."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404, f"there is no file {name!r} under /static/")
    headers = {
        "Cache-Control": _AN_HOUR if name == asset.name else _A_YEAR,
        "ETag": f'"{asset.digest}"',
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)
