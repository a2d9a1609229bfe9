"""The bodies of requests and answers, for checking and for OpenAPI. The answers mirror search.results."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import InstrumentKind
from search.http.parameters import LANGUAGE
from search.http.places import Repaired, Span
from search.query import MAX_LIMIT, MAX_QUESTION, Part

__all__ = [
    "AnswerModel",
    "FacetsModel",
    "IndexModel",
    "SearchBody",
    "SearchRequest",
]

_MOST = 100
"""Values of one filter."""
Question = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION, pattern=r"\S")]
Cursor = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, Field(max_length=35, pattern=LANGUAGE)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Several = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=_MOST)]


class SearchRequest(BaseModel):
    """A question and how to answer it."""

    model_config = ConfigDict(extra="forbid")

    q: Question = Field(
        description="A question in plain words, or a reference.", examples=["may a refugee be sent back?"]
    )
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many provisions.", examples=[10])
    cursor: Cursor | None = Field(
        None,
        description="`next_cursor` of the answer before, for what comes after it; good while the index is the same.",
        examples=[None],
    )
    language: Language | None = Field(
        None, description="Edition to show (BCP 47); default: the question's.", examples=["fr"]
    )
    instrument: Several = Field([], description="Only these instruments (ids).", examples=[["icrmw"]])
    kind: list[InstrumentKind] = Field(
        [], max_length=_MOST, description="Only these kinds.", examples=[["treaty", "protocol"]]
    )
    binding: bool | None = Field(None, description="Only binding, or only other instruments.", examples=[True])
    adopted_from: Day | None = Field(None, description="Adopted on or after (date, month or year).", examples=["1951"])
    adopted_to: Day | None = Field(
        None, description="Adopted on or before; a month or year is meant to its end.", examples=["1990-12-31"]
    )
    region: Several = Field([], description="Only these regions.", examples=[["universal"]])
    topic: Several = Field([], description="Only these topics of the catalogue.", examples=[["detention"]])
    state: Several = Field(
        [],
        description="Only what binds one of these states, by code or name, and what is addressed to all states; "
        "`message` says what was left out because it is not held whom it binds.",
        examples=[["KE"]],
    )
    mode: Literal["hybrid", "dense", "lexical"] = Field("hybrid", description="Which legs search.", examples=["hybrid"])
    rerank: bool = Field(
        True,
        description="Rank the candidates again by all that is known of them; off, the legs decide.",
        examples=[True],
    )
    explain: bool = Field(
        False,
        description="Also give the words that matched best and what each feature adds, in `why`.",
        examples=[False],
    )
    without: list[Part] = Field(
        [],
        max_length=_MOST,
        description="Parts of the search to leave out, to see what they are worth.",
        examples=[["parallels"]],
    )
    include_weak: bool = Field(False, description="Give results even where nothing seems to answer.", examples=[False])
    facets: bool = Field(
        False,
        description="Also count by kind, binding, region, language and instrument: how many of all the provisions "
        "ranked for the question (some hundreds at most, behind every filter given) have each value, "
        "not of the whole collection. Null for a reference that is looked up.",
        examples=[True],
    )


class SearchBody(SearchRequest):
    """A question and how to answer it; in JSON a number is a number, not its digits in a string."""

    model_config = ConfigDict(strict=True)


class IndexModel(BaseModel):
    """Which index answered."""

    generation: str
    model: str
    documents: int
    passages: int


class InstrumentRefModel(BaseModel):
    """The instrument of a result, in the edition shown."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    language: str
    source: str | None = Field(description="Where the instrument is published, as citations print it.")
    file: str | None = Field(description="The file that the edition was read from.")
    sha256: str | None = Field(description="Of that file; it names the exact edition.")


class PassageModel(BaseModel):
    """A verbatim slice."""

    text: str
    text_kind: Literal["authentic", "digest"]
    highlights: list[Span] = Field(description="Offsets in `text`, half-open, in code points.")
    sentence: Span | None = Field(
        description="Offsets in `text` of the sentence nearest in meaning to the question; null where the passage has "
        "only one, or no meaning was compared."
    )
    span: Span = Field(description="Offsets in the edition's text.")
    label: str
    locator: dict[str, str | int]
    ocr: bool = Field(description="Whether OCR read it from a picture: check its letters against the page.")
    repairs: list[Repaired] = Field(
        description="Words with other letters in the file: offsets in `text`, and what the file has."
    )


class ParallelModel(BaseModel):
    """A provision of another instrument that says the same."""

    instrument: str
    name: str = Field(description="Short title, or title.")
    binding: bool
    label: str
    citation: str
    link: str


class LegModel(BaseModel):
    """Where one leg of the search put the result."""

    rank: int
    score: float


class RerankModel(BaseModel):
    """The score of the second ranking."""

    score: float
    parts: dict[str, float] = Field({}, description="With `explain`: what each feature adds to it.")


class WhyModel(BaseModel):
    """Why a result was found; what did not find it is left out."""

    lexical: LegModel | None = Field(None, description="Its words.")
    dense: LegModel | None = Field(None, description="Its meaning: the nearest passage, digest or question.")
    comments: LegModel | None = Field(None, description="Passages of general comments that cite it.")
    cited_by: str | None = Field(None, description="The nearest of those passages: instrument and label.")
    rerank: RerankModel | None = None
    matched: Literal["passage", "digest", "question"] | None = Field(None, description="What of it was nearest.")
    matched_text: str | None = Field(
        None, description="With `explain`: its words; those of a digest or question are ours, no quotation."
    )


class ResultModel(BaseModel):
    """One provision."""

    rank: int
    score: float
    instrument: InstrumentRefModel
    locator: dict[str, str | int]
    label: str
    number: str
    heading: str | None
    citation: str
    passages: list[PassageModel]
    why: WhyModel
    links: dict[str, str]
    parallels: list[ParallelModel] = Field(description="The same in other instruments, binding ones first.")
    in_asked_language: bool = Field(
        description="False where no edition in the language of the answer is held and another is shown."
    )


class FacetsModel(BaseModel):
    """How many of the provisions ranked have each value, most first."""

    kind: dict[str, int]
    binding: dict[Literal["true", "false"], int]
    region: dict[str, int]
    language: dict[str, int] = Field(description="Languages in which the instrument's text is held.")
    instrument: dict[str, int]


class AnswerModel(BaseModel):
    """The answer to a search."""

    query: str
    outcome: Literal["answered", "reference", "ambiguous_reference", "reference_not_held", "no_answer"]
    language: str = Field(description="Of the editions wanted: the one asked for, else the question's own.")
    index: IndexModel
    took_ms: float
    results: list[ResultModel]
    next_cursor: str | None
    message: str | None = Field(None, description="What a reader must know: what is missing, or was left out.")
    candidates: list[str] = Field([], description="Of an ambiguous reference: what it could be.")
    facets: FacetsModel | None = Field(None, description="With `facets`: counts over all provisions ranked.")
