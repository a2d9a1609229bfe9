"""Titles folded to the words that tell instruments apart, in whatever case, accents and typography."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["TYPE_WORDS", "Folded", "fold", "folded", "strip_dates"]

_SMALL_WORDS = (
    "the of to on and in for a an its with regard as by from thereto under s",
    "le la les l de du des d et en au aux à sur pour par dans ses leur leurs",
    "el los las del y e al para por sobre con su sus a o u or ou",
    "relating relative concerning regarding relatif relatifs relatives concernant",
    "relativo relativa relativos relativas referente debida debido no n num nr núm nº",
    "بشان في من على الى المتعلقه المتعلق الخاص الخاصه الملحق الملحقه رقم",
    "о об и в по к на для с от за касающийся",
)
_SMALL = frozenset(word for line in _SMALL_WORDS for word in line.split())
"""Words that titles leave out or put for one another."""
_TYPES = (
    "convention convencion convenio protocol protocole protocolo covenant pacte pacto treaty traite tratado",
    "charter charte carta agreement accord acuerdo declaration declaracion statute statut estatuto",
    "constitution constitucion regulation reglement reglamento directive directiva",
    "recommendation recommandation recomendacion resolution resolucion decision decisions compact",
    "comment observation observacion rules regles reglas principles principes principios",
    "optional facultatif facultativo additional additionnel adicional supplementary supplementaire suplementario",
    "revised revisee revisada international internacional",
    "تفقي روتوكو ميثق عهد عن конвенция протокол устав декларация пакт договор",
)
TYPE_WORDS = frozenset(word for line in _TYPES for word in line.split())
"""Words for the sort of text, folded; one is never taken for a misprint of another."""

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_MONTHS = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
).replace(" ", "|")
_DATE = re.compile(
    rf"(?:\b(?:of|du|del?|on|le|el)\s+)?(?:\b\d{{1,2}}(?:st|nd|rd|th|er|º|°)?\s*(?:de\s+|of\s+)?(?:{_MONTHS})\s*,?\s*"
    rf"(?:del?\s+)?\d{{4}}\b|\b(?:{_MONTHS})\s+\d{{1,2}}\s*,?\s*\d{{4}}\b)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=\d)(?=[\u0620-\u064a])|(?<=[\u0620-\u064a])(?=\d)")
"""Between a number and an Arabic word, where PDF files lose the blank."""
_ARABIC_WORD = re.compile(r"[\u0620-\u064a]+")
_ARABIC_PREFIX = re.compile(r"^و?ب?(?=..)")
_ARABIC_ENDING = re.compile(r"(?<=..)[هت]$")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": None})


@dataclass(frozen=True, slots=True)
class Folded:
    """The words of a title that count, in order, and the years in it."""

    words: tuple[str, ...]
    years: frozenset[str]

    @property
    def key(self) -> tuple[str, ...]:
        """The same for titles that differ in the order of their words only."""
        return tuple(sorted(self.words))

    @property
    def types(self) -> tuple[str, ...]:
        """The words for the sort of text in their order, which tells a protocol to a convention from one with it."""
        return tuple(word for word in self.words if word in TYPE_WORDS)


def fold(text: str) -> str:
    """The text in small letters without accents and vowel signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace("\N{SOFT HYPHEN}", "")
    return bare.translate(_ARABIC)


def folded(text: str) -> Folded:
    """The words that count, without years, a title printed twice taken once."""
    plain = fold(_GLUED.sub(" ", text.replace("'", " ").replace("’", " ")))
    words = [_skeleton(word) for word in _WORD.findall(plain) if word not in _SMALL]
    half = len(words) // 2
    if half and words[:half] == words[half:]:
        words = words[:half]
    return Folded(
        tuple(word for word in words if not _YEAR.fullmatch(word)),
        frozenset(word for word in words if _YEAR.fullmatch(word)),
    )


def _skeleton(word: str) -> str:
    """An Arabic word without article, prefixes, feminine ending, and every alef and lam, which files swap."""
    if not _ARABIC_WORD.fullmatch(word):
        return word
    bare = _ARABIC_ENDING.sub("", _ARABIC_PREFIX.sub("", word.replace("ا", "").replace("ل", "")))
    return bare if len(bare) > 1 else word


def strip_dates(text: str) -> str:
    """The text without whole dates; a year alone stays, for it is part of a name."""
    return _DATE.sub(" ", text)
