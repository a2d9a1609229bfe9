"""Resources, the prompt, and the index changing under the server."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest
from mcp import Client, MCPError
from mcp.server.mcpserver import MCPServer

from index.generation import Home
from ingest.catalogue import Catalogue
from search.mcp.live import Live
from search.mcp.server import create_server
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into
from tests.search.mcp.asking import data, with_client, write

Server = MCPServer[None]


def test_resources_and_templates_are_listed(server: Server) -> None:
    async def act(client: Client) -> None:
        assert [r.uri for r in (await client.list_resources()).resources] == ["iml://index"]
        templates = (await client.list_resource_templates()).resource_templates
        assert [t.uri_template for t in templates] == ["iml://{instrument}/{+label}"]
        summary = json.loads((await client.read_resource("iml://index")).contents[0].text)
        assert summary["kinds"] == {"treaty": 3}
        assert summary["instruments_with_text"] == 3

    with_client(server, act)


def test_a_provision_is_read_by_address(server: Server) -> None:
    async def act(client: Client) -> None:
        (content,) = (await client.read_resource("iml://harbour/art%202(1)")).contents
        assert "> No keeper shall hold the passport of a guest worker." in content.text
        (long,) = (await client.read_resource("iml://ropes/art%201")).contents
        assert len(long.text) < 55_000

    with_client(server, act)


@pytest.mark.parametrize(
    "uri", ["iml://harbour/art%2099", "iml://nowhere/art%201", "iml://harbour/..%2F..%2Fetc", "file:///etc/passwd"]
)
def test_what_is_not_held_is_an_error(server: Server, uri: str) -> None:
    async def act(client: Client) -> None:
        with pytest.raises(MCPError):
            await client.read_resource(uri)

    with_client(server, act)


def test_the_prompt_tells_how_to_quote(server: Server) -> None:
    async def act(client: Client) -> None:
        (prompt,) = (await client.list_prompts()).prompts
        assert prompt.name == "research"
        asked = {"question": "May wages be\nwithheld?", "state": "Kenya", "language": "French"}
        (message,) = (await client.get_prompt("research", asked)).messages
        told = message.content.text
        assert "May wages be withheld?" in told and "state='Kenya'" in told and "Answer in French" in told
        assert "pinpoint" in told and "check_citations" in told

    with_client(server, act)


@pytest.fixture
def changing(tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder) -> Home:
    """A home of its own, to be indexed anew."""
    home = Home(tmp_path / "home")
    write(
        tmp_path / "first",
        {"a.md": "# Rope Treaty\n\n### Article 1\nRopes are coiled.\n"},
        '[[document]]\nfile="a.md"\nid="rope"\n',
    )
    ingest_into(home, tmp_path / "first", catalogue)
    build_in(home, catalogue, encoder)
    return home


def test_a_new_generation_is_used_from_the_next_call_on(
    changing: Home, tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder
) -> None:
    live = Live(Searcher(changing, encoder=encoder))
    server = create_server(Searcher(changing, encoder=encoder))
    before = live.hold()
    old = before.snapshot.generation.id

    async def act(client: Client) -> None:
        assert data(await client.call_tool("list_instruments", {}))["total"] == 1
        write(
            tmp_path / "second",
            {"b.md": "# Lamp Treaty\n\n### Article 1\nLamps are lit.\n"},
            '[[document]]\nfile="b.md"\nid="lamp"\n',
        )
        ingest_into(changing, tmp_path / "second", catalogue)
        build_in(changing, catalogue, encoder)
        assert data(await client.call_tool("list_instruments", {}))["total"] == 2

    with_client(server, act)
    assert live.hold().snapshot.generation.id != old
    assert before.snapshot.generation.id == old
    assert "lamp" not in {i.slug for i in before.snapshot.meta.instruments.values()}


def test_a_generation_that_cannot_be_used_leaves_the_old_one(
    changing: Home, encoder: HashEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(Searcher(changing, encoder=encoder))
    old = live.hold().snapshot.generation.id
    (changing.path / "CURRENT").write_text("0" * 16, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert [live.hold().snapshot.generation.id for _ in range(3)] == [old] * 3
    assert len(caplog.records) == 1 and "still searched" in caplog.text
    shutil.rmtree(changing.path)
    assert live.hold().snapshot.generation.id == old
