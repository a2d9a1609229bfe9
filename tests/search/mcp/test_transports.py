"""The real client over stdin and stdout of a process of its own, and over HTTP."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import httpx
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer

from index.generation import Home
from ingest.errors import UsageError
from search.mcp.transport import Address, http_app, read_address
from tests.search.mcp.asking import data, text, with_client

ROOT = Path(__file__).resolve().parents[3]
Server = MCPServer[None]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_asks_a_process_over_stdio(command: StdioServerParameters, mode: str) -> None:
    async def act(client: Client) -> None:
        assert len((await client.list_tools()).tools) == 7
        asked = {"question": "may an employer keep a worker's passport?", "limit": 1}
        found = data(await client.call_tool("search", asked))
        assert found["results"][0]["instrument"] == "harbour"
        wrong = await client.call_tool("read_provision", {"instrument": "harbour", "label": "art 99"})
        assert wrong.is_error and "[not-held]" in text(wrong)
        (content,) = (await client.read_resource("iml://harbour/art%203")).contents
        assert "> Wages are paid every month" in content.text

        async def read() -> None:
            answer = await client.call_tool("read_provision", {"instrument": "harbour", "label": "art 3"})
            assert data(answer)["label"] == "art 3"

        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(read)

    with_client(command, act, mode)


def test_stdout_carries_the_protocol_alone(mcp_home: Home) -> None:
    messages = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "search", "arguments": {"question": "may a keeper hold my passport?"}},
        },
        {
            "jsonrpc": "2.0",
            "id": 3,
            "method": "tools/call",
            "params": {"name": "cite", "arguments": {"reference": "?"}},
        },
    ]
    given = "".join(json.dumps(m) + "\n" for m in messages[:2]) + "this is no message\n"
    given += "".join(json.dumps(m) + "\n" for m in messages[2:])
    code = "from search.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--home", str(mcp_home.path), "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(given)
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.stdin.close()
        rest, log = process.stdout.read(), process.stderr.read()
        assert process.wait(30) == 0
    assert sorted(a["id"] for a in answers) == [1, 2, 3]
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert "passport" not in log  # what is asked is not logged


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ([], 3, "holds no index"),
        (["--allow-host", "box"], 2, "is for --http"),
        (["--http", "8765"], 2, "is not HOST:PORT"),
    ],
    ids=["no index", "host without http", "wrong address"],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, options: list[str], code: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from search.cli import main; main()", "--home", str(tmp_path), "mcp", *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


@pytest.fixture
def address(server: Server) -> Iterator[Address]:
    """Where the server answers over HTTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = Address("127.0.0.1", free.getsockname()[1])
    settings = uvicorn.Config(http_app(server, found), host=found.host, port=found.port, log_level="error", ws="none")
    service = uvicorn.Server(settings)
    thread = threading.Thread(target=service.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not service.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield found
    service.should_exit = True
    thread.join(20)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_asks_over_http(address: Address, mode: str) -> None:
    async def act(client: Client) -> None:
        found = data(await client.call_tool("resolve", {"reference": "Harbour Convention art 3"}))
        assert found["targets"][0]["uri"] == "iml://harbour/art%203"
        answers: list[str] = []

        async def read(n: int) -> None:
            arguments = {"instrument": "harbour", "label": f"art {n % 4 + 1}"}
            answers.append(data(await client.call_tool("read_provision", arguments))["label"])

        async with anyio.create_task_group() as group:
            for n in range(12):
                group.start_soon(read, n)
        assert sorted(answers) == sorted(f"art {n % 4 + 1}" for n in range(12))

    with_client(f"http://{address.in_urls}:{address.port}/mcp", act, mode)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"host": "evil.example"}, "{}", 421),
        ({"host": "127.0.0.1.evil.example:80"}, "{}", 421),
        ({"origin": "https://evil.example"}, "{}", 403),
        ({"content-type": "text/plain"}, "{}", 400),
        ({}, "x" * 1_000_001, 413),
    ],
    ids=["host", "host that begins like ours", "origin", "no JSON", "too large"],
)
def test_requests_for_other_names_are_refused(
    address: Address, headers: dict[str, str], body: str, status: int
) -> None:
    sent = {"content-type": "application/json", "accept": "application/json, text/event-stream", **headers}
    answer = httpx.post(f"http://{address.in_urls}:{address.port}/mcp", content=body, headers=sent)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("given", "host", "port"), [("127.0.0.1:8765", "127.0.0.1", 8765), ("[::1]:80", "::1", 80), ("box:9", "box", 9)]
)
def test_addresses(given: str, host: str, port: int) -> None:
    assert read_address(given) == Address(host, port)


@pytest.mark.parametrize("given", ["8765", "host", "host:0", "host:70000", "http://host:80", ":80", "ho st:80"])
def test_wrong_addresses_are_said(given: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT"):
        read_address(given)


def test_listening_everywhere_needs_the_names_of_clients(server: Server) -> None:
    with pytest.raises(UsageError, match="--allow-host"):
        http_app(server, Address("0.0.0.0", 80))
