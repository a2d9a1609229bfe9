"""A newer index while people ask: nothing fails, and each answer is of one index from start to end."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.generation import Home
from ingest.catalogue import Catalogue
from search.http.keys import KeyStore
from search.query import Query
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection

from .conftest import Client
from .test_problems import problem

METALS = ("coin", "silver", "copper", "tin")


class Changing:
    """A home whose article on wages names another metal in each generation."""

    def __init__(self, folder: Path, catalogue: Catalogue, encoder: HashEncoder) -> None:
        self.home = Home(folder / "home")
        self.metals: dict[str, str] = {}
        """Generation -> the metal that its text names."""
        self._collection = write_collection(folder / "collection")
        self._catalogue, self._encoder = catalogue, encoder
        for metal in METALS:
            self._build(metal)

    def _build(self, metal: str) -> None:
        file = self._collection / "harbour.en.md"
        text = file.read_text(encoding="utf-8")
        before = next(m for m in METALS if f"in {m}," in text)
        file.write_text(text.replace(f"in {before},", f"in {metal},"), encoding="utf-8")
        ingest_into(self.home, self._collection, self._catalogue)
        build_in(self.home, self._catalogue, self._encoder)
        self.metals[self.home.current().id] = metal

    def point(self, generation: str) -> None:
        """Make a generation the live one, as `iml reindex` does."""
        temporary = self.home.path / "CURRENT.new"
        temporary.write_text(f"{generation}\n", encoding="utf-8")
        temporary.replace(self.home.path / "CURRENT")


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, encoder: HashEncoder) -> Changing:
    return Changing(tmp_path_factory.mktemp("changing"), catalogue, encoder)


@pytest.fixture
def searcher_of(changing: Changing, encoder: HashEncoder) -> Iterator[Searcher]:
    changing.point(next(iter(changing.metals)))
    yield Searcher(changing.home, encoder=encoder)


def wait_for(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def test_three_reloads_under_load_fail_nothing(
    changing: Changing, searcher_of: Searcher, serve: Callable[..., Any]
) -> None:
    statuses: Counter[tuple[str, int | str]] = Counter()
    seen: Counter[str] = Counter()
    stop = threading.Event()

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, timeout=30) as client:
            while not stop.is_set():
                for path, body in (("/v1/search", {"q": "wages paid every month"}), ("/v1/check", None), ("", None)):
                    try:
                        answer = one(client, path, body)
                    except httpx.HTTPError as error:
                        statuses[path, type(error).__name__] += 1
                    else:
                        statuses[path, answer.status_code] += 1

    def one(client: httpx.Client, path: str, body: dict[str, Any] | None) -> httpx.Response:
        if path == "/v1/check":
            return client.post(path, json={"text": "Wages are paid every month (HCGW art 3)."})
        if not path:
            return client.get("/v1/instruments/harbour/provisions/art 3")
        answer = client.post(path, json=body)
        found = answer.json()
        generation = found["index"]["generation"]
        seen[generation] += 1
        texts = json.dumps(found["results"])
        assert f"in {changing.metals[generation]}," in texts
        assert not any(f"in {m}," in texts for m in METALS if m != changing.metals[generation])
        return answer

    with serve(changing.home, searcher_of, reload_s=0.02, waiting=64, wait_s=30) as running:
        clients = [threading.Thread(target=ask, args=(running.url,)) for _ in range(6)]
        for client in clients:
            client.start()
        try:
            for generation in changing.metals:
                changing.point(generation)
                wait_for(partial(lambda g: seen[g] > 5, generation), "the newer index was not taken up")
        finally:
            stop.set()
            for client in clients:
                client.join()
        metrics = httpx.get(f"{running.url}/metrics").text
    assert {status for _, status in statuses} == {200}, statuses
    assert len(seen) == len(METALS)
    assert 'iml_reloads_total{result="loaded"} 3.0' in metrics
    assert metrics.count("iml_generation{") == 1


def test_a_request_keeps_its_index(changing: Changing, searcher_of: Searcher) -> None:
    held = searcher_of.pinned()
    changing.point(list(changing.metals)[1])
    assert searcher_of.reload()
    assert not searcher_of.reload()
    assert held.snapshot is not searcher_of.snapshot
    assert "in coin," in held.search(Query("wages paid every month")).results[0].passages[0].text
    assert "in silver," in searcher_of.search(Query("wages paid every month")).results[0].passages[0].text


def test_a_broken_index_leaves_the_old_one(
    changing: Changing, searcher_of: Searcher, client_with: Client, encoder: HashEncoder
) -> None:
    broken = changing.home.generations / "broken"
    shutil.copytree(changing.home.current().path, broken, dirs_exist_ok=True)
    (broken / "manifest.json").write_text("{", encoding="utf-8")
    client = client_with(changing.home, searcher_of, reload_s=0.02)
    _, token = KeyStore(changing.home).new("boss", "admin")
    changing.point("broken")
    wait_for(lambda: 'result="failed"' in client.get("/metrics").text, "the failure was not counted")
    problem(client.post("/v1/admin/reload", headers={"x-api-key": token}), 503, "index-corrupt")
    assert client.get("/v1/search", params={"q": "wages"}).status_code == 200
    time.sleep(0.1)
    assert 'iml_reloads_total{result="failed"} 1.0' in client.get("/metrics").text  # said once
    changing.point(list(changing.metals)[2])
    wait_for(lambda: 'result="loaded"' in client.get("/metrics").text, "the next good one was not loaded")


def test_reload_when_asked_to(changing: Changing, searcher_of: Searcher, client_with: Client) -> None:
    client = client_with(changing.home, searcher_of)
    _, token = KeyStore(changing.home).new("boss of reloads", "admin")
    newest = list(changing.metals)[-1]
    changing.point(newest)
    asked = [client.post("/v1/admin/reload", headers={"x-api-key": token}).json() for _ in range(2)]
    assert asked == [{"reloaded": True, "generation": newest}, {"reloaded": False, "generation": newest}]


def test_a_cursor_of_the_old_index_says_so(changing: Changing, searcher_of: Searcher, client_with: Client) -> None:
    client = client_with(changing.home, searcher_of)
    cursor = client.get("/v1/search", params={"q": "worker", "limit": 1}).json()["next_cursor"]
    changing.point(list(changing.metals)[1])
    client.app.state.service.reload()  # type: ignore[attr-defined]
    answer = client.get("/v1/search", params={"q": "worker", "limit": 1, "cursor": cursor})
    assert "the index was rebuilt" in problem(answer, 422, "usage")["detail"]
