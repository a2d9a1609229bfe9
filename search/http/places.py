"""Places in a text, as answers state them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

__all__ = ["Repaired", "Span"]

Span = Annotated[list[int], Field(min_length=2, max_length=2)]
"""Start and end: half-open, in code points."""


class Repaired(RootModel[tuple[int, int, str]]):
    """Start and end in the text, and what the file has there."""
