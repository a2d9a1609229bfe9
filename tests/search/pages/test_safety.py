"""Nothing that a document or a question holds becomes part of the page; nothing is loaded from elsewhere."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from lxml import html

from search.pages.assets import assets
from search.pages.marking import quoted
from search.pages.results import official_url

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> javascript:alert(3) {{7*7}}"
PATHS = [
    "/",
    "/?q=parties+friends+say&include_weak=true",
    f"/?q={EVIL}&include_weak=true",
    f"/?q=rest&kind={EVIL}",
    f"/?q=rest&adopted_from={EVIL}&instrument={EVIL}&state={EVIL}&region={EVIL}",
    f"/?q=rest&ui={EVIL}&language={EVIL}",
    "/instruments",
    f"/instruments?name={EVIL}&kind={EVIL}&order={EVIL}",
    "/i/hostile",
    "/i/hostile/art 1",
    "/i/hostile/art 2?with=es",
    f"/i/hostile/{EVIL}",
    f"/i/{EVIL}",
    f"/i/lamps/art 2?language={EVIL}&with={EVIL}",
    "/i/lamps/art 2?with=ar",
    "/i/lamps",
    "/embed",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_script_stays_text_and_everything_loaded_is_ours(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 404, 422)
    shown = html.fromstring(answer.content.decode())
    for script in shown.iter("script"):
        assert script.text is None and re.fullmatch(r"/static/[\w.-]+\.js", script.get("src"))
    assert not shown.xpath("//style | //base | //iframe | //object | //embed | //img | //svg")
    for element in shown.iter(html.etree.Element):
        for name, value in element.attrib.items():
            assert name != "style" and not name.startswith("on"), (element.tag, name)
            if name in ("href", "src", "action", "formaction", "data", "poster", "srcset"):
                assert value.startswith(("/", "#", "https://", "http://purl.org/")), value
                assert not value.startswith("//"), value
    for loaded in shown.xpath("//link[@rel='stylesheet' or @rel='icon']/@href"):
        assert loaded.startswith("/static/")


def test_what_means_harm_is_shown_as_it_stands(client: TestClient) -> None:
    reader = html.fromstring(client.get("/i/hostile/art 1").content.decode())
    assert '<script>alert("text")</script>' in reader.cssselect(".text")[0].text_content()
    assert "{{ 7 * 7 }}" in reader.cssselect(".text")[0].text_content()
    assert '<script>alert("title")</script>' in reader.cssselect(".instrument")[0].text_content()
    page = html.fromstring(client.get("/", params={"q": EVIL}).content.decode())
    assert page.cssselect("#q")[0].get("value") == EVIL
    assert EVIL in page.cssselect("title")[0].text_content()


def test_an_address_that_would_run_something_is_no_link(client: TestClient) -> None:
    for path in ("/i/hostile", "/i/hostile/art 1", "/?q=parties+friends&include_weak=true"):
        shown = html.fromstring(client.get(path).content.decode())
        assert not [h for h in shown.xpath("//@href") if h.lower().startswith("javascript")]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://un.example/x", True),
        ("http://un.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_the_web_is_linked(url: str | None, kept: bool) -> None:
    assert official_url(url) == (url if kept else None)


@pytest.mark.parametrize(
    "path", ["/", "/?q=rest", "/?q=rest&kind=poem", "/i/lamps/art 2", "/i/nothing", "/instruments"]
)
def test_the_policy_is_strict(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "private" in headers["cache-control"]


def test_only_the_box_may_be_framed_and_only_where_the_setting_says(client: TestClient) -> None:
    headers = client.get("/embed").headers
    assert headers["content-security-policy"].endswith("frame-ancestors https://site.example")
    assert "x-frame-options" not in headers


def test_files_are_kept_for_a_year_by_the_name_of_their_content(client: TestClient) -> None:
    start = html.fromstring(client.get("/").content.decode())
    for path in start.xpath("//link[starts-with(@href, '/static/')]/@href | //script/@src"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    plain = client.get("/static/iml-search.js")
    assert "immutable" not in plain.headers["cache-control"]
    assert plain.headers["access-control-allow-origin"] == "*"
    assert client.get("/static/../pages.py").status_code == 404
    assert client.get("/static/%2e%2e%2frender.py").status_code == 404


def test_no_file_of_ours_names_another_place() -> None:
    for asset in assets().values():
        named = re.findall(rb"https?://[^\s\"'`<>)]+", asset.body)
        assert all(n.startswith((b"http://www.w3.org/", b"https://search.example.org")) for n in named), asset.name
        assert b"@import" not in asset.body and b"url(" not in asset.body and b"innerHTML" not in asset.body


def test_a_proxy_may_serve_the_pages_under_a_path(app: object) -> None:
    with TestClient(app, root_path="/law") as client:  # type: ignore[arg-type]
        shown = html.fromstring(client.get("/?q=rest").content.decode())
    for href in shown.xpath("//a/@href | //link/@href | //script/@src | //form/@action"):
        assert href.startswith(("/law/", "#", "https://")), href


@pytest.mark.parametrize(
    ("text", "repairs", "shown"),
    [
        ("a <b>", (), "a &lt;b&gt;"),
        ("inspection & more", ((0, 10, "inspec-\ntion"),), '<span class="repaired">inspection</span> &amp; more'),
        ("abc", ((0, 2, "x"), (1, 3, "y")), '<span class="repaired">ab</span>c'),
        ("abc", ((2, 9, "x"), (1, 1, "y")), "abc"),
    ],
)
def test_repaired_words_are_marked(text: str, repairs: tuple[tuple[int, int, str], ...], shown: str) -> None:
    assert str(quoted(text, repairs)) == shown
