"""Which instrument a file is, in which language and of what kind, where the collection does not say."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ingest.catalogue import Catalogue
from ingest.collection import Declared
from ingest.model import BINDING_KINDS, Document, Instrument, InstrumentKind

__all__ = ["describe", "detect_language", "instrument_id", "instrument_kind"]

_LANGUAGES = ("en", "fr", "es", "ar", "pt", "de", "ru", "zh", "it", "nl")
_SAMPLE = 20_000
_MIN_LETTERS = 12
_COMMENT = re.compile(r"general (comment|recommendation)\s+no", re.IGNORECASE)
_NUMBERED_ARTICLE = re.compile(r"(?mi)^(article|artículo|articulo|статья|المادة|第.{1,4}[条條])\s*[\dIVX٠-٩一二三]*")
_MIN_ARTICLES = 3
_EARLY_BLOCKS, _MIN_TITLE, _MAX_TITLE = 12, 6, 250
_NO_TITLE = re.compile(
    r"\.(?:docx?|pdf|xml|qxp|indd|html?)$|^Microsoft Word|^[\dA-Z_.]+$|:$|^(?:foreword|contents|preface)$"
    r"|^(?:art(?:icle|[íi]culo|\.)?|part|chapter|title|t[íi]tulo|section)\s+[\dIVX]|^(?:\w+ )?(?:19|20)\d\d$",
    re.IGNORECASE,
)
"""File names, codes, single words in capitals, months, and headings inside a text are no titles."""


def instrument_id(file: str, declared: Declared) -> str:
    """The declared id, else the file's name as a slug without its language and format endings."""
    if declared.id:
        return declared.id
    stem = PurePosixPath(file).name.rpartition(".")[0] or PurePosixPath(file).name
    head, _, tail = stem.rpartition(".")
    if head and re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", tail):
        stem = head
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "document"


def instrument_kind(identifier: str, declared: Declared, document: Document, catalogue: Catalogue) -> InstrumentKind:
    """The declared kind, the catalogue's, else by the look of the text: comment, treaty, or publication."""
    if declared.kind:
        return declared.kind  # type: ignore[return-value]  # checked when collection.toml was read
    entry = catalogue.entries.get(identifier)
    if entry:
        return entry.kind
    if _COMMENT.search(document.text[:2000]):
        return "general_comment"
    found = len(_NUMBERED_ARTICLE.findall(document.text))
    return "treaty" if found >= _MIN_ARTICLES else "publication"


def detect_language(text: str, fallback: str = "en") -> str:
    """The ISO 639-1 code of the likeliest language, among those of the field; `fallback` for a few letters."""
    if sum(c.isalpha() for c in text) < _MIN_LETTERS:
        return fallback
    code, _ = _identifier().classify(text[:_SAMPLE])
    return str(code)


def describe(
    identifier: str, kind: InstrumentKind, declared: Declared, document: Document, catalogue: Catalogue, language: str
) -> Instrument:
    """The facts of an instrument: declared first, then the catalogue's, then the file's own title."""
    entry = catalogue.entries.get(identifier)
    base = (
        entry.instrument(language)
        if entry
        else Instrument(id=identifier, title=_title(document, identifier), kind=kind, binding=kind in BINDING_KINDS)
    )
    given: dict[str, Any] = {
        key: value
        for key in ("title", "short_title", "source", "url", "region", "adopted", "in_force", "binding")
        if (value := getattr(declared, key)) is not None
    }
    return replace(
        base,
        kind=kind,
        aliases=tuple(dict.fromkeys(declared.aliases + base.aliases)),
        topics=tuple(dict.fromkeys(declared.topics + base.topics)),
        **given,
    )


def _title(document: Document, identifier: str) -> str:
    """The first of the declared title, the early headings and the first line that looks like a title, else the id."""
    headings = (document.text[b.start : b.end].strip() for b in document.blocks[:_EARLY_BLOCKS] if b.role == "heading")
    first_line = document.text.strip().partition("\n")[0].strip()
    candidates = [document.title or "", *headings, first_line]
    return next((c for c in candidates if _MIN_TITLE <= len(c) <= _MAX_TITLE and not _NO_TITLE.search(c)), identifier)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier
