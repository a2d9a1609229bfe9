from __future__ import annotations

import pytest

from ingest.catalogue import Catalogue
from ingest.catalogue.schema import entry_from_toml
from ingest.collection import Declared
from ingest.identify import describe, detect_language, instrument_id, instrument_kind
from ingest.model import Block, Document


def document(text: str, title: str | None = None) -> Document:
    return Document(text, (Block(0, len(text.partition("\n")[0]), "heading", 1),), "text", title=title)


ENTRY = entry_from_toml(
    {
        "id": "harbour",
        "kind": "protocol",
        "binding": True,
        "title": {"en": "Harbour Protocol", "fr": "Protocole du port"},
        "citation": "1 SP 7",
        "adopted": "1901-05-01",
        "aliases": ["HP"],
        "url": {"en": "https://example.org/en"},
    },
    "harbour.toml",
    frozenset(),
)
CATALOGUE = Catalogue({"harbour": ENTRY}, {})
NOTHING = Catalogue({}, {})


@pytest.mark.parametrize(
    ("file", "declared", "expected"),
    [
        ("a/icrmw.en.txt", Declared(), "icrmw"),
        ("Ley 23.054 (1984).pdf", Declared(), "ley-23-054-1984"),
        ("Réfugiés.fr.md", Declared(), "refugies"),
        ("难民.txt", Declared(), "document"),
        ("x.txt", Declared(id="chosen"), "chosen"),
    ],
)
def test_ids(file: str, declared: Declared, expected: str) -> None:
    assert instrument_id(file, declared) == expected


@pytest.mark.parametrize(
    ("text", "identifier", "declared", "expected"),
    [
        ("Article 1\nx\nArticle 2\ny\nArticle 3\nz", "x", Declared(), "treaty"),
        ("General comment No. 5 on doors\n1. x", "x", Declared(), "general_comment"),
        ("A report about harbours", "x", Declared(), "publication"),
        ("A report about harbours", "harbour", Declared(), "protocol"),
        ("A report about harbours", "harbour", Declared(kind="decision"), "decision"),
    ],
)
def test_kinds(text: str, identifier: str, declared: Declared, expected: str) -> None:
    assert instrument_kind(identifier, declared, document(text), CATALOGUE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Every worker has a right to be paid for the work that was done", "en"),
        ("Tout travailleur a le droit d'être payé pour son travail", "fr"),
        ("Todo trabajador tiene derecho a que se le pague por su trabajo", "es"),
        ("لكل عامل الحق في أجر مقابل عمله", "ar"),
        ("难民有权在缔约国境内自由行动和选择住所", "zh"),
        ("CRC 9", "en"),
    ],
)
def test_languages(text: str, expected: str) -> None:
    assert detect_language(text) == expected


def test_what_is_declared_comes_before_the_catalogue_and_the_file() -> None:
    declared = Declared(title="My Harbour", aliases=("MH",))
    facts = describe("harbour", "protocol", declared, document("Heading"), CATALOGUE, "en")
    assert (facts.title, facts.source, facts.adopted, facts.binding) == ("My Harbour", "1 SP 7", "1901-05-01", True)
    assert facts.aliases == ("MH", "HP")


def test_the_title_is_in_the_language_of_the_edition() -> None:
    assert describe("harbour", "protocol", Declared(), document("x"), CATALOGUE, "fr").title == "Protocole du port"


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (document("A Heading\ntext", "Own Title"), "Own Title"),
        (document("A Heading\ntext"), "A Heading"),
        (document("A Heading\ntext", "Microsoft Word - draft.doc"), "A Heading"),
        (document("ARTICULO 1\ntext"), "x"),
        (document("July 2025\ntext", "C_2012326EN.xml"), "x"),
    ],
)
def test_without_a_catalogue_the_file_names_itself(doc: Document, expected: str) -> None:
    facts = describe("x", "treaty", Declared(), doc, NOTHING, "en")
    assert (facts.title, facts.binding) == (expected, True)


def test_without_a_catalogue_dates_and_symbol_are_those_that_the_file_states() -> None:
    doc = document("General comment No. 5 on doors\nHC/GC/5\nCMW/C/GC/95\nAdopted 2 June 1930\n1. Doors are open.")
    facts = describe("x", "general_comment", Declared(), doc, NOTHING, "en")
    assert (facts.adopted, facts.in_force, facts.source) == ("1930-06-02", None, "CMW/C/GC/95")
    declared = Declared(adopted="1931", source="1 SP 7")
    facts = describe("x", "general_comment", declared, doc, NOTHING, "en")
    assert (facts.adopted, facts.source) == ("1931", "1 SP 7")
