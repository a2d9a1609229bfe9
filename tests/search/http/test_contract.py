"""The OpenAPI document: complete, and kept by what is answered."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from .conftest import Client

OPERATIONS = [
    "GET /v1/search",
    "POST /v1/search",
    "GET /v1/instruments",
    "GET /v1/instruments/{instrument}",
    "GET /v1/instruments/{instrument}/provisions/{label}",
    "GET /v1/resolve",
    "GET /v1/cite",
    "GET /v1/index",
    "POST /v1/admin/reload",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
]


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{m.upper()} {path}": o for path, item in document["paths"].items() for m, o in item.items()}


def test_every_route_of_the_design_is_there(document: dict[str, Any]) -> None:
    assert set(OPERATIONS) <= set(operations(document))


def test_every_parameter_is_described_with_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert operation["description"] and operation["tags"], name
        for parameter in operation["parameters"]:
            assert parameter["description"], (name, parameter["name"])
            assert parameter.get("example") or parameter["schema"].get("examples"), (name, parameter["name"])


def test_every_field_of_a_body_is_described_with_an_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            if media == "application/json":
                schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
                for field, about in schema["properties"].items():
                    assert about.get("description") and "examples" in about, (name, field)


def test_every_operation_says_what_can_happen(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        responses = operation["responses"]
        assert {"200", "401", "403", "413", "429", "500", "503"} <= set(responses), name
        assert ("304" in responses) == (name.startswith("GET /v1/")), name
        for status, response in responses.items():
            assert response["description"] and "X-Request-ID" in response["headers"], (name, status)
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (name, status)
        assert "Retry-After" in responses["429"]["headers"]
        if name.startswith("GET /v1/"):
            assert "ETag" in responses["200"]["headers"]


def test_keys_are_stated(document: dict[str, Any]) -> None:
    found = operations(document)
    assert found["POST /v1/admin/reload"]["security"] == [{"bearer": []}, {"key": []}]
    assert {} in found["GET /v1/search"]["security"]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        pytest.param("/v1/search", {"q": "passport", "explain": "true", "facets": "true"}, id="search"),
        pytest.param("/v1/search", {"q": "HCGW art 2(2)"}, id="reference"),
        pytest.param("/v1/search", {"q": "HCGW art 99"}, id="reference not held"),
        pytest.param("/v1/search", {"q": "zebra", "state": "KE"}, id="nothing"),
        pytest.param("/v1/instruments", {}, id="instruments"),
        pytest.param("/v1/instruments/{instrument}", {"language": "es"}, id="instrument"),
        pytest.param("/v1/instruments/{instrument}/provisions/{label}", {}, id="provision"),
        pytest.param("/v1/resolve", {"ref": "HCGW arts 1 and 3"}, id="resolve"),
        pytest.param("/v1/index", {}, id="index"),
    ],
)
def test_answers_keep_to_their_schema(
    client: TestClient, document: dict[str, Any], path: str, params: dict[str, str]
) -> None:
    answer = client.get(path.format(instrument="harbour", label="art 2(1)"), params=params)
    assert answer.status_code == 200
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json())


def test_facets_count_what_was_ranked(client_with: Client) -> None:
    client = client_with()
    answer = client.get("/v1/search", params={"q": "worker", "facets": "true", "include_weak": "true", "limit": 50})
    found = answer.json()
    assert found["next_cursor"] is None
    kinds = [r["instrument"]["kind"] for r in found["results"]]
    assert found["facets"]["kind"] == {
        kind: kinds.count(kind) for kind in sorted(set(kinds), key=lambda k: (-kinds.count(k), k))
    }
    assert sum(found["facets"]["binding"].values()) == len(kinds)
    assert found["facets"]["instrument"].keys() == {"harbour", "harbour-gc7"}
    assert found["facets"]["language"]["es"] == kinds.count("treaty")
    assert "facets" not in client.get("/v1/search", params={"q": "worker"}).json()
