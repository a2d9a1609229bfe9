"""Word files: final words only, notes behind their paragraph, the numbers that Word prints."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import SourceLimit, UnreadableSource
from ingest.model import Document
from ingest.readers import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own title"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="TOC Heading"/><w:basedOn w:val="H1"/>
  <w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Clause"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Dark"><w:name w:val="Dark"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Quiet"><w:name w:val="Quiet"/><w:basedOn w:val="Secret"/></w:style>
"""


def level(depth: int, style: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/>'
        "</w:lvl>"
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}'
    f"{level(2, 'upperRoman', '%1.%3', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "arabicAbjad", "(%1)")}{level(1, "bullet", "•")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "none", "Note:")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num>"
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
)


def packed(body: str, namespace: str = W, **parts: str) -> bytes:
    """A Word file with this text; the parts are those that stand beside it, by the name of their file."""
    named = {"styles": STYLES, "numbering": NUMBERING, **parts}
    names = (
        f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>")
        for name, content in named.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {names}>{content}</w:{name}>")
        relations = "".join(f'<Relationship Type="{KINDS}/{name}" Target="{name}.xml"/>' for name in named)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "lamps"
    path.write_bytes(data)
    return read_document(path)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def lines(tmp_path: Path, body: str, **parts: str) -> list[str]:
    return read(tmp_path, packed(body, **parts)).text.split("\n")


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def par(*inner: str, properties: str = "") -> str:
    words = "".join(part if part.startswith("<") else run(part) for part in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def listed(list_id: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(words: str) -> str:
    return f"<w:txbxContent>{par(words)}</w:txbxContent>"


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", id="deleted"),
        pytest.param(f"<w:moveFrom>{run('gone')}</w:moveFrom>", id="moved away"),
        pytest.param(run("gone", "<w:vanish/>"), id="hidden"),
        pytest.param(run("gone", '<w:rStyle w:val="Quiet"/>'), id="a style based on a hidden one"),
        pytest.param('<w:r><w:commentReference w:id="0"/></w:r>', id="a comment"),
        pytest.param("<w:ruby><w:rt><w:r><w:t>gone</w:t></w:r></w:rt><w:rubyBase/></w:ruby>", id="ruby"),
        pytest.param(field("IF 1 = 2", "").replace("1 = 2", "1 = 2 gone"), id="the instruction of a field"),
        pytest.param(field("TOC \\o", run("gone")), id="contents"),
        pytest.param(f'<w:fldSimple w:instr=" INDEX ">{run("gone")}</w:fldSimple>', id="an index"),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('gone')}</w:sdtContent></w:sdt>",
            id="words that ask for words",
        ),
    ],
)
def test_what_is_not_shown_is_left_out(tmp_path: Path, gone: str) -> None:
    assert lines(tmp_path, par("The lamp", gone, " burns.")) == ["The lamp burns."]


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        pytest.param(f"<w:ins>{run('brightly')}</w:ins>", "brightly", id="inserted"),
        pytest.param(f"<w:moveTo>{run('brightly')}</w:moveTo>", "brightly", id="moved here"),
        pytest.param(run("seen", '<w:rStyle w:val="Quiet"/><w:vanish w:val="0"/>'), "seen", id="shown after all"),
        pytest.param(run("seen", "<w:webHidden/>"), "seen", id="hidden on the web only"),
        pytest.param(f"<w:hyperlink>{run('link')}</w:hyperlink>", "link", id="a link"),
        pytest.param(f"<w:sdt><w:sdtContent>{run('named')}</w:sdtContent></w:sdt>", "named", id="a control"),
        pytest.param(field("REF x", run("article 4")), "article 4", id="what a field prints"),
        pytest.param(field("DATE", field("PAGE", run("4"))), "4", id="a field in a field"),
        pytest.param(f'<w:fldSimple w:instr="DATE">{run("May")}</w:fldSimple>', "May", id="a simple field"),
        pytest.param('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>on</w:t></w:r>', "on", id="no end"),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥", id="a sign of Symbol"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", id="a sign of Wingdings"),
        pytest.param('<w:r><w:sym w:font="Arial" w:char="00A7"/></w:r>', "§", id="a sign of letters"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r>', "\ufffd", id="a sign of no alphabet"),
        pytest.param("<w:r><w:t>oil</w:t><w:noBreakHyphen/><w:t>lamp</w:t></w:r>", "oil\u2011lamp", id="hyphen"),
        pytest.param("<w:r><w:t>oil</w:t><w:softHyphen/><w:t>y</w:t></w:r>", "oily", id="soft hyphen"),
        pytest.param("<w:r><w:t>oil</w:t><w:tab/><w:t>gas</w:t></w:r>", "oil gas", id="tab"),
        pytest.param(
            "<mc:AlternateContent><mc:Choice/><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback>"
            "</mc:AlternateContent>",
            "old",
            id="a choice without words",
        ),
    ],
)
def test_what_is_shown_is_kept(tmp_path: Path, kept: str, words: str) -> None:
    assert lines(tmp_path, par("The lamp: ", kept, ".")) == [f"The lamp: {words}."]


