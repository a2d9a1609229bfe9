"""`iml serve`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated, Any

import typer

from search.cli.context import Context
from search.http.settings import Settings, settings_table

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve", epilog=_settings_text())(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(envvar="IML_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="IML_PORT", help="Port to listen on.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(help="Processes that serve; they share the mapped index.", show_default="1")
    ] = None,
    cors_origin: Annotated[
        list[str] | None,
        typer.Option(help="An origin whose pages may call the API, or *; repeat for several.", show_default="none"),
    ] = None,
    require_key: Annotated[
        bool | None,
        typer.Option("--require-key/--no-key", help="Ask for an API key (`iml key new`).", show_default="no"),
    ] = None,
    rate: Annotated[
        float | None, typer.Option(help="Requests a minute for each key or address.", show_default="no limit")
    ] = None,
    log_questions: Annotated[
        bool | None,
        typer.Option("--log-questions/--no-questions", help="Write questions to the log.", show_default="no"),
    ] = None,
) -> None:
    """Serve the HTTP API and the page."""
    from search.http.serving import run

    context: Context = ctx.obj
    context.folder.current()
    given: dict[str, Any] = {
        "workers": workers,
        "cors_origins": tuple(cors_origin) if cors_origin else None,
        "require_key": require_key,
        "rate": rate,
        "log_questions": log_questions,
    }
    settings = Settings.from_environment(os.environ)
    settings = replace(settings, **{name: value for name, value in given.items() if value is not None})
    run(context.folder, context.model_name, settings, host, port)


def _settings_text() -> str:
    """The environment's settings for `--help`, kept line by line."""
    lines = [f"{variable} [{default}]\n    {about}" for variable, default, about in settings_table()]
    return "\b\n" + "\n".join(["Settings from the environment, [default]; options win:", *lines])
