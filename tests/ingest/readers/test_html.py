"""HTML: the text of the page, not its menus."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableSource
from ingest.model import Document
from ingest.readers.html import read_html


def read(tmp_path: Path, body: str) -> Document:
    path = tmp_path / "page.html"
    path.write_text(
        f"<!doctype html><html lang='en'><head><title>Lamps</title></head><body>{body}</body></html>", encoding="utf-8"
    )
    return read_html(path)


def blocks(document: Document) -> list[tuple[str, int | None, str]]:
    return [(block.role, block.level, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_paragraphs_items(tmp_path: Path) -> None:
    document = read(tmp_path, "<h1>Lamps</h1><p>They <b>burn</b>.</p><ul><li>one<ul><li>two</li></ul></li></ul>")
    assert blocks(document) == [
        ("heading", 1, "Lamps"),
        ("text", None, "They burn."),
        ("item", 1, "one"),
        ("item", 2, "two"),
    ]
    assert (document.title, document.language, document.format) == ("Lamps", "en", "html")


@pytest.mark.parametrize(
    "menu",
    [
        "<nav><a href='/'>Home</a></nav>",
        "<header><nav><a href='/'>Home</a></nav></header>",
        "<footer>Imprint</footer>",
        "<div class='main-menu'><a href='/a'>Home</a> <a href='/b'>Laws</a></div>",
        "<div role='navigation'>Home</div>",
        "<aside>Read also</aside>",
        "<p style='display:none'>hidden</p>",
        "<script>let x = '<p>no</p>';</script>",
    ],
)
def test_menus_are_left_out(tmp_path: Path, menu: str) -> None:
    assert read(tmp_path, f"{menu}<p>The lamp burns.</p>{menu}").text == "The lamp burns."


def test_a_header_with_the_preamble_stays(tmp_path: Path) -> None:
    assert read(tmp_path, "<header><h2>Preamble</h2><p>Whereas lamps burn,</p></header><p>They burn.</p>").text == (
        "Preamble\nWhereas lamps burn,\nThey burn."
    )


def test_only_main_is_read(tmp_path: Path) -> None:
    assert (
        read(tmp_path, "<div>banner</div><main><p>The lamp burns.</p></main><div>more</div>").text == "The lamp burns."
    )


def test_tables(tmp_path: Path) -> None:
    document = read(tmp_path, "<table><tr><th>Lamp</th><th>Oil</th></tr><tr><td>one</td><td>two</td></tr></table>")
    assert [(role, text) for role, _, text in blocks(document)] == [("table", "Lamp | Oil"), ("table", "one | two")]


def test_a_table_that_lays_out_a_point(tmp_path: Path) -> None:
    document = read(tmp_path, "<table><tr><td><p>(a)</p></td><td><p>the lamp is lit;</p></td></tr></table>")
    assert blocks(document) == [("item", None, "(a) the lamp is lit;")]


def test_entities_and_breaks(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>Lamps&nbsp;&amp; bells<br>ring &eacute;</p>").text == "Lamps & bells\nring é"


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="no text outside menus"):
        read(tmp_path, "<nav>Home</nav><script>x()</script>")


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div>" * 5000 + "x", encoding="utf-8")
    with pytest.raises(UnreadableSource):
        read_html(path)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<ol><li><p>lit</p><p>and kept</p></li><li>put out</li></ol>", "1. lit\nand kept\n2. put out", id="plain"
        ),
        pytest.param(
            "<ol start='4' type='a'><li>x<ol type='I'><li>y</li></ol></li><li value='7'>z</li></ol>",
            "d. x\nI. y\ng. z",
            id="style and start",
        ),
        pytest.param(
            "<ol style='list-style-type: lower-roman'><li>x</li><li>y</li></ol>", "i. x\nii. y", id="by style"
        ),
        pytest.param("<ol style='list-style: none'><li>x</li></ol>", "x", id="without numbers"),
        pytest.param("<ol><li>(a) x</li><li>y</li></ol>", "(a) x\ny", id="numbers in the words"),
        pytest.param("<ol><li>Article 5. x</li></ol>", "Article 5. x", id="an article in the words"),
        pytest.param("<ol><li> </li><li><br/>x</li></ol><p>y</p>", "2. x\ny", id="an item without words"),
    ],
)
def test_ordered_lists_are_numbered(tmp_path: Path, body: str, expected: str) -> None:
    assert read(tmp_path, body).text == expected


def test_notes_and_their_marks(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<p>The oil<a role='doc-noteref' href='#n'>1</a> burns.</p>"
        "<section class='footnotes'><ol><li><p>Of whales.<a role='doc-backlink' href='#m'>^</a></p></li></ol>"
        "</section>",
    )
    assert [(role, text) for role, _, text in blocks(document)] == [
        ("text", "The oil burns."),
        ("note", "1. Of whales."),
    ]


def test_a_page_of_which_the_parser_would_lose_the_rest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="limit of the HTML parser"):
        read(tmp_path, "<p>The lamp burns.</p>" + "<div>" * 300 + "x" + "</div>" * 300 + "<p>It is put out.</p>")
