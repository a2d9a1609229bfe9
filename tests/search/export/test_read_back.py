"""Exports in the hands of those who read them: each format by a reader that is not ours."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import bibtexparser
import docx
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from search.export import COLUMNS, FORMATS, export_answer, unguarded
from search.query import Filters, Query
from search.results import SearchAnswer
from tests.search.export.answers import ARABIC, FULL, HOSTILE, SHA, WORDS, answer, passage, result

DAY = dt.date(2031, 2, 3)
QUERY = Query(FULL.query, limit=4, filters=Filters(kind=("treaty",), binding=True))
BASE = "http://127.0.0.1:8000/"


def written(form: str, made: SearchAnswer = FULL) -> str:
    return export_answer(made, form, DAY, QUERY, BASE).decode("utf-8")


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_ris_is_read_back() -> None:
    records = rispy.loads(written("ris"))
    assert [r["title"] for r in records] == [r.instrument.title for r in FULL.results]
    notes = records[0]["notes"]
    assert f"“{one_line(WORDS)}”" in notes
    assert any("limit=4; kind=treaty; binding=true" in n and SHA in n and "0123456789abcdef" in n for n in notes)
    assert records[0]["access_date"] == "2031/02/03/"
    assert f"“{one_line(ARABIC)}”" in records[1]["notes"]
    assert any("Read by OCR" in n for n in records[1]["notes"])
    assert any("As in the file: ‐1" in n for n in records[1]["notes"])


def test_bibtex_is_read_back() -> None:
    library = bibtexparser.parse_string(written("bibtex"), append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    fields = [{name: f.value for name, f in e.fields_dict.items()} for e in library.entries]
    assert [e.key for e in library.entries] == ["lakes:art-7", "lakes-ar:art-7", "coast:art-7", "evil:art-7"]
    assert fields[0]["annotation"].startswith(f"“{one_line(WORDS)}” — Found with IML Search on 2031-02-03")
    assert fields[0]["urldate"] == "2031-02-03"
    assert one_line(ARABIC) in fields[1]["annotation"]


def test_bibtex_keys_are_never_shared() -> None:
    labels = ("art 7(أ)", "art 7(ب)", "art 7")
    made = answer(*(result(n, label=label) for n, label in enumerate(labels, 1)))
    entries = bibtexparser.parse_string(written("bibtex", made)).entries
    assert [e.key for e in entries] == ["lakes:art-7", "lakes:art-7:2", "lakes:art-7:3"]
    assert [i["id"] for i in json.loads(written("csl-json", made))] == [e.key for e in entries]


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
def test_csl_json_is_read_back() -> None:
    items = json.loads(written("csl-json"))
    source = CiteProcJSON(items)
    assert set(source) == {"lakes:art-7", "lakes-ar:art-7", "coast:art-7", "evil:art-7"}
    assert source["lakes:art-7"]["accessed"].year == 2031
    assert items[0]["custom"]["quotation"] == WORDS
    assert items[0]["custom"]["parameters"] == {"q": FULL.query, "limit": 4, "kind": ["treaty"], "binding": True}
    assert items[0]["annote"].startswith(f"“{WORDS}”")
    assert "quotation" not in items[2]["custom"]


def test_csv_is_read_back() -> None:
    rows = list(csv.DictReader(io.StringIO(export_answer(FULL, "csv", DAY, QUERY).decode("utf-8-sig"), newline="")))
    assert [tuple(row) for row in rows] == [COLUMNS] * 4
    assert rows[0]["quotation"] == WORDS
    assert unguarded(rows[1]["quotation"]) == ARABIC
    assert (rows[2]["quotation"], rows[2]["digest"]) == ("", "Nobody is sent back over the sea.")
    assert json.loads(rows[0]["parameters"])["kind"] == ["treaty"]
    assert rows[0]["sha256"] == SHA
    assert {row["retrieved"] for row in rows} == {"2031-02-03"}


def test_csv_cells_are_no_formulas() -> None:
    text = export_answer(FULL, "csv", DAY, QUERY).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" '")[:1] in set("=+-@＝＋－＠") and not cell.startswith("'")]
    assert f"'{HOSTILE}" in cells
    assert "'@SUM(1) Treaty } of {" in cells


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("'=+-@ \t\r\nab,;\"＝"), max_size=8))
def test_a_guarded_cell_is_given_back(text: str) -> None:
    data = export_answer(answer(query=text or "x"), "json", DAY)
    assert json.loads(data)["query"] == (text or "x")
    made = answer(result(1), query=text)
    (row,) = csv.DictReader(io.StringIO(export_answer(made, "csv", DAY).decode("utf-8-sig"), newline=""))
    assert unguarded(row["query"]) == text
    assert row["query"].lstrip()[:1] not in set("=+-@＝") or not row["query"]


def test_json_says_once_what_was_asked() -> None:
    document = json.loads(written("json"))
    assert document["generation"] == "0123456789abcdef"
    assert [entry["quotation"] for entry in document["entries"]] == [WORDS, ARABIC, None, HOSTILE]
    assert document["entries"][0]["permalink"] == "http://127.0.0.1:8000/v1/instruments/lakes/provisions/art%207"
    assert document["entries"][1]["as_in_file"] == ["‐1"]


def _quotes(markdown: str) -> list[str]:
    """The words of the block quotes, as a reader of CommonMark shows them."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    quotes: list[str] = []
    depth = 0
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "blockquote_open":
            quotes.append("")
        elif token.type == "inline" and depth:
            quotes[-1] += _shown(token)
        else:
            assert not depth or token.type in ("paragraph_open", "paragraph_close"), token.type
    return quotes


