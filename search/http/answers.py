"""JSON answers written by the thread that made them, so that the event loop is free for others."""

from __future__ import annotations

import json
from typing import Any

from fastapi.responses import Response

__all__ = ["JsonAnswer"]


class JsonAnswer(Response):
    """A value as JSON. It is not read again by its model: the tests hold that answers fit their models."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes; a half of a surrogate pair, which no encoding can hold, becomes a question mark."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
