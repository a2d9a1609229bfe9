"""The answers of reading, resolving and citing, for OpenAPI; they mirror search.views and search.references."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from search.citations import MEDIA_TYPES
from search.http.places import Repaired, Span

__all__ = ["CITATIONS", "InstrumentModel", "InstrumentSummary", "PartiesModel", "ProvisionModel", "ResolutionModel"]

CITATIONS: dict[str, Any] = {
    "description": "The citations, in the media type of the style.",
    "content": {
        media: {"schema": {"type": "array", "items": {"type": "object"}} if "json" in media else {"type": "string"}}
        for media in dict.fromkeys(MEDIA_TYPES.values())
    },
}


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
    notes: list[Span] = Field(description="Offsets in `text` of editors' notes, not the instrument's words.")
    span: Span
    ocr: bool = Field(description="Whether OCR read it from a picture: check its letters against the page.")
    repairs: list[Repaired] = Field(
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
    span: Span = Field(description="Offsets in `ref`.")
    link: str


class ResolutionModel(BaseModel):
    """What a reference points at."""

    ref: str
    outcome: Literal["resolved", "ambiguous", "not_held", "not_a_reference"]
    targets: list[TargetModel]
    candidates: list[TargetModel] = Field(description="Of an ambiguous reference.")
    message: str | None
