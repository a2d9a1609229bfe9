"""A retriever for LlamaIndex: `pip install 'iml-search[llama-index]'`."""

from __future__ import annotations

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from search.integrations.passages import (
    AnyBackend,
    RetrievalSettings,
    RetrievedPassage,
    retrieve,
    retrieve_async,
)

__all__ = ["ImlRetriever"]

_SHOWN = ("citation", "language")
"""What a model sees of the metadata beside the text."""


class ImlRetriever(BaseRetriever):
    """Verbatim passages of migration law as nodes; a model is shown the citation and language with the words."""

    def __init__(
        self,
        backend: AnyBackend,
        settings: RetrievalSettings = RetrievalSettings(),  # noqa: B008 - it is immutable
        callback_manager: CallbackManager | None = None,
        verbose: bool = False,
    ) -> None:
        """`backend` is a Searcher, a Client or an AsyncClient."""
        self._backend = backend
        self._settings = settings
        super().__init__(callback_manager=callback_manager, verbose=verbose)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(p) for p in retrieve(self._backend, self._settings, query_bundle.query_str)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(p) for p in await retrieve_async(self._backend, self._settings, query_bundle.query_str)]


def _node(passage: RetrievedPassage) -> NodeWithScore:
    hidden = [name for name in passage.metadata if name not in _SHOWN]
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=passage.metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
    return NodeWithScore(node=node, score=passage.score)
