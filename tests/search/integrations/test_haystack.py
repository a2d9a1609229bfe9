"""The component in Haystack's own hands."""

from __future__ import annotations

import asyncio
import os

import pytest

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
pytest.importorskip("haystack", reason="the extra `haystack` is not installed")

from haystack import Document, Pipeline
from haystack.components.builders import PromptBuilder
from haystack.core.errors import SerializationError

from ingest.errors import UsageError
from search.integrations.haystack import ImlRetriever
from search.integrations.passages import RetrievalSettings
from search.searcher import Searcher
from tests.search.export.answers import WORDS
from tests.search.integrations.conftest import AwaitedCanned, Canned

TEMPLATE = "{{ question }}{% for d in documents %}\n{{ d.content }} [{{ d.meta.citation }}]{% endfor %}"


def test_run_gives_documents(canned: Canned) -> None:
    found = ImlRetriever(canned, RetrievalSettings(limit=3)).run(query="x")["documents"]
    assert all(type(d) is Document for d in found)
    assert (found[0].content, found[0].score) == (WORDS, 1.5)
    assert found[0].meta["citation"].endswith("art 7")
    ImlRetriever(canned).run(query="x", top_k=9)
    assert [q.limit for q in canned.asked] == [3, 9]


def test_async(canned: Canned, awaited: AwaitedCanned) -> None:
    expected = ImlRetriever(canned).run(query="x")
    assert asyncio.run(ImlRetriever(canned).run_async(query="x")) == expected
    assert asyncio.run(ImlRetriever(awaited).run_async(query="x")) == expected
    with pytest.raises(UsageError, match="await the retriever"):
        ImlRetriever(awaited).run(query="x")


def test_in_a_pipeline(searcher: Searcher) -> None:
    pipeline = Pipeline()
    pipeline.add_component("law", ImlRetriever(searcher, RetrievalSettings(limit=1)))
    pipeline.add_component("prompt", PromptBuilder(TEMPLATE, required_variables="*"))
    pipeline.connect("law.documents", "prompt.documents")
    question = "who may hold a passport?"
    said = pipeline.run({"law": {"query": question}, "prompt": {"question": question}})["prompt"]["prompt"]
    assert "No keeper shall hold the passport of a guest worker." in said
    assert "1 Saltport Papers 7, art 2" in said


def test_a_pipeline_with_it_is_not_written_to_a_file(canned: Canned) -> None:
    pipeline = Pipeline()
    pipeline.add_component("law", ImlRetriever(canned))
    with pytest.raises(SerializationError, match="backend"):
        pipeline.dumps()
