"""A quotation as its writer marked it: runs of words, and between them ellipses and words in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from search.checking.tokens import Token, tokenize

__all__ = ["Gap", "Piece", "Quoted", "read_quoted"]

_ELLIPSIS = r"…|\.(?:[ \u00a0]?\.){2,}|\*(?:[ \u00a0]?\*){2}"
_NOTE_WORDS = (
    r"emphas|italic|underlin|footnote|citation|internal|sic\b|soulign|italique|note|notre|nos\b|nous|énfasis|enfasis|cursiv"
    r"|subray|resalt|hervorh|anm|fußn|grifo|destaqu|corsiv|التأكيد|التشديد|الحاشية"
)
_APART = re.compile(
    rf"""
      (?P<ellipsis>[\[(][ ]?(?:{_ELLIPSIS})[ ]?[\])]|{_ELLIPSIS})
    | (?P<note>[\[(](?:{_NOTE_WORDS})[^\[\]()\n]{{0,60}}[\])])
    | (?P<footnote>\[\^?\d{{1,4}}\]|[⁰¹²³⁴-⁹]+|(?<=\w)[*†‡]{{1,3}})
    | (?P<case>(?<!\w)\[(?P<initial>[^\W\d_])\](?=[^\W\d_]))
    | (?P<bracket>[\w’'-]{{0,40}}\[(?!\^?\d{{1,4}}\]|sic\b)[^\[\]\n]{{0,400}}\][\w’'-]{{0,40}})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_WORD, _LONGEST_NUMBER = 80, 3
_FOOTNOTE_GLUED = re.compile(r"([^\W\d_]{2,})\d{1,3}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are quoted in a row."""

    tokens: tuple[Token, ...]

    @property
    def words(self) -> list[str]:
        """The folded words."""
        return [t.folded for t in self.tokens if t.kind == "word"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the writer says that words were left out or put in."""

    span: tuple[int, int]
    tokens: tuple[Token, ...] = ()
    """The words in brackets; none for an ellipsis."""

    @property
    def ellipsis(self) -> bool:
        """Whether any number of words may be left out here."""
        return not self.tokens


@dataclass(frozen=True, slots=True)
class Quoted:
    """The pieces of a quotation and the gaps between, before and behind them, in order."""

    parts: tuple[Piece | Gap, ...]

    @property
    def pieces(self) -> list[Piece]:
        """The runs of words."""
        return [part for part in self.parts if isinstance(part, Piece)]

    @property
    def tokens(self) -> list[Token]:
        """All tokens, those in brackets left out."""
        return [token for piece in self.pieces for token in piece.tokens]

    @property
    def marked(self) -> bool:
        """Whether the writer says that the words were changed."""
        return any(isinstance(part, Gap) for part in self.parts) or any(t.any_case for t in self.tokens)

    def renumbered(self) -> Quoted:
        """The same with numbers that stand where a paragraph may begin ("… judge. 2. Nobody …") as numbers of one."""
        return Quoted(
            tuple(Piece(_renumbered(part.tokens)) if isinstance(part, Piece) else part for part in self.parts)
        )

    def adapted(self, known: Collection[str]) -> Quoted:
        """The same, without digits of footnotes that stick to words ("law12") which are known without them."""
        return Quoted(
            tuple(
                Piece(tuple(_unglued(t, known) for t in part.tokens)) if isinstance(part, Piece) else part
                for part in self.parts
            )
        )


def read_quoted(text: str, start: int, end: int) -> Quoted:
    """The quotation that stands in a slice of a text, with offsets in the text."""
    parts: list[Piece | Gap] = []
    run: list[Token] = []
    at = start
    for found in _APART.finditer(text, start, end):
        if found.start() < at:
            continue
        run += tokenize(text, at, found.start())
        at = found.end()
        if found["case"]:
            word = _first_word(text, found, end)
            run.append(word)
            at = word.end
        elif not found["note"] and not found["footnote"]:
            parts += [*_piece(run), Gap(found.span(), () if found["ellipsis"] else _bracketed(found))]
            run = []
    run += tokenize(text, at, end)
    return Quoted((*parts, *_piece(run)))


def _first_word(text: str, found: re.Match[str], end: int) -> Token:
    """The word whose first letter stands in brackets: `[t]he`."""
    word = tokenize(found["initial"] + text[found.end() : min(end, found.end() + _LONGEST_WORD)])[0]
    moved = found.end() - len(found["initial"])
    return replace(word, start=found.start(), end=moved + word.end, any_case=True)


def _piece(run: list[Token]) -> list[Piece]:
    """The run as a piece, without the punctuation around it, which belongs to the sentence; none without words."""
    solid = [k for k, token in enumerate(run) if token.kind != "mark"]
    if not any(run[k].kind == "word" for k in solid):
        return []
    return [Piece(tuple(run[solid[0] : solid[-1] + 1]))]


def _bracketed(found: re.Match[str]) -> tuple[Token, ...]:
    """The words in brackets with the letters that stick to them: `detain[ed]` is one word."""
    raw = found[0].replace("[", "").replace("]", "")
    return tuple(replace(t, start=found.start(), end=found.end()) for t in tokenize(raw) if t.kind == "word")


def _renumbered(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    out: list[Token] = []
    for k, token in enumerate(tokens):
        follows = tokens[k + 1 : k + 3]
        number = token.kind == "word" and token.key.isdecimal() and len(token.key) <= _LONGEST_NUMBER
        begins = len(follows) == 2 and follows[0].key == "." and not follows[1].key[:1].islower()
        ends = not follows and bool(out) and out[-1].kind == "mark"
        if number and (begins or ends):
            end = follows[0].end if begins else token.end
            out.append(replace(token, folded="", end=end, kind="numbering"))
        elif not (token.key == "." and out and out[-1].end == token.end):
            out.append(token)
    return tuple(out)


def _unglued(token: Token, known: Collection[str]) -> Token:
    if token.kind != "word" or token.folded in known or not (glued := _FOOTNOTE_GLUED.fullmatch(token.key)):
        return token
    bare = tokenize(glued[1])[0]
    return replace(token, key=bare.key, folded=bare.folded) if bare.folded in known else token
