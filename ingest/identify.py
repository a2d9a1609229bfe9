"""Which instrument a file is, in which language and of what kind, where the collection does not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ingest.catalogue import Catalogue
from ingest.collection import Declared
from ingest.model import BINDING_KINDS, Document, Instrument, InstrumentKind, Provision
from ingest.recognise import body_of, facts_of, names_a_comment, recogniser_for
from ingest.structure import build_provisions

__all__ = [
    "Identity",
    "describe",
    "detect_language",
    "identify",
    "identity_key",
    "instrument_id",
    "instrument_kind",
    "language_chances",
    "text_language",
]

_LANGUAGES = ("en", "fr", "es", "ar", "pt", "de", "ru", "zh", "it", "nl")
_SAMPLE, _HEAD = 20_000, 2000
_MIN_LETTERS = 12
_MANY_LETTERS = 400
_EARLY_BLOCKS, _MIN_TITLE, _MAX_TITLE = 12, 6, 250
_NO_TITLE = re.compile(
    r"\.(?:docx?|pdf|xml|qxp|indd|html?)$|^Microsoft Word|^[\dA-Z_.]+$|:$|^(?:foreword|contents|preface)$"
    r"|^(?:art(?:icle|[íi]culo|\.)?|part|chapter|title|t[íi]tulo|section)\s+[\dIVX]|^(?:\w+ )?(?:19|20)\d\d$",
    re.IGNORECASE,
)
"""File names, codes, single words in capitals, months, and headings inside a text are no titles."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file was taken for."""

    instrument: str
    """A catalogue id only where it is declared or the file's own words leave no doubt; else a slug of its name."""
    kind: InstrumentKind
    language: str


def identify(file: str, declared: Declared, document: Document, catalogue: Catalogue) -> Identity:
    """Instrument, kind and language of a file: as declared, else recognised from its own words."""
    language = declared.language or text_language(document)
    identifier = declared.id or _recognised(file, declared, document, catalogue, language)
    return Identity(identifier, instrument_kind(identifier, declared, document, catalogue), language)


def identity_key(declared: Declared, catalogue: Catalogue) -> str:
    """Changes when the same bytes may be taken for something else: by another declaration, catalogue or code."""
    said = (declared.id, declared.kind, declared.language)
    if all(said):
        return ":".join(part or "" for part in said)
    title = declared.title or "" if declared.id is None else ""
    return ":".join([*(part or "" for part in said), title, recogniser_for(catalogue).fingerprint])


def text_language(document: Document) -> str:
    """The language of a text; what the file declares counts where the text is short or in none of the usual ones.

    Word processors write the language of the office into every file, whatever language the file is in.
    """
    stated = (document.language or "").partition("-")[0].lower()
    letters = sum(c.isalpha() for c in document.text[:_SAMPLE])
    if stated and (letters < _MANY_LETTERS or stated not in _LANGUAGES):
        return stated
    return detect_language(document.text, stated or "en")


def _recognised(file: str, declared: Declared, document: Document, catalogue: Catalogue, language: str) -> str:
    """The catalogue id of what the file is, else a slug that is no catalogue id unless the text may be just that."""
    recogniser = recogniser_for(catalogue)

    def build(kind: InstrumentKind) -> Sequence[Provision]:
        return build_provisions(document, kind, language)

    found = recogniser.recognise(replace(document, title=declared.title or document.title), build)
    if found:
        return found
    slug = instrument_id(file, declared)
    if slug in catalogue.entries and not recogniser.holds(slug, document, build):
        return f"{slug}-file"
    return slug


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
    if names_a_comment(document.text[:_HEAD].splitlines()):
        return "general_comment"
    provisions = build_provisions(document, "treaty", text_language(document))
    return "treaty" if body_of(document, provisions).is_articled else "publication"


def detect_language(text: str, fallback: str = "en") -> str:
    """The ISO 639-1 code of the likeliest language, among those of the field; `fallback` for a few letters."""
    if sum(c.isalpha() for c in text) < _MIN_LETTERS:
        return fallback
    code, _ = _identifier().classify(text[:_SAMPLE])
    return str(code)


def language_chances(text: str) -> Mapping[str, float]:
    """ISO 639-1 code -> how likely the text is in that language of the field; they add up to 1."""
    return {str(code): float(chance) for code, chance in _identifier().rank(text[:_SAMPLE])}


def describe(
    identifier: str, kind: InstrumentKind, declared: Declared, document: Document, catalogue: Catalogue, language: str
) -> Instrument:
    """The facts of an instrument: declared first, then the catalogue's, then the file's own title."""
    entry = catalogue.entries.get(identifier)
    base = entry.instrument(language) if entry else _own_facts(identifier, kind, document)
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


def _own_facts(identifier: str, kind: InstrumentKind, document: Document) -> Instrument:
    """What a file says of itself."""
    facts = facts_of(document)
    return Instrument(
        id=identifier,
        title=_title(document, identifier),
        kind=kind,
        binding=kind in BINDING_KINDS,
        adopted=facts.adopted,
        in_force=facts.in_force,
        source=facts.symbol,
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
