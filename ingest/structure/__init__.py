"""Structure: from a clean text to the provisions that a lawyer cites."""

from __future__ import annotations

from ingest.model import Document, InstrumentKind, Provision

__all__ = ["build_provisions"]


def build_provisions(document: Document, kind: InstrumentKind, language: str) -> tuple[Provision, ...]:
    """The provisions of a document of this kind in text order, parents before children, labels unique.

    Every letter of the text belongs to a provision: to the deepest one around it, or to one of kind `rest`.
    """
    del language  # the heading words of all languages are told apart by themselves
    if document.units:
        from ingest.structure.declared import build_declared

        return build_declared(document, kind)
    if kind == "publication":
        from ingest.structure.publication import structure_publication

        return structure_publication(document)
    if kind == "general_comment":
        from ingest.structure.comments import build_comment

        return build_comment(document)
    if kind == "compact":
        from ingest.structure.objectives import build_compact

        return build_compact(document)
    from ingest.structure.articles import build_articles

    return build_articles(document)
