"""The tool `search`."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import BeforeValidator, Field

from ingest.errors import UsageError
from ingest.model import InstrumentKind
from search.mcp.answers import ParallelEntry, SearchAnswer, SearchResult
from search.mcp.calls import Cursor, Language, Several, answered, as_list, tool_of
from search.mcp.live import Live
from search.mcp.passages import most_of_each, passage_of
from search.mcp.quoting import inline, uri_of
from search.mcp.wording import advice_on, answer_lines
from search.query import Filters, Query, decode_cursor
from search.reader import find_instrument
from search.results import Result
from search.results import SearchAnswer as Found
from search.snapshot import Snapshot

__all__ = ["search_tool"]

MOST_QUESTION = 2_000
MOST_RESULTS = 10
Question = Annotated[
    str,
    Field(min_length=1, max_length=MOST_QUESTION, description="In plain words and any language, or a reference."),
]
Limit = Annotated[int, Field(ge=1, le=MOST_RESULTS, description="How many provisions.")]
Kinds = Annotated[tuple[InstrumentKind, ...], BeforeValidator(as_list), Field(description="Only these kinds.")]
Day = Annotated[str | None, Field(max_length=10, description="A date, a month or a year: 1951, 1990-12-18.")]


def search_tool(live: Live) -> Tool:
    """The tool that answers questions."""

    def search(
        question: Question,
        limit: Limit = 5,
        language: Annotated[
            Language | None, Field(description="Edition to show (BCP 47); else the question's.")
        ] = None,
        state: Annotated[
            Several, Field(description="Only what binds one of these states (KE, Kenya) or is addressed to all.")
        ] = (),
        instrument: Annotated[Several, Field(description="Only these instruments, by id.")] = (),
        kind: Kinds = (),
        binding: Annotated[bool | None, Field(description="True: only binding law. False: only the rest.")] = None,
        region: Annotated[Several, Field(description="Only these regions, e.g. africa, europe, eu.")] = (),
        topic: Annotated[Several, Field(description="Only these topics; a wrong one is answered with the list.")] = (),
        adopted_from: Day = None,
        adopted_to: Day = None,
        include_weak: Annotated[
            bool, Field(description="Also the nearest provisions where none seems to answer.")
        ] = False,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, SearchAnswer]:
        """Find provisions of international migration, refugee and human rights law that answer a question, verbatim.

        Each result gives exact words (`quote`), the citation with its pinpoint, the edition's language, whether the
        instrument is binding, and where else the same is said.

        Quoting: quote only words that stand in `quote`, letter for letter, and put their `citation` beside them. Never
        quote `digest`: it is our summary of a text that is not held. A translation of a quote is yours: say so. A
        passage that is not `whole` leaves words out: read_provision gives them all before you rely on it.

        When `outcome` is no_answer or reference_not_held, say that this collection holds no answer. Do not answer from
        memory, and cite nothing that no tool gave. Filters narrow what is searched; `message` says what they left out.
        """
        held = live.hold()
        snapshot = held.snapshot
        filters = Filters(
            instrument=tuple(find_instrument(snapshot.meta, slug).slug for slug in instrument),
            kind=kind,
            binding=binding,
            adopted_from=adopted_from,
            adopted_to=adopted_to,
            region=_known("region", region, {i.region for i in snapshot.meta.instruments.values() if i.region}),
            topic=_known("topic", topic, _topics(snapshot) if topic else set()),
            state=state,
        )
        offset = decode_cursor(cursor, snapshot.generation.id) if cursor else 0
        query = Query(question, limit, offset, language, filters, include_weak=include_weak)
        answer = _answer(held.search(query), snapshot)
        return answered(answer, answer_lines(answer))

    return tool_of(search, "Search migration law")


def _known(name: str, wanted: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    """The values, if each is one: a misspelt filter would hide every answer."""
    for value in wanted:
        if value not in known:
            raise UsageError(f"{name} {inline(value, 60)!r} is none of: {', '.join(sorted(known))}")
    return wanted


def _topics(snapshot: Snapshot) -> set[str]:
    return {topic for topics in snapshot.meta.topics_of_units().values() for topic in topics}


def _answer(found: Found, snapshot: Snapshot) -> SearchAnswer:
    return SearchAnswer(
        outcome=found.outcome,
        advice=advice_on(found.outcome, weak=bool(found.results)),
        message=inline(found.message, 1_500) if found.message else None,
        candidates=[inline(candidate) for candidate in found.candidates[:20]],
        language=found.language,
        results=[_result(result, snapshot, len(found.results)) for result in found.results],
        next_cursor=found.next_cursor,
        generation=snapshot.generation.id,
    )


def _result(result: Result, snapshot: Snapshot, among: int) -> SearchResult:
    instrument = result.instrument
    return SearchResult(
        rank=result.rank,
        citation=inline(result.citation, 600),
        instrument=instrument.id,
        title=inline(instrument.title),
        label=result.label,
        heading=inline(result.heading) if result.heading else None,
        kind=instrument.kind,
        binding=instrument.binding,
        adopted=instrument.adopted,
        language=instrument.language,
        in_asked_language=result.in_asked_language,
        passage=passage_of(result, snapshot, most_of_each(among)),
        parallels=[
            ParallelEntry(instrument=p.instrument, name=inline(p.name, 120), label=p.label, binding=p.binding)
            for p in result.parallels
        ],
        official=result.links.get("official"),
        uri=uri_of(instrument.id, result.label),
    )
