"""`iml ask`."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from search.cli.context import Context, Json, emit, emit_json
from search.cli.excerpt import WIDTH, emphasises, excerpt
from search.languages import language_name
from search.query import Filters, Mode, Query
from search.results import Result, SearchAnswer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("ask")(ask)


def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(help="A question in plain words, or a reference such as 'CRC art 22'.")],
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many provisions, 1 to 50.")] = 5,
    language: Annotated[
        str | None, typer.Option(help="Edition to show, e.g. fr; default: the question's language.")
    ] = None,
    instrument: Annotated[
        list[str] | None, typer.Option(help="Only these instruments (ids); repeat for several.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only these kinds, e.g. treaty; repeat for several.")] = None,
    binding: Annotated[
        bool | None, typer.Option("--binding/--not-binding", help="Only binding, or only other.")
    ] = None,
    adopted_from: Annotated[str | None, typer.Option(help="Adopted on or after, e.g. 1990 or 1990-12-18.")] = None,
    adopted_to: Annotated[str | None, typer.Option(help="Adopted on or before.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Only these regions, e.g. africa.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only these topics of the catalogue.")] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(help="Only what binds this state (KE, Kenya), and what is addressed to all; repeat for several."),
    ] = None,
    mode: Annotated[str, typer.Option(help="hybrid, dense or lexical.")] = "hybrid",
    include_weak: Annotated[
        bool, typer.Option("--include-weak", help="Show the nearest provisions even where none seems to answer.")
    ] = False,
    rerank: Annotated[
        bool, typer.Option("--rerank/--no-rerank", help="Rank the candidates again by all their fields together.")
    ] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each result was found.")] = False,
    json: Json = False,
) -> None:
    """Answer a question with ranked, citable provisions."""
    context: Context = ctx.obj
    query = Query(
        text=question,
        limit=limit,
        language=language,
        filters=Filters(
            instrument=tuple(instrument or ()),
            kind=tuple(kind or ()),
            binding=binding,
            adopted_from=adopted_from,
            adopted_to=adopted_to,
            region=tuple(region or ()),
            topic=tuple(topic or ()),
            state=tuple(state or ()),
        ),
        mode=_mode(mode),
        rerank=rerank,
        include_weak=include_weak,
        explain=explain,
    )
    answer = context.searcher().search(query)
    if json:
        emit_json(answer.to_json())
        return
    _print(answer, explain)


def _mode(mode: str) -> Mode:
    return mode  # type: ignore[return-value]  # checked by Query


def _print(answer: SearchAnswer, explain: bool) -> None:
    if answer.message:
        emit(answer.message)
    for candidate in answer.candidates:
        emit(f"  - {candidate}")
    if answer.outcome == "no_answer":
        emit(
            "Nothing held answers this question." + ("" if answer.results else " --include-weak shows what is nearest.")
        )
    for result in answer.results:
        _print_result(result, answer.language, explain)


def _print_result(result: Result, language: str, explain: bool) -> None:
    instrument = result.instrument
    name = instrument.short_title or instrument.title
    emit(f"{result.rank}. {name}, {result.label}" + (f" — {result.heading}" if result.heading else ""))
    for passage in result.passages[:1]:
        emit(excerpt(passage, emphasis=emphasises()))
        if passage.ocr:
            emit("   (read by OCR; check against the page)")
    status = "binding" if instrument.binding else "not binding"
    pages = _pages(result.locator)
    emit(f"   {result.citation}{pages}")
    missing = "" if result.in_asked_language else f"; no edition in {language_name(language)} is held"
    official = f" {result.links['official']}" if "official" in result.links else ""
    emit(f"   [{status}, {instrument.language}{missing}]{official}")
    if result.parallels:
        emit(_wrapped("the same in: " + "; ".join(f"{p.name}, {p.label}" for p in result.parallels)))
    if explain:
        emit(f"   why: {_why(result)}")
    emit()


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="   ", subsequent_indent="   ")


def _pages(locator: dict[str, str | int]) -> str:
    first, last = locator.get("page_first"), locator.get("page_last")
    if first is None:
        return ""
    label = f" (printed {locator['page_label']})" if "page_label" in locator else ""
    return f", p {first}{label}" if first == last else f", pp {first}–{last}{label}"


def _why(result: Result) -> str:
    why = result.why
    parts = [
        f"{name} rank {leg.rank} ({leg.score:.3f})"
        for name, leg in (("lexical", why.lexical), ("dense", why.dense), ("comments", why.comments))
        if leg
    ]
    if why.cited_by:
        parts.append(f"cited by {why.cited_by}")
    if why.matched:
        parts.append(f"nearest: {why.matched} “{(why.matched_text or '')[:120]}”")
    if why.rerank is not None:
        told = ", ".join(f"{name} {value:+.3f}" for name, value in why.parts if round(value, 3))
        parts.append(f"score {why.rerank:.3f} = {told}")
    return ", ".join(parts) or "looked up by reference"
