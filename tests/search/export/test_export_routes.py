"""`/v1/export`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator

import pytest
import rispy
from fastapi.testclient import TestClient

from index.generation import Home
from search.export import FORMATS, unguarded
from search.http import create_app
from search.searcher import Searcher


@pytest.fixture(scope="module")
def client(built: Home, searcher: Searcher) -> Iterator[TestClient]:
    with TestClient(create_app(built, "unused", searcher)) as client:
        yield client


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_its_type_and_name(client: TestClient, form: str) -> None:
    got = client.get("/v1/export", params={"q": "my own case about a passport", "format": form})
    assert got.status_code == 200
    assert got.headers["content-type"].partition(";")[0] == FORMATS[form].media_type
    name = re.fullmatch(r'attachment; filename="(.+)"', got.headers["content-disposition"])
    assert name and name[1] == f"iml-search-{dt.datetime.now(dt.UTC).date()}{FORMATS[form].suffix}"
    assert client.post("/v1/export", json={"q": "my own case about a passport", "format": form}).content == got.content


def test_the_parameters_are_those_of_the_search(client: TestClient) -> None:
    params = {"q": "worker passport door", "format": "ris", "kind": "general_comment", "limit": 1}
    (record,) = rispy.loads(client.get("/v1/export", params=params).text)
    assert record["title"] == "General comment No. 7 on locked doors"
    assert any("limit=1; kind=general_comment" in note for note in record["notes"])
    cursor = client.get("/v1/search", params={k: v for k, v in params.items() if k != "format"}).json()["next_cursor"]
    (second,) = rispy.loads(client.get("/v1/export", params={**params, "cursor": cursor}).text)
    assert any("offset=1), result 2" in note for note in second["notes"])


def test_permalinks_lead_to_the_words(client: TestClient) -> None:
    entries = client.get("/v1/export", params={"q": "passport", "format": "json"}).json()["entries"]
    for entry in entries:
        words = client.get(entry["permalink"]).json()
        assert words["sha256"] == entry["sha256"]
        assert all(part in words["text"] for part in entry["quotation"].split("\n[…]\n"))


def test_a_hostile_question_stays_words(client: TestClient) -> None:
    hostile = '=cmd|"/C calc"!A0 <script>passport</script>\r\nX-Evil: 1'
    for form in FORMATS:
        got = client.get("/v1/export", params={"q": hostile, "format": form})
        assert got.status_code == 200
        assert "x-evil" not in got.headers
    got = client.get("/v1/export", params={"q": hostile, "format": "csv"})
    for row in csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"), newline="")):
        assert row["query"].startswith("'=")
        assert unguarded(row["query"]) == hostile
    assert "<script>" not in client.get("/v1/export", params={"q": hostile, "format": "md"}).text.replace("\\<", "")


@pytest.mark.parametrize(
    "params",
    [{"q": "x"}, {"q": "x", "format": "pdf"}, {"format": "ris"}, {"q": "x", "format": "ris", "nonsense": 1}],
    ids=json.dumps,
)
def test_what_cannot_be_asked_is_a_problem(client: TestClient, params: dict[str, str]) -> None:
    got = client.get("/v1/export", params=params)
    assert got.status_code == 422
    assert got.headers["content-type"] == "application/problem+json"


def test_a_client_that_does_not_take_the_type_is_told(client: TestClient) -> None:
    params = {"q": "passport", "format": "ris"}
    assert client.get("/v1/export", params=params, headers={"accept": "text/html"}).status_code == 406


def test_openapi_names_every_type(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]["/v1/export"]
    for method in ("get", "post"):
        assert set(paths[method]["responses"]["200"]["content"]) == {f.media_type for f in FORMATS.values()}
        assert {"406", "422", "503"} <= set(paths[method]["responses"])
    form = next(p for p in paths["get"]["parameters"] if p["name"] == "format")
    assert form["required"]
    assert form["schema"]["enum"] == list(FORMATS)
    assert form["description"]
