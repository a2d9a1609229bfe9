"""The tool `resolve`."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult

from search.mcp.answers import Place, Resolved
from search.mcp.calls import Reference, answered, tool_of
from search.mcp.live import Live
from search.mcp.quoting import inline, uri_of
from search.references import Directory, Target, resolve
from search.references.models import Outcome

__all__ = ["resolve_tool"]

MOST_PLACES = 50
_ADVICE: dict[Outcome, str] = {
    "resolved": "Read the words with read_provision before you quote or rely on them.",
    "ambiguous": "It may mean any of the candidates; ask which is meant, do not guess.",
    "not_held": "It cannot be looked up here; that is no proof that it does not exist. Do not quote it from memory.",
    "not_a_reference": "It names no provision that could be read; write the instrument and the article, or use search.",
}
_PARTLY = " Part of the reference was not found: see the message."


def resolve_tool(live: Live) -> Tool:
    """The tool that reads references."""

    def resolve_reference(reference: Reference) -> Annotated[CallToolResult, Resolved]:
        """Find which provisions a legal reference means, as people write it: `CRC arts 9 and 10`, `ICRMW 16(4)`.

        Gives instrument id and label of each for read_provision and cite, or says what is missing, or the candidates
        where it may mean several. A target that is not `exact` exists less deep than what was cited: the paragraph is
        not there. Use it to see that a provision exists before you cite it.
        """
        held = live.hold()
        found = resolve(reference, held.directory)
        answer = Resolved(
            reference=reference,
            outcome=found.outcome,
            advice=_ADVICE[found.outcome] + (_PARTLY if found.missing and found.targets else ""),
            targets=[_place(target, held.directory) for target in found.targets[:MOST_PLACES]],
            candidates=[_place(target, held.directory) for target in found.candidates[:MOST_PLACES]],
            left_out=max(0, len(found.targets) - MOST_PLACES),
            message=inline(found.message, 1_500) if found.message else None,
        )
        return answered(answer, _lines(answer))

    return tool_of(resolve_reference, "Resolve a reference", "resolve")


def _place(target: Target, directory: Directory) -> Place:
    return Place(
        instrument=target.instrument,
        name=inline(directory[target.instrument].name, 120),
        label=target.label or None,
        asked=target.asked or None,
        exact=target.exact,
        held=target.held,
        uri=uri_of(target.instrument, target.label) if target.label else None,
    )


def _lines(answer: Resolved) -> list[str]:
    lines = [f"outcome: {answer.outcome}", f"advice: {answer.advice}"]
    if answer.message:
        lines.append(f"message: {answer.message}")
    for what, places in (("target", answer.targets), ("candidate", answer.candidates)):
        for place in places:
            less = "" if place.exact else f" (only this is there of {inline(place.asked or '')})"
            lines.append(f"{what}: {place.instrument} {inline(place.label or 'as a whole')}{less} — {place.name}")
    if answer.left_out:
        lines.append(f"and {answer.left_out} more targets")
    return lines
