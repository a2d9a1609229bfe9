"""What the body of a file looks like: how many articles, where it begins, what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.catalogue import CatalogueEntry
from ingest.model import Document, Provision

__all__ = ["Body", "body_of", "confirms"]

_PLAIN = re.compile(r"\d{1,3}")
_FEW_ARTICLES = 3
_INSTRUMENT = 8
"""An attached text with so many articles is an instrument of its own."""
_MOST = 0.75
"""Share of the articles that must be there; files leave some out."""
_ARTICLE_LENGTH = 20_000
"""Characters; a few articles in a longer text are quoted in it."""
_MAX_FRONT = 0.35
"""Share of the file."""
_SMALL_FRONT = 6000
"""Characters; short instruments may stand behind a law that is longer than they are."""
_ARTICLE_KINDS = frozenset({"treaty", "protocol", "regulation", "directive"})
_OPENING = re.compile(
    r"^\W*(?:preamble|préambule|preámbulo|we[, ]|nous[, ]|nosotros|the (?:general|states?|high|heads|member|conference|"
    r"representatives|security council|economic and social|council|committee)\b|"
    r"l.assembl[ée]e g[ée]n[ée]rale|la asamblea general|les [ée]tats|los estados|"
    r"whereas|recalling|reaffirming|considering|having|rappelant|considérant|recordando|considerando|reafirmando|"
    r"(?:objective|objectif|objetivo|article|artículo|principle|principe|principio|rule) (?:1|one|I)\b|1\.\s)",
    re.IGNORECASE,
)
_OPENING_LINES = 14


@dataclass(frozen=True, slots=True)
class Body:
    """The shape of a text, as its provisions show it."""

    start: int
    """Where its first words stand, behind titles and an approving law."""
    articles: int
    """How many articles the main text has, numbers that are left out between them not counted."""
    last: int
    """The highest number of an article."""
    paragraphs: int
    """How many numbered paragraphs or other units, articles aside."""
    attached: tuple[str, ...]
    """Label and heading of the instruments behind the main text that have articles of their own."""
    length: int
    """Characters of the file."""
    speaks: bool
    """Whether it opens as an instrument does, with a preamble or with who speaks."""

    @property
    def is_annexed(self) -> bool:
        """Whether so much stands before it that the file is a publication which reprints it."""
        return self.start > max(_SMALL_FRONT, self.length * _MAX_FRONT)

    @property
    def is_articled(self) -> bool:
        """Whether the file is a text of articles."""
        is_dense = self.articles >= _INSTRUMENT or self.length <= self.articles * _ARTICLE_LENGTH
        return self.articles >= _FEW_ARTICLES and is_dense and not self.is_annexed


def body_of(document: Document, provisions: Sequence[Provision]) -> Body:
    """The shape of a text that was taken apart."""
    first = next((p for p in provisions if p.kind != "rest"), None)
    start = first.start if first else 0
    printed = (p.number or "" for p in provisions if p.kind == "article")
    numbers = {int(number) for number in printed if _PLAIN.fullmatch(number)}
    others = sum(p.is_unit and p.kind != "article" for p in provisions)
    lines = [line for line in document.text[: start + 2500].splitlines() if line.strip()]
    return Body(
        start=start,
        articles=len(numbers),
        last=max(numbers, default=0),
        paragraphs=others,
        attached=_attached(provisions),
        length=len(document.text),
        speaks=any(_OPENING.match(line) for line in lines[:_OPENING_LINES]),
    )


def _attached(provisions: Sequence[Provision]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for provision in provisions:
        before, slash, _ = (provision.number or "").partition("/")
        if slash and provision.kind == "article" and before.startswith(("instrument", "protocol")):
            counts[before] = counts.get(before, 0) + 1
    many = {name for name, count in counts.items() if count >= _INSTRUMENT}
    return tuple(
        f"{provision.label} {provision.heading or ''}".strip()
        for provision in provisions
        if provision.parent is None and provision.label.replace(" ", "") in many
    )


def confirms(entry: CatalogueEntry, body: Body, *, exact: bool) -> bool:
    """Whether a text with this body may be the instrument; a name that is not exact needs the exact count."""
    if body.is_annexed:
        return False
    if entry.kind == "publication":
        return exact and body.articles < _FEW_ARTICLES
    if entry.kind == "general_comment":
        return exact and body.articles < _FEW_ARTICLES and body.paragraphs > 0
    if entry.articles:
        slack = 1 if exact else 0
        return abs(body.last - entry.articles) <= slack and body.articles >= entry.articles * _MOST
    if entry.kind in _ARTICLE_KINDS:
        return exact and body.articles >= _FEW_ARTICLES and body.speaks
    return exact and body.speaks
