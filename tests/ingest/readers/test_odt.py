"""OpenDocument texts: headings, the numbers of their lists, notes; nothing hidden or deleted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ProtectedSource, SourceLimit, UnreadableSource
from ingest.model import Document
from ingest.readers import read_document

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
    )
)
STYLES = """
<style:style style:name="Secret" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Quiet" style:family="text" style:parent-style-name="Secret"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Plain" style:family="paragraph" style:list-style-name=""/>
<text:list-style style:name="L">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
  <text:list-level-style-number text:level="3" style:num-format="i" text:display-levels="2" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Part "/>
  <text:outline-level-style text:level="2" style:num-format="1" style:num-list-format="Article %2%."/>
</text:outline-style>
"""


def content(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def packed(body: str, **members: str) -> bytes:
    buffer = io.BytesIO()
    meta = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>Law of Lamps</dc:title><dc:language>en</dc:language></office:meta></office:document-meta>"
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content(body))
        archive.writestr("meta.xml", meta)
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "lamps"
    path.write_bytes(data)
    return read_document(path)


def lines(tmp_path: Path, body: str) -> list[str]:
    return read(tmp_path, packed(body)).text.split("\n")


def item(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


def test_headings_lists_tables(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        packed(
            '<text:p text:style-name="P1">Lamps</text:p>'
            '<text:h text:outline-level="1">Light</text:h><text:h text:outline-level="2">Oil</text:h>'
            '<text:h text:outline-level="2" text:is-list-header="true">On oil</text:h>'
            '<text:h text:outline-level="2" text:style-name="Plain">More on oil</text:h>'
            '<text:h text:outline-level="2">Wicks<text:line-break/>and flames</text:h>'
            f'<text:list text:style-name="L">{item("at dusk", "at dawn")}</text:list>'
            f'<text:list text:style-name="B">{item("in fog")}</text:list>'
            "<table:table><table:table-row><table:table-cell><text:p>oil</text:p></table:table-cell>"
            "<table:table-cell><text:p>gas</text:p></table:table-cell></table:table-row></table:table>"
        ),
    )
    assert [(b.role, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 1, "Lamps"),
        ("heading", 1, "Part I Light"),
        ("heading", 2, "Article 1. Oil"),
        ("heading", 2, "On oil"),
        ("heading", 2, "More on oil"),
        ("heading", 2, "Article 2. Wicks"),
        ("heading", 2, "and flames"),
        ("item", 1, "1. at dusk"),
        ("item", 1, "2. at dawn"),
        ("item", 1, "in fog"),
        ("table", None, "oil | gas"),
    ]
    assert (document.title, document.language, document.format) == ("Law of Lamps", "en", "odt")


def nested(inner: str) -> str:
    return f"<text:list-item><text:p>two</text:p><text:list>{inner}</text:list><text:p>on</text:p></text:list-item>"


LIST = '<text:list text:style-name="L"{more}>{items}</text:list>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            LIST.format(more="", items=item("one") + nested(item("a", "b")) + item("three")),
            ["1. one", "2. two", "(a) a", "(b) b", "on", "3. three"],
            id="a list in a list; the second paragraph of an item has no number",
        ),
        pytest.param(
            LIST.format(more="", items=item("one")) * 2,
            ["1. one", "1. one"],
            id="a new list begins at its first number",
        ),
        pytest.param(
            LIST.format(more="", items=item("one"))
            + "<text:p>between</text:p>"
            + LIST.format(more=' text:continue-numbering="true"', items=item("two")),
            ["1. one", "between", "2. two"],
            id="a list goes on",
        ),
        pytest.param(
            LIST.format(more=' xml:id="l1"', items=item("one"))
            + LIST.format(more=' xml:id="l2"', items=item("other"))
            + LIST.format(more=' xml:id="l3" text:continue-list="l1"', items=item("two"))
            + LIST.format(more=' text:continue-list="l3"', items=item("three")),
            ["1. one", "1. other", "2. two", "3. three"],
            id="a list goes on by name",
        ),
        pytest.param(
            LIST.format(
                more="", items='<text:list-item text:start-value="12"><text:p>x</text:p></text:list-item>' + item("y")
            ),
            ["12. x", "13. y"],
            id="an item says its number",
        ),
        pytest.param(
            LIST.format(
                more="",
                items=item("one")
                + "<text:list-item><text:list><text:list-item><text:p>a</text:p><text:list>"
                + item("deep")
                + "</text:list></text:list-item></text:list></text:list-item>",
            ),
            ["1. one", "(a) a", "a.i) deep"],
            id="an item without words of its own is not counted; a number shows the level above",
        ),
        pytest.param(
            '<text:list text:style-name="L"><text:list-item><text:number>Rule 7</text:number><text:p>x</text:p>'
            "</text:list-item></text:list>",
            ["Rule 7 x"],
            id="a number that the file prints",
        ),
        pytest.param(
            '<text:list text:style-name="L"><text:list-header><text:p>head</text:p></text:list-header>'
            + item("one")
            + "</text:list>",
            ["head", "1. one"],
            id="the head of a list has no number",
        ),
    ],
)
def test_list_numbers(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert lines(tmp_path, body) == expected


NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>4</text:note-citation>'
    "<text:note-body><text:p>Of whales.</text:p><text:p>Mostly.</text:p></text:note-body></text:note>"
)


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path, packed(f"<text:p>The oil{NOTE} burns.</text:p><text:p>It smells.</text:p>"))
    assert [(b.role, document.text[b.start : b.end]) for b in document.blocks] == [
        ("text", "The oil burns."),
        ("note", "4 Of whales."),
        ("note", "Mostly."),
        ("text", "It smells."),
    ]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param('<text:span text:style-name="Secret">gone</text:span>', id="a hidden style"),
        pytest.param('<text:span text:style-name="Quiet">gone</text:span>', id="a style based on a hidden one"),
        pytest.param('<text:hidden-text text:is-hidden="true">gone</text:hidden-text>', id="a hidden field"),
        pytest.param("<office:annotation><text:p>gone</text:p></office:annotation>", id="a comment"),
        pytest.param("<text:ruby><text:ruby-base/><text:ruby-text>gone</text:ruby-text></text:ruby>", id="ruby"),
    ],
)
def test_what_is_not_shown_is_left_out(tmp_path: Path, gone: str) -> None:
    assert lines(tmp_path, f"<text:p>The <text:span>lamp</text:span>{gone}<text:s/>burns.</text:p>") == [
        "The lamp burns."
    ]


def test_hidden_blocks_and_contents_are_left_out(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        "<text:table-of-content><text:index-body><text:p>Light 3</text:p></text:index-body></text:table-of-content>"
        '<text:section text:display="none"><text:p>gone</text:p></text:section>'
        '<text:p>gone<text:hidden-paragraph text:is-hidden="true"/></text:p>'
        "<text:section><text:p>The lamp burns.</text:p></text:section>"
        "<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>",
    ) == ["The lamp burns.", "In a box."]


def test_deleted_words_are_left_out_and_told(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        packed(
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p>'
            "</text:deletion></text:changed-region></text:tracked-changes>"
            '<text:p>The lamp<text:change text:change-id="c1"/> burns.</text:p>'
        ),
    )
    assert document.text == "The lamp burns."
    assert "tracked changes" in document.warnings[0]


def test_a_flat_file(tmp_path: Path) -> None:
    flat = content("<text:p>The lamp burns.</text:p>").replace("office:document-content", "office:document")
    document = read(tmp_path, flat.encode())
    assert (document.text, document.format) == ("The lamp burns.", "odt")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(ProtectedSource, match="encrypted"):
        read(tmp_path, packed("<text:p>x</text:p>", **{"META-INF__manifest_xml": manifest}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(packed("<text:p/>"), "no text", id="without words"),
        pytest.param(packed("<text:p>&nope;</text:p>"), "damaged", id="damaged XML"),
        pytest.param(packed("<text:p>The lamp burns.</text:p>")[:-200], "breaks off", id="cut off"),
        pytest.param(packed("<text:span>" * 200 + "x" + "</text:span>" * 200), "nests more", id="nested without end"),
        pytest.param(
            content("").replace("office:text", "office:spreadsheet").replace("-content", "").encode(),
            "spreadsheet",
            id="a spreadsheet",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(tmp_path, data)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    bomb = packed("<text:p>x</text:p>" + " " * (65 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(SourceLimit, match=r"content\.xml.* 64 MiB"):
        read(tmp_path, bomb)
