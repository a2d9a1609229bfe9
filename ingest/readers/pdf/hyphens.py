"""Hyphens at the ends of lines: part of the word, or put there by the typesetter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Joint", "Words", "ends_with_hyphen"]

_WORD = re.compile(r"[^\W\d_]+(?:[-‐\u00ad][^\W\d_]+)*")
_END = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)([-‐\u00ad])$")
_START = re.compile(r"[^\W\d_]+")
_HYPHENS = re.compile(r"[-‐\u00ad]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_MIN_STEM = 5
_PREFIX = re.compile(r"^(?:un|in|im|dis|re|non|sub|mis|over|des)")
_TAKES_HYPHEN = frozenset(
    {"all", "anti", "auto", "bi", "co", "contre", "counter", "cross", "demi", "ex", "extra", "far", "first",
     "full", "half", "high", "hyper", "ill", "infra", "inter", "intra", "long", "low", "macro", "mega", "meta",
     "micro", "mid", "mini", "mono", "multi", "near", "neo", "non", "off", "over", "pan", "para", "pluri",
     "poly", "post", "pre", "pro", "pseudo", "quasi", "re", "self", "semi", "short", "single", "so", "socio",
     "sous", "sub", "super", "supra", "third", "trans", "tri", "ultra", "under", "vice", "well"}
)  # fmt: skip
# Endings of English, French and Spanish words, with the consonants and vowels that a break leaves before them.
_ENDING = re.compile(
    r"[^\W\d_]{0,5}(?:tion|sion|ción|sión|ment|miento|ness|ity|ité|idad|able|ible|ance|ence|ancia|encia|ure|age|ary|ory|aire|oire|"
    r"ive|ous|eux|ful|less|ship|ism|isme|ismo|ist|ing|ly|al|er|or|ed|es|ate|ize|ise|ic|ical|ant|ent|ard|ton|ty|cy|gy|phy)(?:s|e|es|ly|ed|d)?"
)
_TAIL = 200
"""Characters; the last word of a line is shorter."""


def ends_with_hyphen(text: str) -> bool:
    """Whether a line ends inside a word, or in one with a hyphen at its end."""
    return bool(_END.search(text))


@dataclass(frozen=True, slots=True)
class Joint:
    """How two lines become one text."""

    dropped: int
    """Characters that go at the end of the first line: its hyphen, or none."""
    between: str
    """What stands between the lines then."""

    @property
    def is_undone(self) -> bool:
        """Whether a hyphen went and the word is whole."""
        return self.dropped > 0 and not self.between


class Words:
    """The words of a document, to know by them whether a word torn at a line's end has a hyphen of its own."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: Counter[str] = Counter()
        self._hyphened: Counter[str] = Counter()
        self._stems: set[str] = set()
        torn = False
        for line in lines:
            for match in _WORD.finditer(line):
                word = match.group().casefold()
                if torn and match.start() == 0:
                    continue
                if match.end() >= len(line) - 1 and _HYPHENS.search(line[match.end() :]):
                    continue  # torn itself: no evidence
                if _HYPHENS.search(word):
                    self._hyphened[_HYPHENS.sub("-", word)] += 1
                    self._whole.update(_HYPHENS.split(word))
                else:
                    self._whole[word] += 1
            torn = ends_with_hyphen(line)
        self._stems = {word[:-cut] for word in self._whole for cut in (1, 2, 3) if len(word) - cut >= _MIN_STEM}

    def joint(self, before: str, after: str) -> Joint:
        """How two lines are joined; the hyphen at the end of the first goes when the joined word is known."""
        before = before[-_TAIL:]
        end = _END.search(before)
        start = _START.match(after)
        if end is None or start is None:
            return Joint(0, "" if _is_torn(before, after) else " ")
        if _ADDRESS.search(before):
            return Joint(0, "")
        is_one = end.group(2) == "\u00ad" or self._is_one_word(end.group(1), start.group())
        return Joint(1, "" if is_one else "-")

    def _is_one_word(self, first: str, second: str) -> bool:
        if not second[0].islower() and not (first.isupper() and second.isupper()):
            return False
        first, second = first.casefold(), second.casefold()
        tail = first.rsplit("-", 1)[-1]
        joined, hyphened = self._whole[tail + second], self._hyphened[f"{first}-{second}"]
        if joined or hyphened:
            return joined > hyphened
        if len(tail) < 2:
            return False  # no typesetter breaks a word behind one letter: vis-à-vis
        if self._whole[tail] and self._whole[second]:
            return False
        return self._is_known_form(tail + second) or self._is_ending(tail, second)

    def _is_known_form(self, word: str) -> bool:
        """Whether the document has the word with another ending, or without its prefix."""
        if any(len(word) - cut >= _MIN_STEM and (word[:-cut] if cut else word) in self._stems for cut in range(4)):
            return True
        bare = _PREFIX.sub("", word)
        return bare != word and bool(self._whole[bare])

    def _is_ending(self, first: str, second: str) -> bool:
        """Whether the second part is no word of its own, and the first none that takes a hyphen."""
        if self._whole[second] or first in _TAKES_HYPHEN:
            return False
        return not self._whole[first] or bool(_ENDING.fullmatch(second))


def _is_torn(before: str, after: str) -> bool:
    """Whether no blank belongs between two lines: in spans of years, alternatives, addresses."""
    if _ADDRESS.search(before) and before[-1] in "/-_=?&.":
        return True
    if before[-1] in "-‐–" and len(before) > 1 and before[-2].isdigit():
        return after[:1].isdigit()
    return before[-1] in "-‐/" and before[-2:-1] != " " and after[:1].islower()
