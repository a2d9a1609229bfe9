"""Styles that are based on other styles, as word processors have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

__all__ = ["style_chain"]

_MAX_PARENTS = 50
"""Longer chains come from damaged files, in which styles are based on one another in a circle."""


class _Based(Protocol):
    @property
    def parent(self) -> str | None: ...


_Style = TypeVar("_Style", bound=_Based)


def style_chain(styles: Mapping[str, _Style], name: str | None) -> list[_Style]:
    """The style of a name and those that it is based on, the nearest first; empty for an unknown name."""
    chain: list[_Style] = []
    while name is not None and name in styles and len(chain) < _MAX_PARENTS:
        chain.append(styles[name])
        name = styles[name].parent
    return chain
