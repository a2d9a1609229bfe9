"""Pinpoints and names brought together: which article is meant of which instrument.

A pinpoint goes, in this order, to the name it is joined to by "of", to the name it touches, to the one its neighbours
in a list go to, to a name written with errors beside it, to the only instrument named. A pinpoint "of" something that
is not an instrument goes to none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from search.references.antecedents import Antecedents
from search.references.approximate import Care
from search.references.bare import bare_pinpoints
from search.references.directory import Directory
from search.references.gaps import is_foreign, is_joined, is_list, is_of, is_tight, skip_joiners
from search.references.mentions import find_mentions
from search.references.names import Mention
from search.references.pinpoints import Pinpoint, find_pinpoints
from search.references.tokens import Token, sentence_breaks, tokenize
from search.references.vocabulary import GLUED, TYPE_WORDS, words

__all__ = ["Finding", "Pair", "find"]

_SAME = words("ibid ibidem id idem")
_THIS = words("the this that said present same la el le l cette ce esta este dicha dicho presente dieser dieses")
_MAX_CHAIN = 8
_MANY = 200
"""A sentence that names its instrument more often than this is looked at so far."""
_REACH = 6
"""In a long text, a pinpoint goes to the only instrument of its sentence from at most so many tokens away."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pinpoint with the name it belongs to."""

    pinpoint: Pinpoint
    mention: Mention
    inferred: bool = False
    tentative: bool = False
    """Bare numbers among other words: a reference only if the provision exists."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands in a text."""

    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    pairs: tuple[Pair, ...]
    loose: tuple[Pinpoint, ...]
    """Pinpoints that belong to no known name."""


def find(
    text: str,
    directory: Directory,
    language: str | None = None,
    *,
    query: bool = False,
    subject: str | None = None,
    bare: bool = False,
) -> Finding:
    """The names and pinpoints of a text and which belong together; `query` reads it as one thought, not as prose.

    `subject` is the id of the instrument that the text calls "the Convention"; with `bare` it is also the one of
    articles that nothing ties to a name.
    """
    tokens = tokenize(text, GLUED)
    mentions = find_mentions(tokens, directory)
    taken = frozenset(k for m in mentions for k in range(m.first, m.last))
    starts = frozenset(m.first for m in mentions)
    pinpoints = find_pinpoints(tokens, taken, language, starts)
    numbers = bare_pinpoints(tokens, mentions, pinpoints)
    breaks = sentence_breaks(text, tokens)
    pairing = _Pairing(_Text(tokens, mentions, pinpoints, breaks, query, subject, bare), directory)
    pairs = [*pairing.pairs(), *(Pair(b.pinpoint, b.mention, tentative=b.tentative) for b in numbers)]
    pairs.sort(key=lambda p: p.pinpoint.first)
    return Finding(text, tuple(tokens), tuple(mentions), tuple(pairs), tuple(pairing.loose))


@dataclass(frozen=True, slots=True)
class _Text:
    tokens: Sequence[Token]
    mentions: Sequence[Mention]
    pinpoints: Sequence[Pinpoint]
    breaks: Sequence[int]
    """Where sentences begin."""
    query: bool
    subject: str | None
    bare: bool
    """Whether articles of no name are the subject's."""


