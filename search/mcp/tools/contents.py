"""The tool `contents`."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import Field

from search.mcp.answers import Contents, ContentsEntry
from search.mcp.calls import Cursor, Language, answered, tool_of
from search.mcp.live import Live
from search.mcp.quoting import NAMES_NOTE, inline
from search.mcp.tools.read import InstrumentId
from search.mcp.wording import status_of
from search.query import decode_cursor, encode_cursor
from search.reader import InstrumentView, read_instrument

__all__ = ["contents_tool"]

MOST_ENTRIES = 150


def contents_tool(live: Live) -> Tool:
    """The tool that shows an instrument's tree."""

    def contents(
        instrument: InstrumentId,
        language: Language = "en",
        units_only: Annotated[bool, Field(description="Leave out the paragraphs and points inside articles.")] = True,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, Contents]:
        """List the parts, articles and headings of one instrument, with the labels that read_provision takes.

        Headings are orientation, not law: read the provision before you say what it holds.
        """
        snapshot = live.hold().snapshot
        view = read_instrument(snapshot.meta, instrument, language)
        start = decode_cursor(cursor, snapshot.generation.id) if cursor else 0
        answer = _contents(view, start, units_only=units_only, generation=snapshot.generation.id)
        return answered(answer, _lines(answer))

    return tool_of(contents, "Contents of an instrument")


_INSIDE = ("paragraph", "point")


def _contents(view: InstrumentView, start: int, *, units_only: bool, generation: str) -> Contents:
    nodes = [n for n in view.tree if n.is_unit or not (units_only and n.kind in _INSIDE)]
    end = start + MOST_ENTRIES
    return Contents(
        instrument=view.id,
        title=inline(view.title),
        kind=view.kind,
        binding=view.binding,
        adopted=view.adopted,
        in_force=view.in_force,
        source=inline(view.source) if view.source else None,
        official=view.official,
        language=view.language,
        languages=list(view.languages),
        text_kind="authentic" if view.text_kind == "authentic" else "digest",
        entries=[
            ContentsEntry(
                label=n.label, kind=n.kind, heading=inline(n.heading, 120) if n.heading else None, depth=n.depth
            )
            for n in nodes[start:end]
        ],
        total=len(nodes),
        next_cursor=encode_cursor(generation, end) if end < len(nodes) else None,
    )


def _lines(answer: Contents) -> list[str]:
    lines = [
        f"title: {answer.title}",
        f"id: {answer.instrument}; {status_of(answer.kind, answer.binding)}; adopted {answer.adopted or 'unknown'}; "
        f"in force {answer.in_force or 'unknown'}; source {answer.source or 'unknown'}",
        f"texts held in: {', '.join(answer.languages) or 'none, only our own summaries'}; shown: {answer.language}",
        NAMES_NOTE,
    ]
    lines += [
        "  " * entry.depth + f"- {inline(entry.label)}" + (f": {entry.heading}" if entry.heading else "")
        for entry in answer.entries
    ]
    lines.append(f"{len(answer.entries)} of {answer.total} entries")
    if answer.next_cursor:
        lines.append(f"more: contents again with cursor={answer.next_cursor}")
    return lines
