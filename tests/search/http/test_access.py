"""API keys, their scopes, and rates."""

from __future__ import annotations

import base64
import re
import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.generation import Home
from ingest.errors import NotHeld, UsageError
from search.http.keys import KeyStore
from search.http.rates import Rates, client_name

from .conftest import Client
from .test_problems import problem


@pytest.fixture
def home(built: Home, tmp_path: Path) -> Home:
    """A home with the index of the tests and keys of its own."""
    (tmp_path / "CURRENT").write_bytes((built.path / "CURRENT").read_bytes())
    (tmp_path / "generations").symlink_to(built.generations)
    return Home(tmp_path)


@pytest.fixture
def store(home: Home) -> KeyStore:
    return KeyStore(home)


def test_a_token_is_random_and_kept_nowhere(home: Home, store: KeyStore) -> None:
    _, one = store.new("one", "read")
    _, two = store.new("two", "read")
    assert re.fullmatch(r"iml_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", one)
    assert one.rpartition("_")[2] != two.rpartition("_")[2]
    assert one.encode()[-43:] not in (home.path / "keys.sqlite").read_bytes()


def test_the_file_is_its_owners_alone(home: Home, store: KeyStore) -> None:
    store.new("one", "read")
    assert stat.S_IMODE((home.path / "keys.sqlite").stat().st_mode) == 0o600


def test_a_key_is_found_by_its_token_alone(store: KeyStore) -> None:
    key, token = store.new("one", "read")
    assert store.find(token) == key
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in ("", "iml_", key.id, changed, token + "A", token.upper(), token.replace(key.id, "0" * 12), "é" * 60):
        assert store.find(wrong) is None


def test_a_revoked_key_ends_at_once_and_frees_its_name(store: KeyStore) -> None:
    _, token = store.new("one", "read")
    with pytest.raises(UsageError, match="there is a key named"):
        store.new("one", "admin")
    assert store.revoke("one").revoked
    assert store.find(token) is None
    with pytest.raises(NotHeld):
        store.revoke("one")
    assert store.find(store.new("one", "read")[1])
    assert len(store.all()) == 2


@pytest.mark.parametrize("name", ["", "x" * 65, "a\nb", "a;DROP TABLE key", "<b>"])
def test_names_are_plain(store: KeyStore, name: str) -> None:
    with pytest.raises(UsageError):
        store.new(name, "read")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"authorization": "Bearer {}"}, id="bearer"),
        pytest.param({"authorization": "bearer  {}"}, id="bearer in small letters"),
        pytest.param({"x-api-key": "{}"}, id="own header"),
        pytest.param({"x-api-key": "{}", "authorization": "Basic eDp5"}, id="beside the password of a proxy"),
    ],
)
def test_where_a_key_is_needed_each_way_to_show_it_works(
    client_with: Client, home: Home, store: KeyStore, headers: dict[str, str]
) -> None:
    client = client_with(home, require_key=True)
    _, token = store.new("one", "read")
    shown = {name: value.format(token) for name, value in headers.items()}
    assert client.get("/v1/search", params={"q": "passport"}, headers=shown).status_code == 200
    store.revoke("one")
    problem(client.get("/v1/search", params={"q": "passport"}, headers=shown), 401, "key")


def test_a_browser_is_asked_for_the_key_as_a_password(client_with: Client, home: Home, store: KeyStore) -> None:
    client = client_with(home, require_key=True)
    assert client.get("/", headers={"accept": "text/html"}).headers["www-authenticate"].startswith("Basic ")
    assert client.get("/v1/index").headers["www-authenticate"].startswith("Bearer ")
    _, token = store.new("boss", "admin")
    basic = {"authorization": "Basic " + base64.b64encode(f"me:{token}".encode()).decode()}
    assert client.get("/v1/index", headers=basic).status_code == 200
    assert client.post("/v1/admin/reload", headers=basic).status_code == 401  # another site's form could send it


