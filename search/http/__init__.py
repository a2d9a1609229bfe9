"""The HTTP service."""

from __future__ import annotations

from search.http.app import create_app

__all__ = ["create_app"]
