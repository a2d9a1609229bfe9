"""`iml key`: the API keys of the service."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from search.cli.context import Context, Json, emit, emit_json
from search.http.keys import ApiKey, KeyStore, Scope

__all__ = ["register"]

_keys = typer.Typer(help="Make, list and revoke API keys of the service.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(_keys, name="key")


@_keys.command("new")
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="Whose key it is; the log names it.")],
    scope: Annotated[
        Scope, typer.Option(help="What it is good for; admin is read, and reload and metrics too.")
    ] = "read",
    as_json: Json = False,
) -> None:
    """Make a key and print its token, which is kept nowhere."""
    key, token = _store(ctx).new(name, scope)
    if as_json:
        emit_json({**asdict(key), "token": token})
        return
    emit(token)
    typer.echo(f"key {key.name!r}, scope {key.scope}; keep the token, it is not shown again", err=True)


@_keys.command("list")
def list_keys(ctx: typer.Context, as_json: Json = False) -> None:
    """Print all keys, revoked ones too."""
    keys = _store(ctx).all()
    if as_json:
        emit_json([asdict(key) for key in keys])
        return
    for key in keys:
        emit(_line(key))


@_keys.command("revoke")
def revoke(
    ctx: typer.Context, name: Annotated[str, typer.Argument(help="Name or id of the key.")], as_json: Json = False
) -> None:
    """End a key; the service refuses it from its next request on."""
    key = _store(ctx).revoke(name)
    if as_json:
        emit_json(asdict(key))
    else:
        emit(_line(key))


def _store(ctx: typer.Context) -> KeyStore:
    context: Context = ctx.obj
    return KeyStore(context.folder)


def _line(key: ApiKey) -> str:
    end = f"revoked {key.revoked}" if key.revoked else "valid"
    return f"{key.id}  {key.scope:5}  {key.created}  {end:33}  {key.name}"
