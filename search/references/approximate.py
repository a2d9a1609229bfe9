"""Names written with errors, in another order or cut short: "vienna conv consular relatons"."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import OSA

from search.references.names import PLAIN_WORDS, Mention, NameIndex, content_words, is_small, is_year, stem
from search.references.tokens import Token
from search.references.vocabulary import SYNONYMS, TYPE_WORDS, UNIT_WORDS

__all__ = ["Approximation", "Care"]

MAX_WORDS = 16
"""A name is looked for in at most so many tokens."""
_MAX_CANDIDATES = 10
_SYNONYMS = frozenset(stem(w) for w in SYNONYMS) | {"united", "nation"}
"""Words that a query may hold although the name does not."""
_CLEAR, _VAGUE = 0.12, 0.45
"""How much better than the next the best candidate must be to stand alone: when the words are nearly the whole of its
name, and when they are not ("Hague Convention")."""
_WHOLE = 0.75
_FITS, _FITS_COVER = 0.5, 0.4
"""What a held instrument must have of the best score, and of its own name where the type is exchanged, for a vague name
to mean it rather than instruments that are only known."""
_TYPES = frozenset(stem(w) for w in TYPE_WORDS)
_PLAIN = 0.3
"""Weight of a word that hardly tells instruments apart, against 1 and more for others."""
_PROSE_COVER = 0.7
"""In prose, so much of a name (by weight) must be there."""
_YEAR_UNSAID, _SHORT_NAME = 0.7, 3
"""The year is half of a name like "1930 Hague Convention"."""
_PROTOCOL_UNSAID = 0.7
"""Who does not say "protocol" seldom means one."""
_EXACT, _TYPO, _PREFIX = 1.0, 0.9, 0.8


class Care(Enum):
    """How sure a likeness must be."""

    PROSE = "prose"
    """In a long text: most of the name, nothing but the name."""
    QUERY = "query"
    """In a question: as many words as single out one name."""
    ALONE = "alone"
    """In a query that begins or ends with it: the type may be left out ("domestic workers art 15")."""


@dataclass(frozen=True, slots=True)
class _Name:
    instrument: str
    words: frozenset[str]
    weight: float
    year: int | None
    """In the name; who leaves it out may mean another one."""


@dataclass(frozen=True, slots=True, order=True)
class _Fit:
    """How well words fit a name; the better one is the greater."""

    score: float = 0.0
    """0 when a word does not fit."""
    cover: float = 0.0
    """How much of the name the words are."""
    is_all: bool = False
    """Whether every word is of the name: no type was exchanged for another."""

    def times(self, factor: float) -> _Fit:
        """The fit of a name of which something essential is not said."""
        return _Fit(self.score * factor, self.cover * factor, self.is_all)


class Approximation:
    """Compares words of a text with the words of all names, one word at a time and within an edit distance."""

    def __init__(self, names: NameIndex, years: Mapping[str, set[int]], held: Set[str]) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for identifier, key, _ in names.names:
            for word in key:
                owners[word].add(identifier)
        total = max(1, len(years))
        self._weights = {
            w: _PLAIN if w in PLAIN_WORDS else 1.0 + math.log(total / len(ids))
            for w, ids in owners.items()
            if not is_year(w)
        }
        self._names = [
            _Name(
                identifier,
                words,
                sum(self._weights[w] for w in words),
                next((int(w) for w in key if is_year(w)), None),
            )
            for identifier, key, _ in names.names
            if (words := frozenset(w for w in key if not is_year(w)))
        ]
        self._by_word: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            for word in name.words:
                self._by_word[word].append(name)
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._weights):
            self._by_initial[word[0]].append(word)
        self._acronyms = names.acronyms
        self._years = years
        self._held = held
        self._matches: dict[str, dict[str, float]] = {}

    def before(self, tokens: Sequence[Token], end: int, start: int, care: Care) -> Mention | None:
        """The name that ends right before token `end` and begins no earlier than `start`."""
        span = sorted(self._span(tokens, range(end - 1, max(start, end - MAX_WORDS) - 1, -1), care))
        for k, i in enumerate(span):
            alone = care is Care.QUERY and i == 0
            if mention := self._mention(tokens, span[k:], Care.ALONE if alone else care):
                return mention
            if is_year(tokens[i].text):  # a year is never left out: it would become another instrument
                return None
        return None

    def after(self, tokens: Sequence[Token], start: int, end: int, care: Care) -> Mention | None:
        """The name that begins right at token `start` and ends no later than `end`."""
        span = self._span(tokens, range(start, min(end, start + MAX_WORDS)), care)
        for k in range(len(span), 0, -1):
            alone = care is Care.QUERY and span[k - 1] == len(tokens) - 1
            if mention := self._mention(tokens, span[:k], Care.ALONE if alone else care):
                return mention
            if is_year(tokens[span[k - 1]].text):
                return None
        return None

    def exactly(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Ids of those whose name has all the words of these tokens."""
        mention = self._mention(tokens, range(len(tokens)), Care.QUERY)
        return mention.ids if mention else ()

    def acronym(self, token: Token) -> tuple[str, ...]:
        """Ids of the abbreviation that one in capitals is a slip of ("ICMRW"); empty unless only one is near."""
        if not token.upper or len(token.text) < 5 or token.text in self._acronyms:
            return ()
        near = [a for a in self._acronyms if len(a) > 3 and OSA.distance(token.text, a, score_cutoff=1) <= 1]
        ids = {i for a in near for i in self._acronyms[a]}
        return tuple(ids) if len(ids) == 1 else ()

    def _span(self, tokens: Sequence[Token], positions: range, care: Care) -> list[int]:
        """The positions from the first on whose words may belong to a name."""
        span: list[int] = []
        marks = "-'" if care is Care.PROSE else ",-'()/"
        for i in positions:
            token = tokens[i]
            joins = token.text in marks or (is_small(token) and token.kind != "mark") or (token.text == "." and i > 0)
            if not joins and not is_year(token.text) and not self._known(token):
                break
            span.append(i)
        return span

    def _known(self, token: Token) -> bool:
        if token.kind in ("mark", "amount"):
            return False
        return all(self._match(w) for w in content_words([token]))

    def _mention(self, tokens: Sequence[Token], span: Sequence[int], care: Care) -> Mention | None:
        if not span or is_small(tokens[span[0]]) or is_small(tokens[span[-1]]):
            return None
        chosen = [tokens[i] for i in span]
        words = content_words(chosen)
        years = [int(w) for w in words if is_year(w)]
        ids = self._candidates([w for w in words if not is_year(w)], years, care)
        return Mention(span[0], span[-1] + 1, ids, "approximate") if ids else None

    def _candidates(self, words: list[str], years: list[int], care: Care) -> tuple[str, ...]:
        """Ids of those whose name has all the words, the best alone if it is clearly the best.

        Where a vague name fits instruments best that are only known, the held ones that it fits as well are among them.
        """
        matches = [self._match(w) for w in words]
        typed = any(any(m in _TYPES for m in found) for found in matches)
        telling = [found for found in matches if any(m not in PLAIN_WORDS for m in found)]
        full = not typed and not years
        if not telling or not all(matches) or (full and care is not Care.ALONE) or (not typed and len(telling) < 2):
            return ()
        rarest = min(telling, key=lambda found: sum(len(self._by_word[m]) for m in found))
        fits: dict[str, _Fit] = {}
        seen = {id(n): n for m in rarest for n in self._by_word[m]}
        for name in seen.values():
            known = self._years[name.instrument]
            if years and known and known.isdisjoint(years):
                continue
            if full and not all(w in _TYPES or w in words for w in name.words):
                continue
            fit = self._fit(name, matches, care)
            if name.year and name.year not in years and len(name.words) <= _SHORT_NAME:
                fit = fit.times(_YEAR_UNSAID)
            fits[name.instrument] = max(fit, fits.get(name.instrument, _Fit()))
        close = _closest(fits)
        vague = not any(fits[i].is_all and fits[i].cover >= _WHOLE for i in close)
        if vague and (not_held := close - self._held):
            close = not_held | self._held_that_fit(fits)
        return tuple(sorted(close)) if 0 < len(close) <= _MAX_CANDIDATES else ()

    def _held_that_fit(self, fits: Mapping[str, _Fit]) -> set[str]:
        """The held instruments that a vague name may mean rather than those it fits best, which are not held."""
        best = max(fits.values(), default=_Fit())
        fitting = {
            i: fit
            for i, fit in fits.items()
            if i in self._held and fit.score >= best.score * _FITS and (fit.is_all or fit.cover >= _FITS_COVER)
        }
        return _closest(fitting)

    def _fit(self, name: _Name, matches: list[dict[str, float]], care: Care) -> _Fit:
        """How well the words fit the name."""
        covered: dict[str, float] = {}
        is_all = True
        for found in matches:
            best = max((w for w in found if w in name.words), key=lambda w: (found[w], w), default=None)
            if best is not None:
                covered[best] = max(found[best], covered.get(best, 0.0))
            elif care is Care.PROSE or _SYNONYMS.isdisjoint(found):
                return _Fit()
            else:
                is_all = False
        gained = sum(self._weights[w] * quality for w, quality in covered.items())
        if care is Care.PROSE and gained < _PROSE_COVER * name.weight:
            return _Fit()
        unsaid = _PROTOCOL_UNSAID if "protocol" in name.words and "protocol" not in covered else 1.0
        cover = gained / name.weight
        return _Fit(gained * (0.5 + 0.5 * cover), cover, is_all).times(unsaid)

    def _match(self, word: str) -> dict[str, float]:
        """Words of names that a word may stand for, with how good the likeness is."""
        found = self._matches.get(word)
        if found is None:
            found = self._likeness(word)
            if len(self._matches) < 20_000:
                self._matches[word] = found
        return found

    def _likeness(self, word: str) -> dict[str, float]:
        if word in self._weights:
            related = {w: _PREFIX for w in self._by_initial[word[0]] if _related(word, w)}
            return {**related, word: _EXACT}
        if len(word) < 3 or not word.isalpha() or word in UNIT_WORDS:
            return {}
        same = self._by_initial.get(word[0], [])
        limit = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
        found = {w: _TYPO for w in same if limit and OSA.distance(word, w, score_cutoff=limit) <= limit}
        shortened = {w: _PREFIX for w in same if (len(word) >= 4 and w.startswith(word)) or _related(word, w)}
        return {**shortened, **found}


def _closest(fits: Mapping[str, _Fit]) -> set[str]:
    """Ids of those that fit best and of those near them."""
    best = max(fits.values(), default=_Fit())
    margin = _CLEAR if best.cover >= _WHOLE else _VAGUE
    return {i for i, fit in fits.items() if fit.score > 0 and fit.score >= best.score * (1 - margin)}


def _related(word: str, other: str) -> bool:
    """Whether two words share their stem: `stateless` and `statelessness`, `trafficking` and `traffic`."""
    if word == other:
        return False
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 7 and max(len(word), len(other)) - shared <= 4
