"""The bodies of `/v1/check`: what is sent, and the report. The report mirrors search.checking."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from search.http.places import Span
from search.http.schemas import IndexModel, Language

__all__ = ["CheckReportModel", "CheckRequest", "CheckedFileModel", "CheckedReferenceModel"]

_QUOTED = "Offsets in the checked text."
_AUTHENTIC = "Offsets in the edition's text."
Verdict = Literal[
    "verbatim", "verbatim with marked changes", "differs", "stands elsewhere", "not there", "not compared"
]


class CheckRequest(BaseModel):
    """A text whose references and quotations are to be checked."""

    model_config = ConfigDict(strict=True)

    text: str = Field(
        min_length=1,
        max_length=100_000,
        description="A brief, a report or a paragraph of one.",
        examples=["Children are detained only as a last resort (CRC, art 37(b))."],
    )
    language: Language | None = Field(
        default=None,
        description="Edition to show beside the references (BCP 47); English when not given. Quotations are compared "
        "with the editions in all languages.",
        examples=["fr"],
    )


class PlaceModel(BaseModel):
    """Where words stand in the collection."""

    instrument: str = Field(examples=["crc"])
    label: str = Field(examples=["art 37(b)"])
    language: str
    edition: str = Field(description="The file's hash, sha256.")
    span: Span = Field(description=_AUTHENTIC)
    ocr: bool = Field(description="Whether OCR read the words, so that a difference may be its error.")


class OperationModel(BaseModel):
    """A step from the authentic words to those quoted."""

    op: Literal["equal", "insert", "delete", "omitted"] = Field(
        description="`insert`: in the quotation only. `delete`: in the authentic text only. `omitted`: an ellipsis."
    )
    text: str
    quoted: Span | None = Field(description=_QUOTED)
    authentic: Span | None = Field(description=_AUTHENTIC)
    marked: bool = Field(description="Whether brackets or an ellipsis say so.")


class DifferenceModel(BaseModel):
    """One place where a quotation has other words than the authentic text."""

    kind: Literal["words", "letters", "punctuation", "numbering", "marked", "left out"] = Field(
        description="`letters` are capitals and accents; `marked` is said by brackets, `left out` by an ellipsis."
    )
    quoted_text: str
    authentic_text: str
    quoted: Span | None = Field(description=_QUOTED)
    authentic: Span | None = Field(description=_AUTHENTIC)
    serious: list[Literal["modality", "negation", "number", "alternative"]] = Field(
        description="What of the meaning changes: shall / may / must, a negation, a number, and / or."
    )


class QuoteCheckModel(BaseModel):
    """One quotation, compared with the text that it is said to be from."""

    span: Span = Field(description="In the checked text, with its marks.")
    text: str
    verdict: Verdict
    tie: Literal["beside", "footnote", "sentence", "neighbour", "inside"] | None = Field(
        description="What ties it to the reference; null where none stands beside it."
    )
    reason: str | None = Field(description="Why it was not compared, or what is to be known about the verdict.")
    place: PlaceModel | None = Field(description="Where the words stand, or the nearest to them.")
    operations: list[OperationModel] = Field(description="The word diff; empty for a verbatim quotation.")
    differences: list[DifferenceModel]
    elsewhere: list[PlaceModel] = Field(description="Other instruments that have just these words.")
    short: bool = Field(description="Whether it has too few words to be compared.")
    serious: bool = Field(description="Whether any difference changes a duty, a negation, a number or a choice.")
    slight: bool = Field(description="Whether only capitals, accents, punctuation or numbering differ.")


class CheckedReferenceModel(BaseModel):
    """One reference of a text and what was found of it."""

    span: Span = Field(description="In the text, half-open, in code points.")
    written: str = Field(description="The reference as it stands there.")
    outcome: Literal["resolved", "ambiguous", "not_held", "not_a_reference"]
    instrument: str | None
    label: str | None
    exact: bool = Field(description="False when only the article around the paragraph asked for is there.")
    message: str | None
    candidates: list[str]
    sentence: Span = Field(description="The sentence around the reference, in the text.")
    said: str = Field(description="Its words, without the references in it.")
    page: int | None = Field(description="Of the checked file, from 1.")
    page_label: str | None = Field(description="The label printed on that page, where it differs.")
    paragraph: int = Field(description="Of the checked text, from 1, headings counted.")
    fit: Literal["fits", "look again", "nothing said"] | None = Field(
        description="Whether the provision is among those that fit best what is said; a reason to read, not a verdict."
    )
    place: int | None
    citation: str | None
    words: str | None = Field(description="The passage of the provision that is nearest to what is said, verbatim.")
    text_kind: Literal["authentic", "digest"] | None
    others: list[str] = Field(description="Provisions that fit better.")
    quotes: list[QuoteCheckModel] = Field(description="The words quoted from it.")


class SummaryModel(BaseModel):
    """Counts of a report."""

    references: int
    resolved: int
    not_found: int = Field(description="References that are not there as written.")
    look_again: int
    not_checked: int
    not_ranked: int
    quotes: int
    verdicts: dict[Verdict, int]
    serious: int
    slight: int
    unattached: int


class CheckReportModel(BaseModel):
    """All that was checked in one text."""

    index: IndexModel
    language: str = Field(description="Of the text, as far as can be told.")
    summary: SummaryModel
    references: list[CheckedReferenceModel]
    unattached: list[QuoteCheckModel] = Field(description="Quotations that stand beside no reference.")
    not_checked: int = Field(description="References over the limit of one request, which were not looked at.")
    not_ranked: int = Field(
        description="References whose sentence was not compared with all provisions, since too many came before."
    )
    warnings: list[str] = Field(description="What the reader of the file has to say.")


class CheckedFileModel(CheckReportModel):
    """The same of a file, with the text that the offsets are of."""

    text: str
