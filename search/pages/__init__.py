"""The web pages: search, reader, instruments, the box for other sites, and what reference managers read from them."""

from __future__ import annotations

from search.pages.router import pages_router

__all__ = ["pages_router"]
