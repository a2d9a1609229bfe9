"""The HTTP service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.http.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """The app's factory, imported when it is asked for: the command line reads settings and keys without it."""
    if name == "create_app":
        from search.http.app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
