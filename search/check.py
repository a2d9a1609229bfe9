"""Checking a text: is each provision there, is it about what is said beside it, are the words quoted from it its own?

The second question has no certain answer without reading. What can be measured is how well the provision fits the words
beside the reference, compared with all others: its place when those words are asked as a question. A low place is a
reason to read, not a verdict. The third has one: see `search.checking`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index.sentences import sentence_spans
from ingest.identify import detect_language
from ingest.model import Document
from search.checking.attach import Attachment, attach
from search.checking.blocks import block_quotations
from search.checking.compare import Comparer
from search.checking.elsewhere import Elsewhere
from search.checking.models import CheckedReference, CheckReport, Fit, QuoteCheck, Span
from search.checking.positions import Positions, positions_in, positions_of
from search.checking.quotations import nested, quotations
from search.checking.texts import AuthenticTexts
from search.query import MAX_QUESTION, Query
from search.references import Reference, Target, extract
from search.results import Result
from search.searcher import Searcher

__all__ = ["CheckReport", "CheckedReference", "Fit", "QuoteCheck", "check", "check_document", "check_text"]

_DEPTH = 20
"""Places among which a provision must be found to fit what is said beside the reference to it."""
_OTHERS = 3
_LEAST_WORDS = 4
"""Words beside a reference; fewer say nothing that could be compared."""
_TARGETS = 4
"""Provisions of one list that a quotation is compared with."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = re.compile(r"[(\[][\s,;.]*[)\]]")
_LOOSE = re.compile(r"\s+(?=[,;.])")


def check_text(text: str, searcher: Searcher, language: str | None = None) -> list[CheckedReference]:
    """Every reference in a text, in its order; the rest of the report is that of `check`."""
    return list(check(text, searcher, language).references)


def check(
    text: str,
    searcher: Searcher,
    language: str | None = None,
    limit: int | None = None,
    most_sentences: int | None = None,
) -> CheckReport:
    """The references of a text and what is quoted from them, in the order of the text, against one generation.

    `language` is that of the editions to show beside the references; quotations are compared with all. Of more than
    `limit` references the first so many are checked; of more than `most_sentences` sentences with references the first
    so many are compared with all provisions. Raises `UsageError` for a text that is too long.
    """
    return _check(text, positions_in(text), searcher, language, limit, most_sentences)


def check_document(
    document: Document,
    searcher: Searcher,
    language: str | None = None,
    limit: int | None = None,
    most_sentences: int | None = None,
) -> CheckReport:
    """The same for a file that was read, with its pages."""
    report = _check(document.text, positions_of(document), searcher, language, limit, most_sentences)
    return replace(report, warnings=document.warnings)


def _check(
    text: str,
    positions: Positions,
    searcher: Searcher,
    language: str | None,
    limit: int | None,
    most_sentences: int | None,
) -> CheckReport:
    live = searcher.pinned()
    spoken = detect_language(text)
    references = extract(text, live.directory, spoken)
    kept = references[:limit]
    sentences = sentence_spans(text, spoken)
    in_marks = quotations(text)
    found = nested([*in_marks, *block_quotations(text, in_marks)])
    attached = attach(text, found, [_joint(r) for r in references], sentences)
    quotes, unattached = _quotes(text, spoken, live, references, attached, len(kept))
    checking = _Checking(text, sentences, positions, live, language or "en", references, most_sentences)
    checked = tuple(c for n, r in enumerate(kept) for c in checking.reference(r, quotes.get(n, ())))
    return CheckReport(
        references=checked,
        unattached=tuple(unattached),
        not_checked=len(references) - len(kept),
        not_ranked=sum(c.outcome == "resolved" and c.fit is None for c in checked),
        language=spoken,
        index=live.snapshot.describe(),
    )


def _quotes(
    text: str,
    language: str,
    searcher: Searcher,
    references: Sequence[Reference],
    attached: Sequence[Attachment],
    checked: int,
) -> tuple[dict[int, list[QuoteCheck]], list[QuoteCheck]]:
    """The quotations of each reference by its position, and those without a reference."""
    comparer = Comparer(text, language, AuthenticTexts(searcher.snapshot.meta), Elsewhere(searcher.snapshot))
    out: dict[int, list[QuoteCheck]] = {}
    unattached: list[QuoteCheck] = []
    for attachment in attached:
        positions = [k for k in attachment.references if k < checked]
        if attachment.references and not positions:
            continue  # over the limit
        targets = _targets(references, positions)
        compared = comparer.compare(attachment.quotation, list(targets), attachment.tie, cited=bool(positions))
        if compared is None:
            continue
        if positions:
            best = next((n for t, n in targets.items() if _is_at(compared, t)), positions[0])
            out.setdefault(best, []).append(compared)
        elif attachment.quotation.parent is None and not compared.short:
            unattached.append(compared)
    return out, unattached


