"""What the tests of pages share: a client over the small collection, a parsed page, a real service and a browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

from index.generation import Home
from search.http import create_app
from search.http.settings import Settings
from search.searcher import Searcher
from tests.conftest import HashEncoder
from tests.search.pages.collection import searcher_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A made-up site of these tests may use the service on this machine, which a real site on the internet may not.
_MORE_PRIVATE = "LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"
Open = Callable[..., html.HtmlElement]


@pytest.fixture(scope="session")
def lamps(tmp_path_factory: pytest.TempPathFactory, encoder: HashEncoder) -> Searcher:
    return searcher_in(tmp_path_factory.mktemp("lamps"), encoder)


@pytest.fixture(scope="session")
def app(lamps: Searcher) -> FastAPI:
    settings = Settings(embed_origins=("https://site.example",), reload_s=0.0)
    return create_app(Home(lamps.snapshot.generation.path.parents[1]), "unused", lamps, settings)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def page(client: TestClient) -> Open:
    """Opens a page and gives it parsed, having looked at its status."""

    def opened(path: str, status: int = 200, **params: Any) -> html.HtmlElement:
        response = client.get(path, params=params or None)
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return html.fromstring(response.content.decode())

    return opened


@pytest.fixture(scope="session")
def address(lamps: Searcher) -> Iterator[str]:
    """Where the service really listens, on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(embed_origins=(f"http://localhost:{port}",), cors_origins=("*",), waiting=200, reload_s=0.0)
    app = create_app(Home(lamps.snapshot.generation.path.parents[1]), "unused", lamps, settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, where it and Playwright are installed; closed after each module, for its event loop stops others'."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if program is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=program, args=["--no-sandbox", f"--disable-features={_MORE_PRIVATE}"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a path in a window of its own; nothing may be loaded from elsewhere, and nothing may be refused or fail."""
    contexts = []
    wrong: list[str] = []

    def opened(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        window = context.new_page()
        window.on(
            "request", lambda r: wrong.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None
        )
        window.on(
            "console", lambda m: wrong.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        )
        window.on("pageerror", lambda e: wrong.append(str(e)))
        window.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
        window.goto(address + path)
        return window

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
