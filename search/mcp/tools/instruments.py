"""The tool `list_instruments`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import BeforeValidator, Field

from index.store import InstrumentInfo, MetaReader
from ingest.errors import UsageError
from ingest.model import InstrumentKind
from ingest.recognise.folding import fold
from search.mcp.answers import InstrumentEntry, Instruments
from search.mcp.calls import Cursor, answered, as_list, tool_of
from search.mcp.live import Live
from search.mcp.quoting import NAMES_NOTE, inline
from search.mcp.wording import status_of
from search.query import decode_cursor, encode_cursor

__all__ = ["held_languages", "instruments_tool"]

MOST_LISTED = 50
Languages = Mapping[int, Mapping[str, frozenset[str]]]
"""Of each instrument, by text kind."""


def instruments_tool(live: Live) -> Tool:
    """The tool that lists instruments."""

    def list_instruments(
        words: Annotated[str, Field(max_length=200, description="Words of the title, the short title or the id.")] = "",
        kind: Annotated[
            tuple[InstrumentKind, ...], BeforeValidator(as_list), Field(description="Only these kinds.")
        ] = (),
        region: Annotated[str | None, Field(max_length=50, description="Only this region, e.g. africa.")] = None,
        binding: Annotated[bool | None, Field(description="True: only binding law. False: only the rest.")] = None,
        only_held: Annotated[bool, Field(description="Leave out what is known by name alone.")] = True,
        limit: Annotated[int, Field(ge=1, le=MOST_LISTED, description="How many.")] = 20,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, Instruments]:
        """List the instruments of the collection by id: treaties, general comments, EU law, compacts, publications.

        `held` says whether the text can be quoted, only our own summary is there, or nothing. What is not in the list
        may exist all the same: say that it is not in this collection.
        """
        snapshot = live.hold().snapshot
        meta = snapshot.meta
        regions = {i.region for i in meta.instruments.values() if i.region}
        if region is not None and region not in regions:
            raise UsageError(f"region {inline(region, 60)!r} is none of: {', '.join(sorted(regions))}")
        languages = held_languages(meta)
        named = [
            i
            for i in sorted(meta.instruments.values(), key=lambda i: i.slug)
            if (not kind or i.kind in kind)
            and (region is None or i.region == region)
            and (binding is None or i.binding is binding)
            and _named(i, words)
        ]
        found = [i for i in named if i.id in languages] if only_held else named
        start = decode_cursor(cursor, snapshot.generation.id) if cursor else 0
        end = start + limit
        answer = Instruments(
            instruments=[_entry(i, languages) for i in found[start:end]],
            total=len(found),
            not_held=len(named) - len(found),
            next_cursor=encode_cursor(snapshot.generation.id, end) if end < len(found) else None,
        )
        return answered(answer, _lines(answer))

    return tool_of(list_instruments, "List instruments")


def held_languages(meta: MetaReader) -> Languages:
    """The languages of the editions held, by instrument and text kind."""
    held: dict[int, dict[str, set[str]]] = {}
    for edition in meta.editions.values():
        held.setdefault(edition.instrument, {}).setdefault(edition.text_kind, set()).add(edition.language)
    return {i: {kind: frozenset(tags) for kind, tags in kinds.items()} for i, kinds in held.items()}


def _named(instrument: InstrumentInfo, words: str) -> bool:
    """Whether each of the words is in a name of the instrument."""
    names = (instrument.slug, instrument.title, instrument.short_title or "", *instrument.aliases, *instrument.titles)
    held = fold(" ".join(names))
    return all(word in held for word in fold(words).split())


def _entry(instrument: InstrumentInfo, languages: Languages) -> InstrumentEntry:
    held = languages.get(instrument.id, {})
    return InstrumentEntry(
        id=instrument.slug,
        title=inline(instrument.title, 200),
        short_title=inline(instrument.short_title, 100) if instrument.short_title else None,
        kind=instrument.kind,
        binding=instrument.binding,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        region=instrument.region,
        held="text" if "authentic" in held else "digest" if held else "nothing",
        languages=sorted(held.get("authentic", ())),
    )


def _lines(answer: Instruments) -> list[str]:
    lines = [f"{len(answer.instruments)} of {answer.total} instruments", NAMES_NOTE]
    if answer.not_held:
        lines.append(f"{answer.not_held} more are known by name alone (only_held=false lists them)")
    for entry in answer.instruments:
        texts = f"text in {', '.join(entry.languages)}" if entry.held == "text" else f"held: {entry.held}"
        status = status_of(entry.kind, entry.binding)
        lines.append(f"- {entry.id}: {entry.title} ({status}; adopted {entry.adopted or 'unknown'}; {texts})")
    if answer.next_cursor:
        lines.append(f"more: list_instruments again with cursor={answer.next_cursor}")
    return lines
