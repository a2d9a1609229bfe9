"""`iml serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from search.cli.context import Context

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the HTTP API and the page."""
    import uvicorn

    from search.http import create_app

    context: Context = ctx.obj
    context.folder.current()
    uvicorn.run(create_app(context.folder, context.model_name), host=host, port=port, access_log=False)
