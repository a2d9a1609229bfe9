"""What Zotero and its like read: unAPI, COinS, <meta>, by the rules of Zotero's own translators."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
import rispy
from fastapi.testclient import TestClient
from lxml import etree

from search.citations import Citable, cite_style
from search.pages.citing import citable_at
from search.pages.unapi import coins, head_facts, item_id, read_item_id
from search.searcher import Searcher
from tests.search.pages.conftest import Open

UNSAFE = Citable(
    id="a&b",
    title='Rules + "signs" = 50% & <more>',
    kind="treaty",
    adopted="1999-02",
    source="1 X + 2",
    url="https://x.example/?a=1&b=2",
    label="art 1",
)


def context_object(title: str) -> dict[str, list[str]]:
    """What Zotero's parseContextObject makes of a COinS title: cut at & and the first =, + and %2B are blanks."""
    found: dict[str, list[str]] = {}
    for part in title.split("&"):
        key, value, *rest = part.split("=")
        assert not rest, part
        found.setdefault(key, []).append(unquote(re.sub(r"\+|%2[bB]", " ", value)))
    return found


def test_a_page_offers_its_provision_in_every_way(page: Open) -> None:
    reader = page("/i/lamps/art 2(2)", language="es")
    (server,) = reader.cssselect("link[rel=unapi-server]")
    assert (server.get("href"), server.get("type")) == ("/unapi", "application/xml")
    (abbr,) = reader.cssselect("abbr.unapi-id")
    assert read_item_id(abbr.get("title")) == ("lamps", "art 2(2)", "es")
    (span,) = reader.cssselect("span.Z3988")
    assert context_object(span.get("title"))["rft.title"] == ["Convenio de los Faroles, art 2(2)"]


def test_results_offer_one_item_each(page: Open) -> None:
    answer = page("/", q="seven nights in a row", include_weak="true")
    count = len(answer.cssselect("li.result"))
    assert count > 1
    assert len(answer.cssselect("abbr.unapi-id")) == len(answer.cssselect("span.Z3988")) == count
    assert answer.cssselect("link[rel=unapi-server]")


def test_unapi_names_its_formats(client: TestClient) -> None:
    for path, status, named in (("/unapi", 200, None), ("/unapi?id=lamps:art~202@en", 300, "lamps:art~202@en")):
        answer = client.get(path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/xml"
        formats = etree.fromstring(answer.content)
        assert formats.tag == "formats" and formats.get("id") == named
        # Zotero takes the first it knows of: ris comes before bibtex in its list.
        assert [f.get("name") for f in formats] == ["ris", "bibtex", "csl-json"]
        assert formats[0].get("type") == "application/x-research-info-systems"


def test_unapi_gives_the_record_that_is_cited(client: TestClient, lamps: Searcher) -> None:
    item = citable_at(lamps.snapshot.meta, "lamps", "art 2", "en")
    assert item is not None
    for form in ("ris", "bibtex", "csl-json"):
        assert client.get(f"/unapi?id=lamps:art~202@en&format={form}").content.decode() == cite_style(item, form)
    (record,) = rispy.loads(client.get("/unapi?id=lamps:art~202@en&format=ris").text)
    assert (record["type_of_reference"], record["title"]) == ("STAT", "Lamp Convention")
    (csl,) = json.loads(client.get("/unapi?id=lamps:art~202@en&format=csl-json").text)
    assert csl["locator"] == "art 2"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("id=lamps:art~2099@en", 404),
        ("id=nothing:art~201@en", 404),
        ("id=nonsense", 404),
        ("id=%00:%00@%00&format=ris", 404),
        ("id=lamps:~FF@en", 404),
        ("id=<script>&format=ris", 404),
        ("id=lamps:art~202@en&format=marc", 406),
    ],
)
def test_unapi_refuses_in_its_own_way(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/unapi?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "label", ["art 16(4)", "annex I art 3", "art 6 bis", "sec A: of / that", "art 37(ب)", "reg V~1%", "°"]
)
def test_ids_need_no_escape_in_an_address(label: str) -> None:
    """Zotero puts the id into the address as it stands."""
    made = item_id("some-treaty", label, "zh-Hans")
    assert re.fullmatch(r"[A-Za-z0-9_.~():@-]+", made)
    assert read_item_id(made) == ("some-treaty", label, "zh-Hans")


def test_coins_hold_for_zotero_what_they_should() -> None:
    read = context_object(coins(UNSAFE))
    assert read["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert read["rft.type"] == ["statute"]
    assert read["rft.title"] == ['Rules "signs" = 50% & <more>, art 1']
    assert read["rft.date"] == ["1999-02"]
    assert read["rft.identifier"] == ["https://x.example/?a=1&b=2"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "/i/lamps/art 2",
            {
                "z:itemType": "statute",
                "DC.title": "Lamp Convention, art 2",
                "citation_title": "Lamp Convention, art 2",
                "DC.date": "1911-03-02",
                "citation_publication_date": "1911-03-02",
                "DC.language": "en",
                "DC.source": "12 Tower Papers 40",
                "citation_public_url": "https://lamps.example/convention",
            },
            id="treaty",
        ),
        pytest.param("/i/lamps-gc1/para 1", {"z:itemType": "report", "DC.language": "en"}, id="comment"),
    ],
)
def test_the_head_has_the_names_that_embedded_metadata_reads(page: Open, path: str, expected: dict[str, str]) -> None:
    metas = {m.get("name"): m.get("content") for m in page(path).cssselect("head meta[name]")}
    assert expected.items() <= metas.items()


def test_a_body_is_the_institution_of_a_report() -> None:
    comment = Citable(id="x", title="General comment", kind="general_comment", source="CRC/C/GC/6", label="para 2")
    facts = dict(head_facts(comment))
    assert facts["z:itemType"] == "report"
    assert facts["citation_technical_report_institution"] == "UN Committee on the Rights of the Child"
    assert facts["citation_technical_report_number"] == "CRC/C/GC/6"
    assert context_object(coins(comment))["rft.aucorp"] == ["UN Committee on the Rights of the Child"]
