"""Which reference a quotation belongs to.

In this order: the reference that follows it in parentheses or behind a comma; that of the footnote whose mark follows
it; the last one before it in its sentence, or before the colon that announces it; the next one behind it in its
sentence; the last one of the sentence before, in the same paragraph; the first one of the sentence behind. A quotation
that is followed by another source in parentheses belongs to that one, and so to none here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from search.checking.models import Span, Tie
from search.checking.quotations import Quotation
from search.references.vocabulary import words

__all__ = ["Attachment", "attach"]

_LEADS = words(
    """
    see cf also as under in per pursuant to by of from the set out stated provided laid down required guaranteed
    according footnote omitted emphasis added selon en vertu de du dans à aux termes voir article según conforme a al
    del la el
    véase ver nach gemäß siehe laut segundo nos termos da do e.g eg i.e ie and at p pp n note e g i
    """
)
"""Words that may stand between a quotation and the reference that follows it."""
_MOST_BETWEEN = 90
_NOTE = re.compile(r"\s{0,3}[(\[][^()\[\]\n]{0,80}[)\]]")
_NOTE_WORDS = re.compile(
    r"emphas|italic|soulign|énfasis|cursiv|hervorh|grifo|footnote|citation|internal", re.IGNORECASE
)
_OTHER_SOURCE = re.compile(r"\s{0,3}[(\[][^()\[\]\n]{0,160}?\d[^()\[\]\n]{0,160}[)\]]")
_FOOTNOTE = re.compile(r"[.,;:]?\s?(?:\[\^?(?P<bracket>\d{1,4})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,4}))")
_NOTE_LINE = re.compile(
    r"^[ \t]{0,8}(?:\[\^?(?P<bracket>\d{1,4})\]:?|(?P<raised>[⁰¹²³⁴-⁹]{1,4})|(?P<plain>\d{1,4})[.)]?(?=[ \t]))",
    re.MULTILINE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WORD = re.compile(r"[^\W_]+")
_OPENERS = ("(", "[", "—", "–", "-")
_STOPS = (".", "!", "?")
_STOP = re.compile(r"[.;:!?](?:\s|$)")
_CLOSERS = "”“\"»’' \u00a0\u202f"
_CITATION_ENDS = re.compile(r"\s?(?:[.;)\]\n]|$)")
_OPENING = re.compile('[“„«"「‘]')
_CLAUSE_ENDS = re.compile(r"[)\].;,\n]")
_REACH = 400
"""Characters to a reference in the sentence before or behind."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A quotation with the references that it may be from, the likeliest first."""

    quotation: Quotation
    references: tuple[int, ...]
    """Positions; several where they stand in one list ("arts 9 and 10")."""
    tie: Tie | None


def attach(
    text: str, found: Sequence[Quotation], references: Sequence[Span], sentences: Sequence[Span]
) -> list[Attachment]:
    """Each quotation with its references; `references` are the spans of name and pinpoint, in the order of the text."""
    return _Attaching(text, found, references, sentences).all()


