"""Answers as text, and what an outcome means for what a model may say."""

from __future__ import annotations

from search.languages import language_name
from search.mcp.answers import SearchAnswer, SearchResult
from search.mcp.quoting import DATA_NOTE, digest_lines, inline, quoted_lines
from search.results import Outcome

__all__ = ["advice_on", "answer_lines", "status_of"]

_ADVICE: dict[Outcome, str] = {
    "answered": "Quote only the words shown as quotes, letter for letter, with their citation beside them.",
    "reference": "This is the provision that the reference names. Quote only the words shown as quotes.",
    "ambiguous_reference": "The reference may mean several provisions: see the candidates. Ask again with one of them, "
    "or ask which is meant; do not guess.",
    "reference_not_held": "What the reference names is not held: see the message. Do not answer or quote from memory; "
    "say that it could not be looked up in this collection.",
    "no_answer": "Nothing held answers this question. Do not answer from memory and cite nothing: say that this "
    "collection holds no answer. Try other words, fewer filters, or include_weak for what is nearest.",
}
_WEAK = (
    "Nothing held seems to answer this question; what follows is only nearest to it. Do not present it as the answer, "
    "and do not fill the gap from memory: say that this collection holds no answer."
)


def advice_on(outcome: Outcome, *, weak: bool) -> str:
    """What an outcome means for what may be said; `weak` of no answer with results."""
    return _WEAK if outcome == "no_answer" and weak else _ADVICE[outcome]


def status_of(kind: str, binding: bool) -> str:
    """The kind of an instrument and whether it binds."""
    return f"{kind.replace('_', ' ')}, {'binding' if binding else 'not binding'}"


def answer_lines(answer: SearchAnswer) -> list[str]:
    """The answer to a question as lines of text."""
    lines = [f"outcome: {answer.outcome}", f"advice: {answer.advice}"]
    if answer.message:
        lines.append(f"message: {answer.message}")
    lines += [f"candidate: {candidate}" for candidate in answer.candidates]
    if answer.results:
        lines.append(DATA_NOTE)
    for result in answer.results:
        lines += ["", *_result_lines(result, answer.language)]
    if answer.next_cursor:
        lines += ["", f"more: search again with cursor={answer.next_cursor}"]
    return [*lines, "", f"generation: {answer.generation}"]


def _result_lines(result: SearchResult, wanted: str) -> list[str]:
    passage = result.passage
    heading = f" ({result.heading})" if result.heading else ""
    lines = [
        f"{result.rank}. citation: {result.citation}",
        f"   place: {result.instrument} {inline(result.label)}{heading}",
        f"   status: {status_of(result.kind, result.binding)}; adopted {result.adopted or 'at an unknown date'}; "
        f"shown in {language_name(result.language)}",
    ]
    if not result.in_asked_language:
        lines.append(f"   no edition in {language_name(wanted)} is held; a translation is yours, say so")
    lines += quoted_lines(passage.quote) if passage.quote is not None else digest_lines(passage.digest or "")
    if passage.sentence and passage.sentence != passage.quote:
        lines += ["   nearest sentence:", *quoted_lines(passage.sentence)]
    if not passage.whole:
        lines.append(
            f"   not all of it: read_provision(instrument={result.instrument!r}, label={inline(result.label)!r})"
        )
    if passage.ocr:
        lines.append("   read by OCR: check the letters against the page")
    lines += [f"   letters: {repair}" for repair in passage.repairs]
    if result.parallels:
        same = "; ".join(
            f"{p.instrument} {inline(p.label)}{'' if p.binding else ' (not binding)'}" for p in result.parallels
        )
        lines.append(f"   parallel provisions: {same}")
    if result.official:
        lines.append(f"   official text: {inline(result.official)}")
    return lines
