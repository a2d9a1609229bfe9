"""What may be asked, checked once before anything is searched."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ingest.errors import UsageError
from ingest.model import INSTRUMENT_KINDS
from search.states import state_code

__all__ = [
    "MAX_LIMIT",
    "MAX_QUESTION",
    "MODES",
    "PARTS",
    "Filters",
    "Mode",
    "Part",
    "Query",
    "decode_cursor",
    "encode_cursor",
]

Mode = Literal["hybrid", "dense", "lexical"]
MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
Part = Literal["comments", "parallels", "names", "glossary", "abstention"]
PARTS: tuple[Part, ...] = ("comments", "parallels", "names", "glossary", "abstention")
"""What can be left out of a search one by one, to see what it is worth; the legs are chosen by `mode`."""
MAX_LIMIT = 50
MAX_QUESTION = 10_000
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must satisfy; several values of one kind are alternatives, different kinds add up."""

    instrument: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    binding: bool | None = None
    adopted_from: str | None = None
    """ISO 8601 date, month or year; inclusive."""
    adopted_to: str | None = None
    """Inclusive: `1990` is the whole year."""
    region: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    """States by code or name: what binds one of them, and what binds nobody in particular (see search.filters)."""

    def __post_init__(self) -> None:
        for state in self.state:
            state_code(state)
        for kind in self.kind:
            if kind not in INSTRUMENT_KINDS:
                raise UsageError(f"kind {kind!r} is none of {', '.join(INSTRUMENT_KINDS)}")
        for name in ("adopted_from", "adopted_to"):
            value = getattr(self, name)
            if value is not None and not _DATE.fullmatch(value):
                raise UsageError(f"{name} must be a date like 1990-12-18, a month or a year, got {value!r}")

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """One question and how to answer it."""

    text: str
    limit: int = 10
    offset: int = 0
    language: str | None = None
    """The edition to show; None means the question's own language."""
    filters: Filters = field(default_factory=Filters)
    mode: Mode = "hybrid"
    rerank: bool = True
    """Whether the candidates are ranked again by all their fields; off, the nearest row decides."""
    explain: bool = False
    include_weak: bool = False
    """Also give results when nothing seems to answer."""
    facets: bool = False
    """Also count the ranked provisions by kind, force, region, language and instrument."""
    without: tuple[Part, ...] = ()
    """Parts of the search to leave out."""
    leave_out_own_words: bool = False
    """For measuring: passages of comments that hold the question's own words do not speak for what they cite."""

    def uses(self, part: Part) -> bool:
        """Whether a part of the search is wanted."""
        return part not in self.without

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise UsageError("the question is empty; ask something, for example: may a refugee be sent back?")
        if len(self.text) > MAX_QUESTION:
            raise UsageError(f"the question has {len(self.text):,} characters; {MAX_QUESTION:,} is the most")
        if not 1 <= self.limit <= MAX_LIMIT:
            raise UsageError(f"limit must be from 1 to {MAX_LIMIT}, got {self.limit}")
        if self.offset < 0:
            raise UsageError(f"offset must not be negative, got {self.offset}")
        if self.mode not in MODES:
            raise UsageError(f"mode {self.mode!r} is none of {', '.join(MODES)}")
        for part in self.without:
            if part not in PARTS:
                raise UsageError(f"without {part!r} is none of {', '.join(PARTS)}")
        if self.language is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language):
            raise UsageError(f"language {self.language!r} is not a BCP 47 tag like `en`")


def encode_cursor(generation: str, offset: int) -> str:
    """An opaque cursor for the next page of a query on one generation."""
    data = json.dumps({"g": generation, "o": offset}, separators=(",", ":"))
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, generation: str) -> int:
    """The offset in a cursor; UsageError when it is damaged or belongs to another generation."""
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"cursor {cursor[:40]!r} is damaged; start again without it") from error
    if not isinstance(data, Mapping) or not isinstance(data.get("o"), int) or data["o"] < 0:
        raise UsageError(f"cursor {cursor[:40]!r} is damaged; start again without it")
    if data.get("g") != generation:
        raise UsageError("the index was rebuilt since this cursor was given; start again without it")
    return int(data["o"])
