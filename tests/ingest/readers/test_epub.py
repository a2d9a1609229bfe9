"""EPUB: the pages of the spine in order, with what the package says of the book."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ProtectedSource, SourceError, UnreadableSource
from ingest.model import Document
from ingest.readers import read_document

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    "<dc:title>Law of Lamps</dc:title><dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
    "<spine>{spine}</spine><guide>{guide}</guide></package>"
)
ITEM = '<item id="{id}" href="{href}" media-type="{type}" {more}/>'
XHTML = "application/xhtml+xml"


def page(body: str, doctype: str = "<!DOCTYPE html>") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def book(pages: dict[str, str], *, items: str = "", spine: str = "", guide: str = "", **members: str) -> bytes:
    """A book of these pages in order, by path below OEBPS."""
    listed = items + "".join(
        ITEM.format(id=f"p{index}", href=name.replace(" ", "%20"), type=XHTML, more="")
        for index, name in enumerate(pages)
    )
    order = spine or "".join(f'<itemref idref="p{index}"/>' for index in range(len(pages)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", PACKAGE.format(items=listed, spine=order, guide=guide))
        for name, body in pages.items():
            archive.writestr(f"OEBPS/{name}", page(body))
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "lamps"
    path.write_bytes(data)
    return read_document(path)


def test_pages_in_order(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        book(
            {"text/part one.xhtml": "<h1>Lamps</h1><p>They burn.</p>", "b.xhtml": "<h2>Oil</h2><p>It smells.</p>"},
            spine='<itemref idref="p1"/><itemref idref="p0"/><itemref idref="p1"/>',
        ),
    )
    assert [(b.role, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 2, "Oil"),
        ("text", None, "It smells."),
        ("heading", 1, "Lamps"),
        ("text", None, "They burn."),
    ]
    assert (document.title, document.language, document.format) == ("Law of Lamps", "en", "epub")


def test_contents_are_left_out(tmp_path: Path) -> None:
    links = '<ol><li><a href="a.xhtml">Lamps</a></li><li><a href="a.xhtml">Oil</a></li></ol>'
    document = read(
        tmp_path,
        book(
            {
                "a.xhtml": f"<p>They burn.</p><nav epub:type='toc'>{links}</nav>",
                "toc.xhtml": links,
                "c.xhtml": "<p>End.</p>",
            },
            items=ITEM.format(id="n", href="nav.xhtml", type=XHTML, more='properties="nav"'),
            spine='<itemref idref="n"/><itemref idref="p0"/><itemref idref="p1"/><itemref idref="p2"/>',
            guide='<reference type="toc" href="toc.xhtml"/><reference type="toc" href="c.xhtml#toc"/>',
            OEBPS__nav_xhtml=page(f"<h1>Contents</h1>{links}"),
        ),
    )
    assert document.text == "They burn.\nEnd."


def test_notes_are_kept_and_their_marks_left_out(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        book(
            {
                "a.xhtml": '<p>The oil<a epub:type="noteref" href="#n1">1</a> burns'
                '<a role="doc-noteref" href="#n2"><sup>2</sup></a>.<span epub:type="pagebreak">17</span></p>'
                '<aside epub:type="footnote" id="n1"><p>1 Of whales.</p></aside><section role="doc-endnotes">'
                '<ol start="2"><li><p>Town gas.<a role="doc-backlink">^</a></p></li></ol></section>'
            }
        ),
    )
    assert [(b.role, document.text[b.start : b.end]) for b in document.blocks] == [
        ("text", "The oil burns."),
        ("note", "1 Of whales."),
        ("note", "2. Town gas."),
    ]


@pytest.mark.parametrize(
    "doctype",
    [
        "",
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">',
    ],
)
def test_named_characters(tmp_path: Path, doctype: str) -> None:
    data = book({}, items=ITEM.format(id="x", href="x.xhtml", type=XHTML, more=""), spine='<itemref idref="x"/>',
                OEBPS__x_xhtml=page("<p>caf&eacute;&nbsp;au lait &amp; oil</p>", doctype))  # fmt: skip
    assert read(tmp_path, data).text == "café au lait & oil"


def test_pages_that_are_missing_are_told(tmp_path: Path) -> None:
    items = ITEM.format(id="s", href="s.svg", type="image/svg+xml", more="") + ITEM.format(
        id="f", href="f.svg", type="image/svg+xml", more='fallback="p0"'
    )
    document = read(
        tmp_path,
        book(
            {"a.xhtml": "<p>They burn.</p>"},
            items=items + ITEM.format(id="g", href="gone.xhtml", type=XHTML, more=""),
            spine='<itemref idref="f"/><itemref idref="s"/><itemref idref="g"/><itemref idref="q"/>',
        ),
    )
    assert document.text == "They burn."
    assert document.warnings == (
        "page 's' is image/svg+xml, no page of words; it is left out",
        "OEBPS/gone.xhtml is in the order of pages but not in the book",
        "page 'q' is not in the book's list of files; it is left out",
    )


def encryption(method: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{method}"/></e:EncryptedData></encryption>'
    )


def test_a_protected_book_is_refused(tmp_path: Path) -> None:
    aes = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(ProtectedSource, match="aes128-cbc"):
        read(tmp_path, book({"a.xhtml": "<p>x</p>"}, **{"META-INF__encryption_xml": aes}))


def test_protected_fonts_do_no_harm(tmp_path: Path) -> None:
    fonts = encryption("http://www.idpf.org/2008/embedding")
    data = book({"a.xhtml": "<p>They burn.</p>"}, **{"META-INF__encryption_xml": fonts})
    assert read(tmp_path, data).text == "They burn."


def test_a_damaged_page_is_read_as_html(tmp_path: Path) -> None:
    assert read(tmp_path, book({"a.xhtml": "<p>They <b>burn.</p><p>Oil"})).text == "They burn.\nOil"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(book({}), "names no pages", id="an empty spine"),
        pytest.param(book({"a.xhtml": "<img src='x.png'/>"}), "holds no text", id="pictures only"),
        pytest.param(book({}, items="&nope;"), "book.opf of the book is damaged", id="a damaged package"),
        pytest.param(book({"a.xhtml": "<p>They burn.</p>"})[:-300], "breaks off", id="cut off"),
        pytest.param(book({"a.xhtml": "<div>" * 500 + "x" + "</div>" * 500}), "a.xhtml", id="nested without end"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(tmp_path, data)


def test_a_book_without_its_package_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
    with pytest.raises(SourceError, match=r"no OEBPS/book\.opf"):
        read(tmp_path, buffer.getvalue())
