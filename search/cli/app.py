"""The command's verbs, its common options, and what each error exits with."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from ingest.errors import ImlError, SourceError, UnusableIndex
from search.cli import ask, build, check, evaluate, fetch, inspect, keys, mcp, serve
from search.cli.context import Context

__all__ = ["EXIT_INDEX", "EXIT_OK", "EXIT_SOURCES", "EXIT_USAGE", "app", "main"]

EXIT_OK, EXIT_SOURCES, EXIT_USAGE, EXIT_INDEX = 0, 1, 2, 3
_BROKEN_PIPE = 141

app = typer.Typer(
    name="iml",
    help="Search migration law instruments and get pinpoint citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _common(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            envvar="IML_HOME", help="Folder of the library and the index.", show_default="the user's data folder"
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(envvar="IML_MODEL", help="Encoder: a name or a folder.", show_default="the bundled one"),
    ] = None,
) -> None:
    folder = home or Path(platformdirs.user_data_dir("iml-search", appauthor=False))
    ctx.obj = Context(home=folder.expanduser(), model=model)


for module in (ask, check, fetch, build, inspect, serve, keys, mcp, evaluate):
    module.register(app)


def main() -> None:
    """Run the command and exit with its code."""
    try:
        app(standalone_mode=True)
    except ImlError as error:
        _say(error)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_BROKEN_PIPE)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; what was done is kept, run the same command to go on\n")
        sys.exit(130)


def exit_code(error: ImlError) -> int:
    """The documented exit code of an error."""
    if isinstance(error, UnusableIndex):
        return EXIT_INDEX
    return EXIT_SOURCES if isinstance(error, SourceError) else EXIT_USAGE


def _say(error: ImlError) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": {"code": error.code, "message": str(error)}}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"iml: {error}\n")
