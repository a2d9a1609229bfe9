"""Instruments named by a number: `CMW/C/GC/2`, `C189`, `Regulation (EU) 2024/1351`, `CRC GC 6`, `Protocol 4 ECHR`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from search.references.comments import CommentStyle, ReadComments, read_comments
from search.references.names import Mention
from search.references.registers import Registers, committee_index
from search.references.tokens import Token
from search.references.vocabulary import words

__all__ = ["numbered_mentions"]

_ILO_BODY = words("ilo oit ilc")
_ILO_TYPES = {
    "c": words("c convention conventions convenio convenios convencao ubereinkommen"),
    "r": words("r recommendation recommendations recommandation recomendacion empfehlung"),
    "p": words("p protocol protocole protocolo"),
}
_ILO_CODE = re.compile(r"([crp])0{0,2}(\d{1,3})")
_NO = words("no nos n num nums numero nr number")
_EU_TYPES = words(
    "regulation reg directive dir decision reglement directiva reglamento richtlinie verordnung decision regulamento"
)
_EU_MARKS = words("eu ue ec ce eec cee eg")
_CELEX = re.compile(r"3\d{4}[a-z]\d{4}")
_SYMBOL_START = re.compile(r"[a-z]{1,6}")
_SHORT_TAILS = words("rev add corr vol wp sub cn gc")


def numbered_mentions(tokens: Sequence[Token], registers: Registers) -> Iterator[Mention]:
    """Every instrument named by a number, in order of its first token; mentions may overlap."""
    for i in range(len(tokens)):
        for mention in (
            _symbol(tokens, i, registers),
            _ilo(tokens, i, registers),
            _eu(tokens, i, registers),
            _comment(tokens, i, registers),
        ):
            if mention:
                yield mention


def _symbol(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    """A UN symbol: parts joined by slashes without blanks (one blank is let pass behind `Add.` or `Rev.`)."""
    token = tokens[i]
    if token.kind != "word" or not _SYMBOL_START.fullmatch(token.text):
        return None
    if i and tokens[i - 1].text == "/" and tokens[i - 1].end == token.start:
        return None
    ends = list(_symbol_ends(tokens, i))
    for end in reversed(ends):
        key = "".join(t.text for t in tokens[i:end] if t.text != ".").replace(".", "")
        if ids := registers.by_symbol(key):
            last = ends[-1] if _is_tail(tokens, end, ends[-1]) else end
            return Mention(i, last, tuple(sorted(ids)), "number")
    if not ends:
        return None
    run = tokens[i : ends[-1]]
    if sum(t.text == "/" for t in run) >= 2 and token.upper and any(t.kind == "number" for t in run):
        phrase = "".join(("" if t.start == p.end else " ") + _source(t) for p, t in zip([run[0], *run], run, strict=False))
        return Mention(i, ends[-1], (), "unknown", phrase=phrase)
    return None


def _symbol_ends(tokens: Sequence[Token], i: int) -> Iterator[int]:
    """The positions at which a symbol that begins at token i may end."""
    j, slashes = i + 1, 0
    while j < len(tokens) and j - i < 24:
        token, before = tokens[j], tokens[j - 1]
        short_tail = before.text == "." and tokens[j - 2].text in _SHORT_TAILS and token.kind == "number"
        if token.start != before.end and not short_tail:
            return
        if token.kind == "mark" and token.text not in "/.-":
            return
        slashes += token.text == "/"
        j += 1
        if token.kind != "mark" and slashes:
            yield j


def _is_tail(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether tokens [start, end) only add `/Rev.1` or `/Corr.1` to a symbol."""
    return start < end and tokens[start].text == "/" and tokens[start + 1].text in ("rev", "corr")


