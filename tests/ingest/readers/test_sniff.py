"""Formats and encodings are told from the bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.readers import read_document
from ingest.readers.sniff import decode, sniff


def zipped(*names: str, declared: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if declared:
            archive.writestr("mimetype", declared)
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


OASIS = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"%PDF-1.7\n...", "pdf", id="pdf"),
        pytest.param(b"\xef\xbb\xbf%PDF-1.4", "pdf", id="pdf behind a byte order mark"),
        pytest.param(zipped("[Content_Types].xml", "word/document.xml"), "docx", id="docx"),
        pytest.param(zipped("content.xml", declared=f"{OASIS}.text"), "odt", id="odt"),
        pytest.param(zipped("content.xml", declared=f"{OASIS}.text-template"), "odt", id="a template"),
        pytest.param(zipped("content.xml"), "odt", id="odt that does not say so"),
        pytest.param(zipped("x", declared="application/epub+zip"), "epub", id="epub"),
        pytest.param(zipped("META-INF/container.xml"), "epub", id="epub that does not say so"),
        pytest.param(
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
            "odt",
            id="flat odt",
        ),
        pytest.param(b"{\\rtf1 lamp}", "rtf", id="rtf"),
        pytest.param(b"\xef\xbb\xbf {\\rtf1 lamp \\bin3 \x00\x00\x00}", "rtf", id="rtf with binary data"),
        pytest.param(b'{"title": "Lamps"}', "json", id="a JSON object"),
        pytest.param(b' [ {"text": "x"} ]', "json", id="a JSON list"),
        pytest.param(b"[]", "json", id="an empty JSON list"),
        pytest.param('[\n{"text": "x"}]'.encode("utf-16"), "json", id="JSON in another encoding"),
        pytest.param(b"[1] The lamp burns.", "text", id="a number in brackets"),
        pytest.param(b"{The lamp burns}", "text", id="words in braces"),
        pytest.param(b'["Lamp" means a light', "text", id="words in brackets"),
        pytest.param(b"<!DOCTYPE html><html><body>x</body></html>", "html", id="html"),
        pytest.param(b"  <html lang='en'><p>x</p></html>", "html", id="html without doctype"),
        pytest.param(b"<p>One.</p><p>Two.</p>", "html", id="a fragment"),
        pytest.param(b"<?xml version='1.0'?><act/>", "xml", id="xml"),
        pytest.param(b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "xml", id="xhtml"),
        pytest.param(b"<akomaNtoso><act/></akomaNtoso>", "xml", id="xml without declaration"),
        pytest.param(b"# Title\n\nWords.", "markdown", id="a heading"),
        pytest.param(b"####Title without a blank", "markdown", id="a glued heading"),
        pytest.param(b"---\ntitle: x\n---\nWords.", "markdown", id="front matter"),
        pytest.param(b"The **lamp** burns.", "markdown", id="emphasis"),
        pytest.param(b"1\\. The lamp burns.", "markdown", id="an escaped number"),
        pytest.param(b"The lamp burns.\n\nThe bell rings.", "text", id="text"),
        pytest.param("المادة 1\nتضاء المصابيح".encode("cp1256"), "text", id="text in another encoding"),
    ],
)
def test_formats(data: bytes, expected: str) -> None:
    assert sniff(data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\x00\t ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        (b"PK\x03\x04 broken", "zip"),
        (zipped("a.txt", "b.txt"), "none of them a Word text"),
        (zipped("content.xml", declared=f"{OASIS}.spreadsheet"), "no text but .*spreadsheet"),
        (b"\x7fELF" + bytes(range(256)) * 8, "no text|binary"),
    ],
)
def test_what_no_reader_takes(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        sniff(data)


WORDS = (
    "Artículo 1. La lámpara alumbrará la señal del faro al anochecer; ningún buque pagará por la luz de aquel puerto."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_encodings(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).strip("\ufeff") == WORDS


def test_a_declared_encoding_is_believed() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{WORDS}</p></body></html>'
    assert WORDS in decode(page.encode("latin-1"))


def test_a_few_damaged_bytes_are_shown_and_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes(WORDS.encode().replace(b"faro", b"f\xffro"))
    document = read_document(path)
    assert "f\ufffdro al anochecer" in document.text
    assert "1 characters are damaged" in document.warnings[0]


def test_nothing_is_replaced() -> None:
    assert "\ufffd" not in decode(WORDS.encode("cp1252"))


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "lamps.pdf"
    path.write_text("# Lamps\n\nThey burn.", encoding="utf-8")
    assert read_document(path).format == "markdown"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"gone\.txt"):
        read_document(tmp_path / "gone.txt")
