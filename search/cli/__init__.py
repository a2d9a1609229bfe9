"""The `iml` command. Data goes to stdout, progress and messages to stderr."""

from __future__ import annotations

from search.cli.app import main

__all__ = ["main"]
