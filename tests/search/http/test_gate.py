"""A bounded number of requests worked on, a short queue, a time limit: with a searcher as slow as the test wants."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from search.http.gate import Busy, Gate

from .conftest import Client, SlowSearcher
from .test_problems import problem


def ask(client: TestClient, threads: ThreadPoolExecutor) -> Future[Any]:
    """A question under way."""
    return threads.submit(client.get, "/v1/search", params={"q": "passport"})


def test_beyond_places_and_queue_503_comes_at_once(client_with: Client, slow: SlowSearcher) -> None:
    client = client_with(answering=slow, running=2, waiting=1, wait_s=20)
    with ThreadPoolExecutor(8) as threads:
        working = [ask(client, threads) for _ in range(2)]
        for _ in working:
            slow.begun.acquire()
        queued = ask(client, threads)
        gate_is_full(client, queued)
        shed = client.get("/v1/search", params={"q": "passport"})
        problem(shed, 503, "busy")
        assert int(shed.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
        assert 'iml_http_shed_total{reason="busy"}' in client.get("/metrics").text
        slow.go.set()
        assert [f.result().status_code for f in (*working, queued)] == [200, 200, 200]
    assert client.get("/v1/search", params={"q": "passport"}).status_code == 200


def gate_is_full(client: TestClient, queued: Future[Any]) -> None:
    """Wait until the request stands in the queue: in flight beside the two that are worked on."""
    for _ in range(2000):
        if "iml_http_in_flight 4.0" in client.get("/metrics").text:  # with the one that asks
            return
        assert not queued.done()
    raise AssertionError("the request did not come to the queue")


def test_who_waits_too_long_gets_503(client_with: Client, slow: SlowSearcher) -> None:
    client = client_with(answering=slow, running=1, waiting=5, wait_s=0.05)
    with ThreadPoolExecutor(1) as threads:
        working = ask(client, threads)
        slow.begun.acquire()
        problem(client.get("/v1/search", params={"q": "passport"}), 503, "busy")
        slow.go.set()
        assert working.result().status_code == 200


def test_what_takes_too_long_gets_503_and_keeps_its_place(client_with: Client, slow: SlowSearcher) -> None:
    client = client_with(answering=slow, running=1, waiting=0, request_timeout_s=0.1)
    late = client.get("/v1/search", params={"q": "passport"})
    problem(late, 503, "timeout")
    assert "retry-after" in late.headers
    problem(client.get("/v1/search", params={"q": "passport"}), 503, "busy")  # its thread still works
    slow.go.set()
    for _ in range(2000):
        if client.get("/v1/search", params={"q": "passport"}).status_code == 200:
            break
    else:
        raise AssertionError("the place was not given back")


def test_errors_give_their_place_back(client_with: Client) -> None:
    client = client_with(running=1, waiting=0)
    for _ in range(5):
        assert client.get("/v1/instruments/nope").status_code == 404
        assert client.get("/v1/search").status_code == 422
    assert client.get("/v1/instruments").status_code == 200


def test_the_queue_keeps_its_order_and_loses_no_place() -> None:
    async def run() -> None:
        gate = Gate(1, 3)
        order: list[int] = []

        async def work(number: int) -> None:
            await gate.enter(5)
            order.append(number)
            await asyncio.sleep(0)
            gate.leave()

        await gate.enter(5)
        waiting = [asyncio.create_task(work(n)) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await gate.enter(5)
        waiting[1].cancel()
        await asyncio.sleep(0)
        gate.leave()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert order == [0, 2]
        assert gate.taken == 0

    asyncio.run(run())


def test_a_place_given_in_the_moment_of_giving_up_is_not_lost() -> None:
    async def run() -> None:
        gate = Gate(1, 5)
        for _ in range(200):
            await gate.enter(5)
            late = asyncio.create_task(gate.enter(0.001))
            await asyncio.sleep(0.001)
            gate.leave()
            try:
                await late
            except Busy:
                continue
            gate.leave()
        assert gate.taken == 0

    asyncio.run(run())


def test_threads_are_no_more_than_places(client_with: Client, slow: SlowSearcher) -> None:
    client = client_with(answering=slow, running=2, waiting=20, wait_s=20)
    with ThreadPoolExecutor(12) as threads:
        asked = [ask(client, threads) for _ in range(12)]
        slow.begun.acquire()
        slow.begun.acquire()
        assert not slow.begun.acquire(timeout=0.2)
        slow.go.set()
        assert {f.result().status_code for f in asked} == {200}
    assert threading.active_count() < 100
