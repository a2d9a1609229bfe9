"""`iml mcp`."""

from __future__ import annotations

import logging
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from ingest.errors import UsageError
from search.cli.context import Context

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("mcp")(mcp)


def mcp(
    ctx: typer.Context,
    http: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Serve streamable HTTP there, instead of stdin and stdout.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="With --http: a name clients use for this machine; repeat for several."),
    ] = None,
) -> None:
    """Serve language models by the Model Context Protocol: search, read, resolve, cite, check."""
    if find_spec("mcp") is None:
        raise UsageError("the Model Context Protocol needs its package: pip install 'iml-search[mcp]'")
    if allow_host and http is None:
        raise UsageError("--allow-host is for --http; over stdin and stdout there are no hosts")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="iml mcp: %(message)s")
    from search.mcp.server import create_server
    from search.mcp.transport import read_address, serve_http

    context: Context = ctx.obj
    address = read_address(http) if http else None
    searcher = context.searcher()
    searcher.warm()
    server = create_server(searcher)
    if address is None:
        server.run("stdio")
        return
    sys.stderr.write(f"listening on http://{address.in_urls}:{address.port}/mcp\n")
    serve_http(server, address, allow_host or ())
