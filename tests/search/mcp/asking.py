"""Asking the server as a client does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent

__all__ = ["ask", "data", "text", "with_client", "write"]


def write(folder: Path, files: dict[str, str], listing: str) -> None:
    folder.mkdir()
    for name, text in (files | {"collection.toml": listing}).items():
        (folder / name).write_text(text, encoding="utf-8")


def with_client(server: Any, act: Callable[[Client], Awaitable[None]], mode: str = "auto") -> None:
    """Run what a client does with a server."""

    async def main() -> None:
        async with Client(server, mode=mode, read_timeout_seconds=60) as client:
            await act(client)

    anyio.run(main)


def ask(server: MCPServer[None], tool: str, /, **arguments: Any) -> CallToolResult:
    """What one call gives, over the protocol."""
    answers: list[CallToolResult] = []

    async def act(client: Client) -> None:
        answers.append(await client.call_tool(tool, arguments))

    with_client(server, act)
    return answers[0]


def data(answer: CallToolResult) -> dict[str, Any]:
    assert not answer.is_error, text(answer)
    assert answer.structured_content is not None
    return answer.structured_content


def text(answer: CallToolResult) -> str:
    (block,) = answer.content
    assert isinstance(block, TextContent)
    return block.text
