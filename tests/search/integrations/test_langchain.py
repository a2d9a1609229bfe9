"""The retriever in LangChain's own hands."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("langchain_core", reason="the extra `langchain` is not installed")

from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnablePassthrough
from pydantic import ValidationError

from ingest.errors import UsageError
from search.integrations.langchain import ImlRetriever
from search.integrations.passages import RetrievalSettings
from search.searcher import Searcher
from tests.search.export.answers import WORDS
from tests.search.integrations.conftest import AwaitedCanned, Canned


def test_invoke_gives_documents(canned: Canned) -> None:
    retriever = ImlRetriever(backend=canned, settings=RetrievalSettings(limit=3))
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("may a traveller be sent back?")
    assert all(type(d) is Document for d in documents)
    assert documents[0].page_content == WORDS
    assert documents[0].metadata["citation"].endswith("art 7")
    assert documents[0].id
    assert canned.asked[0].limit == 3


def test_batch_and_async(canned: Canned, awaited: AwaitedCanned) -> None:
    retriever = ImlRetriever(backend=canned)
    expected = retriever.invoke("x")
    assert retriever.batch(["x", "y"]) == [expected, expected]
    assert asyncio.run(retriever.ainvoke("x")) == expected
    assert asyncio.run(ImlRetriever(backend=awaited).ainvoke("x")) == expected
    with pytest.raises(UsageError, match="await the retriever"):
        ImlRetriever(backend=awaited).invoke("x")


def test_in_a_chain(searcher: Searcher) -> None:
    retriever = ImlRetriever(backend=searcher, settings=RetrievalSettings(limit=1))
    prompt = ChatPromptTemplate.from_template("{question}\n\n{context}")
    context = retriever | (lambda found: "\n".join(f"{d.page_content} [{d.metadata['citation']}]" for d in found))
    chain = {"context": context, "question": RunnablePassthrough()} | prompt
    said = chain.invoke("who may hold a passport?").to_string()
    assert "No keeper shall hold the passport of a guest worker." in said
    assert "1 Saltport Papers 7, art 2" in said


def test_what_is_no_backend_is_refused() -> None:
    with pytest.raises(ValidationError, match="backend"):
        ImlRetriever(backend="http://127.0.0.1:8000")
