"""What the tools answer, as data. The descriptions are read by models: they say what may be quoted."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from search.results import Outcome

__all__ = [
    "Citation",
    "Contents",
    "ContentsEntry",
    "InstrumentEntry",
    "Instruments",
    "ParallelEntry",
    "Passage",
    "Piece",
    "Place",
    "Provision",
    "Resolved",
    "SearchAnswer",
    "SearchResult",
]

TextKind = Literal["authentic", "digest"]


class Passage(BaseModel):
    """Words of a provision."""

    quote: str | None = Field(
        description="Exact words of the instrument: what may be quoted. Null where the text is not held."
    )
    digest: str | None = Field(description="Our own summary where the text is not held: never a quotation.")
    text_kind: TextKind
    sentence: str | None = Field(description="The sentence of `quote` nearest in meaning to what was asked.")
    whole: bool = Field(description="False where the provision says more than is shown; read_provision gives it all.")
    ocr: bool = Field(description="Read from a picture by OCR: check the letters against the page.")
    repairs: list[str] = Field(description="Words with other letters in the file.")


class ParallelEntry(BaseModel):
    """A provision of another instrument that says the same."""

    instrument: str
    name: str
    label: str
    binding: bool


class SearchResult(BaseModel):
    """One provision."""

    rank: int
    citation: str = Field(description="Cite the quote with this; it holds the pinpoint.")
    instrument: str = Field(description="Id, for the other tools.")
    title: str
    label: str = Field(description="Pinpoint, for read_provision and cite.")
    heading: str | None
    kind: str
    binding: bool = Field(description="Whether the instrument is law for those that it binds; else it is guidance.")
    adopted: str | None
    language: str = Field(description="Of the words shown.")
    in_asked_language: bool = Field(description="False where no edition in the wanted language is held.")
    passage: Passage
    parallels: list[ParallelEntry]
    official: str | None = Field(description="Address of the official text.")
    uri: str


class SearchAnswer(BaseModel):
    """The answer to a question."""

    outcome: Outcome
    advice: str = Field(description="What this outcome means for what you may say.")
    message: str | None = Field(description="What was missing, or left out by a filter.")
    candidates: list[str] = Field(description="Of an ambiguous reference: what it may mean.")
    language: str = Field(description="Of the editions wanted.")
    results: list[SearchResult]
    next_cursor: str | None
    generation: str = Field(description="The build of the index that answered.")


class Place(BaseModel):
    """A place that a reference points at."""

    instrument: str
    name: str
    label: str | None = Field(description="Null for the instrument as a whole.")
    asked: str | None = Field(description="What was asked for, in canonical form.")
    exact: bool = Field(description="False where only `label`, which is less deep, exists of what was asked.")
    held: bool
    uri: str | None


class Resolved(BaseModel):
    """What a reference points at."""

    reference: str
    outcome: Literal["resolved", "ambiguous", "not_held", "not_a_reference"]
    advice: str
    targets: list[Place]
    candidates: list[Place] = Field(description="Of an ambiguous reference.")
    left_out: int = Field(description="How many targets are not listed because there are too many.")
    message: str | None


class Piece(BaseModel):
    """A run of a provision's text."""

    kind: Literal["words", "note", "digest"] = Field(
        description="`words` may be quoted; `note` is an editor's, `digest` our summary: neither is the instrument's."
    )
    text: str


class Provision(BaseModel):
    """A provision, or a part of a long one."""

    instrument: str
    title: str
    label: str
    heading: str | None
    citation: str
    binding: bool
    language: str
    in_asked_language: bool
    text_kind: TextKind
    pieces: list[Piece] = Field(description="In the order of the text; joined they are the text shown, to the letter.")
    start: int = Field(description="Where in the provision the text shown begins.")
    characters: int = Field(description="Of the whole provision.")
    next_start: int | None = Field(description="Call again with this `start` for the rest; null at the end.")
    ocr: bool
    repairs: list[str]
    previous: str | None = Field(description="Label of the provision before.")
    next: str | None = Field(description="Label of the provision behind.")
    official: str | None
    edition: str = Field(description="SHA-256 of the file that the words were read from.")
    uri: str
    generation: str


class ContentsEntry(BaseModel):
    """A provision of an instrument's tree."""

    label: str
    kind: str
    heading: str | None
    depth: int


class Contents(BaseModel):
    """The tree of an instrument, or a part of a long one."""

    instrument: str
    title: str
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    official: str | None
    language: str
    languages: list[str] = Field(description="Of the texts held.")
    text_kind: TextKind
    entries: list[ContentsEntry]
    total: int
    next_cursor: str | None


class InstrumentEntry(BaseModel):
    """An instrument of a list."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    region: str | None
    held: Literal["text", "digest", "nothing"] = Field(
        description="`digest`: only our summaries, no words to quote. `nothing`: known by name alone."
    )
    languages: list[str] = Field(description="Of the texts held.")


class Instruments(BaseModel):
    """Instruments by id."""

    instruments: list[InstrumentEntry]
    total: int
    not_held: int = Field(description="How many more fit but were left out, because only their names are known.")
    next_cursor: str | None


class Citation(BaseModel):
    """A citation in one style."""

    reference: str
    style: str
    citation: str
    media_type: str
    provisions: int = Field(description="How many provisions are cited.")
