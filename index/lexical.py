"""The lexical index: BM25 (bm25s), one index per language, each with its own stemmer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.stopwords import STOPWORDS

__all__ = ["LexicalIndex", "analyse", "stems", "words", "write_lexical"]

_WORD = re.compile(r"[^\W⁰¹²³⁴-⁹]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0652\u0670\u0640]")
_ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
_STEMMERS = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "de": "german",
    "it": "italian",
    "nl": "dutch",
    "ru": "russian",
    "ar": "arabic",
}
_K1, _B = 1.2, 0.75


def analyse(text: str, language: str) -> list[str]:
    """The terms of a text: case and accents folded, common words dropped, stemmed; Chinese as pairs of characters."""
    folded = _folded(text)
    if _HAN.search(folded):
        return _han_terms(folded)
    stop = _stopwords(language)
    return stems([w for w in _WORD.findall(folded) if w not in stop], language)


def words(text: str) -> list[str]:
    """The words of a text in their order, case and accents folded."""
    return _WORD.findall(_folded(text))


def stems(folded: list[str], language: str) -> list[str]:
    """The stems of folded words; the words themselves where the language has no stemmer."""
    stem = _stemmer(language)
    return stem(folded) if stem else folded


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", folded)).translate(_ARABIC_FORMS)


def write_lexical(folder: Path, ids: Sequence[int], texts: Sequence[str], language: str) -> None:
    """Write the BM25 index of texts in one language under their row ids."""
    import bm25s

    folder.mkdir(parents=True)
    terms = [analyse(text, language) for text in texts]
    index = bm25s.BM25(k1=_K1, b=_B, method="lucene")
    index.index(_tokenized(terms), show_progress=False)
    index.save(str(folder), show_progress=False)
    (folder / "language.json").write_text(json.dumps({"language": language}), encoding="utf-8")
    np.save(folder / "ids.npy", np.asarray(ids, dtype=np.int64))


class LexicalIndex:
    """A read-only BM25 index of one language, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._index: Any = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        self._ids: NDArray[np.int64] = np.load(folder / "ids.npy", mmap_mode="r")
        self.language: str = json.loads((folder / "language.json").read_text(encoding="utf-8"))["language"]

    def search(
        self, question: str, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(ids, BM25 scores) of all rows that share a term with the question, best first, equal scores by id."""
        known = [t for t in analyse(question, self.language) if t in self._index.vocab_dict]
        if not known:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        scores = self._index.get_scores(known)
        if allowed is not None:
            scores = np.where(allowed[self._ids], scores, 0.0)
        positive = np.flatnonzero(scores > 0)
        ids, found = self._ids[positive], scores[positive].astype(np.float32)
        order = np.lexsort((ids, -found))
        return ids[order], found[order]


def _tokenized(terms: Sequence[Sequence[str]]) -> Any:
    """Term ids in the order of the sorted vocabulary, so that equal texts give equal files."""
    from bm25s.tokenization import Tokenized

    vocabulary = {term: n for n, term in enumerate(sorted({t for row in terms for t in row}))}
    return Tokenized(ids=[[vocabulary[t] for t in row] for row in terms], vocab=vocabulary)


def _han_terms(text: str) -> list[str]:
    terms: list[str] = []
    for word in _WORD.findall(text):
        terms.extend([word[i : i + 2] for i in range(len(word) - 1)] if _HAN.search(word) and len(word) > 1 else [word])
    return terms


@cache
def _stopwords(language: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKD", STOPWORDS.get(language, ""))
    return frozenset(_MARKS.sub("", folded).split())


@cache
def _stemmer(language: str) -> Callable[[list[str]], list[str]] | None:
    import Stemmer

    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name).stemWords if name in Stemmer.algorithms() else None
