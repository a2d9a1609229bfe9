"""Citations in each style; facts that are missing leave no trace."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from ingest.errors import UsageError
from search.citations import MEDIA_TYPES, STYLES, Citable, cite_all, cite_style, plain_citation
from search.citations.csl import csl_item
from search.citations.item import read_date, read_source

ICRMW = Citable(
    id="icrmw",
    title="International Convention on the Protection of the Rights of All Migrant Workers",
    kind="treaty",
    short_title="ICRMW",
    adopted="1990-12-18",
    in_force="2003-07-01",
    source="2220 UNTS 3",
    url="https://example.org/icrmw_en",
    label="art 16(4)",
)
COMMENT = Citable(
    id="cmw-gc2",
    title="General comment No. 2 on migrant workers in an irregular situation",
    kind="general_comment",
    adopted="2013-08-28",
    source="CMW/C/GC/2",
    label="para 24",
)
REGULATION = Citable(
    id="ammr",
    title="Regulation (EU) 2024/1351 on asylum and migration management",
    kind="regulation",
    short_title="AMMR",
    adopted="2024-05-14",
    source="CELEX 32024R1351",
    label="art 34(1)(b)",
)
COMPACT = Citable(
    id="gcm",
    title="Global Compact for Safe, Orderly and Regular Migration",
    kind="compact",
    short_title="GCM",
    adopted="2018-12-19",
    source="A/RES/73/195",
    label="objective 13",
)
REPORT = Citable(
    id="report",
    title="Data & Migration: 100% {new}",
    kind="publication",
    adopted="2023",
    url="https://example.org/a b",
    label="sec Findings",
    locator={"page_first": 12, "page_last": 14},
)
OLD_COMMENT = Citable(
    id="ccpr-gc99-lakes",
    title="General comment No. 99: Lakes",
    kind="general_comment",
    adopted="1985-04-02",
    source="HRI/GEN/1/Rev.9 (Vol. I) p. 207",
    label="para 3",
)
JOINT_COMMENT = replace(COMMENT, source="CMW/C/GC/9-CRC/C/GC/8", title="Joint general comment No. 9 / No. 8")
LABOUR = Citable(
    id="ilo-c399",
    title="Convention concerning work on lakes",
    kind="treaty",
    short_title="Lake Workers Convention (C399)",
    adopted="2011-06-16",
    source="ILO Convention No. 399",
    label="art 2",
)
CHARTER = Citable(
    id="charter",
    title="Charter of the Lakes",
    kind="treaty",
    short_title="Lakes Charter",
    adopted="2000-12-07",
    in_force="2009-12-01",
    source="OJ C 326, 26.10.2012, p. 391",
    label="art 18",
)
BARE = Citable(id="bare", title="Treaty of Examples", kind="treaty")

LONG = ICRMW.title
PROSE = [
    ("plain", ICRMW, f"{LONG} (adopted 18 December 1990, entered into force 1 July 2003) 2220 UNTS 3, art 16(4)"),
    ("plain", COMMENT, f"{COMMENT.title} (adopted 28 August 2013) CMW/C/GC/2, para 24"),
    ("plain", REPORT, "Data & Migration: 100% {new} (2023), pp 12–14"),
    ("plain", BARE, "Treaty of Examples"),
    ("plain", replace(BARE, label="art 5"), "Treaty of Examples, art 5"),
    ("plain", replace(BARE, source="5 UNTS 7"), "Treaty of Examples 5 UNTS 7"),
    ("plain", replace(BARE, in_force="1999-05"), "Treaty of Examples (entered into force May 1999)"),
    ("plain", replace(BARE, adopted="18.12.1990"), "Treaty of Examples"),  # no ISO date, no date
    (
        "oscola",
        ICRMW,
        f"{LONG} (adopted 18 December 1990, entered into force 1 July 2003) 2220 UNTS 3 (ICRMW) art 16(4)",
    ),
    (
        "oscola",
        COMMENT,
        f"UN Committee on Migrant Workers, ‘{COMMENT.title}’ (28 August 2013) UN Doc CMW/C/GC/2, para 24",
    ),
    ("oscola", REGULATION, f"{REGULATION.title} [2024] OJ L2024/1351, art 34(1)(b)"),
    ("oscola", COMPACT, f"{COMPACT.title} (adopted 19 December 2018) UNGA Res 73/195 (GCM) objective 13"),
    ("oscola", REPORT, "‘Data & Migration: 100% {new}’ (2023) 12–14 <https://example.org/a b>"),
    ("oscola", BARE, "Treaty of Examples"),
    # the short title is said once, and not when it is part of the title
    ("oscola", replace(BARE, short_title="Treaty of Examples", label="art 2"), "Treaty of Examples, art 2"),
    (
        "bluebook",
        ICRMW,
        f"{LONG} art. 16(4), adopted Dec. 18, 1990, 2220 U.N.T.S. 3 (entered into force July 1, 2003)",
    ),
    (
        "bluebook",
        COMMENT,
        f"U.N. Comm. on Migrant Workers, {COMMENT.title}, ¶ 24, U.N. Doc. CMW/C/GC/2 (Aug. 28, 2013)",
    ),
    ("bluebook", REGULATION, f"{REGULATION.title}, art. 34(1)(b), 2024 O.J. (L 2024/1351)"),
    ("bluebook", COMPACT, f"G.A. Res. 73/195, {COMPACT.title}, objective 13 (Dec. 19, 2018)"),
    ("bluebook", REPORT, "Data & Migration: 100% {new}, at 12–14 (2023), https://example.org/a b"),
    ("bluebook", BARE, "Treaty of Examples"),
    # a treaty body is told by the id where the symbol is of a collection; the page is the collection's
    (
        "oscola",
        OLD_COMMENT,
        "UN Human Rights Committee, ‘General comment No. 99: Lakes’ (2 April 1985) UN Doc HRI/GEN/1/Rev.9 (Vol. I) "
        "207, para 3",
    ),
    (
        "bluebook",
        OLD_COMMENT,
        "U.N. Hum. Rts. Comm., General comment No. 99: Lakes, ¶ 3, U.N. Doc. HRI/GEN/1/Rev.9 (Vol. I), at 207 "
        "(Apr. 2, 1985)",
    ),
    (
        "oscola",
        JOINT_COMMENT,
        "UN Committee on Migrant Workers and UN Committee on the Rights of the Child, ‘Joint general comment No. 9 / "
        "No. 8’ (28 August 2013) UN Doc CMW/C/GC/9-CRC/C/GC/8, para 24",
    ),
    (
        "bluebook",
        JOINT_COMMENT,
        "U.N. Comm. on Migrant Workers & U.N. Comm. on the Rts. of the Child, Joint general comment No. 9 / No. 8, "
        "¶ 24, U.N. Doc. CMW/C/GC/9-CRC/C/GC/8 (Aug. 28, 2013)",
    ),
    # no brackets in brackets, no full stop behind No
    (
        "oscola",
        LABOUR,
        "Convention concerning work on lakes (adopted 16 June 2011) ILO Convention No 399 (Lake Workers Convention, "
        "C399) art 2",
    ),
    (
        "oscola",
        replace(LABOUR, title="Lake Workers Convention, 2011", short_title="Lake Workers Convention (LWC, 2011)"),
        "Lake Workers Convention, 2011 (adopted 16 June 2011) ILO Convention No 399 (LWC, 2011) art 2",
    ),
    ("oscola", replace(BARE, source="ETS No. 5"), "Treaty of Examples ETS No 5"),
    ("bluebook", replace(BARE, source="ETS No. 5"), "Treaty of Examples, E.T.S. No. 5"),
    # primary law of the European Union
    ("oscola", CHARTER, "Charter of the Lakes [2012] OJ C326/391, art 18"),
    ("bluebook", CHARTER, "Charter of the Lakes art. 18, 2012 O.J. (C 326) 391"),
    # of an act from before 2024 the issue is not known
    ("oscola", replace(REGULATION, source="32008L0115"), f"{REGULATION.title} CELEX 32008L0115, art 34(1)(b)"),
    # a treaty that is known by the resolution it was adopted with, and one in two volumes
    ("oscola", replace(BARE, source="A/RES/66/138", label="art 3"), "Treaty of Examples UNGA Res 66/138, art 3"),
    ("bluebook", replace(BARE, source="A/RES/66/138", label="art 3"), "Treaty of Examples art. 3, G.A. Res. 66/138"),
    ("bluebook", replace(BARE, source="993 UNTS 3; 1 UNTS XVI"), "Treaty of Examples, 993 U.N.T.S. 3, 1 U.N.T.S. XVI"),
    # two symbols
    (
        "oscola",
        replace(COMPACT, source="A/RES/73/151; A/73/12 (Part II)"),
        f"{COMPACT.title} (adopted 19 December 2018) UNGA Res 73/151, UN Doc A/73/12 (Part II) (GCM) objective 13",
    ),
    (
        "bluebook",
        replace(COMPACT, source="A/RES/73/151; A/73/12 (Part II)"),
        f"G.A. Res. 73/151, {COMPACT.title}, objective 13, U.N. Doc. A/73/12 (Part II) (Dec. 19, 2018)",
    ),
    # a book's number is for catalogues, not for footnotes
    ("oscola", replace(REPORT, source="ISBN 978-92-0000-001-8", url=None), f"‘{REPORT.title}’ (2023) 12–14"),
    ("oscola", replace(REPORT, source="Fact Sheet No. 2", adopted=None), f"‘{REPORT.title}’ Fact Sheet No 2, 12–14"),
]

# label, OSCOLA, Bluebook
PINPOINTS = [
    ("art 16(4)", "art 16(4)", "art. 16(4)"),
    ("art 6 bis", "art 6 bis", "art. 6 bis"),
    ("para 12", "para 12", "¶ 12"),
    ("annex I art 3", "annex I art 3", "annex I, art. 3"),
    ("schedule para 6", "schedule para 6", "schedule, ¶ 6"),
    ("annex ch V reg 33", "annex ch V reg 33", "annex, ch. V, reg. 33"),
    ("reg V/34-1(2)", "reg V/34-1(2)", "reg. V/34-1(2)"),
    ("standard A2.5(2)", "standard A2.5(2)", "standard A2.5(2)"),
    ("recital 12", "recital 12", "recital 12"),
    ("preamble", "preamble", "pmbl."),
    ("sec B.2", "sec B.2", "§ B.2"),
    ("sec Key findings", "sec Key findings", "sec Key findings"),
    ("final clauses", "final clauses", "final clauses"),
]

# source, OSCOLA's form of it for a declaration
SOURCES = [
    ("A/RES/217(III)A", "UNGA Res 217 A(III)"),
    ("A/RES/2200A(XXI)", "UNGA Res 2200 A(XXI)"),
    ("A/RES/428(V)", "UNGA Res 428 (V)"),
    ("A/CONF.157/23", "UN Doc A/CONF.157/23"),
    ("E/CN.4/1998/53/Add.2", "UN Doc E/CN.4/1998/53/Add.2"),
    ("CAB/LEG/24.9/49 (1990)", "CAB/LEG/24.9/49 (1990)"),  # of another organisation
    ("A/SP.1/7/85", "A/SP.1/7/85"),
    ("OEA/Ser.L/V/II.66, doc. 10, rev. 1", "OEA/Ser.L/V/II.66, doc. 10, rev. 1"),
]


@pytest.mark.parametrize(("style", "item", "expected"), PROSE, ids=[f"{s}-{i.id}" for s, i, _ in PROSE])
def test_prose(style: str, item: Citable, expected: str) -> None:
    assert (plain_citation(item) if style == "plain" else cite_style(item, style)) == expected


@pytest.mark.parametrize(("label", "oscola", "bluebook"), PINPOINTS, ids=[row[0] for row in PINPOINTS])
def test_pinpoints(label: str, oscola: str, bluebook: str) -> None:
    item = replace(BARE, label=label)
    assert cite_style(item, "oscola") == f"Treaty of Examples, {oscola}"
    assert cite_style(item, "bluebook") == f"Treaty of Examples {bluebook}"


@pytest.mark.parametrize(("source", "expected"), SOURCES, ids=[source for source, _ in SOURCES])
def test_sources(source: str, expected: str) -> None:
    item = Citable(id="x", title="Declaration of Examples", kind="declaration", source=source)
    assert cite_style(item, "oscola") == f"Declaration of Examples {expected}"


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ({"page_first": 12, "page_last": 12}, "p 12"),
        ({"page_first": 12, "page_last": 14}, "pp 12–14"),
        ({"page_first": 12, "page_last": 14, "page_label": "iv"}, "p iv"),
        ({}, "sec Findings"),
    ],
)
def test_pages_as_printed(locator: dict[str, str | int], expected: str) -> None:
    assert plain_citation(replace(REPORT, locator=locator)).endswith(f", {expected}")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("1990-12-18", [1990, 12, 18]),
        ("1990-12", [1990, 12]),
        ("1990", [1990]),
        ("1990-13", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(value: str | None, parts: list[int] | None) -> None:
    date = read_date(value)
    assert (date.parts if date else None) == parts


def test_symbol_stands_in_for_a_missing_source() -> None:
    source = read_source(replace(COMMENT, source=None, symbol="CMW/C/GC/2"))
    assert source is not None
    assert source.symbol == "CMW/C/GC/2"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "item",
    [ICRMW, COMMENT, REGULATION, COMPACT, REPORT, OLD_COMMENT, JOINT_COMMENT, LABOUR, CHARTER, BARE],
    ids=lambda i: i.id,
)
def test_nothing_empty_is_left(item: Citable, style: str) -> None:
    text = cite_style(item, style)
    assert "None" not in text
    assert not re.search(r"\(\)|\[\]|<>|, ,|,,|\(, | ,|  - $", text.replace("ER  - ", ""), re.MULTILINE)
    assert text == cite_style(item, style)


def test_bibtex() -> None:
    assert cite_style(ICRMW, "bibtex") == (
        "@misc{icrmw:art-16-4,\n"
        f"  title = {{{{{LONG}}}}},\n"
        "  shorttitle = {{ICRMW}},\n"
        "  howpublished = {2220 UNTS 3},\n"
        "  year = {1990},\n"
        "  day = {18},\n"
        "  note = {adopted 18 December 1990, entered into force 1 July 2003; art 16(4)},\n"
        "  language = {en},\n"
        "  url = {https://example.org/icrmw_en},\n"
        "  month = dec,\n"
        "}\n"
    )


def test_bibtex_of_a_comment_names_the_body_and_the_symbol() -> None:
    entry = cite_style(COMMENT, "bibtex")
    assert entry.startswith("@techreport{cmw-gc2:para-24,")
    assert "  institution = {{UN Committee on Migrant Workers}},\n" in entry
    assert "  number = {CMW/C/GC/2},\n" in entry


def test_bibtex_keys_tell_a_hyphen_from_a_paragraph() -> None:
    keys = [cite_style(replace(BARE, label=label), "bibtex").split(",")[0] for label in ("reg V/34-1", "reg V/34(1)")]
    assert keys == ["@misc{bare:reg-v-34--1", "@misc{bare:reg-v-34-1"]


def test_csl_note_is_no_variable() -> None:
    # Processors read a note that begins "word: " as a variable of CSL and leave it out.
    assert csl_item(replace(BARE, label="art 2"))["note"] == "Cited at art 2"


def test_bibtex_escapes_what_means_something_to_it() -> None:
    entry = cite_style(replace(REPORT, title="50% & more_or {less} ~ ^ # $ \\ ñ"), "bibtex")
    assert (
        r"title = {{50\% \& more\_or \{less\} \textasciitilde{} \textasciicircum{} \# \$ \textbackslash{} ñ}}" in entry
    )
    assert "url = {https://example.org/a%20b}" in entry
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")


def test_ris() -> None:
    assert cite_style(ICRMW, "ris").split("\r\n") == [
        "TY  - STAT",
        f"TI  - {LONG}",
        "ST  - ICRMW",
        "PY  - 1990",
        "DA  - 1990/12/18/",
        "T2  - UNTS",
        "VL  - 2220",
        "SE  - art 16(4)",
        "SP  - 3",
        "N1  - Entered into force 1 July 2003",
        "LA  - en",
        "UR  - https://example.org/icrmw_en",
        "ER  - ",
        "",
    ]


def test_ris_keeps_each_field_on_one_line() -> None:
    record = cite_style(replace(REPORT, title="Two\nlines\r\nER  - "), "ris")
    assert "TI  - Two lines ER -\r\n" in record
    assert record.count("\r\n") == record.count("\n")


def test_ris_of_a_report() -> None:
    lines = cite_style(COMMENT, "ris").split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert "AU  - UN Committee on Migrant Workers," in lines
    assert "SN  - CMW/C/GC/2" in lines
    assert "N1  - Cited at para 24" in lines
    assert "SP  - 207" in cite_style(OLD_COMMENT, "ris").split("\r\n")


@pytest.mark.parametrize(
    ("item", "kind"), [(ICRMW, "treaty"), (REGULATION, "legislation"), (COMMENT, "report"), (COMPACT, "report")]
)
def test_csl_types(item: Citable, kind: str) -> None:
    assert csl_item(item)["type"] == kind


def test_csl_item() -> None:
    assert csl_item(ICRMW) == {
        "id": "icrmw:art-16-4",
        "type": "treaty",
        "title": LONG,
        "title-short": "ICRMW",
        "issued": {"date-parts": [[1990, 12, 18]]},
        "container-title": "UNTS",
        "volume": "2220",
        "page": "3",
        "language": "en",
        "URL": "https://example.org/icrmw_en",
        "locator": "art 16(4)",
        "note": "Entered into force 1 July 2003; Cited at art 16(4)",
    }


def test_several_make_one_file() -> None:
    items = [ICRMW, replace(ICRMW, label="art 17")]
    assert [i["id"] for i in json.loads(cite_all(items, "csl-json"))] == ["icrmw:art-16-4", "icrmw:art-17"]
    assert cite_all(items, "ris").count("ER  - \r\n") == 2
    assert cite_all(items, "bibtex").count("@misc{") == 2
    assert len(cite_all(items, "oscola").split("\n")) == 2


def test_every_style_has_a_media_type() -> None:
    assert set(STYLES) == set(MEDIA_TYPES) == {"oscola", "bluebook", "bibtex", "ris", "csl-json"}


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(UsageError, match="'apa' is none of oscola, bluebook, bibtex, ris, csl-json"):
        cite_style(ICRMW, "apa")
