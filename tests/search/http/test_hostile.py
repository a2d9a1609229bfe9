"""What people with bad intentions send, and what hostile documents hold."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.generation import Home
from ingest.catalogue import Catalogue
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into

from .conftest import Client
from .test_problems import problem


def packed(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("%%", id="no base64"),
        pytest.param("é", id="not ASCII"),
        pytest.param("A", id="a letter"),
        pytest.param(packed(b"\xff\xff"), id="no text"),
        pytest.param(packed([]), id="a list"),
        pytest.param(packed({}), id="nothing in it"),
        pytest.param(packed({"g": "x", "o": -1}), id="before the first"),
        pytest.param(packed({"g": "x", "o": 1.5}), id="half a place"),
        pytest.param(packed({"g": "x", "o": "1"}), id="a place in a string"),
        pytest.param(packed({"g": "x", "o": True}), id="yes for a place"),
        pytest.param(packed({"g": ["x"], "o": 1}), id="a list for an index"),
        pytest.param(packed({"g": "../../etc", "o": 1}), id="a path for an index"),
        pytest.param(packed(b"[" * 100), id="deeply nested"),
        pytest.param(packed(b"[" * 100_000), id="deeply nested and long"),
        pytest.param(packed(b'{"g": "x", "o": ' + b"9" * 100 + b"}"), id="far behind"),
    ],
)
def test_cursors_of_their_own_making(client: TestClient, cursor: str) -> None:
    problem(client.post("/v1/search", json={"q": "passport", "cursor": cursor}), 422, "usage")
    if len(cursor) < 1000:
        problem(client.get("/v1/search", params={"q": "passport", "cursor": cursor}), 422, "usage")


def test_a_cursor_far_behind_the_last_result_gives_none(client: TestClient) -> None:
    generation = client.get("/v1/index").json()["generation"]
    for place in (10_000, 10**30):
        answer = client.get("/v1/search", params={"q": "passport", "cursor": packed({"g": generation, "o": place})})
        assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize(
    "path",
    [
        "/v1/instruments/..%2f..%2fetc%2fpasswd",
        "/v1/instruments/harbour/provisions/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/instruments/harbour/provisions/%2e%2e/%2e%2e/manifest.json",
        "/static/..%2f..%2f__init__.py",
        "/static/%2e%2e%2fapp.py",
        "/static//etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/v1/instruments/harbour%00.json",
        "/v1/instruments/harbour'%20OR%20'1'='1",
        "/v1/instruments/harbour/provisions/nothing'; DROP TABLE provision; --",
    ],
)
def test_paths_lead_to_no_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text
    assert client.get("/v1/instruments/harbour").status_code == 200


SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
HOSTILE = f"""# {SCRIPT} Convention on Lamps

### Article 1
#### {SCRIPT} of lamps
1. Every lamp burns {SCRIPT} at night. {{{{ 7*7 }}}} =HYPERLINK("http://evil.example")

### Article 2
A lamp that is out is lit again.

### Article 3
Oil is paid for by whoever sees.
"""
LISTING = f"""
[[document]]
file = "lamps.en.md"
id = "lamps"
kind = "treaty"
language = "en"
title = '''{SCRIPT} Convention on Lamps'''
short_title = '''Lamps"><svg/onload=alert(1)>'''
source = '''1 Papers\\r\\nSet-Cookie: a=b'''
"""


@pytest.fixture
def hostile(tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder, client_with: Client) -> TestClient:
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "lamps.en.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "collection.toml").write_text(LISTING, encoding="utf-8")
    home = Home(tmp_path / "home")
    assert not ingest_into(home, folder, catalogue).failed
    build_in(home, catalogue, encoder)
    return client_with(home, Searcher(home, encoder=encoder))


@pytest.mark.parametrize(
    "path",
    [
        "/v1/search?q=lamp+burns+at+night",
        "/v1/instruments",
        "/v1/instruments/lamps",
        "/v1/instruments/lamps/provisions/art%201",
        "/v1/resolve?ref=lamps+art+1",
    ],
)
def test_a_script_in_a_title_is_only_ever_data(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    answer.json()


def test_the_title_comes_as_it_stands(hostile: TestClient) -> None:
    assert hostile.get("/v1/instruments").json()[0]["title"].startswith(SCRIPT)


@pytest.mark.parametrize("style", ["oscola", "bluebook", "bibtex", "ris", "csl-json"])
def test_a_citation_of_it_is_no_page(hostile: TestClient, style: str) -> None:
    answer = hostile.get("/v1/cite", params={"ref": "lamps art 1", "style": style})
    assert not answer.headers["content-type"].startswith("text/html")
    assert "set-cookie" not in answer.headers


TRAPS = {
    "blanks": " " * 900 + "x",
    "digits": "1" * 950,
    "open brackets": "art 1" + "(" * 900,
    "brackets": "art " + "(1)" * 300,
    "ranges": "arts " + "1-2, " * 180,
    "letters and digits": "1a" * 470,
    "ands": "arts 1" + " and 1" * 150,
    "names": "Convention on the " * 50,
    "dashes": "art 1" + "–" * 900,
    "dots": "art. " * 190,
    "Roman numerals": "art " + "ivxlcdm" * 130,
    "accents": "a" + "\u0301" * 900,
    "right to left": "المادة " * 130,
    "quotes": '"' * 950,
    "years": "(1951) " * 130,
    "slashes": "CRC/C/GC/" * 100,
}
HARMLESS = "the worker keeps what is hers "


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
@pytest.mark.parametrize("path", ["/v1/resolve", "/v1/search"])
def test_no_input_takes_much_longer_than_another_of_its_length(client: TestClient, path: str, trap: str) -> None:
    def ask(text: str) -> Any:
        if path == "/v1/resolve":
            return client.get(path, params={"ref": text[:1000]})
        return client.post(path, json={"q": (text * 10)[:10_000]})

    harmless = (HARMLESS * (len(trap) // len(HARMLESS) + 1))[: len(trap)]
    ratio = fastest(lambda: ask(trap)) / fastest(lambda: ask(harmless))
    assert ratio < 60, f"{ratio:.0f} times as long"


def fastest(ask: Callable[[], Any]) -> float:
    """The shortest of three times that a request took, which must not fail on the server's side."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        assert ask().status_code in (200, 422)
        times.append(time.perf_counter() - begun)
    return min(times)