def _targets(references: Sequence[Reference], positions: Sequence[int]) -> dict[Target, int]:
    """The provisions of some references, each with the first reference to it."""
    out: dict[Target, int] = {}
    for n in positions:
        if references[n].outcome == "resolved":
            for target in references[n].targets:
                out.setdefault(target, n)
    return dict(list(out.items())[:_TARGETS])


def _is_at(quote: QuoteCheck, target: Target) -> bool:
    """Whether a quotation stands in a provision."""
    place = quote.place
    return place is not None and place.instrument == target.instrument and place.label.startswith(target.label)


class _Checking:
    """The references of one text."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        positions: Positions,
        searcher: Searcher,
        language: str,
        references: Sequence[Reference],
        most_sentences: int | None,
    ) -> None:
        self._left = most_sentences
        self._text = text
        self._sentences = sentences
        self._begins = [a for a, _ in sentences]
        self._ends = [b for _, b in sentences]
        self._positions = positions
        self._searcher = searcher
        self._language = language
        self._taken = sorted({span for r in references for span in (r.span, r.name_span)})
        self._best = cache(self._rank)  # one sentence may hold many references
        self._own = cache(self._provision)
        self._said = cache(self._words_beside)

    def reference(self, reference: Reference, quotes: Sequence[QuoteCheck]) -> list[CheckedReference]:
        """What was found of a reference, one for each provision that it points at; the first has its quotations."""
        start, end = _joint(reference)
        sentence = self._sentence(reference.span)
        page = self._positions.page(reference.span[0])
        found = CheckedReference(
            reference.span,
            self._text[start:end],
            reference.outcome,
            message=reference.missing.message if reference.missing else None,
            sentence=sentence,
            said=self._said(sentence),
            page=page.index if page else None,
            page_label=page.label if page else None,
            paragraph=self._positions.paragraph(reference.span[0]),
            quotes=tuple(quotes),
        )
        if reference.outcome != "resolved":
            return [replace(found, candidates=tuple(map(str, reference.targets)))]
        each = [self._compared(found, target) for target in reference.targets]
        return [each[0], *(replace(other, quotes=()) for other in each[1:])]

    def _compared(self, found: CheckedReference, target: Target) -> CheckedReference:
        found = replace(found, instrument=target.instrument, label=target.label, exact=target.exact)
        own = self._own(target.instrument, target.label, found.said[:MAX_QUESTION])
        if own is None:
            return found
        found = replace(found, citation=own.citation, words=own.passages[0].text, text_kind=own.passages[0].text_kind)
        results = self._best(found.said[:MAX_QUESTION])
        if results is None:
            return found
        place = next((r.rank for r in results if (r.instrument.id, r.number) == (own.instrument.id, own.number)), None)
        fit: Fit = "nothing said" if not results else "fits" if place else "look again"
        return replace(
            found,
            fit=fit,
            place=place,
            others=tuple(f"{r.instrument.id} {r.label}" for r in results[:_OTHERS]) if fit == "look again" else (),
        )

    def _provision(self, instrument: str, label: str, said: str) -> Result | None:
        return self._searcher.provision(instrument, label, said, self._language)

    def _rank(self, said: str) -> tuple[Result, ...] | None:
        """The provisions that fit what is said; none for a few words, None when enough sentences were compared."""
        if len(_WORD.findall(said)) < _LEAST_WORDS:
            return ()
        if self._left is not None:
            if self._left <= 0:
                return None
            self._left -= 1
        return self._searcher.rank(Query(said, limit=_DEPTH, language=self._language, include_weak=True)).results

    def _sentence(self, span: Span) -> Span:
        """The sentence around a span; with the one before, where it only says in parentheses where that is from."""
        first = max(0, bisect_right(self._begins, span[0]) - 1)
        last = bisect_left(self._ends, span[1])
        end = self._ends[last] if last < len(self._ends) else len(self._text)
        if not self._begins:
            return 0, end
        start = self._begins[first]
        if first and self._text[start] in "([" and "\n" not in self._text[self._ends[first - 1] : start]:
            start = self._begins[first - 1]
        return start, end

    def _words_beside(self, sentence: Span) -> str:
        """The words of a sentence, without the references in it."""
        start, end = sentence
        kept: list[str] = []
        at = start
        for first, last in self._taken[bisect_left(self._taken, (start, start)) :]:
            if first >= end:
                break
            if first >= at and last <= end:
                kept.append(self._text[at:first])
                at = last
        kept.append(self._text[at:end])
        return _LOOSE.sub("", " ".join(_EMPTY.sub(" ", " ".join(kept)).split()))


def _joint(reference: Reference) -> Span:
    """The span of name and pinpoint where they stand together, else of the pinpoint."""
    (a, b), (c, d) = sorted((reference.span, reference.name_span))
    return (a, max(b, d)) if c - b <= 8 else reference.span
