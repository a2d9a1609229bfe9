"""Numbers by which files name themselves: of EU acts, of UN documents, of ILO conventions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.catalogue import CatalogueEntry
from ingest.model import Document
from ingest.recognise.folding import fold

__all__ = ["SymbolBook", "un_symbols"]

_CELEX = re.compile(r"3\d{4}[RLD]\d{4}")
_EU_ACT = re.compile(
    r"^\W*(?:(?:council|commission)\s+)?(?P<type>regulation|reglement|reglamento|directive|directiva|decision)\s+"
    r"(?:\((?:eu|ue|ec|ce|eec|cee|euratom)\)\s*)?(?:(?P<no>no\.?|n[o°º]\.?|num\.?)\s*)?"
    r"(?P<first>\d{1,4})/(?P<second>\d{1,4})(?:/(?:eu|ue|ec|ce|eec|cee)\b)?"
)
_EU_LETTERS = {"reg": "R", "dir": "L", "dec": "D"}
_EU_ISSUED = re.compile(
    r"european parliament|parlement europeen|parlamento europeo|of the council|du conseil|del consejo|"
    r"council directive|council regulation|commission"
)
_ACT_LINES, _ACT_REACH = 25, 400
_UN_SYMBOL = re.compile(
    r"(?<![\w/])(?:[AES]/RES/\d{1,4}(?:\s?[A-Z])?(?:\s?\([IVXLC]+\))?(?:/\d{1,3}[A-Z]?)?|"
    r"(?:(?:CCPR|CMW|CRC|CEDAW|CERD|CAT|CRPD|CED)/C|E/C\.12)/[\w./-]*\w(?:\.\s?\d{1,2})?|A/\d{2}/\d{1,4}|"
    r"A/CONF\.\d+/\d+|HRI/GEN/1/Rev\.\d)(?![\w/]|\.?\s?\d)"
    r"(?P<part>(?:\s?\(Vol\. ?[IVX]+\))?(?:,?\s?p\.\s?\d+)?(?:,\s(?:annex|chap\.)\s[IVX\d]+)?)"
)
_SYMBOL_LINES, _SYMBOL_LINE = 14, 60
_BESIDE = 12
"""Letters that may stand beside a symbol: a language, a "Distr."."""
_COLLECTED = re.compile(r"A/\d{2}/\d{1,4}.*|HRI/GEN/.*")
"""Symbols of annual reports and compilations, which hold many texts and name none."""
_ILO = re.compile(
    r"organi[sz]ation internationale du travail|international labou?r|internacional del trabajo|"
    r"conference internationale du travail|منظمه العمل الدوليه|الموتمر العام|الدولي للشغل"
)
_ILO_NUMBER = re.compile(
    r"(?<![^\W\d_])و?(?:ال)?(?:"
    r"(?P<type>convention|convenio|recommandation|recommendation|recomendacion|protocol[eo]?|اتفاقيه|توصيه)"
    r"\s*\(?\s*(?:no\.?|n[o°º]\.?|num\.?|رقم)?\s*|(?P<code>[crp])0*)(?P<number>\d{1,3})(?![\d/])"
)
_ILO_LETTERS = {"con": "C", "rec": "R", "pro": "P", "اتف": "C", "توص": "R"}


class SymbolBook:
    """Instruments by their symbols and numbers."""

    def __init__(self, entries: Iterable[CatalogueEntry]) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for symbol in entry.symbols:
                if not _COLLECTED.fullmatch(symbol):
                    self._ids[_key(symbol)].add(entry.id)

    def of_act(self, document: Document, lines: Sequence[str]) -> set[str]:
        """The EU act whose number and issuer open the text, or whose CELEX number is the file's title."""
        title = (document.title or "").strip()
        if _CELEX.fullmatch(title):
            return self._ids.get(_key(title), set())
        for position, line in enumerate(lines[:_ACT_LINES]):
            match = _EU_ACT.match(fold(line))
            if match:
                reach = fold(" ".join(lines[position : position + 8]))[:_ACT_REACH]
                return self._ids.get(_key(_celex(match)), set()) if _EU_ISSUED.search(reach) else set()
        return set()

    def of_symbols(self, lines: Sequence[str]) -> set[str]:
        """The instruments whose symbol stands at the head; one that several symbols name together counts once."""
        found = [self._ids[key] for symbol in un_symbols(lines) if (key := _key(symbol)) in self._ids]
        return set.intersection(*found) if found else set()

    def of_labour(self, lines: Sequence[str]) -> set[str]:
        """The ILO instrument whose number stands at the head, where it is the only one."""
        head = fold("\n".join(lines))
        if not _ILO.search(head):
            return set()
        numbers = {_ilo_number(match) for match in _ILO_NUMBER.finditer(head)}
        return set().union(*(self._ids.get(_key(number), set()) for number in numbers)) if len(numbers) == 1 else set()


def un_symbols(lines: Sequence[str]) -> list[str]:
    """The UN document symbols that stand alone on a line of the head, with volume and page, in their order."""
    found: dict[str, None] = {}
    for line in lines[:_SYMBOL_LINES]:
        if len(line) > _SYMBOL_LINE:
            continue
        for match in _UN_SYMBOL.finditer(line):
            if len(line.replace(match.group(), "").strip(" .,;:()[]*")) <= _BESIDE:
                found[match.group().strip()] = None
    return list(found)


def _key(symbol: str) -> str:
    return re.sub(r"[.\s]", "", symbol.casefold())


def _celex(match: re.Match[str]) -> str:
    """The CELEX number of an act: older regulations have the number before the year, all others the year first."""
    first, second = match["first"], match["second"]
    if match["no"] and len(second) == 4:
        first, second = second, first
    year = first if len(first) == 4 else f"19{first}"
    return f"3{year}{_EU_LETTERS[match['type'][:3]]}{int(second):04}"


def _ilo_number(match: re.Match[str]) -> str:
    letter = match["code"].upper() if match["code"] else _ILO_LETTERS[match["type"][:3]]
    return f"{letter}{int(match['number']):03}"
