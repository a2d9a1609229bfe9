"""The numbers that word processors and browsers print before the items of a list."""

from __future__ import annotations

from ingest.structure.numbers import to_roman

__all__ = ["numeral"]

_LIMIT = {"a": 780, "i": 4000}
"""Values from which a list prints digits, whatever its style."""


def numeral(value: int, style: str, *, repeated: bool = True) -> str:
    """The value as a list of this style prints it: style `1`, `a`, `A`, `i` or `I`; digits for any other.

    Behind z letters come doubled (aa, bb), or with `repeated=False` as in a spreadsheet (aa, ab).
    """
    if not 1 <= value < _LIMIT.get(style.lower(), 0):
        return str(value)
    spelled = {"i": _roman, "a": _doubled if repeated else _counted}[style.lower()]
    return spelled(value).upper() if style.isupper() else spelled(value)


def _roman(value: int) -> str:
    return to_roman(value).lower()


def _doubled(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _counted(value: int) -> str:
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
