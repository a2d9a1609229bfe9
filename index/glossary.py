"""Questions in other languages, word by word in English: what the English encoder and the English index can read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from index.lexical import stems, words
from ingest.errors import CatalogueError

__all__ = ["Glossary", "glossary_for"]

_LATIN = re.compile(r"[a-z0-9]+")
_MIN_PART = 3
"""Letters; shorter pieces of a word are no parts of a compound."""
_LINKS = ("", "s", "n", "en", "es", "er", "e")
"""What German puts between the parts of a compound."""
_MIN_BARE = 2
"""Letters that must remain of an Arabic word without its clitic."""
_CLITICS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
"""What Arabic writes at the head of a word: and, so, with, for, like, the."""
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


class Glossary:
    """The words and phrases of one language with the English words they stand for."""

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self._language = language
        self._forms: dict[tuple[str, ...], str] = {}
        """By the words as they are written; of words with one stem the first key speaks for the other forms."""
        self._stems: dict[tuple[str, ...], str] = {}
        for key, english in entries.items():
            form = words(key)
            self._forms.setdefault(tuple(form), english)
            self._stems.setdefault(tuple(stems(form, language)), english)
        self._longest = max(map(len, self._stems), default=1)

    def english(self, text: str) -> str:
        """The English words for a text: longest phrases first, unknown words of Latin letters as they are."""
        form = words(text)
        out: list[str] = []
        at = 0
        while at < len(form):
            length, english = self._at(form, at)
            out.append(english)
            at += length
        return " ".join(word for word in out if word)

    def _at(self, form: Sequence[str], at: int) -> tuple[int, str]:
        """How many words the entry at a place takes, and its English."""
        for length in range(min(self._longest, len(form) - at), 0, -1):
            for reading in self._readings(form[at : at + length]):
                return length, reading
        return 1, form[at] if _LATIN.fullmatch(form[at]) else ""

    def _readings(self, form: Sequence[str]) -> Iterator[str]:
        """The English of a form: as written, by its stems, without clitics, in other spelling, by its parts."""
        known = self._known(form)
        if known is not None:
            yield known
        elif self._language == "ar":
            bare = (form[0].removeprefix(clitic) for clitic in _CLITICS if form[0].startswith(clitic))
            found = (self._known([rest, *form[1:]]) for rest in bare if len(rest) >= _MIN_BARE)
            yield from (english for english in found if english is not None)
        elif self._language == "de" and len(form) == 1:
            yield from self._german(form[0])

    def _german(self, word: str) -> Iterator[str]:
        plain = word
        for spelled, letter in _UMLAUTS:
            plain = plain.replace(spelled, letter)
        for spelling in dict.fromkeys((plain, word)):
            known = self._known([spelling])
            if known is not None:
                yield known
            parts = self._parts(spelling)
            if parts:
                yield " ".join(parts)

    def _known(self, form: Sequence[str]) -> str | None:
        exact = self._forms.get(tuple(form))
        return self._stems.get(tuple(stems(list(form), self._language))) if exact is None else exact

    def _parts(self, word: str) -> list[str]:
        """The English of the known parts of a compound, with the longest first part; empty when it has none."""
        for cut in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
            head = self._known([word[:cut]])
            if not head:
                continue
            for link in _LINKS:
                rest = word[cut:].removeprefix(link) if word[cut:].startswith(link) else ""
                if len(rest) < _MIN_PART:
                    continue
                tail = self._known([rest])
                if tail:
                    return [head, tail]
                if more := self._parts(rest):
                    return [head, *more]
        return []


@cache
def glossary_for(language: str) -> Glossary | None:
    """The bundled glossary of a language (ISO 639-1), None for English and those without one."""
    file = files("ingest.catalogue") / "glossary" / f"{language}.toml"
    return Glossary(language, _entries(file)) if file.is_file() else None


def _entries(file: Traversable) -> dict[str, str]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{file.name}: not valid TOML: {error}") from error
    return {key: value for part in ("phrases", "words") for key, value in data.get(part, {}).items()}
