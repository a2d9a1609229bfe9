"""Where a title ends: titles broken over lines, and titles that run on into the text on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.heading_words import CONTAINER_PATTERNS
from ingest.structure.lines import Line

__all__ = ["continuation", "is_dangling", "run_on_title"]

_MAX_CONTINUATION = 90
_SENTENCE_END = (".", ";", ":", ",", "؛", "،", "。", "；", "：")
_ENUMERATED = re.compile(r"^[-–—•(]|^\w{1,4}[.)]")
_CONNECTIVES = (
    "a|against|al|among|amongst|an|and|as|at|au|aux|between|by|con|concerning|contra|contre|dans|de|del|des|du|e|el|"
    "en|entre|et|for|from|in|into|la|las|le|les|los|o|of|on|or|ou|para|par|por|pour|relating|sobre|su|sur|the|through|to|un|una|under|une|upon|with|within|y|à"
)
_DANGLING = re.compile(rf"(?:(?<!\w)(?:{_CONNECTIVES})|,)$", re.IGNORECASE)
# The first words of a sentence of a treaty, behind a word that may end a title.
_OPENER = re.compile(
    r"(?<=[A-Za-z)])\s(?=(?:(?:The|This|These|Those|There|Any|All|Each|Every|No|Nothing|For|Subject|In|Where|When|If|"
    r"Upon|On|Without|Except|Notwithstanding|Nationals|Persons|Everyone|It|Such|An|A)\s[a-z(]|"
    r"(?:The|This|Any|All|Each|Every|No)\s[A-Z]|"
    r"(?:Member|Partner|Contracting|Signatory|High Contracting) (?:States?|Part(?:y|ies))\s|States Part(?:y|ies)\s))"
)
_WORD = re.compile(r"[^\W\d_]+")
_MAX_TITLE_WORDS = 16
_SMALL_WORD = 4
"""Letters; shorter words are written small in titles."""


def is_dangling(title: str) -> bool:
    """Whether the words cannot be the whole of a title: they end with `of`, `y`, a comma."""
    return bool(_DANGLING.search(title))


def continuation(title: str, lines: Sequence[Line]) -> int:
    """How many of the lines behind a title go on with it; the text itself follows them."""
    count = 0
    while count + 1 < len(lines) and _goes_on(title, lines[count]):
        title = lines[count].text
        count += 1
    return count


def _goes_on(title: str, line: Line) -> bool:
    text = line.text
    if line.role not in ("text", "heading") or len(text) > _MAX_CONTINUATION or text.endswith(_SENTENCE_END):
        return False
    if title.endswith(_SENTENCE_END[:3]) or _ENUMERATED.match(text):
        return False
    if any(pattern.match(text) for pattern, _ in CONTAINER_PATTERNS):
        return False
    return text[0].islower() or is_dangling(title)


def run_on_title(words: str) -> int:
    """Where the text begins behind a title in capitalised words on the same line; 0 when there is no such title."""
    for match in _OPENER.finditer(words):
        title = words[: match.start()]
        if len(title.split()) > _MAX_TITLE_WORDS or "." in title:
            return 0
        if _is_capitalised(title) and not is_dangling(title):
            return match.end()
    return 0


def _is_capitalised(title: str) -> bool:
    long = [word for word in _WORD.findall(title) if len(word) >= _SMALL_WORD and not is_dangling(word)]
    return title[:1].isupper() and all(word[0].isupper() for word in long)
