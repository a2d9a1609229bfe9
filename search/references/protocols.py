"""Protocols named through their treaty: `Protocol No. 4 to the ECHR`, `ICCPR-OP2`, `optional protocol to the CAT`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import takewhile

from search.references.directory import Directory
from search.references.names import Mention, content_words, is_year
from search.references.numbers import roman
from search.references.tokens import Token, tokenize
from search.references.vocabulary import ORDINALS, UNIT_WORDS, words

__all__ = ["join_parents", "protocol_mentions"]

_PROTOCOL = words(
    "protocol protocols protocole protocolo prot protokoll protokolls zusatzprotokoll zusatzprotokolls op بروتوكول "
    "البروتوكول"
)
_QUALIFIERS = words("optional opt additional addl facultatif facultativo adicional additionnel fakultativ")
_NO = words("no n num nr numero number")
_TO = words(
    "to of the a al la el los las le les l d du de del des da do zum zur der convention s "
    "supplementing additional annexed additionnel adicional complementa que se rapportant relatif relativo in"
)
_CODE = re.compile(r"(?:p|op|prot)(\d{1,2})")
_MAX_DESCRIPTION = 14
_MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    last: int
    number: int | None
    qualified: bool
    """Whether it is called optional or additional."""
    code: bool
    """`P4`, `OP`: short forms that say little without the treaty."""


def protocol_mentions(tokens: Sequence[Token], mentions: Sequence[Mention], directory: Directory) -> Iterator[Mention]:
    """The protocols of the treaties in `mentions`; each covers the name of its treaty. Then numbered ones alone."""
    starts = {m.first: m for m in mentions}
    ends = {m.last: m for m in mentions}
    covered = {k for m in mentions for k in range(m.first, m.last)}
    for k, token in enumerate(tokens):
        if k in covered or not (token.text in _PROTOCOL or _CODE.fullmatch(token.text)):
            continue
        head = _head(tokens, k)
        right = _right(tokens, head, starts)
        left = _left(tokens, head, ends)
        parent = right if right and (left is None or right.first > head.last) else left
        if parent and parent.ids:
            yield _of_parent(tokens, head, parent, directory)
        elif head.number is not None:
            ids = directory.registers.protocols.get((None, head.number), set())
            ids = {c for c in ids if _qualifies(tokens[head.first : head.last], c, directory)} or ids
            if ids and not (head.code and token.text == "op"):
                yield Mention(head.first, head.last, tuple(sorted(ids)), "protocol")


def join_parents(tokens: Sequence[Token], mentions: Sequence[Mention], directory: Directory) -> list[Mention]:
    """The mentions, with "the Smuggling Protocol to the UNTOC" and "GC 35 (ICCPR)" each made one."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        gap = tokens[before.last : mention.first] if before else []
        if before and len(gap) <= 4 and _is_parent(before, mention, directory) and all(_joins(t) for t in gap):
            last = mention.last
            if any(t.text == "(" for t in gap) and last < len(tokens) and tokens[last].text == ")":
                last += 1
            joined[-1] = replace(before, last=last)
        else:
            joined.append(mention)
    return joined


def _is_parent(child: Mention, parent: Mention, directory: Directory) -> bool:
    return bool(child.ids) and all(directory[c].parent in parent.ids for c in child.ids)


def _joins(token: Token) -> bool:
    return token.text in _TO or token.text in "(,/"


def _head(tokens: Sequence[Token], k: int) -> _Head:
    """The protocol's own words around token k: qualifiers, ordinal, number."""
    token = tokens[k]
    first = k - _run(reversed(tokens[max(0, k - _MAX_WORDS) : k]), _QUALIFIERS | ORDINALS.keys())
    number = next((ORDINALS[t.text] for t in tokens[first:k] if t.text in ORDINALS), None)
    qualified = token.text == "op" or any(t.text in _QUALIFIERS for t in tokens[first:k])
    if match := _CODE.fullmatch(token.text):
        return _Head(first, k + 1, int(match[1]), qualified or token.text.startswith("op"), code=True)
    last = k + 1 + _run(tokens[k + 1 : k + 1 + _MAX_WORDS], _QUALIFIERS | {"."})
    behind = last + _run(tokens[last : last + _MAX_WORDS], _NO | {".", "-"})
    if behind < len(tokens) and (value := _numeral(tokens[behind])) is not None:
        number = value
        last = behind + 1 + _run(tokens[behind + 1 : behind + 1 + _MAX_WORDS], _QUALIFIERS)
    qualified |= any(t.text in _QUALIFIERS for t in tokens[k:last])
    return _Head(first, last, number, qualified, code=token.text == "op")


