"""A retriever for LangChain: `pip install 'iml-search[langchain]'`."""

from __future__ import annotations

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from search.integrations.passages import (
    AnyBackend,
    RetrievalSettings,
    RetrievedPassage,
    retrieve,
    retrieve_async,
)

__all__ = ["ImlRetriever"]


class ImlRetriever(BaseRetriever):
    """Verbatim passages of migration law as documents, with citation, place and edition in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    backend: AnyBackend = Field(description="A Searcher, a Client or an AsyncClient.", repr=False, exclude=True)
    settings: RetrievalSettings = RetrievalSettings()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(p) for p in retrieve(self.backend, self.settings, query)]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(p) for p in await retrieve_async(self.backend, self.settings, query)]


def _document(passage: RetrievedPassage) -> Document:
    return Document(page_content=passage.text, metadata=passage.metadata, id=passage.id)
