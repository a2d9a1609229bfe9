"""The search box on other sites: the web component and the frame, in Chromium, on pages that are not ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SITE = "http://site.example/page"
BOX = (
    '<script src="{0}/static/iml-search.js" defer></script>'
    '<iml-search host="{0}"{1}><a href="{0}/">Search</a></iml-search>'
)
Host = Callable[..., "Page"]


@pytest.fixture
def host(browser: Browser, address: str) -> Iterator[Host]:
    """Opens a page of another site with some HTML on it; that site is made up here and never asked for."""
    contexts = []

    def opened(body: str, url: str = SITE, headers: dict[str, str] | None = None, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.route(
            url,
            lambda route: route.fulfill(
                body=f"<!doctype html><html lang=fr><title>Site</title>{body}",
                content_type="text/html",
                headers=headers,
            ),
        )
        context.set_default_timeout(8000)
        window = context.new_page()
        window.goto(url)
        return window

    yield opened
    for context in contexts:
        context.close()


def test_one_line_gives_a_box_that_opens_the_results(host: Host, address: str) -> None:
    window = host(BOX.format(address, ""))
    box = window.locator("iml-search input[type=search]")
    box.fill("seven nights in a row")
    with window.context.expect_page() as opened:
        box.press("Enter")
    opened.value.wait_for_selector("li.result")
    assert opened.value.evaluate("document.referrer") == "", "the address of the site does not go with the question"
    assert opened.value.locator("html").get_attribute("lang") == "fr", "the language of the site"
    assert window.locator("iml-search label").inner_text() == "Chercher dans le droit international des migrations"


def test_results_are_shown_in_place_where_that_is_allowed(host: Host, address: str) -> None:
    window = host(BOX.format(address, " results"))
    window.locator("iml-search input[type=search]").fill("seven nights in a row")
    window.locator("iml-search button").click()
    first = window.locator("iml-search li").first
    first.wait_for()
    assert "Lamp Convention, art 2" in first.inner_text() and "12 Tower Papers 40" in first.inner_text()
    assert first.locator("a").get_attribute("href").startswith(f"{address}/i/lamps/art%202")  # type: ignore[union-attr]


def test_where_it_is_not_allowed_the_page_opens(host: Host, address: str) -> None:
    window = host(BOX.format(address, " results"))
    window.route("**/v1/search*", lambda route: route.abort())
    window.locator("iml-search input[type=search]").fill("seven nights in a row")
    window.locator("iml-search button").click()
    window.wait_for_url(f"{address}/?q=seven+nights*")


def test_a_text_that_means_harm_stays_text_in_the_box(host: Host, address: str) -> None:
    window = host(BOX.format(address, " results"))
    window.on("dialog", lambda d: pytest.fail(d.message))
    window.locator("iml-search input[type=search]").fill("parties say mean it script alert")
    window.locator("iml-search button").click()
    window.locator("iml-search li").first.wait_for()
    assert window.locator("iml-search script").count() == 0
    assert "<script>" in window.locator("iml-search ol").inner_text()


@pytest.mark.parametrize("address_given", ["javascript:alert(1)", "data:text/html,x", "http://["])
def test_a_host_that_is_no_address_is_not_used(host: Host, address: str, address_given: str) -> None:
    window = host(
        f'<script src="{address}/static/iml-search.js" defer></script><iml-search host="{address_given}"></iml-search>'
    )
    form = window.locator("iml-search form")
    form.wait_for()
    assert form.get_attribute("action") == f"{address}/"


def test_it_runs_under_a_strict_policy_of_the_site(host: Host, address: str) -> None:
    policy = f"default-src 'none'; script-src {address}; form-action {address}; connect-src {address}"
    window = host(BOX.format(address, " results"), headers={"Content-Security-Policy": policy})
    window.locator("iml-search input[type=search]").fill("seven nights in a row")
    window.locator("iml-search button").click()
    window.locator("iml-search li").first.wait_for()
    assert (
        window.locator("iml-search button").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(23, 80, 111)"
    )


def test_without_scripts_there_is_a_link(host: Host, address: str) -> None:
    window = host(BOX.format(address, ""), java_script_enabled=False)
    assert window.locator("iml-search a").get_attribute("href") == f"{address}/"


def test_the_frame_shows_where_the_setting_allows_it_and_nowhere_else(host: Host, address: str) -> None:
    frame = f'<iframe src="{address}/embed?ui=en" title="Search"></iframe>'
    friend = address.replace("127.0.0.1", "localhost")
    allowed = host(frame, url=f"{friend}/page")
    allowed.frame_locator("iframe").locator("#q").fill("seven nights in a row")
    with allowed.context.expect_page() as opened:
        allowed.frame_locator("iframe").locator("#q").press("Enter")
    opened.value.wait_for_selector("li.result")
    refused = host(frame)
    refused.wait_for_timeout(300)
    assert refused.frame_locator("iframe").locator("#q").count() == 0
