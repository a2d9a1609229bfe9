"""Exported citations in the hands of those who read them: parsers of BibTeX and RIS, processors of CSL-JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Entry
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from search.citations import Citable, cite_all, cite_style
from search.citations.bibtex import citation_key

STYLE = Path(__file__).parent / "treaties.csl"

TREATY = Citable(
    id="lakes",
    title="Convention on Travellers by Lake",
    kind="treaty",
    short_title="Lakes Convention",
    adopted="1961-03-09",
    in_force="1964-11-30",
    source="812 UNTS 45",
    url="https://example.org/lakes_en?a=1&b=%20#top",
    label="art 7(2)(b)",
)
ITEMS = [
    TREATY,
    replace(TREATY, id="charter", source="3 UNTS XVI", adopted="1946-02", label="preamble"),
    replace(TREATY, id="rules", source="ETS No. 501", short_title=None, url=None, label="reg V/34-1(2)"),
    replace(TREATY, id="rights", source="OJ C 12, 3.4.2013, p. 56", label="art 18"),
    Citable(
        id="act",
        title="Regulation (EU) 2031/17 on lake & river travel",
        kind="regulation",
        short_title="R&R {Regulation}",
        adopted="2031-05-06",
        source="CELEX 32031R0017",
        label="art 3(1)",
    ),
    Citable(
        id="cmw-crc-gc9",
        title="Joint general comment No. 9 / No. 8: children 100% at sea, #safe_journeys",
        kind="general_comment",
        adopted="2019-12-01",
        source="CMW/C/GC/9-CRC/C/GC/8",
        label="para 12",
    ),
    Citable(
        id="cerd-gr2",
        title="General recommendation II: travellers",
        kind="general_comment",
        adopted="1974",
        source="A/29/18",
        label="para 2",
    ),
    Citable(
        id="lake-compact",
        title="Compact for “Calm” Waters — Part I",
        kind="compact",
        adopted="2017-07-18",
        source="A/RES/71/999; A/71/50 (Part II)",
        label="objective 4",
    ),
    Citable(
        id="labour",
        title="Convenio sobre los niños y las niñas en los barcos",
        kind="treaty",
        short_title="Boat Children Convention (C399)",
        adopted="2011-06-16",
        source="ILO Convention No. 399",
        label="art 2",
        language="es",
    ),
    Citable(
        id="arab",
        title="الاتفاقية المتعلقة بالمسافرين في البحيرات",
        kind="treaty",
        adopted="1999-01-02",
        source="2900 UNTS 8",
        label="art 1",
        language="ar",
    ),
    Citable(
        id="survey",
        title=r"Lakes & {Rivers}: 50% of $5, a_b, no. #1 – C:\data ~ «œuvre» d'Évora -- a ''lake'' ¿or? ?`",
        kind="publication",
        adopted="2023-04",
        source="ISBN 978-92-0000-001-8",
        url="https://example.org/survey a",
        label="sec Findings",
        locator={"page_first": 12, "page_last": 14},
    ),
    Citable(id="bare", title="Treaty of Examples", kind="treaty"),
]
IDS = [item.id for item in ITEMS]


def read_bibtex(text: str, *, decoded: bool = True) -> list[Entry]:
    """The entries; an address is taken as it stands, so that it is compared undecoded."""
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()] if decoded else [])
    assert not library.failed_blocks
    return library.entries


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_bibtex_is_read_back(item: Citable) -> None:
    text = cite_style(item, "bibtex")
    (entry,), (raw,) = read_bibtex(text), read_bibtex(text, decoded=False)
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.key == citation_key(item)
    assert fields["title"] == item.title
    assert fields.get("shorttitle") == item.short_title
    assert fields.get("year") == (item.adopted[:4] if item.adopted else None)
    assert fields.get("day") == (str(int(item.adopted[8:])) if item.adopted and item.adopted[8:] else None)
    assert fields["language"] == item.language
    assert (raw.fields_dict["url"].value if item.url else None) == (item.url.replace(" ", "%20") if item.url else None)
    if item.source and not item.source.startswith("ISBN"):
        assert item.source in (fields.get("howpublished"), fields.get("number"))
    if item.label:
        assert fields["note"].endswith("pp 12–14" if item.id == "survey" else item.label)


def test_bibtex_of_many_is_read_back_in_order() -> None:
    entries = read_bibtex(cite_all(ITEMS, "bibtex"))
    assert [e.key for e in entries] == [citation_key(i) for i in ITEMS]
    assert entries[IDS.index("cmw-crc-gc9")].fields_dict["author"].value == (
        "UN Committee on Migrant Workers and UN Committee on the Rights of the Child"
    )


# What decoding turns into a likeness of itself (^ into ˆ), or takes for the end of a line, is left out.
TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z", "M", "Sk")) | st.sampled_from("{}&%#_$~\\'-`?<>, éÉñ"),
    min_size=1,
    max_size=40,
).filter(lambda t: "^" not in t and t.strip() and t.count("{") == t.count("}") == 0)


@settings(max_examples=150, deadline=None)
@given(TITLES)
def test_any_title_is_read_back(title: str) -> None:
    item = replace(TREATY, title=title, url=None)
    (entry,) = read_bibtex(cite_style(item, "bibtex"))
    assert entry.fields_dict["title"].value.split() == title.split()
    (record,) = rispy.loads(cite_style(item, "ris"))
    assert record["title"].split() == title.split()


@pytest.mark.parametrize("title", ["a } b { c", "{", "}}", "{a}{", "{a} b {c {d}}"])
def test_braces_leave_the_next_entry_alone(title: str) -> None:
    text = cite_all([replace(TREATY, title=title), replace(TREATY, id="next")], "bibtex")
    assert text.count("{") == text.count("}")
    assert [e.key for e in read_bibtex(text)] == ["lakes:art-7-2-b", "next:art-7-2-b"]


@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_ris_is_read_back(item: Citable) -> None:
    (record,) = rispy.loads(cite_style(item, "ris"))
    law = item.kind in ("treaty", "regulation")
    assert record["type_of_reference"] == ("STAT" if law else "RPRT")
    assert record["title"] == item.title
    assert record.get("short_title") == item.short_title
    assert record.get("year") == (item.adopted[:4] if item.adopted else None)
    assert record["language"] == item.language
    assert record.get("urls") == ([item.url] if item.url else None)
    if item.label and law:
        assert record["section"] == item.label


def test_ris_of_many_is_read_back_in_order() -> None:
    records = rispy.loads(cite_all(ITEMS, "ris"))
    assert [r["title"] for r in records] == [i.title for i in ITEMS]
    assert records[0] | {"volume": "812", "secondary_title": "UNTS", "start_page": "45"} == records[0]
    assert records[IDS.index("cmw-crc-gc9")]["authors"] == [
        "UN Committee on Migrant Workers,",
        "UN Committee on the Rights of the Child,",
    ]
    assert records[IDS.index("survey")] | {"start_page": "12", "end_page": "14"} == records[IDS.index("survey")]


# item, as the style of the tests prints it
RENDERED = [
    (
        "lakes",
        "Convention on Travellers by Lake, 9 March 1961, 812 UNTS 45, "
        "Entered into force 30 November 1964; Cited at art 7(2)(b).",
    ),
    (
        "charter",
        "Convention on Travellers by Lake, February 1946, 3 UNTS XVI, "
        "Entered into force 30 November 1964; Cited at preamble.",
    ),
    (
        "rights",
        "Convention on Travellers by Lake, 9 March 1961, C12 OJ 56, "
        "Entered into force 30 November 1964; Cited at art 18.",
    ),
    ("act", "act: Regulation (EU) 2031/17 on lake & river travel, 6 May 2031, 2031/17, Cited at art 3(1)."),
    (
        "cmw-crc-gc9",
        "UN Committee on Migrant Workers and UN Committee on the Rights of the Child, “Joint general comment No. 9 / "
        "No. 8: children 100% at sea, #safe_journeys”, 1 December 2019, CMW/C/GC/9-CRC/C/GC/8, Cited at para 12.",
    ),
    (
        "cerd-gr2",
        "UN Committee on the Elimination of Racial Discrimination, “General recommendation II: travellers”, 1974, "
        "A/29/18, Cited at para 2.",
    ),
    (
        "labour",
        "Convenio sobre los niños y las niñas en los barcos, 16 June 2011, ILO Convention No. 399, Cited at art 2.",
    ),
    ("arab", "الاتفاقية المتعلقة بالمسافرين في البحيرات, 2 January 1999, 2900 UNTS 8, Cited at art 1."),
    ("bare", "Treaty of Examples."),
]
CITED = [ITEMS[IDS.index(name)] for name, _ in RENDERED]


def test_csl_json_is_rendered_by_citeproc() -> None:
    source = CiteProcJSON(json.loads(cite_all(CITED, "csl-json")))
    bibliography = CitationStylesBibliography(CitationStylesStyle(str(STYLE)), source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    assert [str(entry) for entry in bibliography.bibliography()] == [text for _, text in RENDERED]


TYPOGRAPHIC = str.maketrans("'`", "’‘")
"""Pandoc reads the typewriter's quotation marks as the printer's."""
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


def run_pandoc(*arguments: str, text: str = "") -> str:
    done = subprocess.run(["pandoc", *arguments], input=text, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


@needs_pandoc
def test_csl_json_is_rendered_by_pandoc(tmp_path: Path) -> None:
    file = tmp_path / "cited.json"
    file.write_text(cite_all(CITED, "csl-json"), encoding="utf-8")
    printed = run_pandoc(
        "--citeproc", f"--bibliography={file}", f"--csl={STYLE}", "--to=plain", "--wrap=none",
        text='---\nnocite: "@*"\n---\n',
    )  # fmt: skip
    assert sorted(line for line in printed.splitlines() if line) == sorted(text for _, text in RENDERED)


@needs_pandoc
@pytest.mark.parametrize("item", ITEMS, ids=IDS)
def test_bibtex_is_read_by_pandoc(item: Citable) -> None:
    (read,) = json.loads(run_pandoc("--from=bibtex", "--to=csljson", text=cite_style(item, "bibtex")))
    assert read["id"] == citation_key(item)
    assert read["title"] == item.title.translate(TYPOGRAPHIC)
    assert read.get("title-short") == item.short_title
    assert read.get("URL") == (item.url.replace(" ", "%20") if item.url else None)
    dated = [int(part) for part in item.adopted.split("-")] if item.adopted else None
    assert (read["issued"]["date-parts"][0] if dated else None) == dated
