"""Manners and troubles: robots, pace, redirects, retries, proxies."""

from __future__ import annotations

import email.utils
import socket
from collections.abc import Callable

import httpx
import pytest

from ingest.errors import FetchError, UsageError
from ingest.fetch.settings import FetchSettings
from ingest.fetch.web import ATTEMPTS, BACKOFF_S, MAX_REDIRECTS, next_address
from tests.ingest.fetch.conftest import PAGE, Desk, Handler, Route, Server, page

ROBOTS = "/robots.txt"


def gives(body: bytes, status: int = 200, **headers: str) -> Route:
    return lambda handler: handler.give(body, status, **headers)


def rules(text: str) -> Route:
    return gives(text.encode(), Content_Type="text/plain")


def after(answers: list[Route]) -> Route:
    """The answers one after the other, the last for ever."""
    left = list(answers)

    def route(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return route


def test_says_who_it_is(desk: Desk) -> None:
    desk.settings = FetchSettings(contact="clinic@example.org", delay_s=0.0)
    desk.offer("harbour", gives(PAGE))
    desk.one()
    for request in desk.server.seen:
        assert request.headers["user-agent"].startswith("iml-search/")
        assert request.headers["user-agent"].endswith(" (+mailto:clinic@example.org)")
    assert desk.server.asked("/harbour")[0].headers["accept-language"] == "en"


@pytest.mark.parametrize("contact", ["nobody", "a@b\r\nX-Other: 1", "ftp://example.org", "a b@example.org", "x@y)", ""])
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(UsageError, match="is no e-mail address"):
        FetchSettings(contact=contact)


@pytest.mark.parametrize(
    ("robots", "comes"),
    [
        pytest.param("User-agent: *\nDisallow: /harbour", False, id="everyone"),
        pytest.param("User-agent: iml-search\nDisallow: /\n\nUser-agent: *\nAllow: /", False, id="this program"),
        pytest.param("User-agent: iml-search\nAllow: /\n\nUser-agent: *\nDisallow: /", True, id="this one may"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /harb", True, id="the longer rule decides"),
        pytest.param("User-agent: *\nDisallow: /*bour$", False, id="wildcards"),
        pytest.param("User-agent: *\nDisallow:", True, id="nothing disallowed"),
        pytest.param("<html><p>Disallow: /</p></html>", True, id="a page, no rules"),
    ],
)
def test_robots_are_honoured(desk: Desk, robots: str, comes: bool) -> None:
    desk.server.routes[ROBOTS] = rules(robots)
    desk.offer("harbour", gives(PAGE))
    outcome = desk.one()
    assert outcome.status == ("fetched" if comes else "disallowed")
    assert len(desk.server.asked("/harbour")) == int(comes)
    if not comes:
        assert "robots.txt of 127.0.0.1 does not let programs fetch /harbour" in (outcome.error or "")


def test_robots_are_read_once_a_run(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.offer(name, gives(PAGE))
    desk.fetch()
    assert len(desk.server.asked(ROBOTS)) == 1


def test_robots_that_cannot_be_read_close_the_host(desk: Desk) -> None:
    desk.server.routes[ROBOTS] = gives(b"", 500)
    desk.offer("a", gives(PAGE))
    desk.offer("b", gives(PAGE))
    outcomes = desk.fetch()
    assert {outcome.error_code for outcome in outcomes.values()} == {"fetch-host"}
    assert "robots.txt cannot be read" in (outcomes["a"].error or "")
    assert "left alone in this run" in (outcomes["b"].error or "")
    assert [request.path for request in desk.server.seen] == [ROBOTS] * ATTEMPTS


def test_robots_behind_a_redirect_are_read(desk: Desk) -> None:
    desk.server.routes[ROBOTS] = gives(b"", 301, Location="/rules")
    desk.server.routes["/rules"] = rules("User-agent: *\nDisallow: /")
    desk.offer("harbour", gives(PAGE))
    assert desk.one().status == "disallowed"


def test_robots_without_end_are_read_in_part(desk: Desk) -> None:
    desk.server.routes[ROBOTS] = rules("User-agent: *\nDisallow: /harbour\n" + "# more\n" * 100_000)
    desk.offer("harbour", gives(PAGE))
    assert desk.one().status == "disallowed"


def test_the_pace_is_kept(desk: Desk) -> None:
    desk.settings = FetchSettings(delay_s=2.0)
    desk.offer("a", gives(PAGE))
    desk.offer("b", gives(PAGE))
    desk.fetch()
    assert desk.time.slept == [2.0, 2.0]  # robots.txt, a, b


def test_a_longer_pace_of_the_host_is_kept(desk: Desk) -> None:
    desk.server.routes[ROBOTS] = rules("User-agent: *\nCrawl-delay: 7")
    desk.offer("a", gives(PAGE))
    desk.offer("b", gives(PAGE))
    desk.fetch()
    assert desk.time.slept == [7.0]
    assert desk.told == ["waiting 7 s: the pace of 127.0.0.1"]


def test_a_pace_of_hours_closes_the_host(desk: Desk) -> None:
    desk.server.routes[ROBOTS] = rules("User-agent: *\nCrawl-delay: 7200")
    desk.offer("harbour", gives(PAGE))
    assert "asks for 7200 s between requests" in (desk.one().error or "")
    assert desk.server.asked("/harbour") == []


def test_redirects_are_followed_and_written_down(desk: Desk) -> None:
    desk.offer("harbour", gives(b"", 302, Location="/moved"))
    desk.server.routes["/moved"] = gives(b"", 308, Location="text?language=en")
    desk.server.routes["/text?language=en"] = gives(PAGE)
    assert desk.one().status == "fetched"
    assert desk.server.url("/text?language=en") in (desk.folder / "fetched.json").read_text()
    assert desk.server.url("/harbour") in (desk.folder / "collection.toml").read_text()


def test_a_redirect_loop_ends(desk: Desk) -> None:
    desk.offer("harbour", gives(b"", 301, Location="/harbour"))
    assert f"more than {MAX_REDIRECTS} redirects" in (desk.one().error or "")
    assert len(desk.server.asked("/harbour")) == MAX_REDIRECTS + 1


def test_the_host_that_a_redirect_leads_to_is_asked_for_its_robots(desk: Desk) -> None:
    asked: list[str] = []

    def robots(handler: Handler) -> None:
        host = handler.headers["Host"].partition(":")[0]
        asked.append(host)
        handler.give(b"User-agent: *\nDisallow: /text" if host == "localhost" else b"", Content_Type="text/plain")

    desk.server.routes[ROBOTS] = robots
    desk.offer("harbour", gives(b"", 302, Location=desk.server.url("/text", "localhost")))
    desk.server.routes["/text"] = gives(PAGE)
    outcome = desk.one()
    assert outcome.status == "disallowed"
    assert asked == ["127.0.0.1", "localhost"]
    assert desk.server.asked("/text") == []


@pytest.mark.parametrize(
    ("location", "said"),
    [
        pytest.param("http://example.org/x", "not encrypted", id="https to http"),
        pytest.param("file:///etc/passwd", "no web address", id="a file"),
        pytest.param("", "no web address", id="nothing"),
        pytest.param("https://example.org:port/", "no web address", id="garbage"),
    ],
)
def test_redirects_not_to_be_followed(location: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        next_address(httpx.URL("https://example.org/a"), location)


def test_a_redirect_may_stay_relative_and_turn_to_https() -> None:
    assert str(next_address(httpx.URL("https://example.org/a/b"), "../c")) == "https://example.org/c"
    assert str(next_address(httpx.URL("http://example.org/"), "https://example.org/")) == "https://example.org/"


@pytest.mark.parametrize(
    ("header", "waits"),
    [
        pytest.param(lambda desk: "40", 40.0, id="seconds"),
        pytest.param(lambda desk: email.utils.format_datetime(desk.time.now(), usegmt=True), 0.0, id="a date now past"),
        pytest.param(lambda desk: "Tue, 01 Jan 2030 00:01:30 GMT", 90.0, id="date"),
        pytest.param(lambda desk: "soon", BACKOFF_S, id="neither"),
    ],
)
def test_retry_after_is_honoured(desk: Desk, header: Callable[[Desk], str], waits: float) -> None:
    desk.offer("harbour", after([gives(b"", 429, Retry_After=header(desk)), gives(PAGE)]))
    assert desk.one().status == "fetched"
    assert desk.time.slept == ([waits] if waits else [])
    assert desk.told == ([f"waiting {waits:.0f} s: it answers 429 Too Many Requests"] if waits else [])


def test_a_host_that_asks_for_an_hour_is_left_alone(desk: Desk) -> None:
    desk.offer("a", gives(b"", 429, Retry_After="3600"))
    desk.offer("b", gives(PAGE))
    outcomes = desk.fetch()
    assert "to wait 3600 s; run again after that" in (outcomes["a"].error or "")
    assert outcomes["b"].error_code == "fetch-host"
    assert desk.server.asked("/b") == []
    assert desk.time.slept == []


def test_a_host_that_is_unavailable_for_ever(desk: Desk) -> None:
    desk.offer("a", gives(b"", 503))
    desk.offer("b", gives(PAGE))
    outcomes = desk.fetch()
    assert "503 Service Unavailable, 4 times" in (outcomes["a"].error or "")
    assert desk.time.slept == [BACKOFF_S, 2 * BACKOFF_S, 4 * BACKOFF_S]
    assert desk.server.asked("/b") == []


def test_a_page_that_is_out_of_order_costs_only_itself(desk: Desk) -> None:
    desk.offer("a", gives(b"", 500))
    desk.offer("b", gives(PAGE))
    outcomes = desk.fetch()
    assert [outcomes[name].status for name in "ab"] == ["failed", "fetched"]
    assert len(desk.server.asked("/a")) == ATTEMPTS


def test_a_host_that_recovers(desk: Desk) -> None:
    desk.offer("harbour", after([gives(b"", 502), gives(b"", 503), gives(PAGE)]))
    assert desk.one().status == "fetched"


@pytest.mark.parametrize("status", [202, 204, 300, 401, 403, 404, 410, 451])
def test_other_answers_are_not_the_text_and_not_asked_for_again(desk: Desk, status: int) -> None:
    desk.offer("harbour", gives(b"" if status == 204 else b"wait", status))
    assert f"answers {status}" in (desk.one().error or "")
    assert len(desk.server.asked("/harbour")) == 1


def test_nobody_there(desk: Desk) -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        there, desk.server.port = desk.server.port, taken.getsockname()[1]
        desk.offer("a")
        desk.offer("b")
        desk.server.port = there
        outcomes = desk.fetch()
    assert "no connection" in (outcomes["a"].error or "")
    assert "left alone in this run" in (outcomes["b"].error or "")


class TestProxy:
    @pytest.fixture
    def proxied(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
        """Addresses of a host that only the proxy knows; the server is the proxy."""
        monkeypatch.setenv("HTTP_PROXY", desk.server.url(""))
        desk.server.routes["http://texts.invalid:81/harbour"] = gives(PAGE)
        own, desk.server.port = desk.server.port, 81
        desk.offer("harbour", host="texts.invalid")
        desk.server.port = own
        return desk

    def test_the_proxy_of_the_environment_is_used(self, proxied: Desk) -> None:
        assert proxied.one().status == "fetched"
        asked = [request.path for request in proxied.server.seen]
        assert asked == ["http://texts.invalid:81/robots.txt", "http://texts.invalid:81/harbour"]

    def test_no_proxy_is_heard(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        desk.offer("harbour", gives(page("x")))
        assert desk.one().status == "fetched"
        assert desk.server.asked("/harbour")

    def test_a_proxy_that_refuses_says_so(self, proxied: Desk, server: Server) -> None:
        refuses = gives(b"", 407)
        server.routes = {f"http://texts.invalid:81{path}": refuses for path in (ROBOTS, "/harbour")}
        assert "407" in (proxied.one().error or "")
