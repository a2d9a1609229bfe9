"""Bodies that are too large, too slow or endless, and connections that only hold on: against a real server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from index.generation import Home
from search.searcher import Searcher

from .conftest import Client, Running, read_all
from .test_problems import problem

LIMITS = {
    "max_body": 20_000,
    "max_upload": 60_000,
    "max_headers": 8_192,
    "header_timeout_s": 0.5,
    "body_timeout_s": 0.5,
    "send_timeout_s": 0.5,
    "keep_alive_s": 1,
    "max_connections": 40,
}
JSON = b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def running(built: Home, searcher: Searcher) -> Iterator[Running]:
    from .conftest import serving

    with serving(built, searcher, **LIMITS) as running:
        yield running


def raw(running: Running, *parts: bytes, pause_s: float = 0.0) -> tuple[int, dict[str, Any]]:
    """Status and problem of what is sent in parts over a connection of its own, which the server must close."""
    with running.connect() as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause_s)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all was sent
        answer = read_all(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def alive(running: Running) -> None:
    assert httpx.get(f"{running.url}/v1/search", params={"q": "passport"}).status_code == 200


def test_a_body_stated_too_large_is_refused_unread(running: Running) -> None:
    head = b"POST /v1/search HTTP/1.1\r\nHost: x\r\n" + JSON + b"Content-Length: 99999999999\r\n\r\n"
    status, said = raw(running, head)  # of which not a byte is ever sent
    assert (status, said["type"]) == (413, "urn:iml:problem:too-large")
    alive(running)


def test_an_endless_body_in_chunks_is_cut_off(running: Running) -> None:
    head = b"POST /v1/search HTTP/1.1\r\nHost: x\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    status, said = raw(running, head, *[b"400\r\n" + b"x" * 1024 + b"\r\n"] * 200)
    assert (status, said["type"]) == (413, "urn:iml:problem:too-large")
    alive(running)


def test_a_body_that_trickles_is_given_up(running: Running) -> None:
    head = b"POST /v1/search HTTP/1.1\r\nHost: x\r\n" + JSON + b"Content-Length: 1000\r\n\r\n"
    status, said = raw(running, head, *[b"x"] * 12, pause_s=0.1)
    assert (status, said["type"]) == (408, "urn:iml:problem:slow-body")


@pytest.mark.parametrize("first", [b"", b"GET / HTTP/1.1\r\n"], ids=["nothing", "a line"])
def test_headers_that_trickle_are_given_up(running: Running, first: bytes) -> None:
    status, said = raw(running, first, *([b"X-A: b\r\n"] * 12 if first else []), pause_s=0.1)
    assert (status, said["type"]) == (408, "urn:iml:problem:slow-headers")


def test_headers_that_trickle_after_an_answer_are_given_up(running: Running) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with running.connect() as connection:
        connection.sendall(whole)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        try:
            for _ in range(12):
                connection.sendall(b"X")
                time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert b"HTTP/1.1 408" in read_all(connection)


def test_many_slow_connections_hold_up_nobody(running: Running) -> None:
    held = [running.connect() for _ in range(30)]
    for connection in held:
        connection.sendall(b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n" + JSON + b"\r\n{")
    alive(running)
    answers = [read_all(connection) for connection in held]
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    for connection in held:
        connection.close()


def test_connections_beyond_the_most_are_refused(running: Running) -> None:
    held = [running.connect() for _ in range(40)]
    time.sleep(0.2)
    status, said = raw(running)
    assert (status, said["type"]) == (503, "urn:iml:problem:busy")
    for connection in held:
        connection.close()
    time.sleep(0.2)
    alive(running)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 70_000 + b"\r\n\r\n", 431, id="a long header"),
        pytest.param(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431, id="a long path"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 9_000, 431, id="many headers"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01", 400, id="TLS"),
        pytest.param(b"nonsense\r\n\r\n", 400, id="no HTTP"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no host"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA\x00: b\r\n\r\n", 400, id="a header with a zero"),
        pytest.param(
            b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
            id="two lengths",
        ),
    ],
)
def test_what_is_no_good_http_is_a_problem_too(running: Running, sent: bytes, status: int) -> None:
    found, said = raw(running, sent)
    assert found == said["status"] == status
    alive(running)


def test_length_and_chunks_at_once_smuggle_nothing(running: Running) -> None:
    inner = b"GET /v1/admin/reload HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = (
        b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + inner
    )
    with running.connect() as connection:
        connection.sendall(sent)
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 400") and answer.count(b"HTTP/1.1") == 1


def test_an_answer_nobody_reads_is_cut_off(running: Running) -> None:
    asked = 400  # answers far beyond what the buffers on the way hold
    with running.connect() as connection:
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * asked)
        time.sleep(3)
        answers = read_all(connection)
    assert 0 < answers.count(b"HTTP/1.1 200") < asked


def test_an_upload_may_be_larger_than_another_body(running: Running) -> None:
    for size, status in ((40_000, 404), (70_000, 413)):
        answer = httpx.post(f"{running.url}/v1/nowhere", files={"file": b"x" * size})
        assert answer.status_code == status


def test_bodies_held_at_once_are_bounded(client_with: Client) -> None:
    client = client_with(max_bodies=1000)
    problem(client.post("/v1/search", content=b"x" * 2000), 503, "busy")
    assert client.post("/v1/search", json={"q": "passport"}).status_code == 200


def test_a_client_that_goes_away_leaves_nothing_behind(running: Running) -> None:
    for _ in range(20):
        with running.connect() as connection:
            connection.sendall(b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
    time.sleep(0.2)
    alive(running)
    assert "iml_http_in_flight 1.0" in httpx.get(f"{running.url}/metrics").text


def test_requests_under_way_are_finished_before_the_end(built: Home, slow: Any, serve: Callable[..., Any]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads, serve(built, slow, running=2) as running:
        asked = threads.submit(httpx.get, f"{running.url}/v1/search", params={"q": "passport"}, timeout=20)
        slow.begun.acquire()
        running.app.state.service.draining = True
        late = httpx.get(f"{running.url}/readyz")
        problem(late, 503, "service-unavailable")
        assert late.headers["connection"] == "close"
        running.app.state.service.stopping = True
        problem(httpx.get(f"{running.url}/v1/instruments"), 503, "stopping")
        running.server.should_exit = True
        time.sleep(0.3)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{running.url}/healthz")
        slow.go.set()
        assert asked.result().status_code == 200