def _shown(token: Any) -> str:
    kinds = {"text", "text_special", "hardbreak", "softbreak"}
    assert {child.type for child in token.children} <= kinds, "Markdown took the words for its own"
    return "".join("\n" if child.type.endswith("break") else child.content for child in token.children)


def test_markdown_shows_the_words_as_they_are() -> None:
    made = _quotes(written("md"))
    assert made == [WORDS, ARABIC, HOSTILE]
    assert "Digest by IML Search, not the instrument's words" in written("md")


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("*_`#>-+=1.)(\\[]<&|~!$:ab é\n"), min_size=1, max_size=30))
def test_any_words_are_shown_as_they_are(text: str) -> None:
    words = "\n".join(filter(None, (one_line(line) for line in text.split("\n"))))
    if words:
        assert _quotes(written("md", answer(result(1, result().instrument, passage(words))))) == [words]


def test_docx_is_read_back() -> None:
    document = docx.Document(io.BytesIO(export_answer(FULL, "docx", DAY, QUERY, BASE)))
    quotes = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Quote"]
    assert quotes[:4] == [*WORDS.split("\n"), *ARABIC.split("\n")]
    assert "".join(quotes).count("Nobody is sent back") == 0
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Nobody is sent back over the sea." in text
    assert "Digest by IML Search, not the instrument's words" in text
    assert SHA in text
    assert "0123456789abcdef" in text
    assert "limit=4; kind=treaty; binding=true" in text
    assert "https://example.org/lakes" in [h.address for p in document.paragraphs for h in p.hyperlinks]
    arabic = next(p for p in document.paragraphs if p.text == ARABIC.split("\n")[0])
    assert arabic.runs[0].font.rtl


def test_docx_of_the_same_is_the_same() -> None:
    assert export_answer(FULL, "docx", DAY, QUERY) == export_answer(FULL, "docx", DAY, QUERY)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_a_file_too(form: str) -> None:
    data = export_answer(answer(), form, DAY, QUERY)
    assert export_answer(SearchAnswer.from_json(answer().to_json()), form, DAY, QUERY) == data
    if form in ("md", "docx"):
        assert data