class _Pairing:
    """One text's pinpoints on their way to names."""

    def __init__(self, text: _Text, directory: Directory) -> None:
        self._tokens = text.tokens
        self._mentions = text.mentions
        self._pinpoints = text.pinpoints
        self._breaks = text.breaks
        self._query = text.query
        self._care = Care.QUERY if text.query else Care.PROSE
        self._subject = text.subject
        self._bare = text.bare
        self._directory = directory
        self._by_start = [m.first for m in text.mentions]
        self._antecedents = Antecedents(text.mentions, directory)
        self._alone: dict[int, list[Mention]] = {}
        """Start of a sentence -> its mentions, when all are of one instrument."""
        self._found: dict[int, Pair] = {}
        self.loose: list[Pinpoint] = []

    def pairs(self) -> list[Pair]:
        """The pairs, in the order of the pinpoints; what is left over is in `loose`."""
        forwards = range(len(self._pinpoints))
        backwards = forwards[::-1]  # lets the last of a list hand its name to the first
        for step, order in (
            (self._direct, forwards),
            (self._listed, forwards),
            (self._listed, backwards),
            (self._approximate, forwards),
            (self._repeated, forwards),
            (self._listed, backwards),
            (self._only, forwards),
            (self._of_subject, forwards),
        ):
            for k in order:
                if k not in self._found and (pair := step(k)):
                    self._found[k] = pair
        self.loose = [p for k, p in enumerate(self._pinpoints) if k not in self._found]
        return [self._found[k] for k in sorted(self._found)]

    def _direct(self, k: int) -> Pair | None:
        """The name that the pinpoint touches or is joined to by "of"."""
        pinpoint = self._pinpoints[k]
        left, right = self._left(k), self._right(k)
        if right and is_of(gap := self._tokens[pinpoint.last : right.first]):
            return Pair(pinpoint, right)
        gap_left = self._tokens[left.last : pinpoint.first] if left else []
        near_left = left is not None and is_tight(gap_left)
        gap = self._tokens[pinpoint.last : right.first] if right else []
        near_right = right is not None and is_tight(gap) and len(gap) <= 2 and not self._foreign(k)
        if left and near_left and (not near_right or self._leftwards(k, gap_left, gap)):
            return None if self._foreign(k) else Pair(pinpoint, self._with_paragraphs(left, pinpoint))
        return Pair(pinpoint, right) if right and near_right else None

    def _with_paragraphs(self, mention: Mention, pinpoint: Pinpoint) -> Mention:
        """The mention, or for a paragraph the comment before it: "GC 35 on article 9 of the ICCPR, para 12"."""
        if pinpoint.items[0].segments[0].unit != "para" or self._has(mention, "para"):
            return mention
        start, at = self._sentence(pinpoint.first)[0], bisect_left(self._by_start, mention.first)
        earlier = self._mentions[max(0, at - 2) : at]
        return next((m for m in reversed(earlier) if m.first >= start and self._has(m, "para")), mention)

    def _has(self, mention: Mention, unit: str) -> bool:
        return any(self._directory.shelf(i).has(unit) for i in mention.ids)

    def _leftwards(self, k: int, left: Sequence[Token], right: Sequence[Token]) -> bool:
        """Whether names come before their pinpoints here, when one touches names on both sides."""
        marks_left, marks_right = bool(left), bool(right)
        if marks_left != marks_right:
            return marks_right
        start, _ = self._sentence(self._pinpoints[k].first)
        first_name = next((m.first for m in self._mentions if m.first >= start), None)
        first_pinpoint = next(p.first for p in self._pinpoints if p.first >= start)
        return first_name is not None and first_name < first_pinpoint

    def _listed(self, k: int) -> Pair | None:
        """The name of the neighbour in a list: "articles 7 and 9(1) and article 10 of the ICCPR"."""
        if self._foreign(k):
            return None
        pinpoint = self._pinpoints[k]
        after = self._found.get(k + 1)
        if after and after.mention.first >= after.pinpoint.last and not self._between(k, k + 1):
            gap = self._tokens[pinpoint.last : after.pinpoint.first]
            if is_list(gap):
                return Pair(pinpoint, after.mention, after.inferred)
        before = self._found.get(k - 1)
        if before and not self._leads_on(k):
            start = max(before.pinpoint.last, before.mention.last)
            if start <= pinpoint.first and is_list(self._tokens[start : pinpoint.first]):
                return Pair(pinpoint, before.mention, before.inferred)
        left = self._left(k)
        if left and is_list(self._tokens[left.last : pinpoint.first]) and not self._leads_on(k):
            return Pair(pinpoint, left)
        return None

    def _leads_on(self, k: int) -> bool:
        """Whether the list goes on to a pinpoint that is "of" something else ("…, article 2 and article 15 of it")."""
        for j in range(k, min(k + _MAX_CHAIN, len(self._pinpoints) - 1)):
            gap = self._tokens[self._pinpoints[j].last : self._pinpoints[j + 1].first]
            if not is_list(gap) or self._between(j, j + 1):
                return False
            if self._foreign(j + 1):
                return True
        return False

    def _approximate(self, k: int) -> Pair | None:
        """A name beside the pinpoint that is misspelt, cut short or turned round."""
        pinpoint = self._pinpoints[k]
        start, end = self._free(k)
        approximation = self._directory.approximation
        after = skip_joiners(self._tokens, pinpoint.last)
        found = approximation.after(self._tokens, after, end, self._care) if after < end else None
        if found is None and not is_foreign(self._tokens, pinpoint.last):
            before = pinpoint.first
            while before > max(start, pinpoint.first - 4) and self._tokens[before - 1].kind == "mark":
                before -= 1
            found = approximation.before(self._tokens, before, start, self._care)
            if found is None:
                found = self._slip(before - 1, start, end) or self._slip(after, start, end)
        return Pair(pinpoint, found) if found else None

    def _slip(self, i: int, start: int, end: int) -> Mention | None:
        """A long abbreviation at token i with one letter wrong."""
        if not start <= i < end:
            return None
        ids = self._directory.approximation.acronym(self._tokens[i])
        return Mention(i, i + 1, ids, "approximate") if ids else None

    def _repeated(self, k: int) -> Pair | None:
        """The instrument named before, for "article 5 of the Convention" and "Ibid., art 5"."""
        pinpoint = self._pinpoints[k]
        bound = len(self._tokens) if self._query else pinpoint.first
        before = [t for t in self._tokens[max(0, pinpoint.first - 4) : pinpoint.first] if t.kind != "mark"]
        if before and before[-1].text in _SAME:
            mention = self._antecedents.last(bound)
            return Pair(pinpoint, mention, inferred=True) if mention else None
        for i in range(pinpoint.last + 1, min(pinpoint.last + 4, len(self._tokens))):
            called = self._tokens[i].text
            if called in TYPE_WORDS and is_joined(self._tokens[pinpoint.last : i], _THIS):
                if self._subject and called in self._directory.heads(self._subject):
                    here = Mention(pinpoint.first, pinpoint.last, (self._subject,), "name")
                    return Pair(pinpoint, here, inferred=True)
                mention = self._antecedents.only(called, bound)
                return Pair(pinpoint, mention, inferred=True) if mention else None
        return None

    def _only(self, k: int) -> Pair | None:
        """The only instrument of the sentence, or of a query."""
        pinpoint = self._pinpoints[k]
        if self._foreign(k):
            return None
        start, end = (0, len(self._tokens)) if self._query else self._sentence(pinpoint.first)
        near = self._alone.get(start)
        if near is None:
            inside = self._mentions[bisect_left(self._by_start, start) : bisect_left(self._by_start, end)]
            sure = [m for m in inside if not m.weak]
            near = self._alone[start] = sure if len({m.ids for m in sure}) == 1 else []
        at = bisect_right([m.first for m in near[:_MANY]], pinpoint.first)
        beside = near[max(0, at - 1) : at + 1]
        if not beside:
            return None
        mention = min(beside, key=lambda m: (_distance(m, pinpoint), m.first))
        if not self._query and _distance(mention, pinpoint) > _REACH:
            return None
        return Pair(pinpoint, mention)

    def _of_subject(self, k: int) -> Pair | None:
        """The subject, for an article that nothing ties to a name."""
        pinpoint = self._pinpoints[k]
        if not self._bare or not self._subject or self._foreign(k) or pinpoint.items[0].segments[0].unit != "art":
            return None
        here = Mention(pinpoint.first, pinpoint.last, (self._subject,), "name")
        return Pair(pinpoint, here, inferred=True, tentative=True)

    def _foreign(self, k: int) -> bool:
        """Whether the pinpoint is "of" something that is not a name found here."""
        pinpoint = self._pinpoints[k]
        right = self._right(k)
        if right and is_of(self._tokens[pinpoint.last : right.first]):
            return False
        return is_foreign(self._tokens, pinpoint.last)

    def _sentence(self, i: int) -> tuple[int, int]:
        at = bisect_right(self._breaks, i)
        start = self._breaks[at - 1] if at else 0
        return start, self._breaks[at] if at < len(self._breaks) else len(self._tokens)

    def _free(self, k: int) -> tuple[int, int]:
        """The part of its sentence around a pinpoint that neither other pinpoints nor names take up."""
        pinpoint = self._pinpoints[k]
        start, end = self._sentence(pinpoint.first)
        at = bisect_right(self._by_start, pinpoint.first)
        if at:
            start = max(start, self._mentions[at - 1].last)
        if at < len(self._mentions):
            end = min(end, self._mentions[at].first)
        if k:
            start = max(start, self._pinpoints[k - 1].last)
        if k + 1 < len(self._pinpoints):
            end = min(end, self._pinpoints[k + 1].first)
        return start, end

    def _left(self, k: int) -> Mention | None:
        """The name before the pinpoint in its sentence, no other pinpoint between."""
        pinpoint = self._pinpoints[k]
        at = bisect_right(self._by_start, pinpoint.first) - 1
        if at < 0:
            return None
        mention = self._mentions[at]
        bound = max(self._sentence(pinpoint.first)[0], self._pinpoints[k - 1].last if k else 0)
        return mention if mention.first >= bound and mention.last <= pinpoint.first else None

    def _right(self, k: int) -> Mention | None:
        """The name behind the pinpoint in its sentence, no other pinpoint between."""
        pinpoint = self._pinpoints[k]
        at = bisect_right(self._by_start, pinpoint.last - 1)
        if at >= len(self._mentions):
            return None
        mention = self._mentions[at]
        bound = self._sentence(pinpoint.first)[1]
        if k + 1 < len(self._pinpoints):
            bound = min(bound, self._pinpoints[k + 1].first)
        return mention if mention.first < bound else None

    def _between(self, k: int, j: int) -> bool:
        """Whether a name stands between two pinpoints."""
        at = bisect_right(self._by_start, self._pinpoints[k].first)
        return at < len(self._mentions) and self._mentions[at].first < self._pinpoints[j].first


def _distance(mention: Mention, pinpoint: Pinpoint) -> int:
    return max(mention.first - pinpoint.last, pinpoint.first - mention.last, 0)
