"""What came, against what was announced."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import NotTheText
from ingest.fetch.content import EXTENSIONS, check_content
from ingest.readers.sniff import Format
from tests.ingest.fetch.conftest import PAGE, Desk

URL = "https://example.org/harbour"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
WALL = (
    b"<!doctype html><html><head><title>Before you\n continue &amp; read</title></head><p>We like cookies.</p></html>"
)


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "<x/>")
    return buffer.getvalue()


DOCX = zipped("word/document.xml")
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "media_type", "url", "form"),
    [
        pytest.param(PDF, "application/pdf", URL, "pdf", id="a PDF"),
        pytest.param(PDF, "application/octet-stream", URL, "pdf", id="unnamed bytes"),
        pytest.param(PDF, "", URL, "pdf", id="no type"),
        pytest.param(PDF, "text/html", URL, "pdf", id="a PDF announced as a page does no harm"),
        pytest.param(PDF, "application/pdf", f"{URL}.PDF?x=1", "pdf", id="a PDF by its address"),
        pytest.param(DOCX, DOCX_TYPE, f"{URL}.docx", "docx", id="a Word file"),
        pytest.param(PAGE, "text/html", URL, "html", id="a page"),
        pytest.param(b"<?xml version='1.0'?><act/>", "application/xml", URL, "xml", id="XML"),
        pytest.param(PAGE, "application/xhtml+xml", URL, "html", id="XHTML"),
        pytest.param(b"Article 1\nWages.", "text/plain", f"{URL}.txt", "text", id="a text"),
        pytest.param(b"# Article 1\n\nWages.", "text/plain", URL, "markdown", id="Markdown"),
    ],
)
def test_the_format_is_told_from_the_bytes(data: bytes, media_type: str, url: str, form: Format) -> None:
    assert check_content(data, media_type, (url, url)) == form
    assert form in EXTENSIONS


@pytest.mark.parametrize(
    ("data", "media_type", "url", "said"),
    [
        pytest.param(
            WALL,
            "application/pdf",
            URL,
            "announced as application/pdf, but a page titled “Before you continue & read”",
            id="PDF",
        ),
        pytest.param(WALL, DOCX_TYPE, URL, "but a page titled “Before you continue & read” came", id="DOCX"),
        pytest.param(WALL, "text/xml", URL, "announced as text/xml, but a page titled", id="XML"),
        pytest.param(WALL, "text/plain", URL, "announced as text/plain", id="text"),
        pytest.param(WALL, "text/html", f"{URL}.pdf", "should be a file of type pdf, but a page titled", id="address"),
        pytest.param(DOCX, "application/pdf", URL, "but docx of", id="another file"),
        pytest.param(
            b"<html><title> </title><p>x</p></html>", "application/pdf", URL, "but html of 37 bytes came", id="no title"
        ),
        pytest.param(b"", "text/html", URL, "is empty", id="empty"),
        pytest.param(b" \n\t ", "text/html", URL, "is empty", id="white space"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "image/png", URL, "a picture", id="picture"),
        pytest.param(b"\x1f\x8b\x08", "application/gzip", URL, "gzip", id="archive"),
        pytest.param(bytes(range(256)) * 50, "text/plain", URL, "cannot be read", id="not to be decoded"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "application/pdf", URL, "without its end", id="half a PDF"),
    ],
)
def test_lies_are_told(data: bytes, media_type: str, url: str, said: str) -> None:
    with pytest.raises(NotTheText) as caught:
        check_content(data, media_type, (url, url))
    assert said in str(caught.value)


def test_a_file_that_redirects_to_a_page_is_not_the_file() -> None:
    with pytest.raises(NotTheText, match=r"harbour\.pdf should be a file of type pdf"):
        check_content(WALL, "text/html", (f"{URL}.pdf", "https://example.org/start"))


@pytest.mark.parametrize("body", [WALL, b""], ids=["a wall", "nothing"])
def test_of_a_lie_nothing_is_kept(desk: Desk, body: bytes) -> None:
    desk.offer("harbour", lambda handler: handler.give(body, Content_Type="application/pdf; charset=x"))
    outcome = desk.one()
    assert (outcome.status, outcome.error_code) == ("failed", "fetch-content")
    assert desk.files() == {"fetched.json"}
