"""General comments and recommendations as they are named: by treaty body and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from search.references.names import NameIndex, is_year
from search.references.numbers import roman
from search.references.tokens import Token
from search.references.vocabulary import words

__all__ = ["CommentStyle", "ReadComments", "is_plural_head", "read_comments", "read_further"]

_HEADS = {
    "general": words("comment comments recommendation recommendations"),
    "observation": words("generale"),
    "observations": words("generales"),
    "observacion": words("general"),
    "observaciones": words("generales"),
    "comentario": words("general geral"),
    "observacao": words("geral"),
    "recomendacion": words("general"),
    "recomendacao": words("geral"),
    "recommandation": words("generale"),
    "recommandations": words("generales"),
    "allgemeine": words("bemerkung bemerkungen empfehlung"),
}
_NO = words("no nos n num nums numero nr number")
_LINKS = words("of by from to the du de del la le des and y et on")
_MAX_NUMBER = 60
_MAX_SKIPPED = 8


class CommentStyle(Enum):
    """What a general comment calls itself."""

    COMMENT = "comment"
    RECOMMENDATION = "recommendation"
    SHORT = "short"
    """`GC 2`, `GR 30`."""


@dataclass(frozen=True, slots=True)
class ReadComments:
    """A general comment named in tokens [first, last): its numbers, each with its treaty body if that is said."""

    first: int
    last: int
    style: CommentStyle
    numbers: tuple[tuple[str | None, int], ...]


def read_comments(tokens: Sequence[Token], i: int, committees: NameIndex) -> ReadComments | None:
    """The general comment named from token i on ("CMW GC 2", "Joint general comment No. 4 (CMW) and No. 23 (CRC)")."""
    first = i
    committee, i = _committee(tokens, i, committees)
    if committee:
        i = _skip(tokens, i, marks=",'()-", skipped=words("s joint general") - {"general"})
    elif i < len(tokens) and tokens[i].text == "joint":
        i += 1
    head = _head(tokens, i, lenient=committee is not None)
    if head is None:
        return None
    style, i = head
    numbers: list[tuple[str | None, int]] = []
    last = i
    while (read := _number(tokens, i)) is not None:
        number, i = read
        named, i = _after(tokens, i, committees)
        numbers.append((named or (committee if not numbers else None), number))
        last = i
        i = _joint(tokens, i)
        if len(numbers) == 3 or (i == last and not _follows(tokens, i, committees)):
            break
    if not numbers:
        return None
    if len(numbers) > 1 and all(n is None for n, _ in numbers[1:]) and committee is None:
        numbers = _shared(numbers)
    return ReadComments(first, last, style, tuple(numbers))


def is_plural_head(tokens: Sequence[Token], i: int) -> bool:
    """Whether token i ends the words "general comments", after which further numbers may follow one by one."""
    return i > 0 and tokens[i].text.endswith("s") and tokens[i].text in _HEADS.get(tokens[i - 1].text, ())


def read_further(tokens: Sequence[Token], i: int, committees: NameIndex, style: CommentStyle) -> ReadComments | None:
    """A further one of several general comments: "… and No. 31 (2004)"; the year is needed."""
    read = _number(tokens, i) if tokens[i].text in _NO else None
    if read is None or _bracketed_year(tokens, read[1]) == read[1]:
        return None
    committee, last = _after(tokens, read[1], committees)
    return ReadComments(i, last, style, ((committee, read[0]),))


def _shared(numbers: list[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """`3/22` without a body behind the second number: only the first is sure."""
    return numbers if numbers[0][0] is None else numbers[:1]


def _head(tokens: Sequence[Token], i: int, lenient: bool) -> tuple[CommentStyle, int] | None:
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.text in ("gc", "gr", "jgc") and i + 1 < len(tokens):
        glued = tokens[i + 1].start == token.end
        spelled = token.text == "gr" or tokens[i + 1].kind == "number"  # "GC IV" is the Fourth Geneva Convention
        if (lenient or glued or token.upper) and spelled and _number(tokens, i + 1):
            return CommentStyle.SHORT, i + 1
        return None
    seconds = _HEADS.get(token.text)
    if seconds and i + 1 < len(tokens) and tokens[i + 1].text in seconds:
        recommendation = "recom" in token.text + tokens[i + 1].text or "empf" in tokens[i + 1].text
        return (CommentStyle.RECOMMENDATION if recommendation else CommentStyle.COMMENT), i + 2
    return None


def _number(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The number behind an optional `No.`"""
    if i < len(tokens) and tokens[i].text in _NO:
        i += 1
        if i < len(tokens) and tokens[i].text in (".", "°", "º"):
            i += 1
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.kind == "number" and token.text.isdigit() and 1 <= int(token.text) <= _MAX_NUMBER:
        return int(token.text), i + 1
    value = roman(token.text) if token.kind == "word" and token.upper else None
    return (value, i + 1) if value else None


def _after(tokens: Sequence[Token], i: int, committees: NameIndex) -> tuple[str | None, int]:
    """The treaty body named behind a number, and the position behind it (and behind a year in brackets)."""
    i = _bracketed_year(tokens, i)
    j = _skip(tokens, i, marks=",(/", skipped=_LINKS)
    committee, end = _committee(tokens, j, committees)
    if committee is None or j - i > 4:
        return None, i
    if end < len(tokens) and tokens[end].text == ")":
        end += 1
    return committee, _bracketed_year(tokens, end)


def _bracketed_year(tokens: Sequence[Token], i: int) -> int:
    if i + 2 < len(tokens) and tokens[i].text == "(" and is_year(tokens[i + 1].text) and tokens[i + 2].text == ")":
        return i + 3
    return i


def _joint(tokens: Sequence[Token], i: int) -> int:
    """The position behind what joins two numbers of one joint comment; i itself where nothing does."""
    j = _skip(tokens, i, marks="/-&,", skipped=words("and y et"))
    if j == i or j >= len(tokens):
        return i
    slash = tokens[i].text in "/-" and tokens[j].kind == "number" and tokens[i].end == tokens[j].start
    if not slash and tokens[j].text in words("general recommendation comment"):
        j = _skip(tokens, j, marks="", skipped=words("general recommendation comment"))
        return j if j < len(tokens) and tokens[j].text in _NO else i
    return j if slash or tokens[j].text in _NO else i


def _follows(tokens: Sequence[Token], i: int, committees: NameIndex) -> bool:
    """Whether a number with its treaty body follows at once: "3 CMW 22 CRC"."""
    return i + 1 < len(tokens) and tokens[i].kind == "number" and committees.at(tokens, i + 1) is not None


def _committee(tokens: Sequence[Token], i: int, committees: NameIndex) -> tuple[str | None, int]:
    mention = committees.at(tokens, i)
    return (mention.ids[0], mention.last) if mention else (None, i)


def _skip(tokens: Sequence[Token], i: int, marks: str, skipped: frozenset[str]) -> int:
    """The position behind a few marks and words."""
    end = min(len(tokens), i + _MAX_SKIPPED)
    while i < end and (tokens[i].text in skipped or (tokens[i].kind == "mark" and tokens[i].text in marks)):
        i += 1
    return i
