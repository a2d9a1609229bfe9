"""References to instruments that nobody here knows: "art 12 of the Bamako Convention", "GDPR art 17"."""

from __future__ import annotations

from collections.abc import Sequence

from search.references.find import Finding
from search.references.names import Mention, stem
from search.references.tokens import Token
from search.references.vocabulary import JOINERS, OF_WORDS, STOP_WORDS, TYPE_WORDS, words

__all__ = ["unknown_name"]

_MAX_WORDS = 9
_TYPES = frozenset(stem(w) for w in TYPE_WORDS)
_ASKING = words(
    "what which who whom whose when where why how does do did is are was were can could may might must shall should "
    "will would has have i my me we our you your they their he she it not que quien quienes cual cuales cuando donde "
    "puede pueden debe tiene mi quel quelle quels quelles qui quand peut doit est wer was wie wann darf kann muss"
)


def unknown_name(finding: Finding) -> Mention | None:
    """The unknown name of a query that consists of it and one pinpoint; None for everything else."""
    if len(finding.loose) != 1 or finding.pairs or finding.mentions or finding.loose[0].bare:
        return None
    pinpoint, tokens = finding.loose[0], finding.tokens
    before, after = range(pinpoint.first), range(pinpoint.last, len(tokens))
    left = [k for k in before if tokens[k].kind != "mark"]
    right = [k for k in after if tokens[k].kind != "mark"]
    if bool(left) == bool(_without_joiners(tokens, right)):
        return None
    span = left or _without_joiners(tokens, right)
    chosen = [tokens[k] for k in span]
    if any(t.text in _ASKING for t in chosen) or len(chosen) > _MAX_WORDS:
        return None
    named = [t for t in chosen if t.kind in ("word", "mixed") and t.text not in STOP_WORDS]
    telling = [t for t in named if stem(t.text) not in _TYPES]
    typed = any(stem(t.text) in _TYPES for t in chosen)
    abbreviation = len(chosen) == 1 and chosen[0].upper and len(chosen[0].text) >= 3
    if not telling or not (typed or abbreviation):
        return None
    return Mention(span[0], span[-1] + 1, (), "unknown")


def _without_joiners(tokens: Sequence[Token], positions: Sequence[int]) -> list[int]:
    start = 0
    while start < len(positions) and (
        tokens[positions[start]].text in OF_WORDS or tokens[positions[start]].text in JOINERS
    ):
        start += 1
    return list(positions[start:])
