"""Which instrument "the Convention" or "ibid." means: one named before."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence

from search.references.directory import Directory
from search.references.names import Mention

__all__ = ["Antecedents"]

_NEVER = sys.maxsize


class Antecedents:
    """The instruments a text has named without doubt, up to any place in it."""

    def __init__(self, mentions: Sequence[Mention], directory: Directory) -> None:
        self._sure = [m for m in mentions if len(m.ids) == 1 and not m.weak]
        self._starts = [m.first for m in self._sure]
        self._directory = directory
        self._called: dict[str, tuple[list[Mention], list[int], int]] = {}

    def last(self, bound: int) -> Mention | None:
        """The last one named before token `bound`."""
        at = bisect_left(self._starts, bound)
        return self._sure[at - 1] if at else None

    def only(self, called: str, bound: int) -> Mention | None:
        """The only one named before token `bound` that is called so ("convention"); None when two are."""
        mentions, starts, second = self._of(called)
        at = bisect_left(starts, bound)
        return mentions[at - 1] if at and second >= bound else None

    def _of(self, called: str) -> tuple[list[Mention], list[int], int]:
        """The mentions of instruments that are called so, their starts, and where a second one is first named."""
        known = self._called.get(called)
        if known is None:
            mentions = [m for m in self._sure if called in self._directory.heads(m.ids[0])]
            second = next((m.first for m in mentions if m.ids != mentions[0].ids), _NEVER)
            known = self._called[called] = (mentions, [m.first for m in mentions], second)
        return known
