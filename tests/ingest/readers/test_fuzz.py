"""Damaged files: an error of ours or a document, never a crash, never a silent nothing."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ingest.errors import SourceError
from ingest.readers import read_document
from ingest.structure import build_provisions

ROUNDS = 60


def word_bytes() -> bytes:
    made = docx.Document()
    made.add_heading("Article 1", 2)
    made.add_paragraph("A lamp burns.", style="List Number")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


ODF = "urn:oasis:names:tc:opendocument:xmlns"
FLAT = (
    f'<office:document xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:style="{ODF}:style:1.0" '
    f'xmlns:table="{ODF}:table:1.0"><office:automatic-styles><text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="a" text:start-value="2" style:num-suffix="."/>'
    "</text:list-style></office:automatic-styles><office:body><office:text>"
    '<text:h text:outline-level="1">Light</text:h><text:list text:style-name="L"><text:list-item text:start-value="3">'
    "<text:p>at<text:tab/>dusk<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Late.</text:p></text:note-body></text:note></text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>oil</text:p></table:table-cell>"
    "</table:table-row></table:table></office:text></office:body></office:document>"
).encode()
PAGE = (
    b'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Light</h1><ol start="2"><li>dusk&#233;</li></ol>'
    b"</body></html>"
)
PACKAGE = (
    b'<package xmlns="http://www.idpf.org/2007/opf"><metadata><title>Lamps</title></metadata>'
    b'<manifest><item id="a" href="a.x" media-type="application/xhtml+xml"/></manifest>'
    b'<spine><itemref idref="a"/></spine></package>'
)
CONTAINER = b'<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'


def odt(content: bytes) -> bytes:
    return zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=content)


def book(container: bytes = CONTAINER, package: bytes = PACKAGE, page: bytes = PAGE) -> bytes:
    return zipped(mimetype=b"application/epub+zip", **{"META-INF__container_xml": container}, b_opf=package, a_x=page)


SEEDS: dict[str, bytes] = {
    "text": "Article 1\nThe lamp burns at dusk; señal, المادة, 第一條.\nArticle 2\nIt is put out.\n".encode() * 4,
    "markdown": (
        b"---\ntitle: Lamps\n---\n# Lamps\n\n### Article 1\n\n"
        b"1\\. The *lamp* [burns](a.md)<sup>1</sup>.\n\n| a | b |\n|--|--|\n"
    ),
    "html": (
        b"<!doctype html><html><body><h1>Lamps</h1><table><tr><td>(a)</td><td>lit</td></tr></table>"
        b"<p>They burn.</p></body></html>"
    ),
    "xml": (
        b"<?xml version='1.0'?><act><article><num>1</num><heading>Light</heading><content><p>Lamps burn.</p>"
        b"</content></article></act>"
    ),
    "docx": word_bytes(),
    "odt": odt(FLAT),
    "flat odt": FLAT,
    "odt inside": FLAT,
    "epub": book(),
    "epub page": PAGE,
    "epub package": PACKAGE,
    "epub container": CONTAINER,
    "rtf": (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}}"
        rb"{\stylesheet{\s1\outlinelevel0 One;}}\pard\s1 Article 1\par\pard\plain{\listtext 1.\tab}\ls1 The {\v not} "
        rb"lamp\u8217\'92s\chftn{\footnote\chftn Oil.}\par\trowd\intbl {\f1\'82\'a0}\cell gas\cell\row"
        rb"{\field{\*\fldinst TOC}{\fldrslt x}}\pard{\deleted a}b\bin2 {}\par}"
    ),
    "json": (
        b'{"title": "Lamps", "provisions": [{"article": 1, "paragraph": "2", "text": "A:\\n(a) b", "page": 3},\n'
        b'{"article": "6 bis", "heading": "Oil", "content": "\\ud83d\\ude00", "note": "c"}]}'
    ),
    "json lines": (
        b'{"label": "Article 1(2)", "text": "Dusk."}\n{"number": 2, "heading": "Oil", "text": "(a) x\\u00e9"}\n'
        b'{"annex": "I", "article": 1, "text": "Wicks."}\n'
    ),
}
INSIDE: dict[str, Callable[[bytes], bytes]] = {
    "odt inside": odt,
    "epub page": lambda data: book(page=data),
    "epub package": lambda data: book(package=data),
    "epub container": lambda data: book(container=data),
}
"""What the damaged part is packed into: an archive damaged from outside hardly ever opens."""


def mutated(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(damaged)) if damaged else 0
        kind = chance.randrange(4)
        if kind == 0 and damaged:
            damaged[at] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + chance.randint(1, 40)]
        elif kind == 2:
            damaged[at:at] = chance.randbytes(chance.randint(1, 12))
        else:
            piece = bytes(damaged[at : at + 30])
            damaged[at:at] = piece * chance.randint(1, 5)
    return bytes(damaged)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_mutated_files(tmp_path: Path, name: str) -> None:
    chance = random.Random(f"lamps {name}")
    path = tmp_path / "damaged"
    for _ in range(ROUNDS):
        path.write_bytes(INSIDE.get(name, bytes)(mutated(SEEDS[name], chance)))
        try:
            document = read_document(path)
        except SourceError as error:
            assert str(error)
            continue
        assert document.text.strip()
        assert [document.text[block.start : block.end] for block in document.blocks] == document.text.split("\n")
        document.text.encode()
        assert build_provisions(document, "treaty", "en")
