"""The client against the service itself: the same answers as the searcher in this process gives."""

from __future__ import annotations

import asyncio
import inspect
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import rispy

import search.client
from ingest.errors import NotHeld, UsageError
from search.backend import AsyncSearchBackend, SearchBackend
from search.check import check
from search.client import AsyncClient, Client, NotHeldProblem, UsageProblem
from search.export import FORMATS
from search.query import Filters, Query
from search.reader import read_instrument, read_provision
from search.searcher import Searcher

ROOT = Path(__file__).resolve().parents[3]
ASKED = (
    Query("who may hold a passport?", limit=3, explain=True, facets=True),
    Query("los salarios se pagan cada mes", language="es"),
    Query("Harbour Convention art 2(2)"),
    Query("HCGW art 99"),
    Query("locked", filters=Filters(kind=("general_comment",), binding=False), mode="lexical", rerank=False),
    Query("quantum chromodynamics", include_weak=True, without=("glossary", "names")),
    Query("worker", limit=2, offset=1),
)


@pytest.mark.parametrize("query", ASKED, ids=lambda q: q.text)
def test_the_answer_is_that_of_the_searcher(client: Client, searcher: Searcher, query: Query) -> None:
    over_http = replace(client.search(query), took_ms=0.0).to_json()
    assert over_http == json.loads(json.dumps(replace(searcher.search(query), took_ms=0.0).to_json()))


def test_both_are_backends(client: Client, searcher: Searcher) -> None:
    for backend in (client, searcher):
        assert isinstance(backend, SearchBackend)
        assert not inspect.iscoroutinefunction(backend.search)
    assert inspect.iscoroutinefunction(AsyncClient.search)
    assert isinstance(AsyncClient("http://127.0.0.1:1"), AsyncSearchBackend)


def test_pages_follow_the_cursor(client: Client, searcher: Searcher) -> None:
    query = Query("worker keeper passport door wages", limit=2)
    pages = list(client.search_pages(query))
    assert len(pages) > 1
    assert [r.rank for page in pages for r in page.results] == list(range(1, sum(len(p.results) for p in pages) + 1))
    whole = searcher.search(replace(query, limit=50))
    assert [r.docno for page in pages for r in page.results] == [r.docno for r in whole.results]


def test_reading_gives_the_views_of_this_process(client: Client, searcher: Searcher) -> None:
    meta = searcher.snapshot.meta
    assert client.instrument("harbour", "es") == read_instrument(meta, "harbour", "es")
    found = client.provision("harbour", "art 2(2)(b)")
    assert found == read_provision(meta, lambda: searcher.directory, "harbour", "art 2(2)(b)")
    assert [(i.id, i.languages) for i in client.instruments()] == [
        ("harbour", ("en", "es")),
        ("harbour-gc7", ("en",)),
    ]


def test_references_and_index(client: Client, searcher: Searcher) -> None:
    resolved = client.resolve("HCGW arts 1 and 2")
    assert (resolved.outcome, [t.label for t in resolved.targets]) == ("resolved", ["art 1", "art 2"])
    assert resolved.targets[0].span == (5, 11)
    assert client.cite("HCGW art 3").endswith("1 Saltport Papers 7, art 3")
    assert json.loads(client.cite("HCGW art 3", "csl-json"))[0]["id"] == "harbour:art-3"
    assert client.index()["generation"] == searcher.snapshot.generation.id


def test_checks_a_text(client: Client, searcher: Searcher) -> None:
    text = "“No keeper shall hold the passport of a guest worker” (Harbour Convention, art 2(1)); see also art 99."
    report = client.check(text, "en")
    assert report == check(text, searcher, "en")
    assert [q.verdict for q in report.quotes] == ["verbatim"]


@pytest.mark.parametrize("form", FORMATS)
def test_exports(client: Client, form: str) -> None:
    data = client.export(Query("passport", limit=2), form)
    assert data[:2] == b"PK" if form == "docx" else data.decode("utf-8")


def test_the_export_of_a_further_page(client: Client) -> None:
    query = Query("worker keeper passport", limit=1, offset=1)
    (record,) = rispy.loads(client.export(query, "ris").decode())
    assert any("offset=1" in note and "result 2" in note for note in record["notes"])


def test_errors_are_those_of_this_process_too(client: Client) -> None:
    with pytest.raises(NotHeldProblem, match="did you mean harbour") as caught:
        client.instrument("harbor")
    assert isinstance(caught.value, NotHeld)
    problem = caught.value
    assert (problem.status, problem.type, problem.title) == (404, "urn:iml:problem:not-held", "Not Found")
    assert problem.request_id
    with pytest.raises(UsageProblem, match="style") as usage:
        client.cite("HCGW art 3", "poem")
    assert isinstance(usage.value, UsageError)
    with pytest.raises(UsageProblem, match="cursor"):
        client.search("x", cursor="nonsense")
    with pytest.raises(UsageProblem, match="format"):
        client.export("x", "pdf")
    with pytest.raises(UsageError, match="must not be empty"):
        client.provision("harbour", "")
    with pytest.raises(UsageError, match="must begin with http"):
        Client("127.0.0.1:8000")


def test_awaited(address: str, searcher: Searcher) -> None:
    async def ask() -> None:
        async with AsyncClient(address) as client:
            query = Query("worker keeper passport", limit=1)
            answers, found = await asyncio.gather(client.search(query), client.provision("harbour", "art 3"))
            assert [r.docno for r in answers.results] == [r.docno for r in searcher.search(query).results]
            assert found.label == "art 3"
            pages = [page async for page in client.search_pages(query)]
            assert [p.results[0].rank for p in pages] == list(range(1, len(pages) + 1))
            assert (await client.search(replace(query, offset=1))).results == pages[1].results
            assert (await client.resolve("HCGW art 3")).outcome == "resolved"
            assert "art 3" in await client.cite("HCGW art 3")
            assert len(await client.instruments()) == 2
            assert (await client.instrument("harbour")).id == "harbour"
            assert (await client.index())["generation"] == searcher.snapshot.generation.id
            assert (await client.export(query, "md")).startswith(b"# worker")
            with pytest.raises(NotHeldProblem):
                await client.instrument("harbor")

    asyncio.run(ask())


def test_both_clients_have_the_same_methods() -> None:
    def methods(kind: type) -> dict[str, list[str]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        return {n: list(inspect.signature(f).parameters) for n, f in found if not n.startswith("_") or n == "__init__"}

    assert methods(Client) == methods(AsyncClient)


def test_a_client_loads_no_index() -> None:
    heavy = ("numpy", "faiss", "torch", "scipy", "bm25s", "onnxruntime", "fastapi", "docx")
    code = f"import sys, search.client; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_public_names() -> None:
    assert search.client.__all__ == [
        "AsyncClient",
        "AsyncSearchBackend",
        "CheckReport",
        "Client",
        "ClientError",
        "Filters",
        "InstrumentSummary",
        "InstrumentView",
        "NotHeldProblem",
        "Problem",
        "ProvisionView",
        "Query",
        "ResolvedPlace",
        "ResolvedReference",
        "Result",
        "SearchAnswer",
        "SearchBackend",
        "UnexpectedAnswer",
        "Unreachable",
        "UnusableIndexProblem",
        "UsageProblem",
    ]
    assert all(hasattr(search.client, name) for name in search.client.__all__)
