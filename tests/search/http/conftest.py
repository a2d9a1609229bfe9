"""A real server on this machine, clients of the app, and a searcher that is as slow as a test wants."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from index.generation import Home
from search.http import create_app
from search.http.serving import server_config
from search.http.settings import Settings
from search.query import Query
from search.results import SearchAnswer
from search.searcher import Searcher

Client = Callable[..., TestClient]


@pytest.fixture
def client_with(built: Home, searcher: Searcher) -> Iterator[Client]:
    """Makes a client of an app with settings."""
    open_clients: list[TestClient] = []

    def make(home: Home = built, answering: Any = searcher, **settings: Any) -> TestClient:
        app = create_app(home, "unused", answering, Settings(**{"reload_s": 0.0, **settings}))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        open_clients.append(client)
        return client

    yield make
    for client in open_clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(client_with: Client) -> TestClient:
    """A client of an app as it is without settings."""
    return client_with()


@dataclass
class SlowSearcher:
    """A searcher that waits for a signal before it answers."""

    inner: Searcher
    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def search(self, query: Query) -> SearchAnswer:
        if query.text != "ready":
            self.begun.release()
            assert self.go.wait(20), "nobody let the search go on"
        return self.inner.search(query)

    def pinned(self) -> SlowSearcher:
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.fixture
def slow(searcher: Searcher) -> Iterator[SlowSearcher]:
    """A searcher that answers once `go` is set."""
    slow = SlowSearcher(searcher)
    yield slow
    slow.go.set()


@dataclass
class Running:
    """A server under way."""

    server: uvicorn.Server
    port: int
    app: Any

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """A raw connection, whose reads end after a while."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


@contextmanager
def serving(home: Home, searcher: Any, **settings: Any) -> Iterator[Running]:
    """uvicorn in a thread, as `iml serve` sets it up, on a free port."""
    made = Settings(**{"reload_s": 0.0, **settings})
    app = create_app(home, "unused", searcher, made)
    config = server_config(app, made, host="127.0.0.1", port=0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield Running(server, server.servers[0].sockets[0].getsockname()[1], app)
    finally:
        server.should_exit = True
        thread.join(30)
        for name in ("uvicorn", "uvicorn.error", "iml.http"):  # as they were before dictConfig
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    assert not thread.is_alive()


@pytest.fixture
def serve() -> Callable[..., Any]:
    """Serves an app for real."""
    return serving


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)
