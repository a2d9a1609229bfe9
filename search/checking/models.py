"""What a check gives: the references of a text, the words quoted beside them, and how both compare with what is held.

Offsets called `quoted` count code points of the text that was checked, those called `authentic` of the edition's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

__all__ = [
    "VERDICTS",
    "CheckReport",
    "CheckedReference",
    "Difference",
    "DifferenceKind",
    "Fit",
    "Operation",
    "Place",
    "QuoteCheck",
    "Span",
    "Tie",
    "Verdict",
]

Span = tuple[int, int]
Fit = Literal["fits", "look again", "nothing said"]
Verdict = Literal[
    "verbatim", "verbatim with marked changes", "differs", "stands elsewhere", "not there", "not compared"
]
VERDICTS: tuple[Verdict, ...] = Verdict.__args__  # type: ignore[attr-defined]
Tie = Literal["beside", "footnote", "sentence", "neighbour", "inside"]
"""What ties a quotation to its reference: it touches it, a footnote has it, it stands in the same sentence or in the
one next to it; `inside` is said of a quotation within a quotation."""
DifferenceKind = Literal["words", "letters", "punctuation", "numbering", "marked", "left out"]


@dataclass(frozen=True, slots=True)
class Operation:
    """A step from the authentic words to those quoted."""

    op: Literal["equal", "insert", "delete", "omitted"]
    """`insert` is in the quotation only, `delete` in the authentic text only, `omitted` where an ellipsis stands."""
    text: str
    quoted: Span | None = None
    authentic: Span | None = None
    marked: bool = False
    """Whether brackets or an ellipsis say that the words were changed here."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a quotation has other words than the authentic text."""

    kind: DifferenceKind
    """`letters` are capitals and accents, `marked` is said by brackets, `left out` by an ellipsis."""
    quoted_text: str
    authentic_text: str
    quoted: Span | None
    authentic: Span | None
    serious: tuple[str, ...] = ()
    """What of the meaning changes with it: `modality`, `negation`, `number`, `alternative` (and / or)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the collection."""

    instrument: str
    label: str
    language: str
    edition: str
    """The file's hash, sha256."""
    span: Span
    ocr: bool = False
    """Whether OCR read the words from a picture, so that a difference may be its error."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """One quotation and how it compares with the text it is said to be from."""

    span: Span
    """In the checked text, with its marks."""
    text: str
    verdict: Verdict
    tie: Tie | None = None
    """None for a quotation without a reference."""
    reason: str | None = None
    """Why it was not compared, or what is to be known about the verdict."""
    place: Place | None = None
    """Where the words stand, or the nearest to them."""
    operations: tuple[Operation, ...] = ()
    """The word diff; empty for a verbatim quotation."""
    differences: tuple[Difference, ...] = ()
    elsewhere: tuple[Place, ...] = ()
    """Other instruments that have just these words."""
    short: bool = False
    """Whether it is a name or a term, too few words to be compared."""

    @property
    def serious(self) -> bool:
        """Whether any difference changes a duty, a negation, a number or a choice."""
        return any(d.serious for d in self.differences)

    @property
    def slight(self) -> bool:
        """Whether it differs in nothing but capitals, accents, punctuation and numbering."""
        kinds = {d.kind for d in self.differences}
        return self.verdict == "differs" and not kinds & {"words"} and not self.serious

    @property
    def wrong(self) -> bool:
        """Whether somebody has to mend something."""
        return self.verdict in ("stands elsewhere", "not there") or (self.verdict == "differs" and not self.slight)

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return asdict(self) | {"serious": self.serious, "slight": self.slight}


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """One reference of a text and what was found of it."""

    span: Span
    """In the text, half-open, in code points."""
    written: str
    """The reference as it stands there."""
    outcome: str
    """`resolved`, `ambiguous` or `not_held`."""
    instrument: str | None = None
    label: str | None = None
    exact: bool = True
    """False when only the article around the paragraph asked for is there."""
    message: str | None = None
    candidates: tuple[str, ...] = ()
    sentence: Span = (0, 0)
    """The sentence around the reference."""
    said: str = ""
    """Its words, without the references in it."""
    page: int | None = None
    """Of the checked file, 1-based; None where it has no pages."""
    page_label: str | None = None
    """The label printed on that page, where it differs."""
    paragraph: int = 1
    """Of the checked text, 1-based, headings counted."""
    fit: Fit | None = None
    """Of a resolved one: whether its provision is among those that fit best what is said."""
    place: int | None = None
    """Its place among them, from 1."""
    citation: str | None = None
    words: str | None = None
    """The passage of the provision that is nearest to what is said, verbatim."""
    text_kind: str | None = None
    others: tuple[str, ...] = ()
    """Provisions that fit better, best first; of one that fits, none."""
    quotes: tuple[QuoteCheck, ...] = ()
    """The words quoted from it, in the order of the text."""

    @property
    def missing(self) -> bool:
        """Whether it cannot be looked up just as it is written."""
        return self.outcome != "resolved" or not self.exact

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return asdict(self) | {"quotes": [quote.to_json() for quote in self.quotes]}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that was checked in one text, against one generation."""

    references: tuple[CheckedReference, ...]
    unattached: tuple[QuoteCheck, ...] = ()
    """Quotations of some length that stand beside no reference."""
    not_checked: int = 0
    """References over the limit, which were not looked at."""
    not_ranked: int = 0
    """References whose sentence was not compared with all provisions, since too many came before."""
    language: str = "en"
    """Of the text, as far as can be told."""
    index: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What the reader of the file has to say."""

    @property
    def quotes(self) -> Iterator[QuoteCheck]:
        """The quotations of all references."""
        return (quote for reference in self.references for quote in reference.quotes)

    @property
    def wrong(self) -> bool:
        """Whether a reference is not there as written or a quotation is not what it says."""
        return any(r.missing for r in self.references) or any(q.wrong for q in self.quotes)

    def summary(self) -> dict[str, Any]:
        """Counts: of references by outcome, of quotations by verdict."""
        verdicts = Counter(quote.verdict for quote in self.quotes)
        return {
            "references": len(self.references),
            "resolved": sum(not r.missing for r in self.references),
            "not_found": sum(r.missing for r in self.references),
            "look_again": sum(r.fit == "look again" for r in self.references),
            "not_checked": self.not_checked,
            "not_ranked": self.not_ranked,
            "quotes": sum(verdicts.values()),
            "verdicts": {verdict: verdicts[verdict] for verdict in VERDICTS},
            "serious": sum(q.serious for q in self.quotes),
            "slight": sum(q.slight for q in self.quotes),
            "unattached": len(self.unattached),
        }

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return {
            "index": self.index,
            "language": self.language,
            "summary": self.summary(),
            "references": [reference.to_json() for reference in self.references],
            "unattached": [quote.to_json() for quote in self.unattached],
            "not_checked": self.not_checked,
            "not_ranked": self.not_ranked,
            "warnings": list(self.warnings),
        }
