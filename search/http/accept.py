"""Whether a client takes the type of an answer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request

__all__ = ["accepts", "refuse_unless_accepted", "require_accepted"]


def accepts(header: str, media_type: str) -> bool:
    """Whether an Accept header allows a type: the most specific range that fits decides; no header allows all."""
    if not header.strip():
        return True
    wanted = media_type.partition(";")[0].strip().lower()
    main = wanted.partition("/")[0]
    ranks = {wanted: 2, f"{main}/*": 1, "*/*": 0}
    found: list[tuple[int, float]] = []
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name in ranks:
            found.append((ranks[name], _quality(parameters)))
    return max(found, default=(0, 0.0))[1] > 0


def require_accepted(media_type: str) -> Callable[[Request], Coroutine[Any, Any, None]]:
    """A dependency that answers 406 to a client that does not take a type."""

    async def check(request: Request) -> None:
        refuse_unless_accepted(request, media_type)

    return check


def refuse_unless_accepted(request: Request, media_type: str) -> None:
    """Answer 406 unless the client takes a type."""
    if not accepts(request.headers.get("accept", ""), media_type):
        raise HTTPException(406, f"the answer is {media_type}; allow it in Accept, or send no Accept")


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
