"""Instruments named by a number: `CMW/C/GC/2`, `C189`, `Regulation (EU) 2024/1351`, `CRC GC 6`, `Protocol 4 ECHR`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from search.references.comments import CommentStyle, ReadComments, is_plural_head, read_comments, read_further
from search.references.names import Mention, is_year
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
_MAX_SKIPPED = 8
_SERIES = 60
"""Further numbers belong to "general comments" up to so many tokens behind."""
_MAX_ILO = 250
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
    plural: int | None = None
    for i in range(len(tokens)):
        if is_plural_head(tokens, i):
            plural = i
        series = plural is not None and i - plural <= _SERIES
        for mention in (
            _symbol(tokens, i, registers),
            _ilo(tokens, i, registers),
            _celex(tokens, i, registers),
            _eu(tokens, i, registers),
            _comment(tokens, i, registers, series),
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
            last = ends[-1] if _is_tail(tokens, end) else end
            return Mention(i, last, tuple(sorted(ids)), "number")
    if not ends:
        return None
    run = tokens[i : ends[-1]]
    if sum(t.text == "/" for t in run) >= 2 and token.upper and any(t.kind == "number" for t in run):
        return Mention(i, ends[-1], (), "unknown")
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


def _is_tail(tokens: Sequence[Token], i: int) -> bool:
    """Whether `/Rev.1` or `/Corr.1` goes on with a symbol at token i."""
    return i + 1 < len(tokens) and tokens[i].text == "/" and tokens[i + 1].text in ("rev", "corr")


def _ilo(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    """An ILO instrument: `C97`, `ILO C. 97`, `Convention No. 97`, `Convenio 97 de la OIT`."""
    said = tokens[i].text in _ILO_BODY
    j = _skip(tokens, i + 1, "-,'", words("s")) if said else i
    if j >= len(tokens):
        return None
    if tokens[j].kind == "mixed" and (match := _ILO_CODE.fullmatch(tokens[j].text)):
        key = (match[1], int(match[2]))
        return _ilo_mention(range(i, j + 1), key, said, registers)
    kind = next((k for k, forms in _ILO_TYPES.items() if tokens[j].text in forms), None)
    lone = kind is not None and len(tokens[j].text) == 1
    if not said and (kind is None or (lone and not _is_code(tokens, j))):
        return None
    start = j + 1 if kind else j  # "ILO No. 189" is a convention
    at = _skip(tokens, start, ".(-", _NO)
    if at >= len(tokens) or not tokens[at].text.isdigit() or int(tokens[at].text) > _MAX_ILO:
        return None
    last = at + 1
    if last < len(tokens) and tokens[last].text == ")" and any(t.text == "(" for t in tokens[start:at]):
        last += 1
    tail = _skip(tokens, last, ",(", words("of the de la del l"))
    if tail < len(tokens) and tokens[tail].text in _ILO_BODY:
        said, last = True, tail + 1 + (tail + 1 < len(tokens) and tokens[tail + 1].text == ")")
    numbered = any(t.text in _NO for t in tokens[start:at]) or lone
    key = (kind or "c", int(tokens[at].text))
    return _ilo_mention(range(i, last), key, said, registers) if said or numbered else None


def _is_code(tokens: Sequence[Token], i: int) -> bool:
    """Whether a lone letter is the beginning of `C. 97` or `C 97`."""
    k = _skip(tokens, i + 1, ".-", frozenset())
    return tokens[i].upper and k - i <= 2 and k < len(tokens) and tokens[k].start <= tokens[i].end + 2


def _ilo_mention(span: range, key: tuple[str, int], said: bool, registers: Registers) -> Mention | None:
    ids = registers.ilo.get(key)
    if ids:
        return Mention(span.start, span.stop, tuple(sorted(ids)), "number")
    if not said:
        return None
    name = {"c": "Convention", "r": "Recommendation", "p": "Protocol"}[key[0]]
    return Mention(span.start, span.stop, (), "unknown", phrase=f"ILO {name} No. {key[1]}")


def _celex(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    token = tokens[i]
    if token.kind != "mixed" or not _CELEX.fullmatch(token.text):
        return None
    ids = tuple(sorted(registers.symbols.get(token.text, ())))
    if ids:
        return Mention(i, i + 1, ids, "number")
    return Mention(i, i + 1, (), "unknown", phrase=f"CELEX {token.text.upper()}")


def _eu(tokens: Sequence[Token], i: int, registers: Registers) -> Mention | None:
    """An EU act: `Regulation (EU) 2024/1351`, `Directive 2011/95/EU`, `2024/1351`."""
    typed = tokens[i].text in _EU_TYPES
    start = i + 1 if typed else i
    j = _skip(tokens, start, ".()", _EU_MARKS | _NO) if typed or tokens[i].text == "(" else start
    marked = any(t.text in _EU_MARKS for t in tokens[start:j])
    numbers = _slashed(tokens, j)
    if numbers is None or (tokens[i].text == "(" and not marked):
        return None
    a, b = numbers
    last = j + 3
    if last + 1 < len(tokens) and tokens[last].text == "/":
        if tokens[last + 1].text not in _EU_MARKS:
            return None
        marked, last = True, last + 2
    ids = registers.eu.get((a, b), set()) | registers.eu.get((b, a), set())
    if ids:
        return Mention(i, last, tuple(sorted(ids)), "number")
    dated = 1950 <= a <= 2100 or 1950 <= b <= 2100
    return Mention(i, last, (), "unknown") if marked and typed and dated else None


def _slashed(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The two numbers of `2024/1351` at token i."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "/" or (i and tokens[i - 1].text == "/"):
        return None
    left, right = tokens[i], tokens[i + 2]
    if not (left.text.isdigit() and right.text.isdigit() and left.end == tokens[i + 1].start):
        return None
    return int(left.text), int(right.text)


def _comment(tokens: Sequence[Token], i: int, registers: Registers, series: bool) -> Mention | None:
    read = read_comments(tokens, i, committee_index())
    if read is None and series:
        read = read_further(tokens, i, committee_index(), CommentStyle.COMMENT)
    if read is None:
        return None
    ids = _comment_ids(read, registers)
    years = {int(t.text) for t in tokens[i : read.last] if is_year(t.text)}
    ids = {k for k in ids if registers.years[k] & years} or ids
    if ids:
        return Mention(i, read.last, tuple(sorted(ids)), "number")
    committee, number = read.numbers[0]
    what = "eneral recommendation" if read.style is CommentStyle.RECOMMENDATION else "eneral comment"
    what = f"{committee.upper()} g{what}" if committee else f"G{what}"
    return Mention(i, read.last, (), "unknown", phrase=f"{what} No. {number}")


def _comment_ids(read: ReadComments, registers: Registers) -> set[str]:
    """Those that bear all the numbers; where the body is not said, those of the kind that is."""
    found: set[str] | None = None
    for committee, number in read.numbers:
        if committee:
            ids = registers.comments.get((committee, number), set())
        else:
            ids = {i for (_, n), some in registers.comments.items() if n == number for i in some}
            if read.style is CommentStyle.RECOMMENDATION:
                ids = ids & registers.recommendations or ids
            elif read.style is CommentStyle.COMMENT:
                ids = ids - registers.recommendations or ids
        found = ids if found is None else found & ids or found
    return found or set()


def _skip(tokens: Sequence[Token], i: int, marks: str, skipped: Iterable[str]) -> int:
    """The position behind a few marks and words."""
    end = min(len(tokens), i + _MAX_SKIPPED)
    while i < end and (tokens[i].text in skipped or (tokens[i].kind == "mark" and tokens[i].text in marks)):
        i += 1
    return i
