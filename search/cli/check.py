"""`iml check`."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from search.check import CheckedReference, check_text
from search.cli.context import Context, Json, emit, emit_json

__all__ = ["register"]

_WIDTH = 100
_EXCERPT = 300


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("check")(check)


def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A text with references (any format that is ingested), or - for stdin.")],
    language: Annotated[str | None, typer.Option(help="Edition to show, e.g. fr; default: English.")] = None,
    json: Json = False,
) -> None:
    """Check the references of a text: is each provision there, and is it about what is said beside it?

    `fits` and `look again` compare the sentence with all provisions; they are reasons to read, not verdicts.
    """
    context: Context = ctx.obj
    found = check_text(_text(file), context.searcher(), language)
    if json:
        emit_json([reference.to_json() for reference in found])
        return
    for reference in found:
        _print(reference)
    missing = sum(r.outcome != "resolved" or not r.exact for r in found)
    again = sum(r.fit == "look again" for r in found)
    emit(f"{len(found)} references: {missing} not found as written, {again} to look at again")


def _text(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    from ingest.sandbox import read_limited

    if not file.is_file():
        raise UsageError(f"{file} is no file; give a text with references, or - to read it from stdin")
    return read_limited(file).text


def _print(reference: CheckedReference) -> None:
    emit(f"{reference.written}  [{reference.span[0]}–{reference.span[1]}]")
    if reference.outcome != "resolved":
        why = reference.message or f"could be {'; '.join(reference.candidates)}"
        emit(f"   {reference.outcome.replace('_', ' ')}: {why}")
    else:
        emit(f"   {_verdict(reference)}: {reference.citation or f'{reference.instrument} {reference.label}'}")
        if not reference.exact:
            emit(f"   only {reference.label} is there, not all that is cited")
        if reference.message:
            emit(f"   {reference.message}")
        if reference.words:
            words = textwrap.shorten(reference.words, _EXCERPT, placeholder=" …")
            quoted = f"“{words}”" if reference.text_kind == "authentic" else f"[digest] {words}"
            emit(textwrap.fill(quoted, _WIDTH, initial_indent="   ", subsequent_indent="   "))
        if reference.others:
            emit(f"   nearer to what is said: {'; '.join(reference.others)}")
    emit()


def _verdict(reference: CheckedReference) -> str:
    if reference.fit == "fits":
        return f"fits (place {reference.place})"
    return reference.fit or "found"
