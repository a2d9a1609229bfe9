"""JSON with one provision per record: what is declared is what comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableSource
from ingest.model import Document, InstrumentKind, Provision
from ingest.readers import read_document
from ingest.structure import build_provisions

Record = dict[str, Any]


def read(tmp_path: Path, value: object) -> Document:
    path = tmp_path / "lamps"
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return read_document(path)


def provisions(
    tmp_path: Path, value: object, kind: InstrumentKind = "treaty"
) -> tuple[Document, tuple[Provision, ...]]:
    document = read(tmp_path, value)
    return document, build_provisions(document, kind, "en")


def labels(tmp_path: Path, value: object, kind: InstrumentKind = "treaty") -> list[tuple[str, str | None]]:
    return [(p.label, p.number) for p in provisions(tmp_path, value, kind)[1]]


ONE: Record = {"article": 1, "text": "The lamp burns."}
TWO: Record = {"article": "2", "text": "It is put out."}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([ONE, TWO], id="a list"),
        *(
            pytest.param({"title": "Lamps", key: [ONE, TWO]}, id=key)
            for key in ("provisions", "records", "articles", "documents", "data")
        ),
        pytest.param(f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\n", id="JSON Lines"),
        pytest.param("\ufeff" + json.dumps([ONE, TWO]), id="a byte order mark"),
        pytest.param(
            [{"number": 1, "content": ONE["text"]}, {"label": "Art. 2", "body": TWO["text"]}], id="other keys"
        ),
    ],
)
def test_shapes(tmp_path: Path, value: object) -> None:
    document, found = provisions(tmp_path, value)
    assert document.format == "json"
    assert [(p.label, p.number, p.is_unit, document.text[p.body_start : p.end]) for p in found] == [
        ("art 1", "1", True, "The lamp burns."),
        ("art 2", "2", True, "It is put out."),
    ]


def test_a_whole_instrument(tmp_path: Path) -> None:
    document, found = provisions(
        tmp_path,
        {
            "title": "Law of Lamps",
            "language": "en",
            "provisions": [
                {"heading": "Preamble", "text": "Whereas lamps burn,"},
                {"section": "I", "article": "XVI", "heading": "Light",
                 "text": "1. A lamp:\n(a) oil;\n(b) gas.\n2. Out."},
                {"section": "II", "article": "16 bis", "paragraph": 1, "heading": "Oil", "text": "1. Of whales."},
                {"section": "II", "article": "16 bis", "paragraph": 2, "heading": "Oil", "text": "Of:\n(a) whales.",
                 "note": "Mostly."},
                {"section": "II", "article": "16 bis", "paragraph": 2, "point": "b", "text": "olives."},
                {"annex": "I", "article": 1, "text": "Article 1\nWicks."},
                {"annex": "II", "text": "Flames."},
            ],
        },
    )  # fmt: skip
    assert (document.title, document.language, document.warnings) == ("Law of Lamps", "en", ())
    assert [
        (p.label, p.kind, p.number, p.heading, None if p.parent is None else found[p.parent].label,
         document.text[p.body_start : p.end])
        for p in found
    ] == [
        ("preamble", "preamble", None, "Preamble", None, "Whereas lamps burn,"),
        ("sec I", "section", None, None, None, ""),
        ("art 16", "article", "16", "Light", "sec I", "1. A lamp:\n(a) oil;\n(b) gas.\n2. Out."),
        ("art 16(1)", "paragraph", None, None, "art 16", "A lamp:\n(a) oil;\n(b) gas."),
        ("art 16(1)(a)", "point", None, None, "art 16(1)", "oil;"),
        ("art 16(1)(b)", "point", None, None, "art 16(1)", "gas."),
        ("art 16(2)", "paragraph", None, None, "art 16", "Out."),
        ("sec II", "section", None, None, None, ""),
        ("art 16 bis", "article", "16bis", "Oil", "sec II", "1. Of whales.\nOf:\n(a) whales.\nMostly.\nolives."),
        ("art 16 bis(1)", "paragraph", None, None, "art 16 bis", "Of whales."),
        ("art 16 bis(2)", "paragraph", None, None, "art 16 bis", "Of:\n(a) whales.\nMostly.\nolives."),
        ("art 16 bis(2)(a)", "point", None, None, "art 16 bis(2)", "whales."),
        ("art 16 bis(2) note 1", "rest", None, None, "art 16 bis(2)", "Mostly."),
        ("art 16 bis(2)(b)", "point", None, None, "art 16 bis(2)", "olives."),
        ("annex I", "annex", None, None, None, ""),
        ("annex I art 1", "article", "annex1/1", None, "annex I", "Wicks."),
        ("annex II", "annex", "annex2", None, None, "Flames."),
    ]  # fmt: skip
    assert found[13].locator == {"article": "16 bis", "paragraph": "2", "point": "b"}
    assert found[15].locator == {"annex": "I", "article": "1"}


@pytest.mark.parametrize(
    ("kind", "records", "expected"),
    [
        ("general_comment", [{"number": 5}, {"number": "6."}], [("para 5", "5"), ("para 6", "6")]),
        ("compact", [{"number": 5}, {"objective": 6}], [("objective 5", "5"), ("objective 6", "6")]),
        ("publication", [{"number": "B.2"}, {"section": "§ 3.1"}], [("sec B.2", "b.2"), ("sec 3.1", "3.1")]),
        ("regulation", [{"recital": "(12)"}, {"article": "12A"}], [("recital 12", "recital12"), ("art 12A", "12a")]),
        ("treaty", [{"heading": "On oil"}, {}], [("sec On oil", "on-oil"), ("sec record 2", "record-2")]),
        ("treaty", [{"label": "Annex I, Article 3"}], [("annex I", None), ("annex I art 3", "annex1/3")]),
        ("treaty", [{"label": "para 12(b)"}], [("para 12", "12"), ("para 12(b)", None)]),
        ("treaty", [{"label": "第十六条"}, {"label": "المادة 4"}], [("art 16", "16"), ("art 4", "4")]),
        pytest.param(
            "general_comment",
            [{"section": "A", "paragraph": 1}, {"section": "B", "paragraph": 2}],
            [("sec A", None), ("para 1", "1"), ("sec B", None), ("para 2", "2")],
            id="paragraphs counted through",
        ),
        pytest.param(
            "publication",
            [{"section": "A", "paragraph": 1}, {"section": "B", "paragraph": 1}],
            [("sec A", None), ("sec A para 1", "a/1"), ("sec B", None), ("sec B para 1", "b/1")],
            id="paragraphs counted in each section",
        ),
    ],
)
def test_labels(
    tmp_path: Path, kind: InstrumentKind, records: list[Record], expected: list[tuple[str, str | None]]
) -> None:
    assert labels(tmp_path, [{**record, "text": "Lamps burn."} for record in records], kind) == expected


def test_what_stands_in_a_paragraph_is_a_point(tmp_path: Path) -> None:
    _, found = provisions(tmp_path, [{"paragraph": 12, "text": "12. Lamps:\n1. burn;\n2. smell."}], "general_comment")
    assert [(p.label, p.locator) for p in found[1:]] == [
        ("para 12(1)", {"paragraph": "12", "point": "1"}),
        ("para 12(2)", {"paragraph": "12", "point": "2"}),
    ]


def test_pages(tmp_path: Path) -> None:
    document = read(tmp_path, [{**ONE, "page": 3}, {**TWO, "page": "3"}, {"article": 3, "text": "Oil.", "page": 7}])
    assert [(p.index, document.text[p.start : p.end]) for p in document.pages] == [
        (3, "The lamp burns.\nIt is put out."),
        (7, "Oil."),
    ]


def test_pages_that_go_back_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, [{**ONE, "page": 3}, {**TWO, "page": 2}])
    assert (document.pages, document.warnings) == ((), ("pages go back from 3 to 2; pages are left out",))


def test_keys_that_are_not_read_are_told(tmp_path: Path) -> None:
    assert read(tmp_path, [{**ONE, "colour": "red"}]).warnings == ("keys of records that are not read: colour",)


def test_the_language_of_the_records(tmp_path: Path) -> None:
    assert read(tmp_path, [{**ONE, "language": "fr"}, {**TWO, "language": "fr"}]).language == "fr"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param([ONE, {"article": 2}], r"1 cannot be used: record 2 has no words", id="no words"),
        pytest.param([ONE, {"text": " "}], "record 2 has no words: its 'text' is empty", id="empty words"),
        pytest.param([ONE, {"text": ["x"]}], "record 2 has list for 'text'", id="words of a wrong type"),
        pytest.param(
            [{**ONE, "article": 2.1}], r"record 1: it has 2\.1 for 'article'", id="a number that lost its end"
        ),
        pytest.param([{**ONE, "article": True}], "True for 'article'", id="true is no number"),
        pytest.param([{**ONE, "article": "()"}], "which is no number", id="brackets are no number"),
        pytest.param([{**ONE, "recital": 1}], "article and recital at once", id="two places"),
        pytest.param([{"point": "a", "text": "x"}], "a point of nothing", id="a point alone"),
        pytest.param([{**ONE, "page": 0}], "0 for 'page'", id="no such page"),
        pytest.param([{**ONE, "note": {}}], "'note'", id="a note of a wrong type"),
        pytest.param([ONE, 3], "Record 2 is no object but int", id="no object"),
        pytest.param([ONE, {**TWO, "article": 1}], "Records 1 and 2 are both article 1", id="twice the same"),
        pytest.param(
            [{**ONE, "paragraph": 1}, TWO, {**ONE, "paragraph": 2}],
            r"Record 3 \(article 1 paragraph 2\) goes back to where record 1 was",
            id="an article in two places",
        ),
        pytest.param([{**ONE, "language": "en"}, {**TWO, "language": "fr"}], "in en, fr", id="two languages"),
        pytest.param({"name": "lamps", "version": "1.0"}, "an object with the keys name, version", id="another object"),
        pytest.param({"type": "FeatureCollection", "features": [{"type": "Feature"}]}, "features, type", id="a map"),
        pytest.param(["oil", "gas"], "a list, and no records of provisions", id="a list of words"),
        pytest.param([], "a list, and no records", id="an empty list"),
        pytest.param('[{"text": "x"},\n{"text":', "damaged at line 2", id="cut off"),
        pytest.param('{"text": "x"}\n{"text":\n', "Line 2 of the JSON Lines is damaged", id="a damaged line"),
        pytest.param('[{"text": "x", "text": "y"}]', "'text' twice", id="a key twice"),
        pytest.param('[{"text": ' + "[" * 100_000, "nests too deeply", id="nested without end"),
    ],
)
def test_what_is_refused(tmp_path: Path, value: object, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(tmp_path, value)
