"""Whether a file that came is the instrument's text, and not a page about it."""

from __future__ import annotations

from pathlib import Path

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.catalogue.schema import LANGUAGES
from ingest.collection import Declared
from ingest.errors import NeedsOcr, NotTheText, SourceError, SourceLimit
from ingest.identify import detect_language, identify
from ingest.model import Document
from ingest.sandbox import SandboxedReader
from ingest.structure import build_provisions

__all__ = ["LEAST_FOUND", "MOST_PICTURES", "TextCheck"]

LEAST_FOUND = 0.5
"""Share of the provisions known to the catalogue that a file must show; a page about a treaty shows next to none, a
text that is hard to read nearly all."""
MOST_PICTURES = 0.1
"""Share of pages without text beyond which the provisions that are missing may stand on them."""
_ENOUGH_KNOWN = 3
"""Fewer known provisions prove nothing."""
_WHOLE = "text"
"""The label of a text in which no article, paragraph or section was found."""
_UNNAMED = "text"
"""A name of a file that says nothing of the instrument."""
_LANGUAGES = frozenset(LANGUAGES)
"""A text in another language than these is not told from one in them with certainty."""


class TextCheck:
    """Reads files as `iml ingest` would, in the reader's child process, and compares them with the catalogue."""

    def __init__(self, reader: SandboxedReader, catalogue: Catalogue) -> None:
        self._reader = reader
        self._catalogue = catalogue

    def __call__(self, path: Path, entry: CatalogueEntry, language: str) -> str | None:
        """A note on what could not be checked, None when all is well; raises `NotTheText`."""
        try:
            document = self._reader.read(path)
        except NeedsOcr:
            return "a scan without a text layer; its words need OCR"
        except SourceLimit as error:
            return f"not compared with the catalogue: {error}"
        except SourceError as error:
            raise NotTheText(f"what came cannot be read as a text: {error}") from error
        pictures = sum(not document.text[page.start : page.end].strip() for page in document.pages)
        if pictures > MOST_PICTURES * len(document.pages):
            return f"{pictures} of {len(document.pages)} pages are without a text layer; their words need OCR"
        said = f"the page of {entry.id} ({document.format}, {len(document.text)} characters)"
        self._check_provisions(document, entry, language, said)
        taken_for = identify(_UNNAMED, Declared(language=language), document, self._catalogue).instrument
        if taken_for != entry.id and taken_for in self._catalogue.entries:
            raise NotTheText(f"{said} holds the text of {taken_for}; save the right one by hand")
        found = detect_language(document.text, language)
        if found != language and {found, language} <= _LANGUAGES:
            raise NotTheText(f"{said} is in {found}, not in {language}; save the right one by hand")
        return None

    def _check_provisions(self, document: Document, entry: CatalogueEntry, language: str, said: str) -> None:
        provisions = build_provisions(document, entry.kind, language)
        labels = {p.label for p in provisions}
        if not any(p.is_unit and p.label != _WHOLE for p in provisions):
            raise NotTheText(f"{said} holds no article, paragraph or section; {_BY_HAND}")
        known = {p.label for p in entry.provisions}
        found = len(known & labels)
        if len(known) >= _ENOUGH_KNOWN and found < LEAST_FOUND * len(known):
            raise NotTheText(
                f"{said} holds {found} of the {len(known)} provisions that the catalogue knows; {_BY_HAND}"
            )
        articles = sum(p.kind == "article" and p.is_unit for p in provisions)
        if entry.articles and articles < LEAST_FOUND * entry.articles:
            raise NotTheText(f"{said} holds {articles} of {entry.articles} articles; {_BY_HAND}")


_BY_HAND = "it seems to be about the text; save the text from it by hand, and list it in collection.toml"
