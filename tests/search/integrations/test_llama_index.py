"""The retriever in LlamaIndex's own hands."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("llama_index.core", reason="the extra `llama-index` is not installed")

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import MetadataMode

from ingest.errors import UsageError
from search.integrations.llama_index import ImlRetriever
from search.integrations.passages import RetrievalSettings
from search.searcher import Searcher
from tests.search.export.answers import WORDS
from tests.search.integrations.conftest import AwaitedCanned, Canned


def test_retrieve_gives_nodes(canned: Canned) -> None:
    retriever = ImlRetriever(canned, RetrievalSettings(limit=3))
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("may a traveller be sent back?")
    assert nodes[0].score == 1.5
    assert nodes[0].node.get_content(MetadataMode.NONE) == WORDS
    assert nodes[0].metadata["locator"] == {"article": "7"}
    assert canned.asked[0].limit == 3


def test_a_model_is_shown_words_and_citation_alone(canned: Canned) -> None:
    shown = ImlRetriever(canned).retrieve("x")[0].node.get_content(MetadataMode.LLM)
    citation = (
        "Convention on Travellers by Lake (adopted 9 March 1961, entered into force 30 November 1964) 812 UNTS 45"
    )
    assert shown == f"citation: {citation}, art 7\nlanguage: en\n\n{WORDS}"


def test_async(canned: Canned, awaited: AwaitedCanned) -> None:
    expected = [n.node.node_id for n in ImlRetriever(canned).retrieve("x")]
    for backend in (canned, awaited):
        found = asyncio.run(ImlRetriever(backend).aretrieve("x"))
        assert [n.node.node_id for n in found] == expected
    with pytest.raises(UsageError, match="await the retriever"):
        ImlRetriever(awaited).retrieve("x")


def test_in_a_query_engine(searcher: Searcher) -> None:
    engine = RetrieverQueryEngine(
        ImlRetriever(searcher, RetrievalSettings(limit=1)),
        get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.COMPACT),
    )
    response = engine.query("who may hold a passport?")
    assert "No keeper shall hold the passport of a guest worker." in str(response)
    assert response.source_nodes[0].metadata["citation"].endswith("1 Saltport Papers 7, art 2")
