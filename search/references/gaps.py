"""What the words between a pinpoint and a name say about the two."""

from __future__ import annotations

from collections.abc import Sequence

from search.references.names import is_small
from search.references.tokens import Token
from search.references.vocabulary import JOINERS, LIST_WORDS, OF_WORDS, words

__all__ = ["is_foreign", "is_joined", "is_list", "is_of", "is_tight", "skip_joiners"]

_OWNING = words("of de del du des d da do dos der den von من")
"""These bind a pinpoint to what follows; "in" and "under" need not."""
_MARKS = frozenset(",('\"“”‘’«»[:-;.")
_SMALL = words(
    "in at its their s the see under en su sus son ses dans particular especially notably including incl e g eg namely "
    "cf also"
)
_TOGETHER = words(
    "read together conjunction combination with in as well taken alone also both either even including juncto "
    "conjuncion relacion con leido leida lu combinaison avec"
)


def is_of(gap: Sequence[Token]) -> bool:
    """Whether the gap joins a pinpoint to the name behind it: "of the", "de la", "in the"."""
    return is_joined(gap, JOINERS) and any(t.text in OF_WORDS for t in gap)


def is_joined(gap: Sequence[Token], others: frozenset[str]) -> bool:
    """Whether the gap is short and of joining words alone."""
    return 0 < len(gap) <= 6 and all(t.text in OF_WORDS or t.text in others or t.text in ",('\"“" for t in gap)


def is_tight(gap: Sequence[Token]) -> bool:
    """Whether nothing but marks and small words stands between a name and a pinpoint."""
    return len(gap) <= 5 and all((t.kind == "mark" and t.text in _MARKS) or t.text in _SMALL for t in gap)


def is_list(gap: Sequence[Token]) -> bool:
    """Whether the gap goes on with a list: ", and", "read together with"."""
    if not 0 < len(gap) <= 8:
        return False
    joins = [t for t in gap if t.text in LIST_WORDS or t.text in (",", ";", "/", "-") or t.text in _TOGETHER]
    return bool(joins) and all(t in joins or t.text in OF_WORDS or t.text in JOINERS or t.text in "()" for t in gap)


def is_foreign(tokens: Sequence[Token], i: int) -> bool:
    """Whether "of" follows at token i, so that the pinpoint before it belongs to what comes then."""
    for _ in range(2):
        i += i < len(tokens) and tokens[i].text in (",", ")")
    return i < len(tokens) and tokens[i].text in _OWNING


def skip_joiners(tokens: Sequence[Token], i: int) -> int:
    """The position of the first token from i on that may begin a name."""
    start = i
    while i < len(tokens) and i - start < 6:
        token = tokens[i]
        if token.kind != "mark" and not is_small(token):
            break
        if token.text not in OF_WORDS and token.text not in JOINERS and token.text not in ",('\"“":
            break
        i += 1
    return i
