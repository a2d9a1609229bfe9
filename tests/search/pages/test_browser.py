"""The pages in Chromium: asking, filtering, reading, copying; by keyboard, without scripts, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
EVERY_PAGE = [
    "/",
    "/?q=rest+of+keepers&include_weak=true",
    "/?q=parties+friends&include_weak=true&kind=treaty&state=KE",
    "/?q=quantum+chromodynamics",
    "/?q=LC+art+40",
    "/?q=LC+art+2&language=ar",
    "/?q=rest&kind=poem",
    "/i/lamps/art%202(2)",
    "/i/lamps/art%202?with=es",
    "/i/lamps/art%202?with=ar&ui=fr",
    "/i/lamps/art%202?language=ar",
    "/i/hostile/art%201",
    "/i/lamps",
    "/i/oars/art%201",
    "/i/nothing",
    "/instruments",
    "/embed",
]


def focused(window: Page) -> str:
    """The element that has the focus, in a few words."""
    return str(
        window.evaluate(
            "(e => e.id || e.name && `${e.name}=${e.value}` || e.textContent.trim())(document.activeElement)"
        )
    )


def test_asking_reading_and_going_back(visit: Visit) -> None:
    window = visit("/")
    assert focused(window) == "q"
    window.keyboard.type("seven nights in a row")
    window.keyboard.press("Enter")
    window.wait_for_selector("li.result")
    title = window.locator("li.result h3 a").first
    assert title.inner_text().startswith("Lamp Convention, art 2")
    title.click()
    window.wait_for_selector("article.provision")
    assert "seven nights in a row" in window.locator(".text").inner_text()
    window.get_by_role("link", name="art 3 Complaints").click()
    assert window.locator("h1").inner_text().startswith("art 3")
    window.go_back()
    window.go_back()
    assert window.locator("li.result").count() > 0


def test_a_filter_answers_at_once_and_keeps_the_place(visit: Visit) -> None:
    window = visit("/?q=rest+of+keepers&include_weak=true&ui=es")
    before = window.locator("li.result").count()
    box = window.get_by_role("checkbox", name="Declaración")
    box.focus()
    with window.expect_response(lambda r: "kind=declaration" in r.url):
        window.keyboard.press("Space")
    window.wait_for_selector(".chips")
    assert "kind=declaration" in window.url and "ui=es" in window.url
    assert 0 < window.locator("li.result").count() < before
    assert focused(window) == "kind=declaration"
    assert window.get_by_role("checkbox", name="Declaración").is_checked()
    assert window.locator("#live").inner_text() == window.locator("#outcome p").first.inner_text()
    window.go_back()
    window.locator("li.result").nth(before - 1).wait_for()
    assert window.locator("li.result").count() == before
    assert "kind=" not in window.url
    assert not window.get_by_role("checkbox", name="Declaración").is_checked()


def test_a_citation_is_copied(visit: Visit) -> None:
    window = visit("/i/lamps/art%202", permissions=["clipboard-read", "clipboard-write"])
    window.get_by_text("In five styles").click()
    style = window.locator(".style").first
    style.get_by_role("button", name="Copy").click()
    style.get_by_role("button", name="Copied").wait_for()
    assert window.evaluate("navigator.clipboard.readText()") == style.locator("pre").inner_text()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    window = visit("/?q=seven+nights+in+a+row")
    window.keyboard.press("Tab")
    assert focused(window) == "Skip to the content"
    assert window.locator(".skip").bounding_box()["y"] >= 0, "the link is seen when it has the focus"  # type: ignore[index]
    window.keyboard.press("Enter")
    assert focused(window) == "answers"
    window.keyboard.press("/")
    assert focused(window) == "q"
    assert window.evaluate("getSelection().toString()") == "seven nights in a row"
    window.keyboard.type("a/b")
    assert window.locator("#q").input_value() == "a/b", "in the box it is a letter"
    window.locator("li.result summary", has_text="Cite").first.focus()
    window.keyboard.press("Enter")
    assert window.locator("details.cites").first.get_attribute("open") is not None
    window.keyboard.press("Tab")
    assert focused(window) == "Copy"


def test_the_order_of_tabs_is_that_of_the_page_and_every_stop_is_seen(visit: Visit) -> None:
    window = visit("/?q=seven+nights+in+a+row")
    places: list[int] = []
    for _ in range(40):
        window.keyboard.press("Tab")
        seen = window.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
            return [[...document.querySelectorAll('*')].indexOf(e), s.outlineStyle, parseFloat(s.outlineWidth)]; }"""
        )
        assert seen[1] != "none" and seen[2] >= 2, focused(window)
        places.append(seen[0])
    assert places == sorted(places)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_without_scripts_everything_works(visit: Visit, options: dict[str, Any]) -> None:
    window = visit("/", java_script_enabled=False, **options)
    window.locator("#q").fill("rest of keepers")
    window.locator("#q").press("Enter")
    window.wait_for_selector("#answers")
    if options:
        window.locator(".filters > summary").click()
    window.get_by_label("Declaration").check()
    window.get_by_role("button", name="Apply the filters").click()
    window.wait_for_selector(".chips")
    assert "kind=declaration" in window.url
    window.locator(".chips a").click()
    window.locator("li.result summary", has_text="Cite").first.click()
    assert window.locator("li.result .style pre").first.is_visible()
    assert window.locator("button.copy").first.is_hidden(), "what needs scripts is not offered"
    window.locator("li.result summary", has_text="Why this result").first.click()
    assert window.locator(".reasons").first.is_visible()


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_never_scrolls_sideways(visit: Visit, address: str, width: int) -> None:
    window = visit("/", **{**PHONE, "viewport": {"width": width, "height": 800}})
    for path in EVERY_PAGE:
        window.goto(address + path)
        assert window.evaluate("document.documentElement.scrollWidth") <= width, path


