"""Characters that a file writes as two halves."""

from __future__ import annotations

__all__ = ["join_surrogates"]


def join_surrogates(text: str) -> str:
    """The text with each pair of UTF-16 halves as the one character it stands for; a lone half becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
