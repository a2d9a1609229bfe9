"""Names of instruments: which ones a directory gives, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from search.references.models import KnownInstrument
from search.references.tokens import Token, tokenize
from search.references.vocabulary import ABBREVIATIONS, GLUED, REGIONS, STOP_WORDS, TYPE_WORDS, UNIT_WORDS, words

__all__ = ["PLAIN_WORDS", "Mention", "NameIndex", "content_words", "is_small", "is_year", "stem", "years_of"]


def stem(word: str) -> str:
    """The word without a plural s."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


MentionKind = Literal["name", "acronym", "number", "protocol", "approximate", "unknown"]

_YEAR = re.compile(r"(?<![\d.])(?:1[89]|20)\d\d(?!\d)", re.ASCII)
_MAX_SKIPPED = 4
"""So many small words and marks in a row may stand between two words of a name."""
_MIN_PUBLICATION_WORDS = 4
_MIN_TITLE_WORDS = 3
_BY_NUMBER = frozenset({"general_comment", "publication", "decision"})
"""Kinds whose titles are too much like ordinary sentences to be compared approximately."""
PLAIN_WORDS = frozenset(stem(w) for w in TYPE_WORDS | words("optional additional general comment international united"))
"""Words that do not tell instruments apart."""
_UNIT_STEMS = frozenset(stem(w) for w in UNIT_WORDS)
_MAX_BEARERS = 3
"""A name that more instruments bear names none ("International treaties", as files are headed)."""