def test_tracked_changes_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, packed(par(f"<w:ins>{run('A lamp')}</w:ins>", "<w:del><w:r/></w:del>", " burns.")))
    assert document.warnings == ("2 tracked changes: what they insert is read, what they delete is not",)


def test_paragraphs_whose_end_was_deleted_are_one(tmp_path: Path) -> None:
    end = "<w:rPr><w:del/></w:rPr>"
    table = f"<w:tbl><w:tr><w:tc>{par('oil', properties=end)}</w:tc><w:tc>{par('gas')}</w:tc></w:tr></w:tbl>"
    body = par("The lamp ", properties=listed(1) + end) + par("burns.", properties=listed(1)) + table
    assert lines(tmp_path, body) == ["1. The lamp burns.", "oil | gas"]


def test_hidden_and_deleted_blocks_are_left_out(tmp_path: Path) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>" + par("gone") + "</w:tc></w:tr>"
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    assert lines(
        tmp_path,
        par(run("gone", "<w:vanish/>"), properties=listed(1) + hidden)
        + par("gone", properties='<w:pStyle w:val="Dark"/>')
        + f"<w:tbl>{row.format('<w:del/>')}{row.format('<w:hidden/>')}</w:tbl>"
        + f"<w:sdt><w:sdtPr>{contents}</w:sdtPr><w:sdtContent>{par('gone')}</w:sdtContent></w:sdt>"
        + par('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r>', "gone")
        + par("gone", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', properties=listed(1))
        + par("The lamp burns.", properties=listed(1)),
    ) == ["1. The lamp burns."]


def note(number: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def held(kind: str, **notes: str) -> str:
    return "".join(f'<w:{kind} w:id="{name[1:]}">{content}</w:{kind}>' for name, content in notes.items())


FOOTNOTES = held("footnote", n4=par("<w:r><w:footnoteRef/></w:r>", " Of whales.") + par("Mostly."), n9=par("Of rock."))
ENDNOTES = held("endnote", n4=par("See above."))


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    body = par("The oil", note(4), " burns", note(4, "endnote"), ".") + par("It smells.", note(9))
    document = read(tmp_path, packed(body, footnotes=FOOTNOTES, endnotes=ENDNOTES))
    assert blocks(document) == [
        ("text", "The oil burns."),
        ("note", "1 Of whales."),
        ("note", "Mostly."),
        ("note", "i See above."),
        ("text", "It smells."),
        ("note", "2 Of rock."),
    ]


def test_notes_of_a_table_stand_behind_its_row(tmp_path: Path) -> None:
    cells = f"<w:tc>{par('oil', note(9))}</w:tc><w:tc>{par('gas')}</w:tc>"
    document = read(tmp_path, packed(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", footnotes=FOOTNOTES))
    assert blocks(document) == [("table", "oil | gas"), ("note", "1 Of rock.")]


@pytest.mark.parametrize(
    ("settings", "marks"),
    [
        pytest.param('<w:numFmt w:val="chicago"/>', ["*", "†"], id="signs"),
        pytest.param('<w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/>', ["C", "D"], id="a first number"),
        pytest.param('<w:numRestart w:val="eachSect"/>', ["1", "1"], id="anew in each section"),
        pytest.param('<w:numRestart w:val="eachPage"/>', ["", ""], id="anew on each page: nobody can tell"),
    ],
)
def test_marks_of_notes(tmp_path: Path, settings: str, marks: list[str]) -> None:
    body = par("One.", note(9), properties="<w:sectPr/>") + par("Two.", note(9)) + "<w:sectPr/>"
    settings = f"<w:footnotePr>{settings}</w:footnotePr>"
    found = [words for role, words in blocks(read(tmp_path, packed(body, footnotes=FOOTNOTES, settings=settings)))
             if role == "note"]  # fmt: skip
    assert found == [f"{mark} Of rock.".strip() for mark in marks]


@pytest.mark.parametrize("said", ["** Of rock.", "Of rock."])
def test_a_mark_that_the_author_chose(tmp_path: Path, said: str) -> None:
    reference = note(1, more=' w:customMarkFollows="1"').replace("</w:r>", "<w:t>**</w:t></w:r>")
    footnotes = held("footnote", n1=par(said), n2=par("Of whales."))
    body = par("The oil", reference, " burns.", note(2))
    assert lines(tmp_path, body, footnotes=footnotes) == ["The oil burns.", "** Of rock.", "1 Of whales."]


def test_deleted_notes_are_not_counted_and_missing_ones_told(tmp_path: Path) -> None:
    body = par("The oil", f"<w:del>{note(4)}</w:del>", " burns.", note(9), note(77))
    document = read(tmp_path, packed(body, footnotes=FOOTNOTES))
    assert document.text.split("\n") == ["The oil burns.", "1 Of rock."]
    assert document.warnings[1:] == ("1 notes that the text refers to are missing in the file",)


def test_words_in_boxes_are_read_once(tmp_path: Path) -> None:
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box('In a box.')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box('In a box.')}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:textbox>{box('Of old.')}</v:textbox></w:pict></w:r>"
    assert lines(tmp_path, par("The ", shape, "lamp", old, ".")) == ["The lamp.", "In a box.", "Of old."]


def test_texts_of_their_own_files_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, packed(par("A lamp.") + "<w:altChunk/>"))
    assert document.warnings == ("1 parts of the text are files of their own inside this one and are not read",)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["1.", "(a)", "(b)", "2.", "(a)"], id="levels"),
        pytest.param([(1, 0), (1, 2)], ["1.", "1.1"], id="digits for all levels"),
        pytest.param([(1, 0), (2, 0), (3, 0), (3, 0)], ["1.", "2.", "7.", "8."], id="lists that count on, and anew"),
        pytest.param([(4, 0), (4, 0), (4, 0), (4, 1)], ["(أ)", "(ب)", "(ج)", ""], id="letters of Arabic; a bullet"),
        pytest.param([(5, 0)], ["Note:"], id="a word for a number"),
        pytest.param([(9, 0)], [""], id="a list that is not there"),
    ],
)
def test_list_numbers(tmp_path: Path, items: list[tuple[int, int]], expected: list[str]) -> None:
    body = "".join(par("x", properties=listed(*item)) for item in items)
    assert lines(tmp_path, body) == [f"{number} x".strip() for number in expected]


