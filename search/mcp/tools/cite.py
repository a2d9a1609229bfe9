"""The tool `cite`."""

from __future__ import annotations

from typing import Annotated, Literal

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import Field

from ingest.errors import UsageError
from search.citations import MEDIA_TYPES, cite_all
from search.mcp.answers import Citation
from search.mcp.calls import Language, Reference, answered, tool_of
from search.mcp.live import Live
from search.mcp.quoting import quoted_lines
from search.reader import resolve_citables

__all__ = ["cite_tool"]

MOST_CITED = 20
Style = Annotated[
    Literal["oscola", "bluebook", "bibtex", "ris", "csl-json"],
    Field(description="oscola and bluebook are footnotes; the others are for reference managers."),
]


def cite_tool(live: Live) -> Tool:
    """The tool that cites."""

    def cite(
        reference: Reference, style: Style = "oscola", language: Language = "en"
    ) -> Annotated[CallToolResult, Citation]:
        """Cite the provisions that a reference names, in a citation style; refused when one of them is not held.

        Use the citation as it is given: do not add a page, a date or a series that is not in it.
        """
        held = live.hold()
        items = resolve_citables(held.snapshot.meta, held.directory, reference, language)
        if len(items) > MOST_CITED:
            raise UsageError(f"the reference names {len(items)} provisions; at most {MOST_CITED} are cited at once")
        answer = Citation(
            reference=reference,
            style=style,
            citation=cite_all(items, style),
            media_type=MEDIA_TYPES[style],
            provisions=len(items),
        )
        return answered(answer, [f"style: {style}", "citation, between the marks:", *quoted_lines(answer.citation)])

    return tool_of(cite, "Cite in a style")