# One instrument's abbreviations in several languages; those a directory leaves out are supplied from here.
_EQUIVALENTS = tuple(
    tuple(group.split())
    for group in (
        "ECHR CEDH EMRK CEDU",
        "ICCPR PIDCP CCPR",
        "ICESCR PIDESC CESCR",
        "CRC UNCRC CDN CIDE KRK",
        "CAT UNCAT",
        "CEDAW CEDEF",
        "ICERD CERD CIEFDR",
        "ICRMW CMW ICMW",
        "CRPD CDPD CDPH",
        "CPED ICPPED ICPED",
        "UDHR DUDH AEMR",
        "VCCR CVRC",
        "VCLT CVDT CVDT",
        "UNCLOS CNUDM CONVEMAR LOSC",
        "ACHR CADH",
        "ACHPR CADHP",
        "ESC CSE",
        "MLC CTM",
        "GCM PMM",
        "CSR51 GFK",
    )
)
_SKIPPED_MARKS = frozenset("/.-,()'’\"“”«»&")
_UNITED_NATIONS = ("united", "nation")
_LEADS = (_UNITED_NATIONS, ("international",))
_MAX_ID_LETTERS = 7
_CELEX_PART = re.compile(r"3\d{4}[a-z]\d{4}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of an instrument in a text: positions of its tokens, half-open, and whom it may mean."""

    first: int
    last: int
    ids: tuple[str, ...]
    """Candidates, sorted; empty when nothing known bears the name."""
    kind: MentionKind
    weak: bool = False
    """A short abbreviation in small letters (`cat`, `sar`), which may be an ordinary word."""
    phrase: str | None = None
    """Of an unknown instrument: its name in full, where the words of the text are not it."""


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    """Instrument id -> 0 for a given name, 1 for one derived from it."""
    acronym: bool = False


def is_year(word: str) -> bool:
    """Whether a folded word is a year."""
    return len(word) == 4 and word.isdigit() and 1800 <= int(word) <= 2100


def is_small(token: Token) -> bool:
    """Whether a token carries nothing of a name: a mark or a small word, but not the `UN`."""
    return token.kind == "mark" or (token.text in STOP_WORDS and not _is_united_nations(token))


def _is_united_nations(token: Token) -> bool:
    return token.text == "un" and token.upper


def content_words(tokens: Iterable[Token]) -> list[str]:
    """The stems that carry a name, in order."""
    found: list[str] = []
    for token in tokens:
        if not is_small(token):
            found.extend(_expanded(token))
    return found


def years_of(instrument: KnownInstrument) -> set[int]:
    """The years by which people know an instrument: of its dates, in its names and in its id."""
    dates = [d for d in (instrument.adopted, instrument.in_force) if d]
    found = {int(d[:4]) for d in dates if is_year(d[:4])}
    names = (*instrument.titles, *instrument.aliases, *instrument.symbols, instrument.short_title or "")
    found |= {int(part) for part in instrument.id.split("-") if is_year(part)}
    return found | {int(year) for name in names for year in _YEAR.findall(name)}


class NameIndex:
    """Every name of every instrument, found in one pass over a text."""

    def __init__(self, instruments: Sequence[KnownInstrument]) -> None:
        self._root = _Node()
        self.names: list[tuple[str, tuple[str, ...], bool]] = []
        """Instrument id, words of the name, whether it was given (not derived): for approximate matching."""
        self.acronyms: dict[str, set[str]] = {}
        claimed: dict[str, set[str]] = {}
        for instrument in instruments:
            for name in _given(instrument):
                claimed.setdefault(name.casefold(), set()).add(instrument.id)
        for instrument in instruments:
            supplied = [
                e
                for group in _EQUIVALENTS
                if any(instrument.id in claimed.get(g.casefold(), ()) for g in group)
                for e in group
                if e.casefold() not in claimed
            ]
            for name in [*_given(instrument), *supplied]:
                self._add(instrument, name)
            for name in _of_id(instrument):
                self._add(instrument, name, least=1)

    def scan(self, tokens: Sequence[Token]) -> list[Mention]:
        """The longest names in a text, from left to right, without overlaps."""
        mentions: list[Mention] = []
        i = 0
        while i < len(tokens):
            mention = self.at(tokens, i)
            if mention:
                mentions.append(mention)
                i = mention.last
            else:
                i += 1
        return mentions

    def at(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """The longest name that begins at token i."""
        if i >= len(tokens):
            return None
        if is_small(tokens[i]):
            return None
        best: tuple[int, _Node] | None = None
        node = self._root
        for position, word_list in _content_run(tokens, i):
            for word in word_list:
                following = node.children.get(word)
                if following is None:
                    return self._mention(tokens, i, best)
                node = following
            if node.entries and len(_bearers(node)) <= _MAX_BEARERS:
                best = (position + 1, node)
        return self._mention(tokens, i, best)

    def _add(self, instrument: KnownInstrument, name: str, least: int = 0) -> None:
        identifier = instrument.id
        tokens = tokenize(name, GLUED)
        given = tuple(content_words(tokens))
        acronym = _is_acronym(name)
        for rank, key in _variants(given, tokens):
            if not acronym and _is_everyday(instrument, name, key):
                continue
            if not _distinctive(key):
                continue
            node = self._root
            for word in key:
                node = node.children.setdefault(word, _Node())
            kept = max(rank, least)
            node.entries[identifier] = min(kept, node.entries.get(identifier, kept))
            node.acronym |= acronym
            if not acronym and instrument.kind not in _BY_NUMBER:
                self.names.append((identifier, key, rank == 0))
        if acronym and len(given) == 1:
            self.acronyms.setdefault(given[0], set()).add(identifier)

    def _mention(self, tokens: Sequence[Token], i: int, best: tuple[int, _Node] | None) -> Mention | None:
        if best is None:
            return None
        last, node = best
        single = last == i + 1
        if single and not node.acronym and not (tokens[i].capital and len(tokens[i].text) > 4):
            return None
        rank = min(node.entries.values())
        if single and rank > 0 and tokens[i].capital and not tokens[i].upper:  # "Dublin" is not the id `dublin`
            return None
        ids = tuple(sorted(_bearers(node)))
        weak = single and node.acronym and (len(tokens[i].text) <= 4 or rank > 0) and not tokens[i].upper
        return Mention(i, last, ids, "acronym" if node.acronym else "name", weak=weak and tokens[i].kind == "word")


def _bearers(node: _Node) -> list[str]:
    """Those to whom a name was given; if none, those for whom it was derived."""
    rank = min(node.entries.values())
    return [k for k, v in node.entries.items() if v == rank]


def _content_run(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, list[str]]]:
    """The content words from token i on, with their positions, as far as one name may reach."""
    skipped = 0
    for position in range(i, len(tokens)):
        token = tokens[position]
        if token.kind == "mark":
            if token.text not in _SKIPPED_MARKS or (token.text == "." and len(tokens[position - 1].text) > 7):
                return
            skipped += 1
        elif is_small(token):
            skipped += 1
        else:
            skipped = 0
            yield position, _expanded(token)
        if skipped > _MAX_SKIPPED:
            return


def _expanded(token: Token) -> list[str]:
    if _is_united_nations(token):
        return list(_UNITED_NATIONS)
    return [stem(w) for w in ABBREVIATIONS.get(token.text, token.text).split()]


def _given(instrument: KnownInstrument) -> list[str]:
    series = [s for s in instrument.symbols if "/" not in s and " " in s]  # "ETS No. 93"
    short = [instrument.short_title] if instrument.short_title else []
    names = [*instrument.titles, *instrument.aliases, *short, *series]
    return [n for n in dict.fromkeys(names) if n and not ("/" in n and " " not in n)]


def _of_id(instrument: KnownInstrument) -> list[str]:
    """Names that the id gives: `UNDRIP`, `MLC` of `ilo-mlc-2006`, `un charter` of `un-charter`."""
    if instrument.kind in _BY_NUMBER:
        return []
    parts = [p for p in instrument.id.split("-") if not is_year(p) and not _CELEX_PART.fullmatch(p)]
    if not all(p.isalpha() for p in parts):
        return []
    own = parts[1:] if len(parts) > 1 and parts[0] in REGIONS else parts
    names = [" ".join(parts)] if len(parts) > 1 else []
    if len(own) == 1 and 2 <= len(own[0]) <= _MAX_ID_LETTERS:
        names.append(own[0].upper())
    return names


def _is_acronym(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return bool(letters) and " " not in name.strip() and capitals >= 2 and capitals * 2 >= len(letters)


def _variants(given: tuple[str, ...], tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The name as given, then the shorter forms of it that people use."""
    seen = {given}
    yield 0, given
    if len(given) <= 4 and sum(is_year(w) for w in given) == 1:  # "1951 Convention" is also "Convention of 1951"
        rest = tuple(w for w in given if not is_year(w))
        dates = tuple(w for w in given if is_year(w))
        for turned in ((*rest, *dates), (*dates, *rest)):
            if turned not in seen:
                seen.add(turned)
                yield 0, turned
    outside = tuple(content_words(_outside_brackets(tokens)))
    for base in (given, outside):
        undated = tuple(w for w in base if not is_year(w)) if len(base) > 3 else base
        for key in (base, undated):
            for lead in ((), *_LEADS):
                if key[: len(lead)] == lead:
                    short = key[len(lead) :]
                    if short and short not in seen and (not lead or len(short) > 3):
                        seen.add(short)
                        yield 1, short


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0 and token.text != ")":
            yield token


def _is_everyday(instrument: KnownInstrument, name: str, key: tuple[str, ...]) -> bool:
    """Whether a title may be everyday words ("Migration and health", or "Human rights" as a file calls itself)."""
    if instrument.kind == "publication":
        return len(key) < _MIN_PUBLICATION_WORDS
    return name in instrument.titles and len(key) < _MIN_TITLE_WORDS and not any(w in PLAIN_WORDS for w in key)


def _distinctive(key: tuple[str, ...]) -> bool:
    """Whether a name says more than "the Convention" or "Protocol No. 4"; a year is enough ("1951 Convention")."""
    if not key or (key[0] in ("gc", "gr") and all(w.isdigit() for w in key[1:])):
        return False
    if any(is_year(w) for w in key) and len(key) > 1:
        return True
    return any(w not in PLAIN_WORDS and w not in _UNIT_STEMS and not w.isdigit() for w in key) and len("".join(key)) > 1
