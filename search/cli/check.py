"""`iml check`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from search.check import check as check_text
from search.check import check_document
from search.checking import CheckReport
from search.checking.report import as_lines, as_markdown
from search.cli.context import Context, Json, emit, emit_json
from search.searcher import Searcher

__all__ = ["register"]

_WRONG = 1


class Form(StrEnum):
    """How the report is printed."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("check")(check)


def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A text with references (any format that is ingested), or - for stdin.")],
    language: Annotated[str | None, typer.Option(help="Edition to show, e.g. fr; default: English.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How to print the report.")] = Form.TEXT,
    strict: Annotated[
        bool, typer.Option(help="Exit with 1 when a reference is not there or a quotation is not what it says.")
    ] = False,
    json: Json = False,
) -> None:
    """Check the references and quotations of a text: is each provision there, does it fit, are the words its own?

    `fits` and `look again` compare the sentence with all provisions; they are reasons to read, not verdicts. Quotations
    are compared word for word with the authentic text; a difference is `serious` when it changes a duty, a negation, a
    number, or “and” to “or”.
    """
    context: Context = ctx.obj
    report = _report(file, context.searcher(), language)
    if json or form is Form.JSON:
        emit_json(report.to_json())
    elif form is Form.MD:
        emit(as_markdown(report).rstrip("\n"))
    else:
        for line in as_lines(report):
            emit(line)
    if strict and report.wrong:
        raise typer.Exit(_WRONG)


def _report(file: Path, searcher: Searcher, language: str | None) -> CheckReport:
    if str(file) == "-":
        return check_text(sys.stdin.read(), searcher, language)
    from ingest.sandbox import read_limited

    if not file.is_file():
        raise UsageError(f"{file} is no file; give a text with references, or - to read it from stdin")
    return check_document(read_limited(file), searcher, language)
