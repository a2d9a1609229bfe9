"""A report for people: as plain lines, and as Markdown. Every verdict is in words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from search.checking.models import CheckedReference, CheckReport, Operation, QuoteCheck

__all__ = ["as_lines", "as_markdown", "summary_line", "verdict_words"]

_WIDTH = 100
_EXCERPT = 300
_EQUAL_SHOWN = 12
"""Words of an equal run that are shown on either side of a difference."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LOOSE = re.compile(r" (?=[,;.:!?)])")
_LEGEND = "In a diff, [-words-] are in the authentic text only and {+words+} in the quotation only."


def verdict_words(quote: QuoteCheck) -> str:
    """The verdict with what makes it worse or better."""
    if quote.serious:
        return f"{quote.verdict} (serious)"
    return f"{quote.verdict} (slightly)" if quote.slight else quote.verdict


def summary_line(report: CheckReport) -> str:
    """The counts in one sentence."""
    counts = report.summary()
    verdicts = [f"{count} {verdict}" for verdict, count in counts["verdicts"].items() if count]
    if counts["serious"]:
        verdicts.append(f"{counts['serious']} serious")
    parts = [
        f"{_counted(counts['references'], 'reference')}: {counts['not_found']} not found as written, "
        f"{counts['look_again']} to look at again"
    ]
    if counts["quotes"]:
        parts.append(f"{_counted(counts['quotes'], 'quotation')}: {'; '.join(verdicts)}")
    if counts["unattached"]:
        parts.append(f"Beside no reference, and so not compared: {_counted(counts['unattached'], 'quotation')}")
    if report.not_checked:
        parts.append(f"Not checked: {_counted(report.not_checked, 'further reference')}; check the text in parts")
    return ". ".join(parts) + "."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def as_lines(report: CheckReport) -> Iterator[str]:
    """The report line by line, for a terminal."""
    for reference in report.references:
        yield from _reference(reference)
        yield ""
    for quote in report.unattached:
        if quote.elsewhere:
            yield from (*_quote(quote), "")
    if any(quote.differences for quote in report.quotes):
        yield _LEGEND
    yield from (f"note: {warning}" for warning in report.warnings)
    yield summary_line(report)


def as_markdown(report: CheckReport) -> str:
    """The report as a Markdown document."""
    lines = ["# Citation check", "", _escaped(summary_line(report)), ""]
    for n, reference in enumerate(report.references, 1):
        lines += [f"## {n}. {_escaped(reference.written)}", ""]
        lines += [f"- {_escaped(line)}" for line in _facts(reference)]
        if reference.words and reference.text_kind == "authentic":
            lines += ["", f"> {_escaped(' '.join(reference.words.split()))}"]
        for quote in reference.quotes:
            lines += ["", f"**{verdict_words(quote)}**{_because(quote)}", "", *_markdown_quote(quote)]
        lines.append("")
    found = [quote for quote in report.unattached if quote.elsewhere]
    if found:
        lines += ["## Quotations without a reference", ""]
        lines += [f"- “{_escaped(_short(quote.text))}”: {_escaped(quote.reason or '')}" for quote in found]
    return "\n".join(lines).rstrip() + "\n"


def _reference(reference: CheckedReference) -> Iterator[str]:
    yield f"{reference.written}  {_where(reference)}"
    for fact in _facts(reference):
        yield f"   {fact}"
    if reference.words and not reference.quotes:
        words = textwrap.shorten(reference.words, _EXCERPT, placeholder=" …")
        yield from _filled(f"“{words}”" if reference.text_kind == "authentic" else f"[digest] {words}")
    for quote in reference.quotes:
        if not quote.short:
            yield from _quote(quote)


def _facts(reference: CheckedReference) -> Iterator[str]:
    """What was found of a reference itself."""
    if reference.outcome != "resolved":
        why = reference.message or f"could be {'; '.join(reference.candidates)}"
        yield f"{reference.outcome.replace('_', ' ')}: {why}"
        return
    yield f"{_fit(reference)}: {reference.citation or f'{reference.instrument} {reference.label}'}"
    if not reference.exact:
        yield f"only {reference.label} is there, not all that is cited"
    if reference.message:
        yield reference.message
    if reference.others:
        yield f"nearer to what is said: {'; '.join(reference.others)}"


def _fit(reference: CheckedReference) -> str:
    if reference.fit == "fits":
        return f"fits (place {reference.place})"
    return reference.fit or "found"


def _where(reference: CheckedReference) -> str:
    page = f"page {reference.page_label or reference.page}, " if reference.page else ""
    return f"[{page}paragraph {reference.paragraph}, {reference.span[0]}–{reference.span[1]}]"


def _quote(quote: QuoteCheck) -> Iterator[str]:
    yield f"   quotation {verdict_words(quote)}{_because(quote)}"
    yield from _filled(_diff(quote.operations) if quote.operations else f"“{_short(quote.text)}”", "     ")


def _because(quote: QuoteCheck) -> str:
    return f": {quote.reason}" if quote.reason else ""


def _diff(operations: Sequence[Operation]) -> str:
    marks = {"insert": ("{+", "+}"), "delete": ("[-", "-]"), "equal": ("", ""), "omitted": ("", "")}
    return "“" + _marked(operations, marks) + "”"


def _marked(operations: Sequence[Operation], marks: dict[str, tuple[str, str]]) -> str:
    """The words with marks around what differs; long runs of equal words are shortened."""
    parts: list[str] = []
    for n, step in enumerate(operations):
        before, behind = marks[step.op]
        words = "…" if step.op == "omitted" else " ".join(step.text.split())
        if step.op == "equal":
            words = _shortened(words, first=n == 0, last=n == len(operations) - 1)
        parts.append(f"{before}{words}{behind}")
    return _LOOSE.sub("", " ".join(parts))


def _shortened(words: str, *, first: bool, last: bool) -> str:
    every = words.split()
    if len(every) <= 2 * _EQUAL_SHOWN + 2:
        return words
    head = [] if first else every[:_EQUAL_SHOWN]
    tail = [] if last else every[-_EQUAL_SHOWN:]
    return " ".join([*head, "(…)", *tail])


def _markdown_quote(quote: QuoteCheck) -> Iterable[str]:
    if not quote.operations:
        return [f"> {_escaped(_short(quote.text))}"]
    marks = {"insert": ("**", "**"), "delete": ("~~", "~~"), "equal": ("", ""), "omitted": ("", "")}
    escaped = [Operation(o.op, _escaped(o.text), o.quoted, o.authentic, o.marked) for o in quote.operations]
    return [f"> {_marked(escaped, marks)}"]


def _short(text: str) -> str:
    return textwrap.shorten(text, _EXCERPT, placeholder=" …")


def _filled(text: str, indent: str = "   ") -> Iterator[str]:
    yield textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _escaped(text: str) -> str:
    """Text that Markdown prints as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
