"""Where a digest has another force than its text: a duty, a recommendation, a permission or a prohibition.

English only. The rules compare words of force, not meaning; each is kept narrow so that what it names is worth reading.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

_NEAR = 0.45
_MIN_STEMS = 3
_STEM = 5
_SENTENCE_END = re.compile(r"(?<=[.;])\s+|\n+")
_CLAUSE_END = re.compile(r"(?<=[;.:])\s+|, (?:and|but|yet|while) ")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    ("with", "that", "this", "from", "shall", "must", "should", "which", "their", "have", "been", "such")
)


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_DUTY = _words(
    "shall", "must", r"undert\w+", r"requir\w+", r"oblig\w+", "dut(?:y|ies)", "bound", "ha(?:s|ve) to", r"agree[sd]?",
    r"no \w+ may", "no one", r"commit(?:s|ted)?", r"responsib\w+", "(?:is|are) to", "needs? to", "essential",
    "imperative", "violation",
)  # fmt: skip
_RIGHT = _words("rights?", "entitled", "guaranteed?", "prohibited")
_SAID_DUTY = _words("must", "shall", "has to", "obliged to")
_SOFT = _words(
    "should", r"encourag\w+", r"recommend\w*", r"endeavou?r\w*", "consider", r"urg(?:e|es|ed)", r"invit\w+", "ought",
    "call(?:s|ed)? (?:on|upon|for)", "(?:as|so) far as possible", "seek", "strive", r"wish\w*",
    "where (?:possible|appropriate)",
)  # fmt: skip
_SAID_SOFT = _words("should", "encouraged", "urged", "recommended")
_BINDING = _words("shall", "must")
_MAY = _words("may(?! not)")
_PERMISSION = _words(
    "may", "can", "could", "might", r"free\w*", "rights?", r"entitle\w*", r"possib\w+", "discretion", r"allow\w*",
    r"permi\w+", r"option\w*", r"authori[sz]\w+", r"empower\w*", r"opportunit\w+", r"cho(?:ice|ose|osing)", "liberty",
    "powers?", "eligible", "open", "(?:without|not) prejudice", "(?:not|nothing)(?: \\w+){0,8} (?:preclude|prevent)",
    "unless", "except", "subject to", r"wish\w*", "access", "capable",
)  # fmt: skip
_NEGATIVE = _words(
    "not?", "none", "nor", "neither", "never", "nobody", "nothing", "without", "cannot", "only", "unless",
    r"except\w*", "save", r"prohibit\w*", r"forbid\w*", "ban(?:s|ned)?", "bar(?:s|red)?", r"exclu\w+", r"exempt\w*",
    "free (?:from|of)", r"refus\w+", "den(?:y|ied|ies|ying|ial)", r"aboli\w+", r"eliminat\w+", "outside",
    r"un(?!der|it|iver|accom)\w+",
    r"in(?:violab|alien|divisib|admissib)\w+", r"illegal\w*", "void", "solely", "alone", "irrespective", "whatever",
    "regardless", r"immun\w+", r"refrain\w*", r"abstain\w*", r"non\W\w+", r"stop\w*", "spared?", r"limit\w*",
    r"restrict\w*", "against", "less", "more than", "instead", "rather", "until", r"preclud\w+", r"prevent\w*",
    "at (?:most|least)", "safe", "keep(?:s|ing)?", "secret", r"confidential\w*", r"confin\w+", r"discriminat\w+",
    r"protect\w*", r"avoid\w*", "combat", "counter", r"lack\w*", "absence", "released?", "separate(?:d|ly)?",
)  # fmt: skip
_PROHIBITS = _words(
    "(?:shall|may|must|should)(?: \\w+)? not", "no one", "nobody", "prohibited", "forbidden",
    "(?:shall|may) in no case", r"no \w+(?: \w+){0,4} (?:shall|may|must)",
)  # fmt: skip
_SAID_PROHIBITION = _words(
    "(?:must|may|shall) (?:not|never)", "cannot", "forbidden", "prohibited", "banned", "no one", "nobody",
    "not allowed",
)  # fmt: skip
_SAVING = re.compile(
    r"\b(?:shall|does|may) not (?:\w+ )?(?:prejudice|affect|prevent|preclude|be (?:interpreted|construed|regarded))\b"
)


def other_force(text: str, digest: str) -> tuple[str, ...]:
    """The rules that a digest breaks against its text, in a fixed order; empty when none."""
    binding = bool(_DUTY.search(text)) or (not _SOFT.search(text) and bool(_RIGHT.search(text)))
    prohibits = bool(_PROHIBITS.search(_SAVING.sub(" ", text)))
    found = {
        "duty invented": bool(_SAID_DUTY.search(digest)) and not binding,
        "duty softened": bool(_SAID_SOFT.search(digest)) and bool(_BINDING.search(text)) and not _SOFT.search(text),
        "permission invented": _permits(digest) and not _PERMISSION.search(text),
        "prohibition lost": prohibits and not _NEGATIVE.search(digest),
        "prohibition invented": bool(_SAID_PROHIBITION.search(digest)) and not _NEGATIVE.search(text),
        "recommendation hardened": any(_hardened(text, digest, _SOFT)),
        "permission hardened": any(_hardened(text, digest, _MAY)),
    }
    return tuple(rule for rule, broken in found.items() if broken)


def _permits(digest: str) -> bool:
    """Whether some clause allows something: `may` with no negation in the same clause."""
    return any(re.search(r"\bmay\b", c) and not _NEGATIVE.search(c) for c in _CLAUSE_END.split(digest))


def _hardened(text: str, digest: str, milder: re.Pattern[str]) -> Iterator[str]:
    """The clauses of a digest that state a duty where the nearest sentence of the text has milder words alone."""
    sentences = [s for s in _SENTENCE_END.split(text) if _stems(s)]
    spread = Counter(stem for s in sentences for stem in _stems(s))
    for clause in _CLAUSE_END.split(digest):
        mine = _stems(clause)
        if len(mine) < _MIN_STEMS or not _SAID_DUTY.search(clause) or milder.search(clause) or not sentences:
            continue
        weight = {stem: math.log(1 + len(sentences) / spread.get(stem, 1)) for stem in mine}
        near = {s: sum(weight[stem] for stem in mine & _stems(s)) / sum(weight.values()) for s in sentences}
        nearest = max(sentences, key=lambda s: near[s])
        if near[nearest] >= _NEAR and milder.search(nearest) and not _DUTY.search(nearest):
            yield clause


def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:_STEM] for w in _WORD.findall(text.casefold()) if w not in _COMMON)
