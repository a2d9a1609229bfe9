"""The result object: the same for the command line, HTTP and Python. See the contracts in docs/architecture.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ingest.model import Locator, Repair

__all__ = ["InstrumentRef", "LegScore", "Outcome", "Parallel", "PassageHit", "Result", "SearchAnswer", "Why"]

Outcome = Literal["answered", "reference", "ambiguous_reference", "reference_not_held", "no_answer"]


class LegScore(NamedTuple):
    """Where one leg of the search put a result: its 1-based rank and its own score."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Why:
    """The part of each leg; None where a leg did not find the result."""

    lexical: LegScore | None = None
    dense: LegScore | None = None
    comments: LegScore | None = None
    cited_by: str | None = None
    """The passage of a general comment that is nearest to the question and cites the provision: `instrument label`."""
    rerank: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    """What each feature adds to the score of the second ranking, where explain was asked for."""
    matched: str | None = None
    """`passage`, `digest` or `question`: what of the provision was nearest."""
    matched_text: str | None = None
    """Its words, where explain was asked for: never a quotation when a digest or question matched."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in ("lexical", "dense", "comments"):
            leg = getattr(self, name)
            if leg is not None:
                out[name] = {"rank": leg.rank, "score": round(leg.score, 4)}
        if self.rerank is not None:
            out["rerank"] = {"score": round(self.rerank, 4)}
            if self.parts:
                out["rerank"]["parts"] = {name: round(value, 4) for name, value in self.parts if value}
        for name in ("cited_by", "matched", "matched_text"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Why:
        """What `to_json` gave; what is not known is left out."""
        legs = {name: leg for name in ("lexical", "dense", "comments") if (leg := data.get(name))}
        rerank = data.get("rerank") or {}
        return cls(
            **{name: LegScore(leg["rank"], leg["score"]) for name, leg in legs.items()},
            cited_by=data.get("cited_by"),
            rerank=rerank.get("score"),
            parts=tuple((rerank.get("parts") or {}).items()),
            matched=data.get("matched"),
            matched_text=data.get("matched_text"),
        )


@dataclass(frozen=True, slots=True)
class InstrumentRef:
    """The instrument of a result, in the edition shown."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    language: str
    source: str | None = None
    """Where it is published, as citations print it: `2220 UNTS 3`."""
    file: str | None = None
    """The file that the edition was read from."""
    sha256: str | None = None
    """Of that file: names the exact edition."""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InstrumentRef:
        """What `to_json` gave; what is not known is left out."""
        return cls(**_known(cls.__slots__, data))


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A verbatim slice of the edition's text."""

    text: str
    text_kind: str
    span: tuple[int, int]
    """Offsets in the edition's text."""
    label: str
    locator: Locator
    highlights: tuple[tuple[int, int], ...] = ()
    """Offsets in `text`."""
    sentence: tuple[int, int] | None = None
    """Offsets in `text` of the sentence nearest in meaning to the question; None where that is not known."""
    ocr: bool = False
    """Whether OCR read any of it from a picture, so that its letters are to be checked against the page."""
    repairs: tuple[Repair, ...] = ()
    """Words with other letters in the file, by offsets in `text`."""

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "text_kind": self.text_kind,
            "highlights": [list(h) for h in self.highlights],
            "sentence": self.sentence and list(self.sentence),
            "span": list(self.span),
            "label": self.label,
            "locator": dict(self.locator),
            "ocr": self.ocr,
            "repairs": [[r.start, r.end, r.raw] for r in self.repairs],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PassageHit:
        """What `to_json` gave; what is not known is left out."""
        sentence = data.get("sentence")
        return cls(
            text=data["text"],
            text_kind=data["text_kind"],
            span=_span(data["span"]),
            label=data["label"],
            locator=dict(data["locator"]),
            highlights=tuple(_span(h) for h in data.get("highlights", ())),
            sentence=_span(sentence) if sentence else None,
            ocr=data.get("ocr", False),
            repairs=tuple(Repair(start, end, raw) for start, end, raw in data.get("repairs", ())),
        )


