"""The search page: results, outcomes, filters, paging, links."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from search.citations import STYLES, cite_style
from search.pages.citing import citable_at
from search.query import Query
from search.searcher import Searcher
from tests.search.pages.conftest import Open

REST = "seven nights in a row"


def text(element: html.HtmlElement, selector: str) -> str:
    return " ".join(element.cssselect(selector)[0].text_content().split())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def result(page: html.HtmlElement, title: str) -> html.HtmlElement:
    return next(r for r in page.cssselect("li.result") if text(r, "h3").startswith(title))


def test_the_first_page_asks_and_gives_examples(page: Open) -> None:
    start = page("/")
    assert text(start, "h1") == "Search international migration law"
    assert start.cssselect("form[role=search] input[name=q]")[0].get("aria-describedby") == "hint"
    assert len(start.cssselect(".start li a")) == 4
    assert not start.cssselect("li.result")


def test_a_result_says_what_where_and_how_sure(page: Open, lamps: Searcher) -> None:
    found = result(page("/", q=REST), "Lamp Convention, art 2")
    (first, *_) = lamps.search(Query(REST)).results
    assert first.label.startswith("art 2")
    assert text(found, "h3 .heading") == "Rest"
    assert texts(found, ".facts > span") == [
        "Binding",
        "treaty",
        "adopted 2 March 1911",
        "in force since 1 June 1912",
        "English",
    ]
    quotations = [quotation.text_content() for quotation in found.cssselect("blockquote")]
    assert quotations == [passage.text for passage in first.passages]
    assert found.cssselect("blockquote")[0].get("lang") == "en"
    assert "nights" in texts(found, "blockquote mark:not(.sentence)")
    assert text(found, "p.cite") == first.citation


def test_parallels_and_commentary_lead_to_pages(page: Open) -> None:
    found = result(page("/", q="exhaustion of watchmen rest nights", include_weak="true"), "Lamp Convention, art 2")
    links = {a.text_content(): a.get("href") for a in found.cssselect(".near a")}
    assert links["Bell Charter, art 1"] == "/i/bells/art%201"
    assert links["General comment No. 1 on tired people, para 1"] == "/i/lamps-gc1/para%201"


def test_every_link_of_a_page_leads_somewhere(client: TestClient, page: Open) -> None:
    seen = {a.get("href") for a in page("/", q=REST).xpath("//main//a[starts-with(@href, '/')]")}
    assert len(seen) > 10
    for href in sorted(seen):
        assert client.get(href).status_code in (200, 302), href


def test_a_citation_in_every_style_is_text_that_can_be_selected(page: Open, lamps: Searcher) -> None:
    found = result(page("/", q=REST), "Lamp Convention, art 2")
    label = text(found, "h3 .label")
    item = citable_at(lamps.snapshot.meta, "lamps", label, "en")
    assert item is not None
    shown = [pre.text_content() for pre in found.cssselect("details.cites pre")]
    assert shown == [cite_style(item, style).strip().replace("\r\n", "\n") for style in STYLES]
    assert all(button.get("hidden") is not None for button in found.cssselect("button.copy"))


def test_why_is_said_in_words_and_numbers(page: Open) -> None:
    found = result(page("/", q=REST), "Lamp Convention, art 2").cssselect("details.why")[0]
    said = found.text_content()
    assert "By its meaning it is number" in said
    assert "words shared with the question" in said
    assert float(text(found, "tfoot td")) == pytest.approx(
        sum(float(text(row, "td").split()[-1]) for row in found.cssselect("tbody tr")), abs=0.06
    )


def test_words_of_ours_are_never_shown_as_the_text(page: Open) -> None:
    found = result(page("/", q="oars of ash wood", include_weak="true"), "Oar Convention, art 1")
    assert found.cssselect("blockquote.digest")
    assert "Our summary, not the words of the instrument." in texts(found, ".mark")


def test_the_language_that_is_not_held_is_named(page: Open) -> None:
    answer = page("/", q="ropes are changed in spring", language="es", include_weak="true")
    assert "no edition in Spanish is held" in texts(result(answer, "Bell Charter, art 2"), ".missing")


def test_an_arabic_quotation_runs_from_the_right(page: Open) -> None:
    found = result(page("/", q="LC art 2", language="ar"), "Lamp Convention, art 2")
    assert {(q.get("lang"), q.get("dir")) for q in found.cssselect("blockquote")} == {("ar", "rtl")}


def test_a_reference_is_looked_up(page: Open) -> None:
    answer = page("/", q="LC art 2(2)")
    assert text(answer, "#outcome") == "The provision that the reference names"
    assert texts(answer, "li.result h3 .label") == ["art 2(2)"]
    assert not answer.cssselect("fieldset"), "there is nothing to filter"


def test_what_is_not_held_is_said_with_what_to_do(page: Open) -> None:
    answer = page("/", q="LC art 40")
    notice = answer.cssselect("#outcome .notice")[0]
    assert "not held here" in notice.text_content()
    hrefs = [a.get("href") for a in notice.cssselect("a")]
    assert "/i/lamps" in hrefs
    assert any("words=true" in href for href in hrefs)
    assert page("/", q="LC art 40 nights", words="true", include_weak="true").cssselect("li.result")


def test_nothing_is_said_to_be_nothing(page: Open) -> None:
    answer = page("/", q="quantum chromodynamics", binding="true", kind="decision")
    assert "Nothing held here answers this question." in text(answer, "#outcome")
    hrefs = [a.get("href") for a in answer.cssselect("#outcome a")]
    assert "/?q=quantum+chromodynamics" in hrefs, "without the filters"
    assert any("include_weak=true" in href for href in hrefs)


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        pytest.param({"kind": "declaration"}, {"bells"}, id="kind"),
        pytest.param({"kind": ["declaration", "general_comment"]}, {"bells", "lamps-gc1"}, id="two kinds"),
        pytest.param({"binding": "false"}, {"bells", "lamps-gc1"}, id="force"),
        pytest.param({"instrument": "lamps"}, {"lamps"}, id="instrument"),
        pytest.param({"region": "universal"}, {"lamps"}, id="region"),
        pytest.param({"adopted_from": "1915"}, {"bells"}, id="date"),
        pytest.param({"state": "KE", "kind": "treaty"}, {"lamps"}, id="state"),
    ],
)
def test_filters_keep_what_they_say(page: Open, params: dict[str, Any], kept: set[str]) -> None:
    answer = page("/", q="rest of keepers and ringers", include_weak="true", **params)
    found = {urlsplit(a.get("href")).path.split("/")[2] for a in answer.cssselect("li.result h3 a")}
    assert found == kept
    assert len(answer.cssselect(".chips a")) == sum(len(v) if isinstance(v, list) else 1 for v in params.values())
    for name, value in params.items():
        values = value if isinstance(value, list) else [value]
        controls = answer.cssselect(f'.filters [name="{name}"]')
        chosen = {
            c.get("value") for c in controls if c.get("checked") is not None or c.get("name").startswith("adopted")
        }
        chosen |= {o.get("value") for c in controls for o in c.cssselect("option[selected]")}
        assert set(values) <= chosen


def test_counts_are_those_of_all_that_was_ranked(page: Open, lamps: Searcher) -> None:
    answer = page("/", q="rest of keepers", include_weak="true")
    facets = lamps.search(Query("rest of keepers", include_weak=True, facets=True)).facets
    assert facets is not None
    shown = {
        label.cssselect("input")[0].get("value"): int(label.cssselect(".count")[0].text.strip())
        for label in answer.cssselect("fieldset label")
        if label.cssselect("input[name=kind]")
    }
    assert shown == facets["kind"]


def test_a_filter_that_is_set_shows_what_else_there_is(page: Open) -> None:
    answer = page("/", q="rest of keepers", include_weak="true", kind="declaration")
    assert {c.get("value") for c in answer.cssselect("input[name=kind]")} >= {"declaration", "treaty"}


def test_pages_follow_each_other(page: Open) -> None:
    first = page("/", q="the keeper of a lamp", include_weak="true", kind=["treaty", "declaration", "general_comment"])
    (forward,) = first.cssselect(".paging a[rel=next]")
    second = page(forward.get("href"))
    assert second.cssselect("ol.results")[0].get("start") == "11"
    (back,) = second.cssselect(".paging a[rel=prev]")
    assert parse_qs(urlsplit(back.get("href")).query) == {
        "q": ["the keeper of a lamp"],
        "include_weak": ["true"],
        "kind": ["treaty", "declaration", "general_comment"],
    }


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"kind": "poem"}, id="kind"),
        pytest.param({"state": "Atlantis"}, id="state"),
        pytest.param({"adopted_from": "yesterday"}, id="date"),
        pytest.param({"language": "!!"}, id="language"),
        pytest.param({"binding": "maybe"}, id="force"),
        pytest.param({"instrument": "nope"}, id="instrument"),
        pytest.param({"page": "999"}, id="page"),
        pytest.param({"q": "x" * 10_001}, id="long"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(page: Open, params: dict[str, str]) -> None:
    answer = page("/", 422, **{"q": "rest", **params})
    assert answer.cssselect("[role=alert]")
    assert answer.cssselect("input[name=q]"), "one can ask again"


def test_the_exports_take_the_same_question(client: TestClient, page: Open) -> None:
    links = page("/", q=REST, kind="treaty").cssselect(".exports a")
    formats = {parse_qs(urlsplit(a.get("href")).query)["format"][0]: a.get("href") for a in links}
    assert set(formats) == {"docx", "ris", "bibtex", "csl-json", "csv", "md"}
    for name, href in formats.items():
        answer = client.get(href)
        assert answer.status_code == 200, name
        assert "attachment" in answer.headers["content-disposition"]
    assert "Lamp Convention" in client.get(formats["ris"]).text


def test_the_json_of_the_same_search(client: TestClient, page: Open) -> None:
    (link,) = page("/", q=REST, binding="true").cssselect("footer a[href^='/v1/search']")
    assert client.get(link.get("href")).json()["results"][0]["instrument"]["id"] == "lamps"
