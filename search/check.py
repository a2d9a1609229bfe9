"""Checking the references of a text: does each provision exist, and is it about what is said beside it?

The second question has no certain answer without reading. What can be measured is how well the provision fits the words
beside the reference, compared with all others: its place when those words are asked as a question. A low place is a
reason to read, not a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, Literal

from index.sentences import sentence_spans
from ingest.identify import detect_language
from search.query import Query
from search.references import Reference, extract
from search.results import Result
from search.searcher import Searcher

__all__ = ["CheckedReference", "Fit", "check_text"]

Fit = Literal["fits", "look again", "nothing said"]
Span = tuple[int, int]
_DEPTH = 20
"""Places among which a provision must be found to fit what is said beside the reference to it."""
_OTHERS = 3
_LEAST_WORDS = 4
"""Words beside a reference; fewer say nothing that could be compared."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = re.compile(r"[(\[][\s,;.]*[)\]]")
_LOOSE = re.compile(r"\s+(?=[,;.])")


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """One reference of a text and what was found of it."""

    span: tuple[int, int]
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
    said: str = ""
    """The sentence around the reference, without it."""
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

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return asdict(self)


def check_text(text: str, searcher: Searcher, language: str | None = None) -> list[CheckedReference]:
    """Every reference in a text, in its order; `language` is that of the editions to show.

    Raises `UsageError` for a text that is too long.
    """
    references = extract(text, searcher.directory, language)
    taken = [span for reference in references for span in (reference.span, reference.name_span)]
    sentences = sentence_spans(text, detect_language(text))
    shown = language or "en"

    @cache
    def best(said: str) -> tuple[Result, ...]:  # one sentence may hold many references
        return _best(said, searcher, shown)

    return [
        checked
        for reference in references
        for checked in _checked(text, reference, _said(text, sentences, reference.span, taken), searcher, shown, best)
    ]


def _checked(
    text: str,
    reference: Reference,
    said: str,
    searcher: Searcher,
    language: str,
    best: Callable[[str], tuple[Result, ...]],
) -> Iterator[CheckedReference]:
    start, end = _joint(reference)
    written = text[start:end]
    message = reference.missing.message if reference.missing else None
    if reference.outcome != "resolved":
        yield CheckedReference(
            reference.span,
            written,
            reference.outcome,
            message=message,
            candidates=tuple(map(str, reference.targets)),
            said=said,
        )
        return
    for target in reference.targets:
        own = searcher.provision(target.instrument, target.label, said, language)
        found = CheckedReference(
            reference.span,
            written,
            "resolved",
            instrument=target.instrument,
            label=target.label,
            exact=target.exact,
            message=message,
            said=said,
        )
        yield _compared(found, own, best(said)) if own else found


def _joint(reference: Reference) -> tuple[int, int]:
    """The span of name and pinpoint where they stand together, else of the pinpoint."""
    (a, b), (c, d) = sorted((reference.span, reference.name_span))
    return (a, max(b, d)) if c - b <= 8 else reference.span


def _compared(found: CheckedReference, own: Result, results: tuple[Result, ...]) -> CheckedReference:
    place = next((r.rank for r in results if (r.instrument.id, r.number) == (own.instrument.id, own.number)), None)
    fit: Fit = "nothing said" if not results else "fits" if place else "look again"
    nearest = own.passages[0]
    return replace(
        found,
        fit=fit,
        place=place,
        citation=own.citation,
        words=nearest.text,
        text_kind=nearest.text_kind,
        others=tuple(f"{r.instrument.id} {r.label}" for r in results[:_OTHERS]) if fit == "look again" else (),
    )


def _best(said: str, searcher: Searcher, language: str) -> tuple[Result, ...]:
    """The provisions that fit what is said; none for a few words."""
    if len(_WORD.findall(said)) < _LEAST_WORDS:
        return ()
    return searcher.rank(Query(said, limit=_DEPTH, language=language, include_weak=True)).results


def _said(text: str, sentences: Sequence[Span], span: Span, taken: Sequence[Span]) -> str:
    """The sentence around a span, without the references in it."""
    start = max((begin for begin, _ in sentences if begin <= span[0]), default=0)
    end = min((stop for _, stop in sentences if stop >= span[1]), default=len(text))
    kept: list[str] = []
    at = start
    for first, last in sorted(set(taken)):
        if first >= at and last <= end:
            kept.append(text[at:first])
            at = last
    kept.append(text[at:end])
    return _LOOSE.sub("", " ".join(_EMPTY.sub(" ", " ".join(kept)).split()))