class _Attaching:
    """The quotations of one text on their way to references."""

    def __init__(
        self, text: str, found: Sequence[Quotation], references: Sequence[Span], sentences: Sequence[Span]
    ) -> None:
        self._text = text
        self._found = found
        self._sentences = sentences
        self._begins = [a for a, _ in sentences]
        order = sorted(range(len(references)), key=lambda k: (references[k], k))
        holders = _Holders(found)
        self._by_holder: dict[int | None, list[int]] = {}
        for k in order:
            self._by_holder.setdefault(holders.of(references[k][0]), []).append(k)
        self._references = references
        self._note_lines = _note_lines(text)
        self._siblings: dict[int | None, list[Span]] = {}
        for quotation in found:
            self._siblings.setdefault(quotation.parent, []).append(quotation.span)

    def all(self) -> list[Attachment]:
        return [self._one(quotation) for quotation in self._found]

    def _one(self, quotation: Quotation) -> Attachment:
        near = self._by_holder.get(quotation.parent, [])
        starts = [self._references[k][0] for k in near]
        after = bisect_left(starts, quotation.span[1])
        before = bisect_right(starts, quotation.span[0]) - 1
        first, tie = self._choose(quotation, near, before, after)
        if first is None or tie is None:
            return Attachment(quotation, (), None)
        return Attachment(quotation, self._listed(near, first, forwards=first >= after), tie)

    def _choose(
        self, quotation: Quotation, near: Sequence[int], before: int, after: int
    ) -> tuple[int | None, Tie | None]:
        """The position in `near` of the reference, and what ties the quotation to it."""
        nested: Tie | None = "inside" if quotation.parent is not None else None
        end = self._behind_notes(quotation.span[1])
        if after < len(near) and self._beside(end, near[after]):
            return after, nested or "beside"
        footnote = self._in_footnote(end, near)
        if footnote is not None:
            return footnote, "footnote"
        if _OTHER_SOURCE.match(self._text, end):
            return None, None
        found, tie = self._in_sentence(quotation.span, near, before, after)
        return found, (nested or tie) if tie else None

    def _in_sentence(self, span: Span, near: Sequence[int], before: int, after: int) -> tuple[int | None, Tie | None]:
        begin, stop = self._sentence(span)
        earlier = self._references[near[before]] if before >= 0 else None
        if earlier and begin <= earlier[0] and earlier[1] <= span[0]:
            return before, "sentence"
        if after < len(near) and self._references[near[after]][0] < stop:
            return after, "sentence"
        if earlier and self._leads(earlier, begin):
            return before, "neighbour"
        return None, None

    def _behind_notes(self, end: int) -> int:
        """Where a note such as "(emphasis added)" behind a quotation ends."""
        note = _NOTE.match(self._text, end)
        return note.end() if note and _NOTE_WORDS.search(note[0]) else end

    def _beside(self, end: int, reference: int) -> bool:
        """Whether hardly anything stands between the end of a quotation and a reference without one of its own."""
        start, stop = self._references[reference]
        between = self._text[end:start]
        if len(between) > _MOST_BETWEEN:
            return False
        between_words = [w.casefold() for w in _WORD.findall(between)]
        if not _LEADS.issuperset(between_words) or self._announces(stop):
            return False
        if between.lstrip(" \t\n\u00a0.,;:")[:1] in _OPENERS:
            return True
        if "\n" in between or between_words[:1] in (["and"], ["or"]) or _STOP.search(between):
            return False
        ended = self._text[max(0, end - 8) : end].rstrip(_CLOSERS)[-1:] in _STOPS if end else False
        return not ended or bool(_CITATION_ENDS.match(self._text, stop))

    def _announces(self, stop: int) -> bool:
        """Whether the words behind a reference lead to a quotation of its own: `(article 3 says “…”)`."""
        rest = self._text[stop : stop + _MOST_BETWEEN]
        opening = _OPENING.search(rest)
        return opening is not None and not _CLAUSE_ENDS.search(rest[: opening.start()])

    def _in_footnote(self, end: int, near: Sequence[int]) -> int | None:
        """The first reference of the footnote whose mark stands at a place."""
        mark = _FOOTNOTE.match(self._text, end)
        if not mark:
            return None
        number = mark["bracket"] or mark["raised"].translate(_RAISED)
        for start, stop in self._note_lines.get(number, ()):
            if start > end:
                k = next((k for k, r in enumerate(near) if start <= self._references[r][0] < stop), None)
                if k is not None:
                    return k
        return None

    def _sentence(self, span: Span) -> Span:
        """From the beginning of the sentence that a quotation begins in, or that announces it, to where it ends."""
        if not self._sentences:
            return 0, len(self._text)
        first = max(0, bisect_right(self._begins, span[0]) - 1)
        lead = self._text[max(0, span[0] - 40) : span[0]].rstrip(" \t\n>\u00a0—–-")
        if lead.endswith((":", "：", ",")) and first and self._begins[first] >= span[0] - 1:
            first -= 1
        last = max(0, bisect_left(self._begins, span[1]) - 1)
        return self._sentences[first][0], self._sentences[last][1]

    def _leads(self, reference: Span, begin: int) -> bool:
        """Whether a reference stands in the sentence before a place, in the same paragraph or before a colon."""
        if begin - reference[1] > _REACH:
            return False
        k = bisect_left(self._begins, begin)
        return k > 0 and reference[0] >= self._begins[k - 1] and "\n" not in self._text[reference[1] : begin].rstrip()

    def _listed(self, near: Sequence[int], first: int, *, forwards: bool) -> tuple[int, ...]:
        """A reference with the others of its list, itself first."""
        out = [near[first]]
        step = 1 if forwards else -1
        k = first + step
        while 0 <= k < len(near) and self._joined(near[min(k, k - step)], near[max(k, k - step)]):
            out.append(near[k])
            k += step
        return tuple(out)

    def _joined(self, left: int, right: int) -> bool:
        """Whether only "and", "or" or a comma stand between two references."""
        gap = self._text[self._references[left][1] : self._references[right][0]].strip(" ,\u00a0").casefold()
        return gap in ("", "and", "or", "&", "et", "ou", "y", "o", "e", "u", "und", "oder", "–", "-", "to", "و", "أو")


class _Holders:
    """The innermost quotation around a place."""

    def __init__(self, found: Sequence[Quotation]) -> None:
        self._found = found
        self._starts = [q.span[0] for q in found]

    def of(self, place: int) -> int | None:
        """Its position; None outside of all."""
        k: int | None = bisect_right(self._starts, place) - 1
        while k is not None and k >= 0:
            if place < self._found[k].span[1]:
                return k
            k = self._found[k].parent
        return None


def _note_lines(text: str) -> dict[str, list[Span]]:
    """Number of a footnote -> the lines that begin with it."""
    out: dict[str, list[Span]] = {}
    for found in _NOTE_LINE.finditer(text):
        number = found["bracket"] or (found["raised"] or "").translate(_RAISED) or found["plain"]
        end = text.find("\n", found.end())
        out.setdefault(number, []).append((found.end(), len(text) if end < 0 else end))
    return out
