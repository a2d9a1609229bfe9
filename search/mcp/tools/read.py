"""The tool `read_provision`."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import Field

from ingest.errors import UsageError
from search.languages import language_name, primary_language
from search.mcp.answers import Provision
from search.mcp.calls import Language, answered, tool_of
from search.mcp.live import Live
from search.mcp.passages import pieces_of
from search.mcp.quoting import DATA_NOTE, cut, digest_lines, inline, note_lines, quoted_lines, repair_notes, uri_of
from search.reader import find_instrument, read_provision
from search.searcher import Searcher

__all__ = ["InstrumentId", "provision_at", "provision_lines", "read_tool"]

MOST_PART = 6_000
"""Characters of a provision in one answer."""
InstrumentId = Annotated[str, Field(min_length=1, max_length=200, description="Id, e.g. icrmw.")]


def read_tool(live: Live) -> Tool:
    """The tool that reads provisions."""

    def read(
        instrument: InstrumentId,
        label: Annotated[str, Field(min_length=1, max_length=300, description="Pinpoint: `art 16(4)`, `para 12`.")],
        language: Language = "en",
        start: Annotated[int, Field(ge=0, description="`next_start` of the part before, for a long provision.")] = 0,
    ) -> Annotated[CallToolResult, Provision]:
        """Read the exact words of one provision, with its citation and the provisions before and behind it.

        Quote only pieces of kind `words`, letter for letter; `note` is an editor's and `digest` our own summary of a
        text that is not held: neither is the instrument's. Long provisions come in parts: while `next_start` is not
        null the provision goes on, and exceptions may stand there. When the wanted language is not held, another is
        shown; a translation of it is yours, say so.
        """
        answer = provision_at(live.hold(), instrument, label, language, start)
        return answered(answer, provision_lines(answer, language))

    return tool_of(read, "Read a provision", "read_provision")


def provision_at(
    held: Searcher, instrument: str, label: str, language: str, start: int, most: int = MOST_PART
) -> Provision:
    """A provision from a character on, at most so many of them."""
    meta = held.snapshot.meta
    view = read_provision(meta, lambda: held.directory, instrument, label, language)
    if start >= len(view.text):
        raise UsageError(f"start {start} is behind the end: {view.label} has {len(view.text)} characters")
    known = find_instrument(meta, instrument)
    _, end = cut(view.text, start, most)
    return Provision(
        instrument=view.instrument,
        title=inline(view.title),
        label=view.label,
        heading=inline(view.heading) if view.heading else None,
        citation=inline(view.citation, 600),
        binding=known.binding,
        language=view.language,
        in_asked_language=primary_language(view.language) == primary_language(language),
        text_kind="authentic" if view.text_kind == "authentic" else "digest",
        pieces=list(pieces_of(view, start, end)),
        start=start,
        characters=len(view.text),
        next_start=end if end < len(view.text) else None,
        ocr=view.ocr,
        repairs=repair_notes(view.text, [r for r in view.repairs if start <= r[0] and r[1] <= end]),
        previous=view.previous,
        next=view.next,
        official=known.url,
        edition=view.sha256,
        uri=uri_of(view.instrument, view.label),
        generation=held.snapshot.generation.id,
    )


_MARKED = {"words": quoted_lines, "note": note_lines, "digest": digest_lines}


def provision_lines(answer: Provision, wanted: str) -> list[str]:
    """A provision as lines of text."""
    lines = [
        f"citation: {answer.citation}",
        f"place: {answer.instrument} {inline(answer.label)}" + (f" ({answer.heading})" if answer.heading else ""),
        f"status: {'binding' if answer.binding else 'not binding'}; shown in {language_name(answer.language)}",
    ]
    if not answer.in_asked_language:
        lines.append(f"no edition in {language_name(wanted)} is held; a translation is yours, say so")
    end = answer.next_start or answer.characters
    lines += [DATA_NOTE, f"characters {answer.start} to {end} of {answer.characters}:"]
    for piece in answer.pieces:
        lines += _MARKED[piece.kind](piece.text)
    if answer.next_start is not None:
        lines.append(f"the provision goes on: read_provision with start={answer.next_start}")
    if answer.ocr:
        lines.append("read by OCR: check the letters against the page")
    lines += [f"letters: {repair}" for repair in answer.repairs]
    lines.append(f"before: {inline(answer.previous or 'nothing')}; behind: {inline(answer.next or 'nothing')}")
    if answer.official:
        lines.append(f"official text: {inline(answer.official)}")
    return [*lines, f"edition: sha256 {answer.edition}", f"generation: {answer.generation}"]
