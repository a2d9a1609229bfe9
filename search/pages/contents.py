"""An instrument's table of contents: what can be cited by itself, under the parts that hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from search.views import TreeNode

__all__ = ["Entry", "contents"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table."""

    label: str
    heading: str | None
    url: str
    current: bool
    is_unit: bool
    children: list[Entry] = field(default_factory=list)


def contents(tree: Sequence[TreeNode], url: Callable[[str], str], current: str | None = None) -> list[Entry]:
    """The units and the parts above them; paragraphs and points inside a unit are left out."""
    roots: list[Entry] = []
    open_: list[tuple[int, Entry]] = []
    for node in tree:
        while open_ and open_[-1][0] >= node.depth:
            open_.pop()
        if any(entry.is_unit for _, entry in open_):
            continue
        entry = Entry(node.label, node.heading, url(node.label), node.label == current, node.is_unit)
        (open_[-1][1].children if open_ else roots).append(entry)
        open_.append((node.depth, entry))
    return roots