def _run(tokens: Iterable[Token], allowed: Set[str]) -> int:
    """How many tokens at the beginning are among those allowed."""
    return sum(1 for _ in takewhile(lambda t: t.text in allowed, tokens))


def _numeral(token: Token) -> int | None:
    if token.kind == "number" and token.text.isdigit() and len(token.text) <= 2:
        return int(token.text)
    return roman(token.text) if token.kind == "word" and token.upper else None


def _right(tokens: Sequence[Token], head: _Head, starts: dict[int, Mention]) -> Mention | None:
    """The treaty named behind: "Protocol No. 4 (of 1963) to the ECHR", "Protocol 4 ECHR"."""
    i = head.last
    said_to = False
    while i < len(tokens) and i - head.last <= 8:
        if mention := starts.get(i):
            direct = i == head.last or all(t.kind == "mark" for t in tokens[head.last : i])
            return mention if said_to or (direct and head.number is not None) else None
        token = tokens[i]
        if token.text in _TO:
            said_to |= token.text not in ("convention", "s", "in")
        elif not (is_year(token.text) or token.text in ",()-"):
            return None
        i += 1
    return None


def _left(tokens: Sequence[Token], head: _Head, ends: dict[int, Mention]) -> Mention | None:
    """The treaty named before: "ECHR Protocol 4", "CRC's optional protocol", "CEDAW-OP"."""
    for i in range(head.first, max(head.first - 4, -1), -1):
        if mention := ends.get(i):
            return mention
        if i == 0 or not (tokens[i - 1].text in ",-('/" or tokens[i - 1].text in ("s", "its")):
            return None
    return None


def _of_parent(tokens: Sequence[Token], head: _Head, parent: Mention, directory: Directory) -> Mention:
    registers = directory.registers
    first, last = min(head.first, parent.first), max(head.last, parent.last)
    if last < len(tokens) and tokens[last].text == ")" and any(t.text == "(" for t in tokens[first:last]):
        last += 1
    children = {c for p in parent.ids for c in registers.children.get(p, set())}
    if head.number is not None:
        children = {c for p in parent.ids for c in registers.protocols.get((p, head.number), set())}
    if len(children) > 1:
        children, last = _described(tokens, last, children, directory)
    if children:
        return Mention(first, last, tuple(sorted(children)), "protocol")
    name = directory[parent.ids[0]].name
    number = f" No. {head.number}" if head.number is not None else ""
    return Mention(first, last, (), "unknown", phrase=f"Protocol{number} to the {name}")


def _described(tokens: Sequence[Token], start: int, children: set[str], directory: Directory) -> tuple[set[str], int]:
    """Those children whose titles hold the words that follow ("on armed conflict"), and where these end."""
    titles = {c: _title_words(c, directory) for c in sorted(children)}
    shared = set.intersection(*titles.values())
    fitting, last = set(children), start
    for i in range(start, min(start + _MAX_DESCRIPTION, len(tokens))):
        token = tokens[i]
        if token.text in UNIT_WORDS or (token.kind == "mark" and token.text not in ",-()'"):
            break
        found = [w for w in content_words([token]) if w not in shared]
        narrowed = {c for c in fitting if all(w in titles[c] for w in found)}
        if not found or not narrowed:
            continue
        fitting, last = narrowed, i + 1
    return fitting, last


def _qualifies(head: Sequence[Token], identifier: str, directory: Directory) -> bool:
    """Whether a protocol is called optional, additional and so on as the words of the text are."""
    return {t.text for t in head if t.text in _QUALIFIERS} <= {
        t.text for title in directory[identifier].titles for t in tokenize(title)
    }


def _title_words(identifier: str, directory: Directory) -> set[str]:
    instrument = directory[identifier]
    return {w for name in (*instrument.titles, *instrument.aliases) for w in content_words(tokenize(name))}
