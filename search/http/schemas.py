"""The bodies of requests and answers, for checking and for OpenAPI. The answers mirror search.results."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from search.query import MAX_LIMIT, MAX_QUESTION

__all__ = [
    "AnswerModel",
    "CheckRequest",
    "CheckedReferenceModel",
    "IndexModel",
    "InstrumentModel",
    "InstrumentSummary",
    "PartiesModel",
    "ProvisionModel",
    "ResolutionModel",
    "SearchRequest",
]

Question = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]


class SearchRequest(BaseModel):
    """A question and how to answer it."""

    model_config = ConfigDict(extra="forbid")

    q: Question = Field(
        description="A question in plain words, or a reference.", examples=["may a refugee be sent back?"]
    )
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many provisions.", examples=[10])
    cursor: str | None = Field(None, description="`next_cursor` of the answer before.", examples=[None])
    language: str | None = Field(
        None, description="Edition to show (BCP 47); default: the question's.", examples=["fr"]
    )
    instrument: list[str] = Field([], description="Only these instruments (ids).", examples=[["icrmw"]])
    kind: list[str] = Field([], description="Only these kinds.", examples=[["treaty", "protocol"]])
    binding: bool | None = Field(None, description="Only binding, or only other instruments.", examples=[True])
    adopted_from: str | None = Field(None, description="Adopted on or after (date, month or year).", examples=["1951"])
    adopted_to: str | None = Field(None, description="Adopted on or before.", examples=["1990-12-31"])
    region: list[str] = Field([], description="Only these regions.", examples=[["universal"]])
    topic: list[str] = Field([], description="Only these topics of the catalogue.", examples=[["detention"]])
    state: list[str] = Field(
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
    without: list[Literal["comments", "parallels", "names", "glossary", "abstention"]] = Field(
        [], description="Parts of the search to leave out, to see what they are worth.", examples=[[]]
    )
    include_weak: bool = Field(False, description="Give results even where nothing seems to answer.", examples=[False])


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


class PassageModel(BaseModel):
    """A verbatim slice."""

    text: str
    text_kind: Literal["authentic", "digest"]
    highlights: list[tuple[int, int]] = Field(description="Offsets in `text`, half-open, in code points.")
    sentence: tuple[int, int] | None = Field(
        description="Offsets in `text` of the sentence nearest in meaning to the question; null where the passage has "
        "only one, or no meaning was compared."
    )
    span: tuple[int, int] = Field(description="Offsets in the edition's text.")
    label: str
    locator: dict[str, str | int]
    ocr: bool = Field(description="Whether OCR read it from a picture: check its letters against the page.")
    repairs: list[tuple[int, int, str]] = Field(
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


class AnswerModel(BaseModel):
    """The answer to a search."""

    query: str
    outcome: Literal["answered", "reference", "ambiguous_reference", "reference_not_held", "no_answer"]
    language: str = Field(description="Of the editions wanted: the one asked for, else the question's own.")
    index: IndexModel
    took_ms: float
    results: list[ResultModel]
    next_cursor: str | None
    message: str | None = None
    candidates: list[str] = []


class InstrumentSummary(BaseModel):
    """An instrument in a list."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    region: str | None
    languages: list[str] = Field(description="Of the texts held; empty when only our digests are.")


class TreeNodeModel(BaseModel):
    """One provision of a tree."""

    label: str
    kind: str
    heading: str | None
    depth: int
    is_unit: bool


class PartiesModel(BaseModel):
    """The states that an instrument binds, as far as held, on a day."""

    as_of: str
    source: str = Field(description="Where the official list stands.")
    url: str | None
    checked: str = Field(description="How the list was established.")
    count: int | None = Field(description="How many parties the depositary states.")
    complete: bool = Field(description="Whether a state that is not named is known to be no party.")
    note: str | None
    parties: list[str] = Field(description="ISO 3166-1 alpha-2 codes; EU for the European Union.")
    undecided: list[str] = Field(description="States of which it is not held whether they are parties.")
    since: dict[str, str] = Field(description="Date of entry into force for a state, where certain.")
    reservations: dict[str, str] = Field(description="Best known reservations and limits, never all of them.")


class InstrumentModel(BaseModel):
    """An instrument in one edition, with its tree."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    official: str | None
    language: str
    languages: list[str]
    text_kind: Literal["authentic", "digest"]
    file: str
    sha256: str
    parties: PartiesModel | None = Field(description="Null where it is not held whom the instrument binds.")
    tree: list[TreeNodeModel]


class ProvisionModel(BaseModel):
    """The words of one provision."""

    instrument: str
    title: str
    language: str
    label: str
    heading: str | None
    locator: dict[str, str | int]
    text: str
    text_kind: Literal["authentic", "digest"]
    notes: list[tuple[int, int]] = Field(description="Offsets in `text` of editors' notes, not the instrument's words.")
    span: tuple[int, int]
    ocr: bool = Field(description="Whether OCR read it from a picture: check its letters against the page.")
    repairs: list[tuple[int, int, str]] = Field(
        description="Words with other letters in the file: offsets in `text`, and what the file has."
    )
    file: str
    sha256: str
    citation: str
    previous: str | None
    next: str | None


class TargetModel(BaseModel):
    """One place a reference points at."""

    instrument: str
    label: str | None = Field(description="The deepest provision that exists; null for the instrument as a whole.")
    asked: str | None = Field(description="What was asked for, in canonical form.")
    exact: bool = Field(description="Whether `label` is all of what was asked for.")
    span: tuple[int, int] = Field(description="Offsets in `ref`.")
    link: str


class ResolutionModel(BaseModel):
    """What a reference points at."""

    ref: str
    outcome: Literal["resolved", "ambiguous", "not_held", "not_a_reference"]
    targets: list[TargetModel]
    candidates: list[TargetModel] = Field(description="Of an ambiguous reference.")
    message: str | None


class CheckRequest(BaseModel):
    """A text whose references are to be checked."""

    text: str = Field(
        min_length=1,
        max_length=100_000,
        description="A brief, a report or a paragraph of one.",
        examples=["Children are detained only as a last resort (CRC, art 37(b))."],
    )
    language: str | None = Field(
        default=None, description="Edition to show (BCP 47); English when not given.", examples=["fr"]
    )


class CheckedReferenceModel(BaseModel):
    """One reference of a text and what was found of it."""

    span: tuple[int, int] = Field(description="In the text, half-open, in code points.")
    written: str = Field(description="The reference as it stands there.")
    outcome: Literal["resolved", "ambiguous", "not_held", "not_a_reference"]
    instrument: str | None
    label: str | None
    exact: bool = Field(description="False when only the article around the paragraph asked for is there.")
    message: str | None
    candidates: list[str]
    said: str = Field(description="The sentence around the reference, without it.")
    fit: Literal["fits", "look again", "nothing said"] | None = Field(
        description="Whether the provision is among those that fit best what is said; a reason to read, not a verdict."
    )
    place: int | None
    citation: str | None
    words: str | None = Field(description="The passage of the provision that is nearest to what is said, verbatim.")
    text_kind: Literal["authentic", "digest"] | None
    others: list[str] = Field(description="Provisions that fit better.")
