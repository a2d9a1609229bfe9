"""The texts of a real collection, by instrument and provision, and their words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ingest.catalogue import load_catalogue
from ingest.collection import find_sources
from ingest.readers import read_document
from ingest.structure import build_provisions

__all__ = ["HeldText", "units", "units_in_english", "words"]

_WORD = re.compile(r"[^\W_]+")

HeldText = dict[str, str]
"""Unit number -> its words."""


@cache
def units(corpus: Path) -> dict[str, HeldText]:
    """The units of the English (else any) edition of each instrument of the catalogue that the collection holds."""
    return {instrument: text for instrument, (_, text) in _editions(corpus).items()}


@cache
def units_in_english(corpus: Path) -> dict[str, HeldText]:
    """As `units`, without instruments held in other languages alone."""
    return {instrument: text for instrument, (language, text) in _editions(corpus).items() if language == "en"}


def words(text: str) -> list[str]:
    """The words and figures of a text, case folded."""
    return [w.casefold() for w in _WORD.findall(text)]


@cache
def _editions(corpus: Path) -> dict[str, tuple[str, HeldText]]:
    wanted = load_catalogue().entries
    held: dict[str, tuple[str, HeldText]] = {}
    sources = [s for s in find_sources(corpus) if s.declared.id in wanted and not s.file.endswith(".pdf")]
    for source in sorted(sources, key=lambda s: (s.declared.language != "en", s.file)):
        instrument = str(source.declared.id)
        if instrument in held:
            continue
        document = read_document(source.path)
        language = source.declared.language or "en"
        provisions = build_provisions(document, source.declared.kind, language)  # type: ignore[arg-type]
        text = {p.number or p.label: document.text[p.start : p.end] for p in provisions if p.is_unit}
        held[instrument] = (language, text)
    return held
