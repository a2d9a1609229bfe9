"""A place in an edition as something to cite, and its citation in every style."""

from __future__ import annotations

from dataclasses import dataclass

from index.store import MetaReader
from search.assemble import choose_edition, citable, locator_of
from search.citations import STYLES, Citable, cite_style
from search.reader import find_instrument

__all__ = ["STYLE_NAMES", "StyledCitation", "citable_at", "in_every_style"]

STYLE_NAMES = {"oscola": "OSCOLA", "bluebook": "Bluebook", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
"""As they are called everywhere; a style that is not here is shown by its code."""


@dataclass(frozen=True, slots=True)
class StyledCitation:
    """A citation in one style."""

    style: str
    name: str
    text: str


def citable_at(meta: MetaReader, slug: str, label: str, language: str) -> Citable | None:
    """What citation styles need of a provision in the edition that is shown for a language; None where none has it."""
    instrument = find_instrument(meta, slug)
    editions = [e for e in meta.editions.values() if e.instrument == instrument.id]
    held = {e.id: p for e in editions if (p := meta.provision(e.id, label))}
    edition = choose_edition([e for e in editions if e.id in held], language)
    if edition is None:
        return None
    return citable(instrument, edition, label, locator_of(edition, held[edition.id]))


def in_every_style(item: Citable | None) -> tuple[StyledCitation, ...]:
    """The citation in each style, in their order; empty where there is nothing to cite."""
    if item is None:
        return ()
    return tuple(StyledCitation(s, STYLE_NAMES.get(s, s), cite_style(item, s).strip()) for s in STYLES)
