"""A retriever for Haystack: `pip install 'iml-search[haystack]'`."""

from __future__ import annotations

from haystack import Document, component

from search.integrations.passages import (
    AnyBackend,
    RetrievalSettings,
    RetrievedPassage,
    retrieve,
    retrieve_async,
)

__all__ = ["ImlRetriever"]


@component
class ImlRetriever:
    """Verbatim passages of migration law as documents, with citation, place and edition in `meta`.

    It holds an index or a connection, so a pipeline with it cannot be written to YAML.
    """

    def __init__(
        self,
        backend: AnyBackend,
        settings: RetrievalSettings = RetrievalSettings(),  # noqa: B008 - it is immutable
    ) -> None:
        """`backend` is a Searcher, a Client or an AsyncClient."""
        self._backend = backend
        self._settings = settings

    @component.output_types(documents=list[Document])
    def run(self, query: str, top_k: int | None = None) -> dict[str, list[Document]]:
        """The documents for a question; `top_k` stands in for the limit of the settings."""
        found = retrieve(self._backend, self._settings.with_limit(top_k), query)
        return {"documents": [_document(p) for p in found]}

    @component.output_types(documents=list[Document])
    async def run_async(self, query: str, top_k: int | None = None) -> dict[str, list[Document]]:
        """The same, awaited."""
        found = await retrieve_async(self._backend, self._settings.with_limit(top_k), query)
        return {"documents": [_document(p) for p in found]}


def _document(passage: RetrievedPassage) -> Document:
    return Document(id=passage.id, content=passage.text, meta=passage.metadata, score=passage.score)
