"""A query as the parameters of `/v1/search`, which are the record of what was asked as well."""

from __future__ import annotations

from typing import Any

from search.query import Query

__all__ = ["parameters_of"]

_DEFAULTS = Query("?")
_FILTERS = ("instrument", "kind", "binding", "adopted_from", "adopted_to", "region", "topic", "state")
_SETTINGS = ("language", "mode", "rerank", "explain", "include_weak", "facets", "without")


def parameters_of(query: Query) -> dict[str, Any]:
    """The parameters that ask the same, without those at their defaults, but always with `limit`.

    `offset` is none of them: over HTTP it is in the cursor, which names the generation too.
    """
    found: dict[str, Any] = {"q": query.text, "limit": query.limit}
    for name in _FILTERS:
        value = getattr(query.filters, name)
        if value not in (None, ()):
            found[name] = list(value) if isinstance(value, tuple) else value
    for name in _SETTINGS:
        value = getattr(query, name)
        if value != getattr(_DEFAULTS, name):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found