@dataclass(frozen=True, slots=True)
class Parallel:
    """A provision of another instrument that says the same."""

    instrument: str
    name: str
    """The short title, or the title."""
    binding: bool
    label: str
    citation: str
    link: str

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parallel:
        """What `to_json` gave; what is not known is left out."""
        return cls(**_known(cls.__slots__, data))


@dataclass(frozen=True, slots=True)
class Result:
    """One provision with its best passages."""

    rank: int
    score: float
    instrument: InstrumentRef
    locator: Locator
    label: str
    number: str
    """The unit's canonical number; `instrument.id#number` names it in evaluation files."""
    heading: str | None
    citation: str
    passages: tuple[PassageHit, ...]
    why: Why
    links: dict[str, str]
    parallels: tuple[Parallel, ...] = ()
    """The same in other instruments, binding ones first."""
    in_asked_language: bool = True
    """False where no edition in the asked language is held and another is shown."""

    @property
    def docno(self) -> str:
        """`instrument-id#number`."""
        return f"{self.instrument.id}#{self.number}"

    def to_json(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "score": round(self.score, 6),
            "instrument": self.instrument.to_json(),
            "locator": dict(self.locator),
            "label": self.label,
            "number": self.number,
            "heading": self.heading,
            "citation": self.citation,
            "passages": [p.to_json() for p in self.passages],
            "why": self.why.to_json(),
            "links": self.links,
            "parallels": [p.to_json() for p in self.parallels],
            "in_asked_language": self.in_asked_language,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        """What `to_json` gave; what is not known is left out."""
        return cls(
            rank=data["rank"],
            score=data["score"],
            instrument=InstrumentRef.from_json(data["instrument"]),
            locator=dict(data["locator"]),
            label=data["label"],
            number=data["number"],
            heading=data.get("heading"),
            citation=data["citation"],
            passages=tuple(PassageHit.from_json(p) for p in data["passages"]),
            why=Why.from_json(data["why"]),
            links=dict(data["links"]),
            parallels=tuple(Parallel.from_json(p) for p in data.get("parallels", ())),
            in_asked_language=data.get("in_asked_language", True),
        )


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The whole answer to one question."""

    query: str
    outcome: Outcome
    language: str
    """Of the editions wanted: the one asked for, else the question's own."""
    index: dict[str, Any]
    took_ms: float
    results: tuple[Result, ...]
    next_cursor: str | None = None
    message: str | None = None
    """For reference_not_held: what is missing. For ambiguous_reference: what to choose from."""
    candidates: tuple[str, ...] = ()
    facets: Mapping[str, Mapping[str, int]] | None = None
    """Counts over all that was ranked, where they were asked for (see search.facets)."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "query": self.query,
            "outcome": self.outcome,
            "language": self.language,
            "index": self.index,
            "took_ms": round(self.took_ms, 2),
            "results": [r.to_json() for r in self.results],
            "next_cursor": self.next_cursor,
        }
        if self.message:
            out["message"] = self.message
        if self.candidates:
            out["candidates"] = list(self.candidates)
        if self.facets is not None:
            out["facets"] = self.facets
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SearchAnswer:
        """The answer that `to_json` gave, scores rounded; KeyError, TypeError or ValueError where it is none."""
        return cls(
            query=data["query"],
            outcome=data["outcome"],
            language=data["language"],
            index=dict(data["index"]),
            took_ms=data["took_ms"],
            results=tuple(Result.from_json(r) for r in data["results"]),
            next_cursor=data.get("next_cursor"),
            message=data.get("message"),
            candidates=tuple(data.get("candidates") or ()),
            facets=data.get("facets"),
        )


def _known(names: tuple[str, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of fields, without those that a newer service adds."""
    return {name: data[name] for name in names if name in data}


def _span(pair: list[int]) -> tuple[int, int]:
    start, end = pair
    return start, end
