"""What `check_citations` answers, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from search.checking import Verdict

__all__ = ["CheckedReferences", "FoundReference", "QuoteFound"]


class QuoteFound(BaseModel):
    """Words in quotation marks, compared with the text that they are said to be from."""

    written: str = Field(description="As it stands in the text; shortened when long.")
    span: tuple[int, int]
    verdict: Verdict = Field(description="`differs`, `stands elsewhere` and `not there` are to be mended.")
    serious: bool = Field(description="Whether a duty, a negation, a number or a choice is changed.")
    differences: list[str] = Field(description="What is quoted, and what the text has in its place.")
    stands_at: str | None = Field(description="Where the words, or the nearest to them, stand.")
    reason: str | None


class FoundReference(BaseModel):
    """A reference of a text, and what was found of it."""

    written: str = Field(description="As it stands in the text.")
    span: tuple[int, int] = Field(description="Where it stands in the text, half-open, in code points.")
    outcome: str = Field(description="resolved, ambiguous or not_held.")
    exists: bool = Field(description="Whether exactly what is cited is held; false is no proof that it does not exist.")
    instrument: str | None
    label: str | None
    citation: str | None
    fit: Literal["fits", "look again", "nothing said"] | None = Field(
        description="Whether the provision is about what the sentence says: a reason to read it, never a verdict."
    )
    said: str = Field(description="The sentence around the reference, without it.")
    quote: str | None = Field(description="Exact words of the provision nearest to what is said.")
    digest: str | None = Field(description="Our own summary where the text is not held: never a quotation.")
    better: list[str] = Field(description="Provisions nearer to what is said.")
    quotations: list[QuoteFound] = Field(description="The words that the text quotes from it.")
    candidates: list[str]
    message: str | None


class CheckedReferences(BaseModel):
    """The references of a text, in its order."""

    references: list[FoundReference]
    missing: int = Field(description="How many of them are not held as written.")
    look_again: int
    misquoted: int = Field(description="How many quotations are to be mended, those without a reference included.")
    without_reference: list[QuoteFound] = Field(description="Longer quotations that stand beside no reference.")
    left_out: int = Field(description="How many references behind these are not listed.")
    next_start: int | None = Field(description="From where in the text to send it again for them.")
    generation: str
