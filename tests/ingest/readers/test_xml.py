"""Legal XML of four kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.xml import read_xml


def read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "law.xml"
    path.write_text(text, encoding="utf-8")
    return read_xml(path)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def test_national_legislation(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<Statute xml:lang='fr'><Schedule><ScheduleFormHeading><Label>ANNEXE I</Label>"
        "<TitleText>Convention sur les lampes</TitleText>"
        "</ScheduleFormHeading><Group><GroupHeading format-ref='group3'><TitleText>Article 1</TitleText></GroupHeading>"
        "<Provision><Label>1</Label><Text>La lampe <Emphasis>brille</Emphasis><FootnoteRef>1</FootnoteRef> :</Text>"
        "<Provision><Label>a)</Label><Text>la nuit;</Text></Provision></Provision></Group>"
        "<Footnote><Label>1</Label><Text>Voir la gazette.</Text></Footnote></Schedule></Statute>",
    )
    assert blocks(document) == [
        ("heading", "ANNEXE I"),
        ("heading", "Convention sur les lampes"),
        ("heading", "Article 1"),
        ("item", "1. La lampe brille :"),
        ("item", "a) la nuit;"),
        ("note", "1 Voir la gazette."),
    ]
    assert (document.title, document.language) == ("Convention sur les lampes", "fr")


def test_akoma_ntoso(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><meta><identification/></meta><body>"
        "<chapter><num>Chapter I</num><heading>Lamps</heading><article><num>Article 1</num><heading>Light</heading>"
        "<paragraph><num>1.</num><content><p>A lamp <i>burns</i>.<authorialNote><p>Since then.</p>"
        "</authorialNote></p></content></paragraph>"
        "<paragraph><num>2.</num><list><intro><p>It is:</p></intro><point><num>(a)</num><content><p>lit;</p>"
        "</content></point></list>"
        "</paragraph></article></chapter></body></act></akomaNtoso>",
    )
    assert blocks(document) == [
        ("heading", "Chapter I"),
        ("heading", "Lamps"),
        ("heading", "Article 1"),
        ("heading", "Light"),
        ("item", "1. A lamp burns."),
        ("note", "Since then."),
        ("item", "2. It is:"),
        ("item", "(a) lit;"),
    ]


def test_formex(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<ACT><BIB.INSTANCE><NO>7</NO></BIB.INSTANCE><TITLE><TI><P>Regulation on lamps</P></TI></TITLE>"
        "<ENACTING.TERMS><ARTICLE>"
        "<TI.ART>Article 1</TI.ART><STI.ART><P>Light</P></STI.ART><PARAG><NO.PARAG>1.</NO.PARAG>"
        "<ALINEA>Lamps burn.</ALINEA></PARAG>"
        "<PARAG><NO.PARAG>2.</NO.PARAG><ALINEA><P>They are:</P><LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>lit;</TXT>"
        "</NP></ITEM></LIST></ALINEA>"
        "</PARAG></ARTICLE></ENACTING.TERMS></ACT>",
    )
    assert blocks(document) == [
        ("heading", "Regulation on lamps"),
        ("heading", "Article 1"),
        ("heading", "Light"),
        ("item", "1. Lamps burn."),
        ("item", "2. They are:"),
        ("item", "(a) lit;"),
    ]


def test_xhtml_as_the_official_journal_prints_it(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>L_1</title></head><body>"
        "<p class='oj-ti-art'>Article 1</p><p class='oj-sti-art'>Light</p><p class='oj-normal'>1.   Lamps burn.</p>"
        "<table><tbody><tr><td><p>(a)</p></td><td><p>at night;</p></td></tr></tbody></table></body></html>",
    )
    assert blocks(document) == [
        ("heading", "Article 1"),
        ("heading", "Light"),
        ("text", "1. Lamps burn."),
        ("item", "(a) at night;"),
    ]
    assert document.format == "xml"


def test_xhtml_with_named_entities_is_read_as_html(tmp_path: Path) -> None:
    document = read(tmp_path, "<?xml version='1.0'?><html><body><p>Lamps&nbsp;burn.</p></body></html>")
    assert document.text == "Lamps burn."


@pytest.mark.parametrize(
    "text", ["<act><p>cut off", "<?xml version='1.0'?>", "<a><b></a></b>", "<act><meta>only</meta></act>"]
)
def test_damaged_or_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableSource):
        read(tmp_path, text)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE a [<!ENTITY b 'boo'><!ENTITY c '" + "&b;" * 50 + "'>]><act><p>&c;&c; lamp</p></act>"
    assert "boo" not in read(tmp_path, bomb).text


def test_no_file_is_pulled_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    text = f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]><act><p>lamp &x;</p></act>"
    assert "secret" not in read(tmp_path, text).text


def test_xhtml_with_named_characters_loses_none(tmp_path: Path) -> None:
    path = tmp_path / "page.xhtml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<p>caf&eacute;&nbsp;au lait</p></body></html>",
        encoding="utf-8",
    )
    assert read_xml(path).text == "café au lait"
