"""Rich Text as tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

__all__ = ["Token", "tokens"]

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|"
    r"(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of Rich Text."""

    kind: Literal["open", "close", "word", "symbol", "text"]
    value: str = ""
    """The word without its backslash, the sign behind a backslash, or characters that stand for one byte each."""
    number: int | None = None
    """What is written behind a word."""
    end: int = 0
    """Where in the file the token ends."""


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a file whose bytes are these characters; binary data and line breaks are left out."""
    at = 0
    while (match := _TOKEN.match(source, at)) is not None:
        at = match.end()
        word, number, byte, symbol, brace, text = match.groups()
        if text is not None:
            yield Token("text", text, None, at)
        elif word is not None:
            count = None if number is None else int(number)
            if word == "bin":
                at += max(0, count or 0)
            else:
                yield Token("word", word, count, at)
        elif byte is not None:
            yield Token("text", chr(int(byte, 16)), None, at)
        elif symbol is not None:
            # A backslash before a line break is an old way to end a paragraph.
            yield Token("word", "par", None, at) if symbol in "\r\n" else Token("symbol", symbol, None, at)
        elif brace is not None:
            yield Token("open" if brace == "{" else "close", brace, None, at)
