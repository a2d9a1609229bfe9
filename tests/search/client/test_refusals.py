"""What a client does when the service is busy, away, or not the service: answers made up by a transport."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import httpx
import pytest

from ingest.errors import UnusableIndex
from search.checking import CheckedReference, CheckReport, QuoteCheck
from search.client import AsyncClient, Client, Problem, UnexpectedAnswer, Unreachable, UnusableIndexProblem
from search.client.retries import Retries, retry_after
from tests.search.export.answers import FULL

NOW = dt.datetime(2031, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
BUSY = {"type": "urn:iml:problem:busy", "title": "Service Unavailable", "status": 503, "detail": "too busy"}
PROBLEM = {"content-type": "application/problem+json"}


def client_of(*responses: httpx.Response, **more: object) -> tuple[Client, list[httpx.Request]]:
    """A client whose calls get these responses one after the other."""
    seen: list[httpx.Request] = []
    waiting = iter(responses)
    return Client("http://iml.test", transport=httpx.MockTransport(_next(seen, waiting)), **more), seen  # type: ignore[arg-type]


def _next(seen: list[httpx.Request], waiting: Iterator[httpx.Response]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return next(waiting)

    return answer


def busy(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=BUSY, headers=PROBLEM | headers)


def good() -> httpx.Response:
    return httpx.Response(200, json=FULL.to_json())


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited, which nobody waits."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("search.client.sync.time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr("search.client.asynchronous.asyncio", SimpleNamespace(sleep=wait))
    return waited


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(waits: list[float], status: int) -> None:
    client, seen = client_of(busy(status, **{"retry-after": "2"}), busy(status, **{"retry-after": "3"}), good())
    assert client.search("x").results[0].label == "art 7"
    assert waits == [2.0, 3.0]
    assert len(seen) == 3


def test_no_more_often_than_allowed(waits: list[float]) -> None:
    client, seen = client_of(*[busy(**{"retry-after": "1"})] * 9, retries=Retries(most=2))
    with pytest.raises(Problem, match="503 Service Unavailable: too busy") as caught:
        client.search("x")
    assert len(seen) == 3
    assert caught.value.details.retry_after_s == 1.0


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(busy(), id="it does not say when"),
        pytest.param(busy(**{"retry-after": "31"}), id="too long"),
        pytest.param(busy(**{"retry-after": "soon"}), id="no time"),
        pytest.param(busy(500, **{"retry-after": "1"}), id="another status"),
    ],
)
def test_else_it_is_not_asked_again(waits: list[float], response: httpx.Response) -> None:
    client, seen = client_of(response, good())
    with pytest.raises(Problem):
        client.search("x")
    assert (len(seen), waits) == (1, [])


def test_awaited_too(waits: list[float]) -> None:
    responses = iter((busy(**{"retry-after": "4"}), good()))
    client = AsyncClient("http://iml.test", transport=httpx.MockTransport(lambda _r: next(responses)))
    assert asyncio.run(client.search("x")).results
    assert waits == [4.0]


# value, seconds
RETRY_AFTER = [
    ("0", 0.0),
    ("120", 120.0),
    ("Mon, 03 Feb 2031 04:05:16 GMT", 10.0),
    ("Mon, 03 Feb 2031 04:00:00 GMT", 0.0),
    ("-5", None),
    ("1e9", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(httpx.Response(503, headers={"retry-after": value}), NOW) == seconds


def test_a_problem_has_its_members() -> None:
    body = BUSY | {"type": "urn:iml:problem:index-missing", "request_id": "abc", "instance": "/v1/search"}
    client, _ = client_of(httpx.Response(503, json=body, headers=PROBLEM))
    with pytest.raises(UnusableIndexProblem, match=r"request abc") as caught:
        client.search("x")
    assert isinstance(caught.value, UnusableIndex)
    assert caught.value.details.instance == "/v1/search"


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(httpx.Response(502, html="<h1>Bad gateway</h1>", headers={"x-request-id": "abc"}), id="a proxy's"),
        pytest.param(httpx.Response(502, text="{", headers=PROBLEM | {"x-request-id": "abc"}), id="broken JSON"),
        pytest.param(httpx.Response(502, json=["no"], headers={"x-request-id": "abc"}), id="a list"),
    ],
)
def test_an_error_that_is_no_problem_is_told_all_the_same(response: httpx.Response) -> None:
    with pytest.raises(Problem) as caught:
        client_of(response)[0].search("x")
    assert (caught.value.status, caught.value.title, caught.value.type) == (502, "Bad Gateway", "about:blank")
    assert caught.value.request_id == "abc"


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(httpx.Response(200, html="<h1>Welcome</h1>"), id="a page"),
        pytest.param(httpx.Response(200, json={"results": []}), id="another JSON"),
        pytest.param(httpx.Response(200, json={**FULL.to_json(), "results": [3]}), id="no result"),
        pytest.param(httpx.Response(200, json=[]), id="a list"),
        pytest.param(httpx.Response(302, headers={"location": "https://elsewhere.test/"}), id="a redirection"),
    ],
)
def test_an_answer_that_is_none_of_the_service(response: httpx.Response) -> None:
    with pytest.raises(UnexpectedAnswer, match=r"is this the service's address"):
        client_of(response)[0].search("x")


def test_no_answer() -> None:
    with pytest.raises(Unreachable, match="is the service up"), Client("http://127.0.0.1:9", timeout_s=2) as client:
        client.search("x")

    def slow(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("timed out")

    with pytest.raises(Unreachable, match="timed out"):
        Client("http://iml.test", transport=httpx.MockTransport(slow)).search("x")


def test_the_question_is_in_no_address_and_the_key_in_no_message() -> None:
    client, seen = client_of(good(), busy(), api_key="iml_secret")
    client.search("my own case")
    assert seen[0].method == "POST"
    assert "case" not in str(seen[0].url)
    assert seen[0].headers["authorization"] == "Bearer iml_secret"
    with pytest.raises(Problem) as caught:
        client.search("x")
    assert "iml_secret" not in str(caught.value) + repr(client)


def test_a_check_is_read_back() -> None:
    quote = QuoteCheck(span=(3, 9), text="“lake”", verdict="verbatim")
    report = CheckReport((CheckedReference((0, 5), "art 7", "resolved", quotes=(quote,)),), index={"generation": "g"})
    client, seen = client_of(httpx.Response(200, json=report.to_json()))
    assert client.check("“lake” art 7", "en") == report
    assert seen[0].url.path == "/v1/check"
