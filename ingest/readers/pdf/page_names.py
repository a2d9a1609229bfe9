"""Pages named in messages."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["named_pages"]

_MAX_NAMED = 12


def named_pages(pages: Sequence[int]) -> str:
    """The numbers of pages, in order, spans as such: `1–3, 7`; many are cut off."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    names = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(names[:_MAX_NAMED]) + more
