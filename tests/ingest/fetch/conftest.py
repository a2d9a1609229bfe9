"""A server of our own on this machine that misbehaves as told, a clock that nobody waits for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.catalogue.schema import entry_from_toml
from ingest.fetch.plan import find_targets
from ingest.fetch.run import Outcome, fetch_texts
from ingest.fetch.settings import Clock, FetchSettings

PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def page(*articles: str, title: str = "Harbour Convention") -> bytes:
    """A page with a title and an article for each text."""
    body = "".join(f"<h2>Article {n}</h2><p>{text}</p>" for n, text in enumerate(articles, 1))
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()
    )


PAGE = page("A keeper shall hold no passport.", "Wages are paid in coin.")
NEWER = page("A keeper shall hold no passport.", "Wages are paid in coin, every month.")


class Handler(BaseHTTPRequestHandler):
    """Answers by the server's routes."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def do_GET(self) -> None:
        self.server.owner.seen.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}))
        route = self.server.owner.routes.get(self.path)
        if route is None:
            self.give(b"nothing here", status=404)
        else:
            route(self)

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send an answer; the length is the true one where none is given."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        """Close the connection after this answer."""
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


Route = Callable[[Handler], None]


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    path: str
    headers: dict[str, str]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


@dataclass
class Server:
    """One host; `routes` maps paths to what answers them."""

    routes: dict[str, Route] = field(default_factory=dict)
    seen: list[Request] = field(default_factory=list)
    port: int = 0
    done: threading.Event = field(default_factory=threading.Event)
    """Set at the end of the test: stalling routes wait for it."""

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.seen if request.path == path]


@pytest.fixture
def server() -> Iterator[Server]:
    owner = Server()
    listener = _Listener(("127.0.0.1", 0), Handler)
    listener.owner = owner
    owner.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield owner
    owner.done.set()
    listener.shutdown()
    listener.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class FakeTime:
    """Goes on only when somebody sleeps, or by `step_s` at each look."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0
        self.step_s = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        self.elapsed_s += self.step_s
        return self.elapsed_s

    def sleep(self, wait_s: float) -> None:
        self.slept.append(round(wait_s, 3))
        self.elapsed_s += wait_s

    def now(self) -> dt.datetime:
        return dt.datetime(2030, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self.elapsed_s)

    @property
    def clock(self) -> Clock:
        return Clock(self.monotonic, self.sleep, self.now)


def entry_of(identifier: str, **urls: str) -> CatalogueEntry:
    data = {"id": identifier, "kind": "treaty", "title": {"en": "Harbour Convention"}, "url": urls}
    return entry_from_toml(data, f"{identifier}.toml", frozenset())


@dataclass
class Desk:
    """Fetching into a folder from the server."""

    folder: Path
    server: Server
    time: FakeTime = field(default_factory=FakeTime)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}, {}))
    told: list[str] = field(default_factory=list)
    settings: FetchSettings = field(default_factory=lambda: FetchSettings(delay_s=0.0, timeout_s=5.0))

    def offer(self, identifier: str, route: Route | None = None, host: str = "127.0.0.1", path: str = "") -> None:
        """Give the catalogue an address, and the server what answers it."""
        path = path or f"/{identifier}"
        entry = entry_of(identifier, en=self.server.url(path, host))
        self.catalogue = Catalogue({**self.catalogue.entries, identifier: entry}, {})
        if route:
            self.server.routes[path] = route

    def fetch(self, *names: str, refresh: bool = False, judge: Any = lambda *_: None) -> dict[str, Outcome]:
        """The outcomes by instrument."""
        outcomes = fetch_texts(
            self.folder,
            find_targets(self.catalogue, names),
            self.catalogue,
            judge,
            refresh=refresh,
            named=bool(names),
            settings=self.settings,
            clock=self.time.clock,
            tell=self.told.append,
        )
        return {outcome.target.instrument: outcome for outcome in outcomes}

    def one(self, **options: Any) -> Outcome:
        """The outcome of the only target."""
        (outcome,) = self.fetch(**options).values()
        return outcome

    def files(self) -> set[str]:
        """What the folder holds, hidden files left out."""
        return {p.name for p in self.folder.iterdir() if not p.name.startswith(".")}


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Desk:
    return Desk(tmp_path / "texts", server)