@pytest.mark.parametrize("path", ["/", "/v1/search?q=x", "/v1/instruments", "/openapi.json", "/metrics", "/nowhere"])
def test_without_a_key_nothing_is_said(client_with: Client, home: Home, path: str) -> None:
    problem(client_with(home, require_key=True).get(path), 401, "key")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_need_no_key(client_with: Client, home: Home, path: str) -> None:
    assert client_with(home, require_key=True).get(path).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer x"},
        {"authorization": "Bearer"},
        {"x-api-key": ""},
        {"x-api-key": "iml_" + "0" * 12 + "_" + "A" * 43},
        {"authorization": "Basic " + base64.b64encode(b"x:iml_x").decode()},
    ],
)
def test_a_wrong_key_is_refused_even_where_none_is_needed(client: TestClient, headers: dict[str, str]) -> None:
    problem(client.get("/v1/index", headers=headers), 401, "key")


def test_every_key_shown_must_be_good(client_with: Client, home: Home, store: KeyStore) -> None:
    _, token = store.new("one", "read")
    shown = {"x-api-key": token, "authorization": "Bearer x"}
    problem(client_with(home).get("/v1/index", headers=shown), 401, "key")


def test_scopes(client_with: Client, home: Home, store: KeyStore) -> None:
    client = client_with(home, metrics="admin")
    _, reader = store.new("reader", "read")
    _, boss = store.new("boss", "admin")
    for method, path in (("POST", "/v1/admin/reload"), ("GET", "/metrics")):
        problem(client.request(method, path), 401, "key")
        problem(client.request(method, path, headers={"x-api-key": reader}), 403, "key")
        assert client.request(method, path, headers={"x-api-key": boss}).status_code == 200
    assert client.get("/v1/index", headers={"x-api-key": boss}).status_code == 200


def test_metrics_can_be_off(client_with: Client) -> None:
    problem(client_with(metrics="off").get("/metrics"), 404, "not-found")


def test_who_asks_too_often_is_told_when_to_come_back(client_with: Client) -> None:
    client = client_with(rate=6, burst=2)
    left = [client.get("/v1/index").headers["ratelimit"] for _ in range(2)]
    assert [value.split(";")[1] for value in left] == ["r=1", "r=0"]
    refused = client.get("/v1/index")
    problem(refused, 429, "rate")
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert refused.headers["ratelimit-policy"] == '"default";q=2;w=20'
    assert client.get("/healthz").status_code == 200
    assert 'iml_http_shed_total{reason="rate"} 1.0' in _metrics(client)


def _metrics(client: TestClient) -> str:
    return client.app.state.service.metrics.text().decode()  # type: ignore[attr-defined]


def test_each_key_has_its_own_rate(client_with: Client, home: Home, store: KeyStore) -> None:
    client = client_with(home, rate=1, burst=1)
    tokens = [store.new(name, "read")[1] for name in ("one", "two")]
    assert client.get("/v1/index").status_code == 200
    for token in tokens:
        assert client.get("/v1/index", headers={"x-api-key": token}).status_code == 200
    assert client.get("/v1/index").status_code == 429
    for wrong in ("x", "y"):  # guessing keys counts for the address
        assert client.get("/v1/index", headers={"x-api-key": wrong}).status_code == 429


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    rates = Rates(60, 2, lambda: now[0])
    assert [rates.take("a").allowed for _ in range(3)] == [True, True, False]
    assert rates.take("b").allowed
    now[0] = 1.0
    assert [rates.take("a").allowed for _ in range(2)] == [True, False]
    now[0] = 1000.0
    assert rates.take("a").left == 1


def test_the_table_of_clients_is_bounded() -> None:
    rates = Rates(1, 1, lambda: 0.0)
    for n in range(30_000):
        rates.take(str(n))
    assert len(rates._buckets) == 10_000
    assert not rates.take("29999").allowed


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_what_stands_for_a_client(address: str, name: str) -> None:
    assert client_name(address) == name
