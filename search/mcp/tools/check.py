"""The tool `check_citations`."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult
from pydantic import Field

from search.check import check
from search.checking import CheckedReference, CheckReport, Difference, QuoteCheck
from search.mcp.calls import Language, answered, tool_of
from search.mcp.checked import CheckedReferences, FoundReference, QuoteFound
from search.mcp.live import Live
from search.mcp.quoting import DATA_NOTE, cut, digest_lines, inline, quoted_lines

__all__ = ["check_tool"]

MOST_TEXT = 10_000
MOST_REFERENCES = 25
_MOST_WORDS = 600
_MOST_QUOTES = 5


def check_tool(live: Live) -> Tool:
    """The tool that checks the citations of a text."""

    def check_citations(
        text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT, description="A paragraph or a few pages.")],
        language: Language = "en",
    ) -> Annotated[CallToolResult, CheckedReferences]:
        """Check every legal reference and quotation in a text: does it exist, does it fit, are the words right?

        Run it on what you have written before you give it to anyone. `exists` false means that what is cited is not
        held as written: correct it or say that it could not be checked. `fit` compares the sentence with all
        provisions: `look again` is a reason to read the provision, never a verdict, and `better` names nearer ones.
        Quotations are compared word for word: mend what `differs`, `stands elsewhere` or is `not there`.
        """
        held = live.hold()
        report = check(text, held, language, MOST_REFERENCES)
        answer = _answer(report, held.snapshot.generation.id)
        return answered(answer, _lines(answer))

    return tool_of(check_citations, "Check the citations of a text")


def _answer(report: CheckReport, generation: str) -> CheckedReferences:
    listed = report.references[:MOST_REFERENCES]
    left_out = len(report.references) - len(listed) + report.not_checked
    return CheckedReferences(
        references=[_found(reference) for reference in listed],
        missing=sum(r.missing for r in listed),
        look_again=sum(r.fit == "look again" for r in listed),
        misquoted=sum(q.wrong for r in listed for q in r.quotes) + sum(q.wrong for q in report.unattached),
        without_reference=[_quote(quote) for quote in report.unattached[:_MOST_QUOTES]],
        left_out=left_out,
        next_start=listed[-1].span[1] if left_out else None,
        generation=generation,
    )


def _found(reference: CheckedReference) -> FoundReference:
    words = cut(reference.words, 0, _MOST_WORDS)[0] if reference.words else None
    authentic = reference.text_kind == "authentic"
    return FoundReference(
        written=inline(reference.written),
        span=reference.span,
        outcome=reference.outcome,
        exists=not reference.missing,
        instrument=reference.instrument,
        label=reference.label,
        citation=inline(reference.citation, 600) if reference.citation else None,
        fit=reference.fit,
        said=inline(reference.said),
        quote=words if authentic else None,
        digest=None if authentic else words,
        better=list(reference.others),
        quotations=[_quote(quote) for quote in reference.quotes[:_MOST_QUOTES]],
        candidates=[inline(candidate) for candidate in reference.candidates[:5]],
        message=inline(reference.message, 600) if reference.message else None,
    )


def _quote(quote: QuoteCheck) -> QuoteFound:
    place = quote.place
    return QuoteFound(
        written=inline(quote.text),
        span=quote.span,
        verdict=quote.verdict,
        serious=quote.serious,
        differences=[_difference(d) for d in quote.differences if d.kind not in ("marked", "left out")][:_MOST_QUOTES],
        stands_at=f"{place.instrument} {inline(place.label)} ({place.language})" if place else None,
        reason=inline(quote.reason, 600) if quote.reason else None,
    )


def _difference(difference: Difference) -> str:
    serious = f" [{', '.join(difference.serious)}]" if difference.serious else ""
    quoted, authentic = inline(difference.quoted_text, 120), inline(difference.authentic_text, 120)
    return f"quoted {quoted!r}, the text has {authentic!r}{serious}"


def _lines(answer: CheckedReferences) -> list[str]:
    count = len(answer.references)
    lines = [
        f"{count} references: {answer.missing} not held as written, {answer.look_again} to look at again; "
        f"{answer.misquoted} quotations to mend"
    ]
    if count:
        lines.append(DATA_NOTE)
    for reference in answer.references:
        lines += ["", *_reference_lines(reference)]
    for quote in answer.without_reference:
        lines += ["", "beside no reference:", *_quote_lines(quote)]
    if answer.next_start is not None:
        lines += ["", f"{answer.left_out} more are not listed: check again with the text from {answer.next_start} on"]
    return lines


def _reference_lines(reference: FoundReference) -> list[str]:
    lines = [f"{reference.written} [{reference.span[0]}–{reference.span[1]}]"]
    if reference.outcome != "resolved":
        why = reference.message or f"could be {'; '.join(reference.candidates)}"
        return [*lines, f"   {reference.outcome.replace('_', ' ')}: {why}"]
    lines.append(
        f"   exists: {'yes' if reference.exists else f'only {reference.label} is held, not all that is cited'}"
    )
    lines.append(f"   citation: {reference.citation or f'{reference.instrument} {reference.label}'}")
    lines.append(f"   fit: {reference.fit or 'not compared'}")
    if reference.message:
        lines.append(f"   message: {reference.message}")
    if reference.quote is not None:
        lines += quoted_lines(reference.quote)
    elif reference.digest is not None:
        lines += digest_lines(reference.digest)
    if reference.better:
        lines.append(f"   nearer to what is said: {'; '.join(reference.better)}")
    return [*lines, *(line for quote in reference.quotations for line in _quote_lines(quote))]


def _quote_lines(quote: QuoteFound) -> list[str]:
    lines = [f"   quotation {quote.span[0]}–{quote.span[1]}: {quote.verdict}{' (serious)' if quote.serious else ''}"]
    lines.append(f"   as written: {quote.written}")
    lines += [f"   {difference}" for difference in quote.differences]
    if quote.stands_at:
        lines.append(f"   stands at: {quote.stands_at}")
    if quote.reason:
        lines.append(f"   note: {quote.reason}")
    return lines
