"""Which instruments a text names, and where: all sorts of names together, overlaps settled, years heeded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from search.references.directory import Directory
from search.references.names import Mention, is_year
from search.references.numbered import numbered_mentions
from search.references.protocols import join_parents, protocol_mentions
from search.references.tokens import Token, tokenize
from search.references.vocabulary import REGIONS, TYPE_FAMILIES, words

__all__ = ["find_mentions"]

_REVISED = words("revised revisee revisada revisado supplementary")
_MAX_OF_YEAR = 5
_MAX_REGION_GAP = 2


def find_mentions(tokens: Sequence[Token], directory: Directory) -> list[Mention]:
    """The instruments named, in the order of the text, without overlaps."""
    named = _longest([*numbered_mentions(tokens, directory.registers), *directory.names.scan(tokens)])
    named = _longest([*protocol_mentions(tokens, named, directory), *named])
    named = _longest([*named, *_by_year(tokens, directory)])
    dated = [_dated(tokens, m, directory) for m in named]
    joined = join_parents(tokens, _abbreviated(tokens, _longest(dated)), directory)
    return [_in_region(tokens, m, directory) for m in joined]


def _by_year(tokens: Sequence[Token], directory: Directory) -> Iterator[Mention]:
    """Instruments named by type and year alone: "the 1951 Convention", "Convenção de 1951"."""
    for i, token in enumerate(tokens):
        family = next((f for f in TYPE_FAMILIES if token.text in f), None)
        if family is None:
            continue
        behind = i + 2 if i + 1 < len(tokens) and tokens[i + 1].text in ("of", "de", "von") else i + 1
        if i and is_year(tokens[i - 1].text):
            year, first, last = int(tokens[i - 1].text), i - 1, i + 1
        elif behind < len(tokens) and is_year(tokens[behind].text):
            year, first, last = int(tokens[behind].text), i, behind + 1
        else:
            continue
        ids = [k for k in directory.adopted_in(year) if directory.heads(k) & family]
        # Few mean an ILO convention who do not say so.
        ids = [k for k in ids if k not in directory.registers.labour] or ids
        if 0 < len(ids) <= _MAX_OF_YEAR:
            yield Mention(first, last, tuple(sorted(ids)), "approximate")


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """The longest of overlapping mentions; of equally long ones, the first given."""
    taken: set[int] = set()
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.first - m.last):
        span = range(mention.first, mention.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.first)


def _dated(tokens: Sequence[Token], mention: Mention, directory: Directory) -> Mention:
    """The mention with the year beside it, which decides among candidates ("the 1961 statelessness convention")."""
    year, first, last, loose = _year_beside(tokens, mention)
    if year is None or not mention.ids:
        return mention
    fitting = tuple(i for i in mention.ids if not (years := directory.years[i]) or year in years)
    wider = replace(mention, first=first, last=last)
    if fitting:
        return replace(wider, ids=fitting)
    if mention.kind != "name":
        return wider
    if ids := directory.approximation.exactly(tokens[first:last]):
        return replace(wider, ids=ids, kind="approximate")
    if loose:
        return mention
    return replace(wider, ids=(), kind="unknown")


def _year_beside(tokens: Sequence[Token], mention: Mention) -> tuple[int | None, int, int, bool]:
    """The year written onto a name, the span of both, and whether only a comma joins them."""
    first, last = mention.first, mention.last
    if first and is_year(tokens[first - 1].text):
        return int(tokens[first - 1].text), first - 1, last, False
    i = last
    if i < len(tokens) and tokens[i].text in ("(", ",", "of", "de", "du", "del"):
        i += 1
    if i >= len(tokens) or not is_year(tokens[i].text):
        return None, first, last, False
    opened = i > last and tokens[last].text == "("
    if opened and not (i + 1 < len(tokens) and tokens[i + 1].text == ")"):
        return None, first, last, False
    return int(tokens[i].text), first, i + 1 + opened, i > last and tokens[last].text == ","


def _abbreviated(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, "the International Covenant … (ICCPR)" made one."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before and tokens[before.last : mention.first] and _opens(tokens, before, mention):
            shared = tuple(i for i in before.ids if i in mention.ids)
            if shared:
                closed = mention.last < len(tokens) and tokens[mention.last].text == ")"
                joined[-1] = replace(before, last=mention.last + closed, ids=shared, weak=False)
                continue
        joined.append(mention)
    return joined


def _opens(tokens: Sequence[Token], before: Mention, mention: Mention) -> bool:
    gap = [t.text for t in tokens[before.last : mention.first]]
    return len(gap) <= 3 and gap[0] == "(" and all(g in ("(", "'", '"', "“", "the") for g in gap)


def _in_region(tokens: Sequence[Token], mention: Mention, directory: Directory) -> Mention:
    """The mention, or another instrument where a region's name stands before it ("OAU Refugee Convention")."""
    if mention.kind not in ("name", "unknown") or mention.phrase or not mention.first:
        return mention
    first = mention.first
    while (
        first
        and mention.first - first < _MAX_REGION_GAP
        and (tokens[first - 1].text in REGIONS | _REVISED or (tokens[first - 1].text == "-" and first < mention.first))
    ):
        first -= 1
    regions = {t.text for t in tokens[first : mention.first] if t.text in REGIONS | _REVISED}
    if not regions or regions & _own_words(mention, directory):
        return mention
    ids = directory.approximation.exactly(tokens[first : mention.last])
    if ids:
        return replace(mention, first=first, ids=ids, kind="approximate")
    if not regions & REGIONS:
        return mention
    return Mention(first, mention.last, (), "unknown")


def _own_words(mention: Mention, directory: Directory) -> set[str]:
    found: set[str] = set()
    for identifier in mention.ids:
        instrument = directory[identifier]
        found.update(identifier.split("-"))
        for name in (*instrument.titles, *instrument.aliases, instrument.short_title or ""):
            found.update(t.text for t in tokenize(name))
    return found
