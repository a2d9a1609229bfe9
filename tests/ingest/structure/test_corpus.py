"""Every number of the real instruments is found, and no other: against counts from their own numbering.

The texts are not in the repository; `IML_CORPUS` names the folder that holds them.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document, Provision
from ingest.readers import read_document
from ingest.structure import build_provisions

CORPUS = Path(os.environ.get("IML_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
EXPECTED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not (CORPUS / "collection.toml").is_file(), reason=f"no collection of real texts at {CORPUS}; set IML_CORPUS"
)


def _sources() -> list[dict[str, Any]]:
    listing = CORPUS / "collection.toml"
    if not listing.is_file():
        return []
    documents: list[dict[str, Any]] = tomllib.loads(listing.read_text(encoding="utf-8"))["document"]
    return [entry for entry in documents if entry["kind"] != "publication" and not entry["file"].endswith(".pdf")]


SOURCES = _sources()
INSTRUMENTS = [entry for entry in SOURCES if entry["kind"] not in ("general_comment", "compact")]
COMMENTS = [entry for entry in SOURCES if entry["kind"] == "general_comment"]


@cache
def _parsed(file: str, kind: Any, language: str) -> tuple[Document, tuple[Provision, ...]]:
    document = read_document(CORPUS / file)
    return document, build_provisions(document, kind, language)


def _provisions(entry: dict[str, Any]) -> tuple[Provision, ...]:
    return _parsed(entry["file"], entry["kind"], entry["language"])[1]


def _numbers(entry: dict[str, Any]) -> list[str]:
    return [provision.number or "" for provision in _provisions(entry) if provision.is_unit]


def _name(entry: dict[str, Any]) -> str:
    return Path(entry["file"]).name


def _by_id(identifier: str) -> list[dict[str, Any]]:
    return [entry for entry in SOURCES if entry["id"] == identifier]


@pytest.mark.parametrize("entry", INSTRUMENTS, ids=_name)
def test_articles_of_the_main_text(entry: dict[str, Any]) -> None:
    count = EXPECTED["articles"].get(entry["id"])
    if count is None:
        pytest.skip(f"no count written down for {entry['id']}")
    missing = set(EXPECTED["missing"].get(_name(entry), []))
    found = [number for number in _numbers(entry) if re.fullmatch(r"\d+", number)]
    assert found == [str(number) for number in range(1, count + 1) if number not in missing]


@pytest.mark.parametrize("entry", INSTRUMENTS, ids=_name)
def test_inserted_articles(entry: dict[str, Any]) -> None:
    found = [number for number in _numbers(entry) if re.fullmatch(r"\d+(bis|ter|quater|[a-z])|[a-z]", number)]
    expected = EXPECTED["inserted"].get(entry["id"], [])
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("file", sorted(EXPECTED["attached"]))
def test_annexes_never_collide_with_the_main_text(file: str) -> None:
    entry = next(entry for entry in SOURCES if _name(entry) == file)
    numbers = _numbers(entry)
    for division, count in EXPECTED["attached"][file].items():
        found = [number.partition("/")[2] for number in numbers if number.startswith(f"{division}/")]
        assert found == [str(number) for number in range(1, count + 1)], division


@pytest.mark.parametrize("identifier", sorted(EXPECTED["recitals"]))
def test_recitals(identifier: str) -> None:
    (entry,) = _by_id(identifier)
    found = [number for number in _numbers(entry) if number.startswith("recital")]
    assert found == [f"recital{number}" for number in range(1, EXPECTED["recitals"][identifier] + 1)]


@pytest.mark.parametrize("identifier", sorted(EXPECTED["codes"]))
def test_other_numberings(identifier: str) -> None:
    entry = next(entry for entry in _by_id(identifier) if entry["language"] == "en")
    assert set(EXPECTED["codes"][identifier]) <= set(_numbers(entry))


@pytest.mark.parametrize("entry", COMMENTS, ids=_name)
def test_comments_have_every_paragraph_from_the_first(entry: dict[str, Any]) -> None:
    found = _numbers(entry)
    assert found == [str(number) for number in range(1, len(found) + 1)]
    assert found
    assert len(found) == EXPECTED["comments"].get(entry["id"], len(found))


def test_objectives_of_the_compact() -> None:
    (entry,) = [entry for entry in SOURCES if entry["kind"] == "compact"]
    assert _numbers(entry) == [str(number) for number in range(1, 24)]


@pytest.mark.parametrize("entry", SOURCES, ids=_name)
def test_every_letter_belongs_to_one_provision(entry: dict[str, Any]) -> None:
    document, provisions = _parsed(entry["file"], entry["kind"], entry["language"])
    covered = [0] * len(document.text)
    for position, provision in enumerate(provisions):
        assert 0 <= provision.start <= provision.body_start <= provision.end <= len(document.text), provision.label
        if provision.parent is None:
            for offset in range(provision.start, provision.end):
                covered[offset] += 1
            continue
        parent = provisions[provision.parent]
        assert provision.parent < position
        assert parent.start <= provision.start, provision.label
        assert provision.end <= parent.end, provision.label
        assert not (provision.is_unit and parent.is_unit), provision.label
    assert all(count == 1 for count, letter in zip(covered, document.text, strict=True) if not letter.isspace())
    assert max(covered, default=0) <= 1
    labels = [provision.label for provision in provisions]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("file", "label", "behind"),
    [
        ("refugee-convention-1951.en.md", "art 46", "schedule"),
        ("stateless-persons-1954.en.md", "art 42", "schedule"),
        ("statelessness-reduction-1961.en.md", "art 21", "final act"),
        ("vcdr.en.md", "art 53", "final act"),
    ],
)
def test_the_last_article_ends_before_what_is_attached(file: str, label: str, behind: str) -> None:
    entry = next(entry for entry in SOURCES if _name(entry) == file)
    provisions = {provision.label: provision for provision in _provisions(entry)}
    assert provisions[label].end - provisions[label].start < 1500
    assert provisions[label].end < provisions[behind].start


def test_the_approving_law_is_no_part_of_the_treaty() -> None:
    for entry in INSTRUMENTS:
        if entry["language"] not in ("es", "ar"):
            continue
        document, provisions = _parsed(entry["file"], entry["kind"], entry["language"])
        units = [provision for provision in provisions if provision.is_unit and provision.number == "1"]
        for unit in units:
            words = document.text[unit.start : unit.end]
            assert not re.search(r"Apruébase|Apruébanse", words), entry["file"]


def test_editors_remarks_in_dutch_are_no_words_of_the_treaty() -> None:
    dutch = re.compile(r"\b(?:het|een|van|wordt|inwerkingtreding|gewijzigd|vervallen|treedt|bijlage)\b")
    for entry in INSTRUMENTS:
        if entry["language"] != "en" or not entry["file"].endswith(".md"):
            continue
        document, provisions = _parsed(entry["file"], entry["kind"], entry["language"])
        notes = {block.start for block in document.blocks if block.role == "note"}
        units = [provision for provision in provisions if provision.is_unit]
        for block in document.blocks:
            if block.start not in notes and any(unit.start <= block.start < unit.end for unit in units):
                found = dutch.findall(document.text[block.start : block.end])
                assert len(found) < 3, (entry["file"], document.text[block.start : block.end][:80])


def test_every_article_has_words_of_its_own() -> None:
    empty = []
    for entry in INSTRUMENTS:
        document, provisions = _parsed(entry["file"], entry["kind"], entry["language"])
        empty += [
            f"{_name(entry)} {provision.label}"
            for provision in provisions
            if provision.is_unit and not document.text[provision.body_start : provision.end].strip()
        ]
    assert empty == ["ilo-p029.en.md art 7"]  # the file has only an editor's remark there


@pytest.mark.parametrize(
    ("file", "label", "number", "heading"),
    [
        ("un-charter.en.md", "ch IV sec Voting", None, "Voting"),
        ("palermo-trafficking-protocol.en.md", "sec IV", None, "Final provisions"),
        ("eac-treaty-1999.en.txt", "ch XXIV", None, "Legal and Judicial Affairs"),
        ("ecowas-treaty-1975.en.txt", "art 22", "22", "Re-exportation of Goods and Transit Facilities"),
        ("ecowas-treaty-1975.en.txt", "art 57", "57", "Headquarters of the Community"),
        ("coe-establishment-1955.en.md", "protocol sec IV", "protocol/iv", "Articles 8 and 9"),
        ("untoc.es.md", "art 27", "27", "Cooperación en materia de cumplimiento de la ley"),
    ],
)
def test_headings(file: str, label: str, number: str | None, heading: str) -> None:
    entry = next(entry for entry in SOURCES if _name(entry) == file)
    provision = next(provision for provision in _provisions(entry) if provision.label == label)
    assert (provision.number, provision.heading) == (number, heading)


def test_the_contents_of_the_charter_are_no_preamble() -> None:
    for entry in _by_id("eu-charter"):
        document, provisions = _parsed(entry["file"], entry["kind"], entry["language"])
        preamble = next(provision for provision in provisions if provision.label == "preamble")
        assert "|" not in document.text[preamble.start : preamble.end]


def test_titles_of_front_matter_are_read_as_yaml() -> None:
    for entry in _by_id("los-angeles-declaration-2022"):
        title = _parsed(entry["file"], entry["kind"], entry["language"])[0].title
        assert title
        assert "\\" not in title
