"""Every error is a problem, whoever finds it: a route, a layer around it, or the server itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.errors import ModelMismatch, UnusableIndex
from search.searcher import Searcher

from .conftest import Client


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """The problem in an answer, with what all problems have."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:iml:problem:{kind}"
    assert body["status"] == status
    assert body["title"] and body["detail"] and body["instance"].startswith("/")
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


@pytest.mark.parametrize(
    ("path", "params", "status", "kind"),
    [
        pytest.param("/v1/search", {}, 422, "usage", id="no question"),
        pytest.param("/v1/search", {"q": "   "}, 422, "usage", id="blank"),
        pytest.param("/v1/search", {"q": "x", "limit": 0}, 422, "usage", id="limit 0"),
        pytest.param("/v1/search", {"q": "x", "limit": "9" * 5000}, 422, "usage", id="limit of 5,000 digits"),
        pytest.param("/v1/search", {"q": "x", "mode": "magic"}, 422, "usage", id="mode"),
        pytest.param("/v1/search", {"q": "x", "kind": "poem"}, 422, "usage", id="kind"),
        pytest.param("/v1/search", {"q": "x", "state": "Atlantis"}, 422, "usage", id="state"),
        pytest.param("/v1/search", {"q": "x", "adopted_from": "soon"}, 422, "usage", id="date"),
        pytest.param("/v1/search", {"q": "x", "colour": "red"}, 422, "usage", id="unknown parameter"),
        pytest.param("/v1/search", {"q": "x", "instrument": "nope"}, 422, "usage", id="instrument filter"),
        pytest.param("/v1/search", {"q": "x", "language": "../en"}, 422, "usage", id="language"),
        pytest.param("/v1/instruments/nope", {}, 404, "not-held", id="instrument"),
        pytest.param("/v1/instruments/harbour/provisions/art 99", {}, 404, "not-held", id="provision"),
        pytest.param("/v1/cite", {"ref": "Harbour Convention art 99"}, 404, "not-held", id="cite"),
        pytest.param("/v1/cite", {"ref": "HCGW art 1", "style": "poem"}, 422, "usage", id="style"),
        pytest.param("/v1/resolve", {"ref": "x" * 1001}, 422, "usage", id="long reference"),
        pytest.param("/nowhere", {}, 404, "not-found", id="path"),
    ],
)
def test_errors_of_routes(client: TestClient, path: str, params: dict[str, str], status: int, kind: str) -> None:
    problem(client.get(path, params=params), status, kind)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 422, id="nothing"),
        pytest.param(b"{", 422, id="half an object"),
        pytest.param(b"[]", 422, id="a list"),
        pytest.param(b"\xff\xfe", 422, id="no text"),
        pytest.param(b"[" * 100_000, 400, id="deeply nested"),
        pytest.param(b'{"q": 1}', 422, id="a number for a question"),
        pytest.param(b'{"q": "x", "facets": 1}', 422, id="a number for yes"),
        pytest.param(b'{"q": "x", "limit": "5"}', 422, id="digits in a string"),
        pytest.param(b'{"q": "\\ud800"}', 422, id="half a surrogate pair"),
        pytest.param(b'{"q": "x", "\\ud800": 1}', 422, id="half a surrogate pair as a name"),
        pytest.param(b'{"q": "x", "limit": ' + b"9" * 5000 + b"}", 400, id="5,000 digits"),
    ],
)
def test_bodies_that_cannot_be_read(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/v1/search", content=body, headers={"content-type": "application/json"})
    problem(answer, status, "usage" if status == 422 else "bad-request")


def test_a_method_that_is_not_there_says_which_are(client: TestClient) -> None:
    answer = client.delete("/v1/search")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert client.post("/v1/instruments").headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        pytest.param("/v1/instruments", "text/html", 406, id="html only"),
        pytest.param("/v1/instruments", "application/json;q=0, */*", 406, id="all but JSON"),
        pytest.param("/v1/instruments", "text/html, */*;q=0.1", 200, id="anything at last"),
        pytest.param("/v1/instruments", "application/*", 200, id="a family of types"),
        pytest.param("/v1/instruments", "application/json;q=what", 406, id="a quality that is none"),
        pytest.param("/v1/cite?ref=HCGW+art+1", "text/plain", 200, id="prose"),
        pytest.param("/v1/cite?ref=HCGW+art+1&style=ris", "text/plain", 406, id="another citation format"),
    ],
)
def test_types_that_a_client_takes(client: TestClient, path: str, accept: str, status: int) -> None:
    answer = client.get(path, headers={"accept": accept})
    assert answer.status_code == status
    if status == 406:
        problem(answer, 406, "not-acceptable")


def test_what_breaks_inside_says_nothing_of_the_inside(
    client_with: Client, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with()

    def broken(*_: Any) -> None:
        raise RuntimeError("secret of the inside: my question")

    monkeypatch.setattr(Searcher, "search", broken)
    answer = client.get("/v1/search", params={"q": "my question"})
    body = problem(answer, 500, "internal-server-error")
    assert "secret" not in answer.text and "my question" not in answer.text
    assert "RuntimeError" not in json.dumps(body)


@pytest.mark.parametrize(
    ("error", "kind"),
    [(UnusableIndex("the index is gone"), "index"), (ModelMismatch("another model"), "model-mismatch")],
    ids=["index", "model"],
)
def test_an_index_that_cannot_be_used(
    client_with: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str
) -> None:
    client = client_with()

    def unusable(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Searcher, "search", unusable)
    assert problem(client.get("/v1/search", params={"q": "x"}), 503, kind)["detail"] == str(error)


def test_a_long_input_is_not_sent_back_at_length(client: TestClient) -> None:
    answer = client.get("/v1/instruments/" + "x" * 30_000)
    assert len(problem(answer, 422, "usage")["instance"]) < 2100
