"""Editions of one instrument have the same units: every language pair of the real collection; skipped without it."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.collection import Source, find_sources
from ingest.readers import read_document
from ingest.structure import build_provisions

_DIFFER = {
    "additional-protocol-i-1977": "the English file lacks article 1 of annex I and annex II, the French one article 17",
    "additional-protocols-i-ii": "the Arabic file has the first protocol only, its annex without a heading",
    "african-charter": "the English file lacks articles 32-40 and 42-44",
    "crpd": "the Spanish file holds the optional protocol as well",
    "geneva-convention-iv": "the Spanish file has no annexes, the Arabic one not the third",
    "iccpr": "one English file holds the first optional protocol as well",
    "ilo-c138": "the English file holds the recommendation as well",
    "los-angeles-declaration-2022": "headings without numbers, by which nothing can be aligned",
    "refugee-convention-1951": "the Chinese file has no annexes",
    "sar-1979": "the annex of the English file is that of 1998, of the Spanish one that of 1979",
    "traffic-in-persons-1949": "the Arabic file lacks the final protocol",
    "unclos": "the Spanish file holds the agreement on part XI as well",
    "vccr": "the Arabic file holds two optional protocols as well",
    "vclt": "the English file holds the annex of the final act as well",
}
"""Instruments whose files do not hold the same text, and why."""


class Edition(NamedTuple):
    file: str
    language: str
    units: frozenset[str]


@pytest.fixture(scope="module")
def editions(corpus: Path) -> dict[str, list[Edition]]:
    files: dict[str, list[Source]] = defaultdict(list)
    for source in find_sources(corpus):
        files[source.declared.id or ""].append(source)
    return {i: [_edition(source) for source in sources] for i, sources in sorted(files.items()) if len(sources) > 1}


def _edition(source: Source) -> Edition:
    kind, language = source.declared.kind, source.declared.language or ""
    provisions = build_provisions(read_document(source.path), kind, language)  # type: ignore[arg-type]
    return Edition(source.file, language, frozenset(p.number or "" for p in provisions if p.is_unit))


def test_editions_of_the_same_text_have_the_same_units(editions: dict[str, list[Edition]]) -> None:
    unequal = {i for i, held in editions.items() if len({e.units for e in held}) > 1}
    assert unequal == set(_DIFFER)


def test_share_of_units_that_are_aligned_by_language_pair(editions: dict[str, list[Edition]]) -> None:
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for identifier, held in editions.items():
        for one, other in combinations(sorted(held, key=lambda e: (e.language, e.file)), 2):
            for pair in ((one.language, other.language), ("all", "all")):
                pairs[pair]["pairs"] += 1
                pairs[pair]["both"] += len(one.units & other.units)
                pairs[pair]["either"] += len(one.units | other.units)
                if identifier not in _DIFFER:
                    pairs[pair]["same text, both"] += len(one.units & other.units)
                    pairs[pair]["same text, either"] += len(one.units | other.units)
    for pair in sorted(pairs):
        print(*pair, dict(pairs[pair]), round(pairs[pair]["both"] / pairs[pair]["either"], 4))  # noqa: T201
    assert all(count["same text, both"] == count["same text, either"] for count in pairs.values())
    assert pairs["all", "all"]["both"] / pairs["all", "all"]["either"] >= 0.94