def test_what_is_touched_is_large_enough(visit: Visit) -> None:
    """24 CSS pixels (WCAG 2.5.8); links within a sentence are excepted."""
    window = visit("/?q=seven+nights+in+a+row", **PHONE)
    window.locator(".filters > summary").click()
    touched = "button, select, input[type=search], input[type=text], summary, label:has(input)"
    small = window.evaluate(
        """touched => [...document.querySelectorAll(touched)].filter(e => e.checkVisibility())
        .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().height]).filter(found => found[1] < 24)""",
        touched,
    )
    assert small == []


def test_the_dark_is_dark(visit: Visit) -> None:
    window = visit("/?q=seven+nights+in+a+row", color_scheme="dark")
    light = window.evaluate(
        "['body', '.result', '#q'].map(s => getComputedStyle(document.querySelector(s)).backgroundColor"
        ".match(/\\d+/g).map(Number))"
    )
    assert all(sum(colour[:3]) < 3 * 80 for colour in light)


def test_arabic_runs_from_the_right_beside_english(visit: Visit) -> None:
    window = visit("/i/lamps/art%202?with=ar")
    assert window.evaluate(
        "[...document.querySelectorAll('.pair tbody td')].map(e => getComputedStyle(e).direction)"
    ) == ["ltr", "rtl"]
    window = visit("/?q=LC+art+2&language=ar")
    quotation = window.locator("blockquote").first
    assert quotation.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert quotation.evaluate("e => getComputedStyle(e).borderInlineStartWidth") == "3px"


def test_paper_shows_all_that_was_found_and_nothing_to_click(visit: Visit) -> None:
    window = visit("/?q=seven+nights+in+a+row")
    window.emulate_media(media="print")
    assert window.locator("li.result blockquote").first.is_visible()
    assert window.locator("p.cite").first.is_visible()
    for selector in (".filters", ".actions", ".exports", "nav.places", ".ask button"):
        assert window.locator(selector).first.is_hidden(), selector


def test_a_text_that_means_harm_does_nothing(visit: Visit) -> None:
    for path in ("/?q=parties+friends+say&include_weak=true", "/i/hostile", "/i/hostile/art%201", "/instruments"):
        window = visit(path)
        window.mouse.move(300, 400)
        assert window.evaluate("document.scripts.length") == 1
    assert "onmouseover" in visit("/i/hostile/art%201").locator(".text").inner_text()
