"""A text is told from a page about it, by reading it as `iml ingest` would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.catalogue.schema import entry_from_toml
from ingest.errors import NotTheText
from ingest.fetch.text_check import TextCheck
from ingest.sandbox import Limits, SandboxedReader
from tests.conftest import COMMENT, HARBOUR, HARBOUR_ES

ABOUT = """<!doctype html><html><head><title>Treaty details</title></head><body><h1>Harbour Convention</h1>
<p>Opened for signature at Saltport on the first of May 1901.</p><h3>Article 1</h3><p>Read it in the PDF.</p>
<h3>Article 9</h3><p>Read it in the PDF.</p><p>See the chart of signatures.</p></body></html>"""


def entry_of(labels: tuple[str, ...] = (), **facts: Any) -> CatalogueEntry:
    provisions = [{"label": label, "digest": f"What {label} says."} for label in labels]
    data = {"id": "harbour", "kind": "treaty", "title": {"en": "Harbour Convention"}, "provision": provisions, **facts}
    return entry_from_toml(data, "harbour.toml", frozenset())


LIGHTHOUSE = entry_of(id="lighthouse", title={"en": "Lighthouse Convention on Night Watches"}, articles=4)
LIGHT = HARBOUR.replace("Harbour Convention on Guest Workers", LIGHTHOUSE.titles["en"])


@pytest.fixture(scope="module")
def check() -> Iterator[TextCheck]:
    with SandboxedReader(Limits(max_ocr_pages=0)) as reader:
        yield TextCheck(reader, Catalogue({"harbour": entry_of(), "lighthouse": LIGHTHOUSE}, {}))


@pytest.mark.parametrize(
    ("text", "language", "entry"),
    [
        pytest.param(HARBOUR, "en", entry_of(articles=4), id="all articles"),
        pytest.param(HARBOUR_ES, "es", entry_of(articles=4), id="in Spanish"),
        pytest.param(HARBOUR, "en", entry_of(), id="nothing known"),
        pytest.param(HARBOUR, "en", entry_of(("art 1", "art 3", "art 9")), id="most of what is known"),
        pytest.param(COMMENT, "en", entry_of(("para 1", "para 2", "para 3"), kind="general_comment"), id="a comment"),
        pytest.param(HARBOUR, "de", entry_of(), id="a language that is not told apart"),
    ],
)
def test_the_text_passes(check: TextCheck, tmp_path: Path, text: str, language: str, entry: CatalogueEntry) -> None:
    path = tmp_path / "harbour.en.part"
    path.write_text(text, encoding="utf-8")
    assert check(path, entry, language) is None


@pytest.mark.parametrize(
    ("text", "language", "entry", "said"),
    [
        pytest.param(ABOUT, "en", entry_of(articles=4), "holds no article", id="a page about it"),
        pytest.param(HARBOUR, "en", entry_of(articles=10), "holds 4 of 10 articles", id="a part of it"),
        pytest.param(
            HARBOUR, "en", entry_of(("art 1", "art 8", "art 9")), "1 of the 3 provisions", id="other provisions"
        ),
        pytest.param("<html><p>Please wait.</p></html>", "en", entry_of(), "holds no article", id="no provision"),
        pytest.param("<html><p> </p></html>", "en", entry_of(), "cannot be read", id="no text"),
        pytest.param(HARBOUR, "fr", entry_of(articles=4), "is in en, not in fr", id="another language"),
        pytest.param(LIGHT, "en", entry_of(articles=4), "holds the text of lighthouse", id="another instrument"),
        pytest.param("%PDF-1.7 broken %%EOF", "en", entry_of(), "cannot be read", id="damaged"),
    ],
)
def test_what_is_not_the_text_is_told(
    check: TextCheck, tmp_path: Path, text: str, language: str, entry: CatalogueEntry, said: str
) -> None:
    path = tmp_path / "harbour.en.part"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotTheText) as caught:
        check(path, entry, language)
    assert said in str(caught.value)


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each content stream."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for content in pages:
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("ascii"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_pages_that_are_pictures_are_not_held_against_the_text(check: TextCheck, tmp_path: Path) -> None:
    first = "BT /F1 12 Tf 72 700 Td (Harbour Convention, as signed at Saltport) Tj ET"
    path = tmp_path / "harbour.en.part"
    path.write_bytes(pdf(first, "", ""))
    assert check(path, entry_of(articles=4), "en") == "2 of 3 pages are without a text layer; their words need OCR"


def test_a_scan_is_the_text_with_a_note(check: TextCheck, tmp_path: Path) -> None:
    path = tmp_path / "harbour.en.part"
    path.write_bytes(pdf("", "", ""))
    assert "words need OCR" in (check(path, entry_of(articles=4), "en") or "")