def _ilo(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    j, said = i, False
    if tokens[j].text in _ILO_BODY:
        j, said = _blank(tokens, j + 1, "-,'", words("s")), True
    if j >= len(tokens):
        return None
    if tokens[j].kind == "mixed" and (match := _ILO_CODE.fullmatch(tokens[j].text)):
        return _ilo_mention(tokens, i, j + 1, match[1], int(match[2]), said, registers)
    kind = next((k for k, forms in _ILO_TYPES.items() if tokens[j].text in forms), None)
    if kind is None:
        if not said:
            return None
        kind, k = "c", j  # "ILO No. 189"
    else:
        k = j + 1
        letter = len(tokens[j].text) == 1
        if letter and not said:
            k = _blank(tokens, k, ".-", frozenset())
            if not tokens[j].upper or k - j > 2 or k >= len(tokens) or tokens[k].start > tokens[j].end + 2:
                return None
    after = _blank(tokens, k, ".(", _NO)
    numbered = any(t.text in _NO for t in tokens[k:after])
    if after >= len(tokens) or tokens[after].kind != "number" or not tokens[after].text.isdigit():
        return None
    number = int(tokens[after].text)
    if number > 250 or not (said or numbered or len(tokens[j].text) == 1):
        return None
    last = after + 1
    if last < len(tokens) and tokens[last].text == ")" and any(t.text == "(" for t in tokens[k:after]):
        last += 1
    tail = _blank(tokens, last, ",(", words("of the de la del l"))
    if tail < len(tokens) and tokens[tail].text in _ILO_BODY:
        said, last = True, tail + 1
        if last < len(tokens) and tokens[last].text == ")":
            last += 1
    return _ilo_mention(tokens, i, last, kind, number, said, registers)


def _ilo_mention(
    tokens: Sequence[Token], first: int, last: int, kind: str, number: int, said: bool, registers: Registers
) -> Mention | None:
    ids = registers.ilo.get((kind, number))
    if ids:
        return Mention(first, last, tuple(sorted(ids)), "number")
    if not said:
        return None
    name = {"c": "Convention", "r": "Recommendation", "p": "Protocol"}[kind]
    return Mention(first, last, (), "unknown", phrase=f"ILO {name} No. {number}")


def _eu(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    token = tokens[i]
    if token.kind == "mixed" and _CELEX.fullmatch(token.text):
        ids = registers.symbols.get(token.text)
        if ids:
            return Mention(i, i + 1, tuple(sorted(ids)), "number")
        return Mention(i, i + 1, (), "unknown", phrase=f"CELEX {token.text.upper()}")
    typed = token.text in _EU_TYPES
    j = i + 1 if typed else i
    start = j
    j = _blank(tokens, j, ".()", _EU_MARKS | _NO) if typed or token.text == "(" else j
    marked = any(t.text in _EU_MARKS for t in tokens[start:j])
    if token.text == "(" and not marked:
        return None
    if j + 2 >= len(tokens) or tokens[j + 1].text != "/" or (j and tokens[j - 1].text == "/"):
        return None
    left, right = tokens[j], tokens[j + 2]
    if not (left.text.isdigit() and right.text.isdigit() and left.end == tokens[j + 1].start):
        return None
    last = j + 3
    if last + 1 < len(tokens) and tokens[last].text == "/" and tokens[last + 1].text in _EU_MARKS:
        marked, last = True, last + 2
    elif last < len(tokens) and tokens[last].text == "/":
        return None
    a, b = int(left.text), int(right.text)
    ids = registers.eu.get((a, b), set()) | registers.eu.get((b, a), set())
    if ids:
        return Mention(i, last, tuple(sorted(ids)), "number")
    if marked and typed and (1950 <= a <= 2100 or 1950 <= b <= 2100):
        return Mention(i, last, (), "unknown", phrase=f"EU act {a}/{b}")
    return None


def _comment(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    read = read_comments(tokens, i, committee_index())
    if read is None:
        return None
    ids = _comment_ids(read, registers)
    if ids:
        return Mention(i, read.last, tuple(sorted(ids)), "number")
    committee, number = read.numbers[0]
    what = "general recommendation" if read.style is CommentStyle.RECOMMENDATION else "general comment"
    body = f"{committee.upper()} " if committee else ""
    return Mention(i, read.last, (), "unknown", phrase=f"{body}{what} No. {number}")


def _comment_ids(read: ReadComments, registers: Registers) -> set[str]:
    """Those that bear all the numbers; where the body is not said, those of the kind that is."""
    found: set[str] | None = None
    for committee, number in read.numbers:
        if committee:
            ids = registers.comments.get((committee, number), set())
        else:
            ids = {i for (_, n), some in registers.comments.items() if n == number for i in some}
            if read.style is CommentStyle.RECOMMENDATION:
                ids &= registers.recommendations
            elif read.style is CommentStyle.COMMENT:
                ids = ids - registers.recommendations
        found = ids if found is None else found & ids or found
    return found or set()


def _blank(tokens: Sequence[Token], i: int, marks: str, skipped: Iterable[str]) -> int:
    while i < len(tokens) and (tokens[i].text in skipped or (tokens[i].kind == "mark" and tokens[i].text in marks)):
        i += 1
    return i


def _source(token: Token) -> str:
    return token.text.upper() if token.upper else token.text.capitalize() if token.capital else token.text
