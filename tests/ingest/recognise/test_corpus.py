"""The whole of the real collection under neutral names and without its listing; skipped where it is absent."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from ingest.catalogue import Catalogue, load_catalogue
from ingest.collection import Declared, Source, find_sources
from ingest.identify import Identity, describe, identify
from ingest.model import Document
from ingest.readers import read_document
from ingest.recognise import Recogniser
from ingest.structure import build_provisions

_UNDER_ANOTHER_ID = {"gc-cescr-13": "escr-gc13-education", "gc-cescr-14": "escr-gc14-health"}
"""Comments that the collection lists twice, as text and as PDF: the catalogue knows their words under one id."""
_THE_SAME_TEXT = {
    frozenset({"escr-gc13-education", "gc-cescr-13"}),
    frozenset({"escr-gc14-health", "gc-cescr-14"}),
    frozenset({"udhr", "udhr-booklet"}),
    frozenset({"pub-iom-eval-joint-initiative-hoa-2023", "pub-iom-eval-joint-initiative-hoa-abridged"}),
}
"""Entries that bear one title: where one is missing the other is found."""
_NEAR = 90


@dataclass(frozen=True)
class Taken:
    source: Source
    document: Document
    identity: Identity
    title: str

    @property
    def cell(self) -> tuple[str, str]:
        return (self.source.declared.language or "", self.source.path.suffix)


@pytest.fixture(scope="module")
def taken(corpus: Path) -> list[Taken]:
    catalogue = load_catalogue()
    return [_take(n, source, catalogue) for n, source in enumerate(find_sources(corpus))]


def _take(n: int, source: Source, catalogue: Catalogue) -> Taken:
    document = read_document(source.path)
    found = identify(f"download({n}){source.path.suffix}", Declared(), document, catalogue)
    facts = describe(found.instrument, found.kind, Declared(), document, catalogue, found.language)
    return Taken(source, document, found, facts.title)


def test_what_is_recognised_is_right(taken: list[Taken]) -> None:
    catalogue = load_catalogue()
    cells: dict[tuple[str, str], Counter[str]] = {}
    wrong: dict[str, str] = {}
    for item in taken:
        declared, found = item.source.declared.id or "", item.identity.instrument
        if found == declared or _UNDER_ANOTHER_ID.get(declared) == found:
            outcome = "right"
        elif found in catalogue.entries:
            outcome, wrong[item.source.file] = "wrong", found
        else:
            outcome = "unrecognised" if declared in catalogue.entries else "not in the catalogue"
        cells.setdefault(item.cell, Counter())[outcome] += 1
    total = sum(cells.values(), Counter[str]())
    for cell in sorted(cells):
        print(*cell, dict(cells[cell]))  # noqa: T201  # the table of docs/collection.md
    print(dict(total))  # noqa: T201
    assert wrong == {}
    assert total["right"] / (total["right"] + total["unrecognised"]) >= 0.85


def test_an_instrument_that_the_catalogue_lacks_is_taken_for_no_other(taken: list[Taken]) -> None:
    entries = load_catalogue().entries
    files: dict[str, list[Taken]] = defaultdict(list)
    for item in taken:
        files[item.source.declared.id or ""].append(item)
    wrong: set[frozenset[str]] = set()
    for identifier in sorted(files.keys() & entries.keys()):
        rest = Recogniser(Catalogue({key: entry for key, entry in entries.items() if key != identifier}, {}))
        for item in files[identifier]:
            build = partial(build_provisions, item.document, language=item.identity.language)
            found = rest.recognise(item.document, build)
            if found:
                wrong.add(frozenset({identifier, found}))
    assert wrong <= _THE_SAME_TEXT


def test_languages_are_those_of_the_listing(taken: list[Taken]) -> None:
    assert [t.source.file for t in taken if t.identity.language != t.source.declared.language] == []


def test_most_titles_are_those_of_the_listing_or_the_catalogue(taken: list[Taken]) -> None:
    catalogue = load_catalogue()
    near = 0
    for item in taken:
        entry = catalogue.entries.get(item.source.declared.id or "")
        titles = [item.source.declared.title] if item.source.declared.title else []
        titles += entry.titles.values() if entry else []
        near += any(fuzz.ratio(item.title.casefold(), title.casefold()) >= _NEAR for title in titles)
    print(near, "of", len(taken))  # noqa: T201
    assert near / len(taken) >= 0.92