def test_styles_give_headings_and_lists(tmp_path: Path) -> None:
    body = "".join(
        par(words, properties=f'<w:pStyle w:val="{style}"/>{more}')
        for words, style, more in (
            ("Light", "H1", ""),
            ("Oil", "Own", ""),
            ("Contents", "Toc", ""),
            ("Wicks", "N", '<w:outlineLvl w:val="2"/>'),
            ("at dusk", "Art", ""),
            ("at dawn", "Art", '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
            ("in fog", "Art", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        )
    )
    document = read(tmp_path, packed(body))
    assert [(b.role, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 1, "Light"),
        ("heading", 1, "Oil"),
        ("text", None, "Contents"),
        ("heading", 3, "Wicks"),
        ("item", 1, "1. at dusk"),
        ("item", 2, "(a) at dawn"),
        ("text", None, "in fog"),
    ]


def test_a_file_of_the_strict_format(tmp_path: Path) -> None:
    assert read(tmp_path, packed(par("The lamp burns."), STRICT)).text == "The lamp burns."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(packed(par("&nope;")), "damaged", id="damaged XML"),
        pytest.param(packed(par("<w:smartTag>" * 200 + run("x") + "</w:smartTag>" * 200)), "nests more", id="nested"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(tmp_path, data)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    bomb = packed(par("x") + " " * (65 * 1024 * 1024))
    with pytest.raises(SourceLimit, match=r"document\.xml.* 64 MiB"):
        read(tmp_path, bomb)
