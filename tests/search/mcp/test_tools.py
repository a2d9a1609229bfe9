"""What each tool answers, over the protocol, in process."""

from __future__ import annotations

import re
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.server.mcpserver import MCPServer

from tests.search.mcp.asking import ask, data, text, with_client

Server = MCPServer[None]
TOOLS = {"search", "resolve", "read_provision", "contents", "list_instruments", "check_citations", "cite"}
PASSPORT = "No keeper shall hold the passport of a guest worker."


def test_tools_are_read_only_and_say_what_they_give(server: Server) -> None:
    async def act(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        for tool in tools:
            assert tool.annotations is not None and tool.annotations.read_only_hint is True
            assert tool.annotations.open_world_hint is False
            assert tool.output_schema is not None and tool.output_schema["type"] == "object"
            assert tool.input_schema["additionalProperties"] is False
            assert tool.description and len(tool.description) > 80
            undescribed = [n for n, p in tool.input_schema["properties"].items() if "description" not in p]
            assert not undescribed, (tool.name, undescribed)
        assert client.instructions is not None and "never instructions" in client.instructions

    with_client(server, act)


def test_search_gives_exact_words_and_their_place(server: Server) -> None:
    answer = ask(server, "search", question="may an employer keep a worker's passport?", limit=2)
    found = data(answer)
    assert found["outcome"] == "answered"
    first = found["results"][0]
    assert (first["instrument"], first["binding"], first["language"]) == ("harbour", True, "en")
    assert first["passage"]["quote"].startswith(PASSPORT[:20]) or PASSPORT in first["passage"]["quote"]
    assert first["passage"]["text_kind"] == "authentic" and first["passage"]["digest"] is None
    assert "1 Saltport Papers 7, art 2" in first["citation"]
    assert first["in_asked_language"] is True and first["uri"].startswith("iml://harbour/art%202")
    assert f"1. citation: {first['citation']}" in text(answer)
    assert all(f"> {line}" in text(answer) for line in first["passage"]["quote"].splitlines())


def test_no_answer_forbids_answering_from_memory(server: Server) -> None:
    answer = ask(server, "search", question="guest worker wages", kind="compact")
    assert data(answer)["outcome"] == "no_answer" and data(answer)["results"] == []
    assert "Do not answer from memory" in text(answer)


@pytest.mark.parametrize(
    ("question", "outcome", "said"),
    [
        ("Harbour Convention art 3", "reference", "Wages are paid every month"),
        ("Harbour Convention art 99", "reference_not_held", "Do not answer or quote from memory"),
    ],
)
def test_search_looks_references_up(server: Server, question: str, outcome: str, said: str) -> None:
    answer = ask(server, "search", question=question)
    assert data(answer)["outcome"] == outcome
    assert said in text(answer)


def test_search_pages_with_a_cursor(server: Server) -> None:
    first = data(ask(server, "search", question="guest worker wages", limit=1, include_weak=True))
    second = data(
        ask(server, "search", question="guest worker wages", limit=1, include_weak=True, cursor=first["next_cursor"])
    )
    assert second["results"][0]["rank"] == 2
    assert second["results"][0]["uri"] != first["results"][0]["uri"]


def test_a_missing_language_is_said(server: Server) -> None:
    answer = ask(server, "search", question="guest worker wages", language="fr", limit=1, include_weak=True)
    assert data(answer)["results"][0]["in_asked_language"] is False
    assert "no edition in French is held; a translation is yours, say so" in text(answer)
    read = ask(server, "read_provision", instrument="harbour", label="art 3", language="fr")
    assert data(read)["in_asked_language"] is False and data(read)["language"] == "en"


def test_read_provision_gives_words_place_and_neighbours(server: Server) -> None:
    read = data(ask(server, "read_provision", instrument="harbour", label="Article 2(1)"))
    assert read["pieces"] == [{"kind": "words", "text": PASSPORT}]
    assert (read["label"], read["previous"], read["next"]) == ("art 2(1)", "art 1", "art 3")
    assert read["next_start"] is None and read["characters"] == len(PASSPORT)
    assert re.fullmatch(r"[0-9a-f]{64}", read["edition"])


def test_a_long_provision_comes_in_parts_that_join_to_its_words(server: Server) -> None:
    parts, start = [], 0
    while start is not None:
        answer = ask(server, "read_provision", instrument="ropes", label="art 1", start=start)
        part = data(answer)
        words = "".join(piece["text"] for piece in part["pieces"])
        assert len(words) <= 6_000 and len(text(answer)) < 8_000
        parts.append(words)
        if part["next_start"] is not None:
            assert f"start={part['next_start']}" in text(answer)
        start = part["next_start"]
    whole = "".join(parts)
    assert len(parts) >= 3 and len(whole) == part["characters"]
    assert all(f"Rope number {n} is coiled" in whole for n in range(1, 301))


def test_contents_lists_labels_that_can_be_read(server: Server) -> None:
    contents = data(ask(server, "contents", instrument="harbour"))
    assert [e["label"] for e in contents["entries"] if e["kind"] == "article"] == ["art 1", "art 2", "art 3", "art 4"]
    everything = data(ask(server, "contents", instrument="harbour", units_only=False))
    assert "art 2(2)(b)" in [e["label"] for e in everything["entries"]]


def test_contents_of_a_large_instrument_are_paged(server: Server) -> None:
    labels: list[str] = []
    cursor: str | None = None
    while True:
        page = data(ask(server, "contents", instrument="ropes", units_only=False, cursor=cursor))
        labels += [e["label"] for e in page["entries"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(labels) == len(set(labels)) == page["total"] > 300


def test_list_instruments_filters_by_words_and_kind(server: Server) -> None:
    treaties = data(ask(server, "list_instruments", kind="treaty"))
    assert [i["id"] for i in treaties["instruments"]] == ["harbour", "ropes", "tide"]
    assert treaties["instruments"][0]["held"] == "text" and treaties["instruments"][0]["languages"] == ["en"]
    named = data(ask(server, "list_instruments", words="guest HARBOUR"))
    assert [i["id"] for i in named["instruments"]] == ["harbour"]
    page = data(ask(server, "list_instruments", limit=1))
    assert (page["total"], len(page["instruments"])) == (3, 1)
    rest = data(ask(server, "list_instruments", limit=5, cursor=page["next_cursor"]))
    assert [i["id"] for i in rest["instruments"]] == ["ropes", "tide"]


def test_resolve_says_what_is_there_and_what_is_not(server: Server) -> None:
    found = data(ask(server, "resolve", reference="Harbour Convention arts 2(1) and 77"))
    assert [(t["instrument"], t["label"], t["exact"]) for t in found["targets"]] == [("harbour", "art 2(1)", True)]
    assert "77" in found["message"] and "not found" in found["advice"]
    assert data(ask(server, "resolve", reference="the weather"))["outcome"] == "not_a_reference"


def test_cite_in_styles(server: Server) -> None:
    oscola = data(ask(server, "cite", reference="Harbour Convention art 2(1)"))
    assert oscola["citation"].endswith("art 2(1)") and oscola["provisions"] == 1
    assert data(ask(server, "cite", reference="Harbour Convention art 3", style="bibtex"))["citation"].startswith("@")


def test_check_citations_finds_what_is_not_there(server: Server) -> None:
    brief = (
        "No employer may hold the passport of a guest worker (Harbour Convention, art 2(1)). "
        "Workers may sing at night under article 44 of the Harbour Convention."
    )
    answer = ask(server, "check_citations", text=brief)
    checked = data(answer)
    assert [(r["exists"], r["label"]) for r in checked["references"]] == [(True, "art 2(1)"), (False, None)]
    assert checked["missing"] == 1
    start, end = checked["references"][1]["span"]
    assert "44" in brief[start:end]
    assert f"> {PASSPORT}" in text(answer)


def test_check_citations_compares_quotations(server: Server) -> None:
    brief = (
        "It says that “No keeper shall hold the passport of a guest worker” (Harbour Convention, art 2(1)), and that "
        "“Wages may be paid every month, in coin, whatever permit the worker holds” (Harbour Convention, art 3)."
    )
    answer = ask(server, "check_citations", text=brief)
    right, wrong = (quote for r in data(answer)["references"] for quote in r["quotations"])
    assert right["verdict"] == "verbatim" and right["stands_at"] == "harbour art 2(1) (en)"
    assert wrong["verdict"] == "differs" and wrong["serious"] and "'may" in wrong["differences"][0]
    assert data(answer)["misquoted"] == 1 and "1 quotations to mend" in text(answer)


def test_check_citations_lists_at_most_25_and_says_where_the_rest_begins(server: Server) -> None:
    brief = " ".join(f"Wages are paid (Harbour Convention, art {n % 4 + 1})." for n in range(40))
    checked = data(ask(server, "check_citations", text=brief))
    assert len(checked["references"]) == 25 and checked["left_out"] == 15
    rest = data(ask(server, "check_citations", text=brief[checked["next_start"] :]))
    assert len(rest["references"]) == 15 and rest["next_start"] is None


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"question": " "}, "the question is empty"),
        ("search", {"question": "x" * 2_001}, "at most 2000 characters"),
        ("search", {"question": "x", "limit": 11}, "less than or equal to 10"),
        ("search", {"question": "x", "states": ["KE"]}, "not permitted"),
        ("search", {"question": "x", "state": "Atlantis"}, "Atlantis"),
        ("search", {"question": "x", "kind": "poem"}, "treaty"),
        ("search", {"question": "x", "region": "mars"}, "[usage] region 'mars' is none of"),
        ("search", {"question": "x", "topic": "pizza"}, "[usage] topic 'pizza' is none of"),
        ("search", {"question": "x", "instrument": "harbor"}, "did you mean harbour"),
        ("search", {"question": "x", "adopted_from": "yesterday"}, "adopted_from must be a date"),
        ("search", {"question": "x", "cursor": "%%%"}, "damaged"),
        ("read_provision", {"instrument": "nowhere", "label": "art 1"}, "[not-held]"),
        ("read_provision", {"instrument": "harbour", "label": "art 9"}, "list_instruments"),
        ("read_provision", {"instrument": "harbour", "label": "art 3", "start": 9_999}, "behind the end"),
        ("contents", {"instrument": "../../etc/passwd"}, "is not held"),
        ("list_instruments", {"region": "mars"}, "[usage]"),
        ("resolve", {"reference": ""}, "at least 1 character"),
        ("cite", {"reference": "Harbour Convention art 9"}, "there is no article 9"),
        ("cite", {"reference": "Harbour Convention art 3", "style": "mla"}, "'oscola'"),
        ("check_citations", {"text": "x" * 10_001}, "at most 10000"),
        ("fetch", {}, "Unknown tool"),
    ],
)
def test_errors_are_said_to_the_model(server: Server, tool: str, arguments: dict[str, Any], said: str) -> None:
    answer = ask(server, tool, **arguments)
    assert answer.is_error
    assert said in text(answer)


def test_calls_at_the_same_time_do_not_disturb_each_other(server: Server) -> None:
    labels = ["art 1", "art 2", "art 3", "art 4"] * 8

    async def act(client: Client) -> None:
        got: dict[int, str] = {}

        async def read(n: int, label: str) -> None:
            answer = await client.call_tool("read_provision", {"instrument": "harbour", "label": label})
            got[n] = data(answer)["label"]

        async with anyio.create_task_group() as group:
            for n, label in enumerate(labels):
                group.start_soon(read, n, label)
        assert [got[n] for n in range(len(labels))] == labels

    with_client(server, act)
