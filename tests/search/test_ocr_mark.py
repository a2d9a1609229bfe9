"""Words that OCR has read are marked wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.collection import Declared
from ingest.library import Library, Parsed
from ingest.model import Block, Document, Page
from ingest.structure import build_provisions
from search.cli.ask import _print_result
from search.http.app import create_app
from search.query import Query
from search.results import Result
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in

LINES = (
    "Article 1",
    "Every lamp on the quay is lit at dusk.",
    "Article 2",
    "A keeper who lets a lamp go out pays a fine.",
    "Article 3",
    "The book of lamps is shown on demand.",
)


def scanned() -> Document:
    """Three articles; the second stands on a page that was read by OCR."""
    text = "\n".join(LINES)
    starts = [text.index(line) for line in LINES]
    blocks = tuple(Block(a, a + len(line), "text") for a, line in zip(starts, LINES, strict=True))
    second, third = starts[2], starts[4]
    pages = (Page(1, 0, second), Page(2, second, third, ocr=True), Page(3, third, len(text)))
    return Document(text, blocks, "pdf", pages)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, encoder: HashEncoder) -> Home:
    home, document = Home(tmp_path_factory.mktemp("ocr")), scanned()
    parsed = Parsed("lamps", "treaty", "en", document, build_provisions(document, "treaty", "en"))
    with Library(home.library) as library:
        library.put(str(Path("folder")), "lamps.pdf", Declared(id="lamps"), "00", "key", parsed)
    build_in(home, catalogue, encoder)
    return home


@pytest.fixture(scope="module")
def searcher(home: Home, encoder: HashEncoder) -> Searcher:
    return Searcher(home, encoder=encoder)


def found(searcher: Searcher, label: str) -> Result:
    return next(r for r in searcher.search(Query("lamp quay keeper fine book", limit=5)).results if r.label == label)


def test_the_passages_of_such_a_page_only_are_marked(searcher: Searcher) -> None:
    marks = {label: found(searcher, label).passages[0].ocr for label in ("art 1", "art 2", "art 3")}
    assert marks == {"art 1": False, "art 2": True, "art 3": False}
    assert found(searcher, "art 2").to_json()["passages"][0]["ocr"] is True


def test_the_command_says_it(searcher: Searcher, capsys: pytest.CaptureFixture[str]) -> None:
    _print_result(found(searcher, "art 2"), "en", explain=False)
    assert "(read by OCR; check against the page)" in capsys.readouterr().out
    _print_result(found(searcher, "art 1"), "en", explain=False)
    assert "OCR" not in capsys.readouterr().out


def test_the_service_says_it(home: Home, searcher: Searcher) -> None:
    with TestClient(create_app(home, "unused", searcher)) as client:
        results = client.get("/v1/search", params={"q": "keeper fine"}).json()["results"]
        assert {r["label"]: r["passages"][0]["ocr"] for r in results}["art 2"] is True
        assert client.get("/v1/instruments/lamps/provisions/art 2").json()["ocr"] is True
        assert client.get("/v1/instruments/lamps/provisions/art 1").json()["ocr"] is False
        page = client.get("/", params={"q": "lamps art 2"}).text
        assert "Read from a scanned page: check the letters against the page." in page
