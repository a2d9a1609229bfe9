"""`iml eval`."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.errors import UsageError
from ingest.model import INSTRUMENT_KINDS
from search.cli.context import Context, Json, emit, emit_json, progress_bar
from search.query import PARTS, Query

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("eval")(evaluate)


def evaluate(
    ctx: typer.Context,
    queries: Annotated[Path, typer.Argument(help="TSV: qid, text, and optionally category, language.")],
    qrels: Annotated[Path, typer.Argument(help="TREC judgements: qid 0 instrument-id#number grade.")],
    exclude_kind: Annotated[
        list[str] | None, typer.Option(help="Leave instruments of this kind out of the results.")
    ] = None,
    mode: Annotated[str, typer.Option(help="hybrid, dense or lexical.")] = "hybrid",
    rerank: Annotated[
        bool, typer.Option("--rerank/--no-rerank", help="Rank the candidates again by all their features.")
    ] = True,
    without: Annotated[
        list[str] | None, typer.Option(help=f"Leave a part of the search out: {', '.join(PARTS)}.")
    ] = None,
    leave_out_own_words: Annotated[
        bool,
        typer.Option(
            "--leave-out-own-words",
            help="For questions taken from general comments: passages that hold them do not speak for what they cite.",
        ),
    ] = False,
    save: Annotated[Path | None, typer.Option(help="Write the per-query values here, to compare with later.")] = None,
    against: Annotated[Path | None, typer.Option(help="A run saved before: print the paired difference.")] = None,
    json: Json = False,
) -> None:
    """Measure retrieval quality on judged questions."""
    from search.evaluate import compare, leaving_out, read_qrels, read_queries, read_run
    from search.evaluate import evaluate as run

    for kind in exclude_kind or ():
        if kind not in INSTRUMENT_KINDS:
            raise UsageError(f"kind {kind!r} is none of {', '.join(INSTRUMENT_KINDS)}")
    context: Context = ctx.obj
    questions, judgements = read_queries(queries), read_qrels(qrels)
    before = read_run(against) if against else None
    like = Query(
        "any",
        filters=leaving_out(exclude_kind or ()),
        mode=mode,  # type: ignore[arg-type]  # checked by Query
        rerank=rerank,
        without=tuple(without or ()),  # type: ignore[arg-type]  # likewise
        leave_out_own_words=leave_out_own_words,
    )
    searcher = context.searcher()
    advance = progress_bar("eval", len(questions), "questions")
    result = run(questions, judgements, searcher.search, like=like, advance=advance)
    data: dict[str, Any] = {
        "generation": searcher.snapshot.generation.id,
        "table": result.table(),
        "per_query": dict(result.per_query),
        "outcomes": dict(result.outcomes),
        "comparison": compare(result, before) if before else None,
    }
    if save:
        save.write_text(jsonlib.dumps(data, indent=1, sort_keys=True), encoding="utf-8")
    if json:
        emit_json(data)
        return
    _print_table(data["table"])
    for row in data["comparison"] or ():
        emit(f"{row['measure']:20} {row['difference']:+.4f} (p = {row['p']:.3f}, {row['queries']} queries)")


def _print_table(rows: list[dict[str, Any]]) -> None:
    headers = list(rows[0])
    emit("| " + " | ".join(headers) + " |")
    emit("|" + "---|" * len(headers))
    for row in rows:
        emit(
            "| "
            + " | ".join("" if v is None else f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())
            + " |"
        )
