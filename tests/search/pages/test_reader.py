"""The reader: a provision in its instrument, in one language or two; instruments and their list."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

from search.reader import read_provision
from search.searcher import Searcher
from tests.search.pages.conftest import Open


def text(element: html.HtmlElement, selector: str) -> str:
    return " ".join(element.cssselect(selector)[0].text_content().split())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def words(shown: str) -> str:
    return "".join(shown.split())


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("label", ["art 1", "art 2", "art 2(2)", "art 3"])
def test_the_words_are_all_there_in_their_order(page: Open, lamps: Searcher, label: str, language: str) -> None:
    whole = read_provision(lamps.snapshot.meta, lambda: lamps.directory, "lamps", label.partition("(")[0], language)
    shown = page(f"/i/lamps/{label}", language=language).cssselect("div.text")[0]
    assert words(shown.text_content()) == words(whole.text)
    assert (shown.get("lang"), shown.get("dir")) == (language, "rtl" if language == "ar" else "ltr")


def test_what_was_asked_for_is_marked_in_its_article(page: Open) -> None:
    reader = page("/i/lamps/art 2(2)(a)")
    assert texts(reader, ".text mark.sentence") == ["(a) for as long as the illness lasts; and"]
    assert text(reader, "h1").startswith("art 2(2)(a)")
    assert texts(reader, ".crumbs li") == ["Instruments", "Lamp Convention", "art 2", "art 2(2)(a)"]
    assert "art 2(2)(a)" in text(reader, "#plain")
    assert [p.get("class") for p in reader.cssselect(".text p")] == ["d1", "d1", "d2", "d2", "d1"]


def test_around_it_stand_contents_neighbours_parallels_and_commentary(page: Open) -> None:
    reader = page("/i/lamps/art 2")
    assert texts(reader, ".contents li.unit > a") == ["art 1 Oil", "art 2 Rest", "art 3 Complaints"]
    assert texts(reader, ".contents [aria-current]") == ["art 2 Rest"]
    assert [a.get("href") for a in reader.cssselect(".paging a")] == ["/i/lamps/art%201", "/i/lamps/art%203"]
    assert [a.get("href") for a in reader.cssselect("#same-title + ul a")] == ["/i/bells/art%201"]
    assert [a.get("href") for a in reader.cssselect("#said-title + ul a")] == ["/i/lamps-gc1/para%201"]


def test_the_edition_is_named_to_the_letter(page: Open, lamps: Searcher) -> None:
    view = read_provision(lamps.snapshot.meta, lambda: lamps.directory, "lamps", "art 2")
    edition = page("/i/lamps/art 2").cssselect("#edition-title")[0].getparent()
    assert view.file in edition.text_content() and view.sha256 in edition.text_content()
    assert edition.cssselect("a[rel~=external]")[0].get("href") == "https://lamps.example/convention"


def test_languages_stand_side_by_side_paragraph_by_paragraph(page: Open) -> None:
    rows = page("/i/lamps/art 2", **{"with": "es"}).cssselect("table.pair tbody tr")
    assert [[cell.get("lang") for cell in row] for row in rows] == [["en", "es"]] * 3
    assert "Ningún farero" in rows[0].text_content() and "No keeper" in rows[0].text_content()


def test_editions_that_number_otherwise_stand_in_one_cell_each(page: Open) -> None:
    rows = page("/i/lamps/art 2", **{"with": "ar"}).cssselect("table.pair tbody tr")
    assert [[(c.get("lang"), c.get("dir")) for c in row] for row in rows] == [[("en", "ltr"), ("ar", "rtl")]]


@pytest.mark.parametrize("beside", ["fr", "zz", "<b>", "en\n"])
def test_a_language_that_is_not_held_is_named(page: Open, beside: str) -> None:
    reader = page("/i/lamps/art 2", **{"with": beside})
    assert not reader.cssselect("table.pair")
    assert any("holds this provision" in notice for notice in texts(reader, ".notice"))


def test_another_edition_than_the_one_wanted_says_so(page: Open) -> None:
    reader = page("/i/bells/art 1", language="fr")
    assert texts(reader, ".notice") == ["No edition in French holds this provision; the one in English is shown."]


def test_a_summary_is_called_one(page: Open) -> None:
    reader = page("/i/oars/art 1")
    assert "only our summary is held" in text(reader, ".notice")
    assert "only our summary is held" in text(page("/i/oars"), ".notice")


@pytest.mark.parametrize("written", ["2(2)", "Article 2(2)", "art. 2 (2)"])
def test_a_label_written_otherwise_leads_to_the_page(client: TestClient, written: str) -> None:
    answer = client.get(f"/i/lamps/{quote(written)}?language=es&with=en")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/i/lamps/art%202(2)?language=es&with=en"


@pytest.mark.parametrize("path", ["/i/nothing", "/i/nothing/art 1", "/i/lamps/art 99", "/i/lamps/../../etc/passwd"])
def test_what_is_not_there_is_a_page_that_says_so(page: Open, client: TestClient, path: str) -> None:
    if ".." in path:
        assert client.get(path).status_code == 404
        return
    problem = page(path, 404)
    assert problem.cssselect(".notice") and problem.cssselect("main a[href='/instruments']")


def test_an_instrument_has_its_facts_contents_and_parties(page: Open) -> None:
    instrument = page("/i/lamps", ui="fr")
    assert text(instrument, "h1") == "Lamp Convention"
    assert texts(instrument, ".facts > span")[:2] == ["Contraignant", "traité"]
    assert texts(instrument, ".tree li.unit > a") == ["art 1 Oil", "art 2 Rest", "art 3 Complaints"]
    assert texts(instrument, ".states li") == ["Kenya depuis le 1 janvier 1913", "Mexique"]
    assert "Tonga" in instrument.text_content() and "not in fog" in instrument.text_content()
    assert texts(instrument, "table.files th[scope=row]") == ["arabe", "anglais", "espagnol"]
    assert [a.get("href") for a in instrument.cssselect("#related-title + ul a")] == ["/i/lamps-gc1?ui=fr"]


def test_whom_an_instrument_binds_may_be_unknown(page: Open) -> None:
    assert "look it up with the depositary" in page("/i/oars").text_content()
    assert not page("/i/bells").cssselect("#bound-title"), "nobody ratifies a declaration"


@pytest.mark.parametrize(
    ("params", "names"),
    [
        pytest.param(
            {}, ["Bell Charter", "General comment No. 1 on tired people", "Lamp Convention", "Oar Convention"], id="all"
        ),
        pytest.param({"kind": "declaration"}, ["Bell Charter"], id="kind"),
        pytest.param({"binding": "true", "name": "CONVENTION"}, ["Lamp Convention", "Oar Convention"], id="force"),
        pytest.param({"language": "es"}, ["Lamp Convention"], id="language"),
        pytest.param({"name": "اتفاقية"}, ["Lamp Convention"], id="title in another language"),
        pytest.param({"name": "lc lamp"}, ["Lamp Convention"], id="other name"),
        pytest.param({"region": "universal"}, ["Lamp Convention"], id="region"),
        pytest.param({"page": "7"}, [], id="beyond the end"),
        pytest.param({"order": "oldest", "name": "a"}, ["Lamp Convention", "Bell Charter"], id="order"),
    ],
)
def test_instruments_can_be_filtered(page: Open, params: dict[str, str], names: list[str]) -> None:
    shown = [name for name in texts(page("/instruments", **params), "ol.held h2") if "script" not in name]
    assert shown[: len(names)] == names
    if "order" not in params:
        assert len(shown) == len(names)


def test_words_put_right_are_shown_with_what_the_file_has(page: Open) -> None:
    reader = page("/i/lamps/art 3", language="ar")
    marked = texts(reader, ".text .repaired")
    assert "الأطراف" in marked
    assert "الأطراف ← األطراف" in texts(reader, ".repairs li")
    assert len(texts(reader, ".repairs li")) == len(marked)
    assert texts(page("/i/lamps/art 3", **{"with": "ar"}), ".repairs li"), "those of the edition beside it too"
    assert "other letters in the file" in text(page("/", q="LC art 3", language="ar"), "li.result .mark")


def test_what_was_read_from_a_picture_is_called_so(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.reader.read_by_ocr", lambda *_: True)
    monkeypatch.setattr("search.assemble.read_by_ocr", lambda *_: True)
    assert any("scanned page" in notice for notice in texts(page("/i/lamps/art 2"), ".notice"))
    assert "scanned page" in text(page("/", q="LC art 2"), "li.result .mark")
