"""`iml ask`."""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from search.cli.context import Context, Json, emit, emit_json
from search.cli.excerpt import WIDTH, emphasises, excerpt
from search.export import FORMATS, ExportFormat, export_answer, format_of_file, format_of_name
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
    form: Annotated[
        str | None, typer.Option("--format", help=f"Give the results as a file: {', '.join(FORMATS)}.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write it; the name's ending can say the format.")
    ] = None,
    json: Json = False,
) -> None:
    """Answer a question with ranked, citable provisions."""
    context: Context = ctx.obj
    wanted = _format(form, output, json)
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
    if wanted:
        _write(export_answer(answer, wanted.name, dt.datetime.now(dt.UTC).date(), query), output, answer)
        return
    if json:
        emit_json(answer.to_json())
        return
    _print(answer, explain)


def _format(name: str | None, output: Path | None, json: bool) -> ExportFormat | None:
    """The format to write; None where the results are to be printed."""
    if name is None and output is None:
        return None
    if json:
        raise UsageError("--json prints the answer as HTTP gives it; leave it out with --format and --output")
    wanted = format_of_name(name) if name else format_of_file(output or Path())
    if not wanted.is_text and output is None and _is_terminal():
        raise UsageError(f"{wanted.name} is not text for a terminal; say where to with --output results{wanted.suffix}")
    return wanted


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _write(data: bytes, output: Path | None, answer: SearchAnswer) -> None:
    """Write the file, or its bytes to stdout; what it cannot say is said on stderr."""
    if answer.message or not answer.results:
        sys.stderr.write(f"iml: {answer.message or 'nothing held answers this question'}\n")
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}; choose another --output") from error


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
        emit(_wrapped("parallel provisions: " + "; ".join(f"{p.name}, {p.label}" for p in result.parallels)))
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
