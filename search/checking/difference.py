"""A quotation laid beside the authentic words: operations for a word diff, and each difference with its weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from search.checking.locate import Located
from search.checking.meaning import changed_meaning, is_negation
from search.checking.models import Difference, DifferenceKind, Operation
from search.checking.pieces import Gap, Piece, Quoted
from search.checking.texts import EditionText, WordRange
from search.checking.tokens import Token, tokenize

__all__ = ["compare_words"]

_LEFT_OUT_AND_SHOWN = 200
"""Characters of the words that an ellipsis stands for."""
_LEFT_OUT_AND_WEIGHED = 8
"""Words left out within a sentence among which a negation matters."""
_NO_CASE = "\0"


def compare_words(
    checked: str, quoted: Quoted, located: Located
) -> tuple[tuple[Operation, ...], tuple[Difference, ...]]:
    """The operations that lead from the authentic words to those quoted, and what differs."""
    operations: list[Operation] = []
    differences: list[Difference] = []
    places = iter(located.pieces)
    upcoming = list(located.pieces)
    last: WordRange | None = None
    for n, part in enumerate(quoted.parts):
        if isinstance(part, Piece):
            here = next(places)
            upcoming.pop(0)
            for operation, difference in _piece(checked, part, located.text, here):
                operations.append(operation)
                if difference:
                    differences.append(difference)
            last = here or last
        else:
            inside = last is not None and any(isinstance(p, Piece) for p in quoted.parts[n + 1 :])
            following = next((p for p in upcoming if p), None) if inside else None
            left = (last[1], following[0]) if last and following else None
            operations += _gap(checked, part, located.text, left)
            differences += _gap_difference(checked, part, located.text, left)
    return tuple(operations), tuple(differences)


def _piece(
    checked: str, piece: Piece, text: EditionText, words: WordRange | None
) -> Iterator[tuple[Operation, Difference | None]]:
    """The steps for words quoted in a row; of a change, the difference comes with its first step."""
    quoted = list(piece.tokens)
    if words is None or words[0] >= words[1]:
        span = (quoted[0].start, quoted[-1].end)
        inserted = Operation("insert", checked[slice(*span)], quoted=span)
        yield inserted, _difference(checked, text, quoted, [])
        return
    authentic = _tokens_of(text, words, quoted)
    steps = Levenshtein.opcodes(_keys(authentic, quoted), _keys(quoted, authentic))
    for same, run in groupby(steps, key=lambda step: step.tag == "equal"):
        group = list(run)
        theirs = authentic[group[0].src_start : group[-1].src_end]
        ours = quoted[group[0].dest_start : group[-1].dest_end]
        a, q = _span(theirs), _span(ours)
        if same and q:
            yield Operation("equal", checked[slice(*q)], q, a), None
            continue
        difference: Difference | None = _difference(checked, text, ours, theirs)
        if a:
            yield Operation("delete", text.text[slice(*a)], authentic=a), difference
            difference = None
        if q:
            yield Operation("insert", checked[slice(*q)], quoted=q), difference


def _tokens_of(text: EditionText, words: WordRange, quoted: Sequence[Token]) -> list[Token]:
    """The tokens of some words of the text, with the number of a list point before them where one is quoted."""
    start, end = text.slice(words)
    if quoted[0].kind == "numbering" and words[0]:
        before = tokenize(text.text, text.words[words[0] - 1].end, start)
        start = next((t.start for t in before if t.kind == "numbering"), start)
    notes = [span for span in text.notes if start <= span[0] < end]
    return [t for t in tokenize(text.text, start, end) if not any(a <= t.start < b for a, b in notes)]


def _keys(tokens: Sequence[Token], others: Sequence[Token]) -> list[str]:
    """What is compared: words as written, but those without case where brackets say that the other changed it."""
    free = {t.folded for t in (*tokens, *others) if t.any_case}
    return [_key(t, free) for t in tokens]


def _key(token: Token, free: set[str]) -> str:
    if token.kind == "numbering":
        return f"({token.key})"
    if token.folded in free and token.kind == "word":
        return _NO_CASE + token.key[:1].casefold() + token.key[1:]
    return token.key


def _span(tokens: Sequence[Token]) -> tuple[int, int] | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _difference(checked: str, text: EditionText, ours: Sequence[Token], theirs: Sequence[Token]) -> Difference:
    kind = _kind(ours, theirs)
    q, a = _span(ours), _span(theirs)
    return Difference(
        kind=kind,
        quoted_text=checked[slice(*q)] if q else "",
        authentic_text=text.text[slice(*a)] if a else "",
        quoted=q,
        authentic=a,
        serious=changed_meaning(_words(theirs), _words(ours)) if kind == "words" else (),
    )


def _kind(ours: Sequence[Token], theirs: Sequence[Token]) -> DifferenceKind:
    mine, other = _words(ours), _words(theirs)
    if [t.key for t in mine] == [t.key for t in other]:
        return "numbering" if any(t.kind == "numbering" for t in (*ours, *theirs)) else "punctuation"
    return "letters" if [t.folded for t in mine] == [t.folded for t in other] else "words"


def _words(tokens: Sequence[Token]) -> list[Token]:
    return [t for t in tokens if t.kind == "word"]


def _gap(checked: str, gap: Gap, text: EditionText, left: WordRange | None) -> list[Operation]:
    """The steps for an ellipsis or for words in brackets."""
    inside = text.slice(left) if left and left[0] < left[1] else None
    theirs = text.text[slice(*inside)] if inside else ""
    if gap.ellipsis:
        return [Operation("omitted", theirs, gap.span, inside, marked=True)]
    words = checked[slice(*gap.span)]
    if inside and left and _same_words(gap, text, left):
        return [Operation("equal", words, gap.span, inside, marked=True)]
    put_in = Operation("insert", words, gap.span, marked=True)
    return [Operation("delete", theirs, authentic=inside, marked=True), put_in] if inside else [put_in]


def _same_words(gap: Gap, text: EditionText, words: WordRange) -> bool:
    return [t.folded for t in gap.tokens] == [w.folded for w in text.words[slice(*words)]]


def _gap_difference(checked: str, gap: Gap, text: EditionText, left: WordRange | None) -> list[Difference]:
    """What is to be known of a marked change: the words that it stands for, and whether the meaning hangs on them."""
    if left is None:
        return []
    theirs = text.words[slice(*left)]
    if not gap.ellipsis and _same_words(gap, text, left):
        return []
    span = (theirs[0].start, theirs[-1].end) if theirs else None
    words = text.text[slice(*span)] if span else ""
    if gap.ellipsis:
        within = len(theirs) <= _LEFT_OUT_AND_WEIGHED and not {".", ";"} & set(words)
        denied = within and any(map(is_negation, theirs))
        shown = words if len(words) <= _LEFT_OUT_AND_SHOWN else f"{words[:_LEFT_OUT_AND_SHOWN]}…"
        return [
            Difference("left out", checked[slice(*gap.span)], shown, gap.span, span, ("negation",) if denied else ())
        ]
    serious = changed_meaning(theirs, gap.tokens)
    return [Difference("marked", checked[slice(*gap.span)], words, gap.span, span, serious)]
