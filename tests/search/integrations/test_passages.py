"""What every retriever gives, before it takes a framework's form."""

from __future__ import annotations

import asyncio
import json

import pytest

from ingest.errors import UsageError
from search.integrations.passages import DIGEST_MARK, RetrievalSettings, retrieve, retrieve_async
from search.query import Filters
from search.searcher import Searcher
from tests.search.export.answers import LAKES, SHA, WORDS, answer, passage, result
from tests.search.integrations.conftest import AwaitedCanned, Canned


def test_words_citation_and_edition(canned: Canned) -> None:
    first = retrieve(canned, RetrievalSettings(), "x")[0]
    assert first.text == WORDS
    assert first.id == f"lakes@en-{SHA[:12]}:100-{100 + len(WORDS)}"
    assert first.metadata["citation"].endswith("812 UNTS 45, art 7")
    assert first.metadata["locator"] == {"article": "7"}
    assert (first.metadata["text_kind"], first.metadata["sha256"]) == ("authentic", SHA)
    assert json.loads(json.dumps(first.metadata)) == first.metadata


def test_a_digest_is_left_out_or_says_what_it_is(canned: Canned) -> None:
    texts = [p.text for p in retrieve(canned, RetrievalSettings(), "x")]
    assert len(texts) == 3
    assert not any("over the sea" in text for text in texts)
    given = retrieve(canned, RetrievalSettings(include_digests=True), "x")
    (digest,) = (p for p in given if p.metadata["text_kind"] == "digest")
    assert digest.text == f"{DIGEST_MARK}Nobody is sent back over the sea."


def test_further_passages_have_citations_of_their_own() -> None:
    backend = Canned(answer(result(1, LAKES, passage(), passage("Two.", 300, label="art 7(2)"))))
    assert len(retrieve(backend, RetrievalSettings(), "x")) == 1
    both = retrieve(backend, RetrievalSettings(passages_per_result=2), "x")
    assert [p.metadata["citation"].rpartition(", ")[2] for p in both] == ["art 7", "art 7(2)"]


def test_settings_are_asked_for(canned: Canned) -> None:
    settings = RetrievalSettings(limit=3, language="fr", filters=Filters(binding=True), mode="dense", include_weak=True)
    retrieve(canned, settings.with_limit(7), "x")
    (query,) = canned.asked
    assert (query.limit, query.language, query.filters.binding, query.mode) == (7, "fr", True, "dense")
    assert query.include_weak
    assert settings.with_limit(None) is settings


def test_awaited_and_not(canned: Canned, awaited: AwaitedCanned) -> None:
    settings = RetrievalSettings()
    expected = retrieve(canned, settings, "x")
    assert asyncio.run(retrieve_async(canned, settings, "x")) == expected
    assert asyncio.run(retrieve_async(awaited, settings, "x")) == expected
    with pytest.raises(UsageError, match="await the retriever"):
        retrieve(awaited, settings, "x")


def test_the_searcher_is_a_backend(searcher: Searcher) -> None:
    found = retrieve(searcher, RetrievalSettings(limit=2), "who may hold a passport?")
    meta = searcher.snapshot.meta
    for each in found:
        edition = next(e.id for e in meta.editions.values() if e.sha256 == each.metadata["sha256"])
        assert meta.text(edition, *each.metadata["span"]) == each.text
    assert found[0].metadata["instrument"] == "harbour"
