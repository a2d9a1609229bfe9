"""What every answer carries: an id that cannot be abused, and headers that keep a browser from guessing."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from search.http.observe import request_id_of

from .conftest import Client


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("case-file-17", id="words"),
        pytest.param("5f0c9f1e-8f3b-4a0f-9d55-0a4e0d4b8f11", id="uuid"),
        pytest.param("A" * 64, id="64 signs"),
    ],
)
def test_a_sane_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("", id="empty"),
        pytest.param("A" * 65, id="65 signs"),
        pytest.param("a b", id="blank"),
        pytest.param("a\r\nset-cookie: x=1", id="a header after a line break"),
        pytest.param('a","level":"error', id="JSON"),
        pytest.param("<script>alert(1)</script>", id="markup"),
        pytest.param("é", id="not ASCII"),
        pytest.param("a\x00", id="nothing"),
        pytest.param("a\n", id="a line break at the end"),
    ],
)
def test_any_other_id_is_replaced(given: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", request_id_of(given))


def test_two_requests_have_two_ids(client: TestClient) -> None:
    assert client.get("/healthz").headers["x-request-id"] != client.get("/healthz").headers["x-request-id"]


def test_types_are_not_guessed(client: TestClient) -> None:
    for path in ("/v1/instruments", "/nowhere", "/healthz"):
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


def test_head_is_get_without_the_body(client: TestClient) -> None:
    answer = client.head("/v1/instruments")
    assert answer.status_code == 200
    assert answer.headers["etag"] == client.get("/v1/instruments").headers["etag"]


def test_no_origin_may_call_by_default(client: TestClient) -> None:
    answer = client.get("/v1/instruments", headers={"origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers
    asked = {"origin": "https://example.org", "access-control-request-method": "GET"}
    assert client.options("/v1/instruments", headers=asked).status_code == 405


def test_an_origin_that_is_named_may_call(client_with: Client) -> None:
    client = client_with(cors_origins=("https://example.org",), require_key=True)
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = client.options("/v1/search", headers={**asked, "access-control-request-headers": "x-api-key"})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "https://example.org"
    refused = client.get("/v1/instruments", headers={"origin": "https://example.org"})
    assert refused.status_code == 401  # and a script of that origin can read why
    assert refused.headers["access-control-allow-origin"] == "https://example.org"
    other = client.get("/v1/instruments", headers={"origin": "https://example.net"})
    assert "access-control-allow-origin" not in other.headers


def test_a_host_that_is_not_ours_moves_no_link(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "passport"}, headers={"host": "evil.example"})
    assert "evil.example" not in answer.text
