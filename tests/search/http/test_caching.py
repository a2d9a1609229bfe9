"""ETag, conditional requests and packing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.generation import Home
from ingest.catalogue import Catalogue
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection

from .conftest import Client

PATHS = [
    pytest.param("/v1/instruments", id="instruments"),
    pytest.param("/v1/instruments/harbour", id="instrument"),
    pytest.param("/v1/instruments/harbour/provisions/art 2(1)", id="provision"),
    pytest.param("/v1/resolve?ref=HCGW+art+1", id="resolve"),
    pytest.param("/v1/cite?ref=HCGW+art+1", id="cite"),
    pytest.param("/v1/index", id="index"),
    pytest.param("/v1/search?q=passport", id="search"),
]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_held_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    tag = first.headers["etag"]
    again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"].removeprefix("W/") == tag.removeprefix("W/")
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert again.headers["vary"] == first.headers["vary"] == "Accept-Encoding, Accept"


def test_a_strong_validator_names_equal_bytes(client: TestClient) -> None:
    first, second = client.get("/v1/instruments/harbour"), client.get("/v1/instruments/harbour")
    assert not first.headers["etag"].startswith("W/")
    assert (first.headers["etag"], first.content) == (second.headers["etag"], second.content)


def test_an_answer_that_says_how_long_it_took_has_a_weak_one(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "passport"})
    assert answer.headers["etag"].startswith("W/")
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/v1/search?q=a+b", "/v1/search?q=a+c"),
        ("/v1/search?q=passport", "/v1/search?q=passport&limit=1"),
        ("/v1/instruments/harbour", "/v1/instruments/harbour-gc7"),
        ("/v1/cite?ref=HCGW+art+1", "/v1/cite?ref=HCGW+art+1&style=ris"),
    ],
)
def test_other_requests_have_other_validators(client: TestClient, one: str, other: str) -> None:
    assert client.get(one).headers["etag"] != client.get(other).headers["etag"]


def test_packed_and_plain_answers_have_their_own(client: TestClient) -> None:
    path = "/v1/instruments/harbour"
    plain = client.get(path, headers={"accept-encoding": "identity"})
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    for answer in (plain, packed):
        assert client.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/v1/instruments/nope", "/v1/search?q=x&limit=0", "/healthz", "/metrics"])
def test_errors_and_probes_are_not_kept(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_questions_in_bodies_are_not_kept(client: TestClient) -> None:
    answer = client.post("/v1/search", json={"q": "passport"})
    assert answer.headers["cache-control"] == "no-store"


def test_how_long_answers_are_good_is_a_setting(client_with: Client) -> None:
    assert client_with().get("/v1/instruments").headers["cache-control"] == "public, no-cache"
    assert client_with(cache_s=60).get("/v1/instruments").headers["cache-control"] == "public, max-age=60"


def test_a_new_index_has_new_validators(
    client_with: Client, tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder
) -> None:
    home = Home(tmp_path / "home")
    folder = write_collection(tmp_path / "collection")
    ingest_into(home, folder, catalogue)
    build_in(home, catalogue, encoder)
    client = client_with(home, Searcher(home, encoder=encoder))
    tag = client.get("/v1/instruments/harbour").headers["etag"]
    text = (folder / "harbour.en.md").read_text(encoding="utf-8")
    (folder / "harbour.en.md").write_text(text.replace("in coin", "in silver"), encoding="utf-8")
    ingest_into(home, folder, catalogue)
    build_in(home, catalogue, encoder)
    assert client.get("/v1/instruments/harbour", headers={"if-none-match": tag}).status_code == 304
    assert client.app.state.service.reload()  # type: ignore[attr-defined]
    newer = client.get("/v1/instruments/harbour", headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert newer.headers["etag"] != tag
