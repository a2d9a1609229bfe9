"""Numbers without a unit word beside a name: `ICRMW 22`, `12(2)-(4) ICCPR`, `arts 7 ICCPR and 3 CAT`.

A number in an ordinary sentence is no pinpoint: it must touch the name and be followed by nothing that it could count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.references.gaps import is_of
from search.references.names import Mention
from search.references.pinpoints import Pinpoint, bare_pinpoint
from search.references.tokens import Token
from search.references.vocabulary import COUNT_NOUNS, JOINERS, LIST_WORDS, UNIT_WORDS, words

__all__ = ["Bare", "bare_pinpoints"]

_REACH = 16
_AFTER = words(
    "on about in regarding concerning says say said mean means meaning of for text requires protects applies apply "
    "sobre dice acerca sur concernant dit uber zu text wortlaut commentary cited"
)
_SIGNALS = words("see cf compare also eg see, ver voir siehe text show find quote article the")


_LINKS = LIST_WORDS | JOINERS | _SIGNALS | words("of de del du des der da do")


@dataclass(frozen=True, slots=True)
class Bare:
    """Numbers and the name they touch."""

    pinpoint: Pinpoint
    mention: Mention
    tentative: bool
    """Whether other words stand around them."""


def bare_pinpoints(tokens: Sequence[Token], mentions: Sequence[Mention], pinpoints: Sequence[Pinpoint]) -> list[Bare]:
    """The bare numbers that belong to names, left to right."""
    taken = frozenset(k for m in mentions for k in range(m.first, m.last)) | frozenset(
        k for p in pinpoints for k in range(p.first, p.last)
    )
    starts = frozenset(m.first for m in mentions)
    candidates = list(_candidates(tokens, mentions, taken, starts))
    whole = _covers_all(tokens, taken, candidates)
    ends = {m.last for m in mentions} | {p.last for p in pinpoints}
    return [
        Bare(p, m, tentative=not whole)
        for p, m in candidates
        if _accepts(tokens, p, m, whole, listed=_in_list(tokens, p, ends))
    ]


def _candidates(
    tokens: Sequence[Token], mentions: Sequence[Mention], taken: frozenset[int], starts: frozenset[int]
) -> Iterator[tuple[Pinpoint, Mention]]:
    used: set[int] = set()
    for n, mention in enumerate(mentions):
        found = _behind(tokens, mention, taken, starts)
        if found is None:
            bound = mentions[n - 1].last if n else 0
            found = _before(tokens, mention, max(bound, mention.first - _REACH), taken, starts)
        if found and used.isdisjoint(range(found.first, found.last)):
            used.update(range(found.first, found.last))
            yield found, mention


def _behind(
    tokens: Sequence[Token], mention: Mention, taken: frozenset[int], starts: frozenset[int]
) -> Pinpoint | None:
    i = mention.last
    if i < len(tokens) and tokens[i].text in (",", ":"):
        i += 1
    return bare_pinpoint(tokens, i, taken, starts) if i < len(tokens) and i not in taken else None


def _before(
    tokens: Sequence[Token], mention: Mention, bound: int, taken: frozenset[int], starts: frozenset[int]
) -> Pinpoint | None:
    for i in range(bound, mention.first):
        if i in taken or (i and tokens[i - 1].text == "(" and tokens[i].kind != "mark"):
            continue
        found = bare_pinpoint(tokens, i, taken, starts)
        if found and found.last <= mention.first:
            gap = tokens[found.last : mention.first]
            if not gap or is_of(gap) or [t.text for t in gap] == [","]:
                return found
    return None


def _accepts(tokens: Sequence[Token], pinpoint: Pinpoint, mention: Mention, whole: bool, listed: bool) -> bool:
    bracketed = "(" in pinpoint.items[0].segments[-1].number.text
    if mention.weak and not bracketed:
        return False
    counted = pinpoint.last < len(tokens) and tokens[pinpoint.last].text in COUNT_NOUNS
    if whole or counted:
        return whole and not counted
    if pinpoint.last <= mention.first:
        return bracketed or listed
    if not bracketed and mention.kind not in ("acronym", "number", "protocol"):
        return False
    return _ends(tokens, pinpoint.last) or bracketed or _opens_query(tokens, pinpoint, mention)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing that the number could count follows."""
    if i >= len(tokens):
        return True
    token = tokens[i]
    if token.kind == "mark":
        glued = i + 1 < len(tokens) and tokens[i + 1].start == token.end and tokens[i + 1].kind == "word"
        return token.text not in "%€$£°" and not (token.text == "-" and glued)
    if token.text in LIST_WORDS:
        return i + 1 < len(tokens) and tokens[i + 1].text not in COUNT_NOUNS and tokens[i + 1].kind != "word"
    if token.text in UNIT_WORDS:  # "ICCPR 9 para 1", but not "GCM 23 objectives"
        return i + 1 < len(tokens) and tokens[i + 1].kind != "word"
    return token.text in _AFTER


def _opens_query(tokens: Sequence[Token], pinpoint: Pinpoint, mention: Mention) -> bool:
    """Whether the text begins with the reference and goes on with a subject: "ICCPR 13 expulsion of aliens"."""
    if mention.first or mention.weak or pinpoint.last >= len(tokens):
        return False
    token = tokens[pinpoint.last]
    counted = token.text in COUNT_NOUNS or token.text.endswith("s") or token.kind != "word"
    return tokens[0].upper and not counted


def _in_list(tokens: Sequence[Token], pinpoint: Pinpoint, ends: set[int]) -> bool:
    """Whether a reference and a list word stand before: "articles 7 ICCPR and 3 CAT"."""
    i = pinpoint.first
    return i > 1 and (tokens[i - 1].text in LIST_WORDS or tokens[i - 1].text in ",;") and i - 1 in ends


def _covers_all(tokens: Sequence[Token], taken: frozenset[int], candidates: Sequence[tuple[Pinpoint, Mention]]) -> bool:
    """Whether the text consists of names and numbers alone."""
    covered = taken | {k for p, _ in candidates for k in range(p.first, p.last)}
    return all(k in covered or token.kind == "mark" or token.text in _LINKS for k, token in enumerate(tokens))
