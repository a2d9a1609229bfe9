"""Rich Text: paragraphs, headings, printed numbers, encodings; notes apart; nothing hidden or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers import read_document

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Plain;}{\f1\fnil\fcharset204 Northern;}{\f2\fnil\fcharset178 Desert;}"
    r"{\f3\fnil\fcharset128 Eastern;}{\f4\fnil\fcharset1 Any;}}"
)
STYLES = (
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\outlinelevel0 First;}{\s2\sbasedon1 Second;}{\s3 heading 3;}{\s4 Title;}"
    r"{\*\cs9 Letters;}}"
)


def read(tmp_path: Path, body: str | bytes, head: str = r"\ansi\ansicpg1252\deff0") -> Document:
    path = tmp_path / "lamps"
    raw = body if isinstance(body, bytes) else body.encode("latin-1")
    path.write_bytes(rb"{\rtf1" + head.encode() + FONTS.encode() + STYLES.encode() + raw + b"}")
    return read_document(path)


def blocks(document: Document) -> list[tuple[str, int | None, str]]:
    return [(block.role, block.level, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_lists_tables(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        r"{\info{\title Law of Lamps}{\author Nobody}}{\header Saltport Papers\par}"
        r"\pard\plain\s4 Lamps\par\pard\plain\s2 Article 1\par\pard\plain\outlinelevel2 Oil\line and wicks\par"
        r"\pard\plain\s3 On oil\par\pard\plain\outlinelevel9 The lamp burns:\par"
        r"{\listtext\pard\plain 1.\tab}\pard\plain\ilvl0\ls1 at dusk\par"
        r"{\listtext (a)\tab}\pard\plain\ilvl1\ls1 at dawn\par{\pntext\f0 2.\tab}\pard at noon\par"
        r"{\listtext\'b7\tab}\pard\ls2 in fog\par"
        r"\trowd\pard\intbl oil\cell gas\par and coal\cell\row\trowd\pard\intbl (a)\cell lit;\cell\row\pard Done.\par",
    )
    assert blocks(document) == [
        ("heading", 1, "Lamps"),
        ("heading", 1, "Article 1"),
        ("heading", 3, "Oil"),
        ("heading", 3, "and wicks"),
        ("heading", 3, "On oil"),
        ("text", None, "The lamp burns:"),
        ("item", 1, "1. at dusk"),
        ("item", 2, "(a) at dawn"),
        ("item", 1, "2. at noon"),
        ("item", 1, "in fog"),
        ("table", None, "oil | gas and coal"),
        ("item", None, "(a) lit;"),
        ("text", None, "Done."),
    ]
    assert (document.title, document.format, document.warnings) == ("Law of Lamps", "rtf", ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(r"caf\'e9 \u8212? \u1575\'3fx", "café — اx", id="bytes and code points, stand-ins skipped"),
        pytest.param(r"{\uc0\u233\u234}e{\uc2\u8217 ??s}", "éêe’s", id="none or two characters stand in"),
        pytest.param(r"\u-10179?\u-8702?!", "😂!", id="a character in two halves"),
        pytest.param(r"\u-10179? alone", "\ufffd alone", id="half a character"),
        pytest.param(r"{\f1 \'cf\'f0\'e8}{\f2  \'e3}", "При م", id="the encoding of the font"),
        pytest.param(r"{\f3 \'82\'a0\'83A}", "あア", id="a letter of two bytes, one of them plain"),
        pytest.param(r"{\rtlch\af2 \'e3}{\rtlch\af2\ltrch\f0 \'e3}", "مã", id="the font of the direction"),
        pytest.param(r"{\f4 \'e9}", "é", id="the code page of the file"),
        pytest.param(r"\lquote a\rquote\~b\endash c\-d\_e\{\}", "‘a’ b–cd‑e{}", id="signs by name"),
        pytest.param("lamp\r\ns\\\nburn", "lamps\nburn", id="line breaks are nothing, but behind a backslash"),
        pytest.param(r"a{\pict\wmetafile8 010203}b{\*\blipuid 0a}c\bin3 {{{d", "abcd", id="pictures and binary data"),
        pytest.param(r"{\upr{old}{\*\ud{new \u233?}}}", "new é", id="the better of two versions"),
        pytest.param(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}", "a link", id="a field's result only"),
        pytest.param(
            r"{\field{\*\fldinst {\b TOC} \\o}{\fldrslt Light 3\par Oil 4\par}}Light", "Light", id="a table of contents"
        ),
        pytest.param(r"{\xe lamp}{\*\bkmkstart x}{\*\future\par y{\par z}}a", "a", id="marks, and what is not known"),
        pytest.param(
            r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In a box.\par}}{\shprslt old}}", "In a box.", id="shape"
        ),
    ],
)
def test_words(tmp_path: Path, words: str, expected: str) -> None:
    assert read(tmp_path, rf"\pard\plain {words}\par").text == expected


@pytest.mark.parametrize(
    "gone", [r"{\v gone}", r"{\deleted gone}", r"\v gone\v0 ", r"\deleted gone\plain ", r"{\v {\b gone}}"]
)
def test_hidden_and_deleted_words_are_left_out(tmp_path: Path, gone: str) -> None:
    document = read(tmp_path, rf"\pard The lamp{gone} burns{{\revised  well}}.\par")
    assert document.text == "The lamp burns well."
    assert bool(document.warnings) == ("deleted" in gone)


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        r"\aftnnrlc\pard The oil{\super\chftn}{\footnote\pard\plain{\super\chftn} Of whales.\par Mostly.} burns"
        r"{\super\chftn}{\*\footnote\ftnalt\pard\plain\chftn\tab At the end.}.\par"
        r"\trowd\pard\intbl gas{\super\chftn}{\footnote\chftn  Town gas.}\cell coal\cell\row",
    )
    assert blocks(document) == [
        ("text", None, "The oil burns."),
        ("note", None, "1 Of whales."),
        ("note", None, "Mostly."),
        ("note", None, "i At the end."),
        ("table", None, "gas | coal"),
        ("note", None, "2 Town gas."),
    ]


def test_numbers_of_notes_that_nobody_can_tell_are_left_out(tmp_path: Path) -> None:
    document = read(tmp_path, r"\ftnrstpg\pard The oil\chftn{\footnote\chftn  Of whales.} burns.\par")
    assert document.text == "The oil burns.\nOf whales."


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        pytest.param(r"{\b{The lamp", "breaks off inside 2 open groups", id="cut off"),
        pytest.param(r"\pard The lamp\par}and more{", "characters stand behind the end", id="a brace too many"),
        pytest.param(
            r"\pard\ls1 The lamp\par", "1 list items stand without the number", id="a number that is not there"
        ),
        pytest.param(r"\pard\ansicpg9999 The lamp\par", "code page 9999 is not known", id="an unknown code page"),
        pytest.param(r"\pard The lamp \'81\par", "damaged", id="a byte that is no letter"),
    ],
)
def test_what_the_reader_is_told(tmp_path: Path, body: str, warning: str) -> None:
    document = read(tmp_path, body)
    assert "The lamp" in document.text
    assert any(warning in told for told in document.warnings)


def test_a_code_page_of_the_mac(tmp_path: Path) -> None:
    assert read(tmp_path, r"{\f4 caf\'8e}\par", head=r"\mac").text == "café"


@pytest.mark.parametrize(
    ("body", "message"), [(r"{\v gone}\par", "no text"), ("{" * 6000 + "x", "nests more than 5000 groups")]
)
def test_what_is_refused(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(tmp_path, body)
