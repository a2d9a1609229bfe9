"""Instruments by the numbers they are known under: UN symbols, ILO and EU numbers, general comments, protocols."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from search.references.comments import CommentStyle, read_comments
from search.references.models import KnownInstrument
from search.references.names import NameIndex
from search.references.numbers import roman
from search.references.tokens import fold, tokenize
from search.references.vocabulary import COMMITTEES, GLUED, ORDINALS

__all__ = ["Registers", "symbol_key"]

_ILO = re.compile(r"(?:ilo[\s-]?)?([crp])[\s.-]?0{0,2}(\d{1,3})")
_CELEX = re.compile(r"3(\d{4})[a-z](\d{4})")
_EU_TITLE = re.compile(r"[^\W\d]{4,20} \((?:EU|UE|EC)\) (?:No\.? )?(\d{1,4})/(\d{1,4})\b")
_EU_NUMBER = re.compile(r"(\d{1,4})/(\d{1,4})(?:/e[uc])?")
_GC_SYMBOL = re.compile(r"(ccpr|cmw|crc|cedaw|cerd|cat|crpd|ced|e/c12)/(?:c/)?gc/(?:\d{4}/)?(\d{1,2})(?!\d)")
_REPORT = re.compile(r"[ae]/\d{2,4}/\d{1,3}(?:/.*)?")
"""Symbols of annual reports, which hold a general comment among other things and do not name it."""
_PARTS = re.compile(r"\s*(?:,|;|–|—|\band\b|\s-\s)\s*")
_NUMBERED_PROTOCOL = re.compile(
    r"(?:protocol|protocole|protocolo|prot)\W{0,2}(?:no|n|num|nr)?\W{0,3}(\d{1,2}|[ivx]{1,4})\b"
)
_ID_PROTOCOL = re.compile(r"-(?:p|op|ap)-?(\d{1,2})\b")
_OPTIONAL = re.compile(r"\b(?:optional|facultatif|facultativo|fakultativ)")


def symbol_key(symbol: str) -> str:
    """The symbol in small letters without full stops and blanks: `ccpr/c/21/rev1/add9`."""
    return re.sub(r"[.\s]", "", fold(symbol)).strip("/")


class Registers:
    """Number -> ids of the instruments that bear it."""

    def __init__(self, instruments: Sequence[KnownInstrument], years: Mapping[str, set[int]]) -> None:
        self.years = years
        self.symbols: dict[str, set[str]] = defaultdict(set)
        self.ilo: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.labour: set[str] = set()
        """Ids of all ILO instruments that are known by a number."""
        self.eu: dict[tuple[int, int], set[str]] = defaultdict(set)
        self.comments: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.treaties: dict[str, str] = {}
        """Treaty body -> id of its treaty."""
        self.recommendations: set[str] = set()
        """Ids of general comments that are called general recommendations."""
        self.protocols: dict[tuple[str | None, int], set[str]] = defaultdict(set)
        """(parent or None for any, number) -> ids."""
        self.children: dict[str, set[str]] = defaultdict(set)
        for instrument in instruments:
            self._register(instrument)

    def by_symbol(self, symbol: str) -> set[str]:
        """Ids of the instruments with this symbol, or with this treaty body and number (`CRC/C/GC/6`)."""
        key = symbol_key(symbol)
        if ids := self.symbols.get(key):
            return ids
        match = _GC_SYMBOL.fullmatch(key)
        return self.comments.get((_body(match[1]), int(match[2])), set()) if match else set()

    def treaty_of(self, comment: str) -> str | None:
        """The treaty that a general comment is on: that of the committee which it is registered under."""
        bodies = {body for (body, _), ids in self.comments.items() if comment in ids}
        treaties = {self.treaties[body] for body in bodies if body in self.treaties}
        return treaties.pop() if len(treaties) == 1 else None

    def _register(self, instrument: KnownInstrument) -> None:
        identifier = instrument.id
        single = [a for a in instrument.aliases if "/" in a and " " not in a]
        symbols = [p for s in (*instrument.symbols, *single) for p in _PARTS.split(s) if p]
        comment = instrument.kind == "general_comment"
        for symbol in symbols:
            key = symbol_key(symbol)
            if "/" in key and "(" not in key and not (comment and _REPORT.fullmatch(key)):
                self.symbols[key].add(identifier)
                self.symbols[re.sub(r"/(?:rev|corr)\d*$", "", key)].add(identifier)
            if match := _CELEX.fullmatch(key):
                self.symbols[key].add(identifier)
                self.eu[int(match[1]), int(match[2])].add(identifier)
            elif match := _EU_NUMBER.fullmatch(key):
                self.eu[int(match[1]), int(match[2])].add(identifier)
        for celex in _CELEX.findall(identifier):
            self.eu[int(celex[0]), int(celex[1])].add(identifier)
        for title in instrument.titles:
            if match := _EU_TITLE.match(title):
                self.eu[int(match[1]), int(match[2])].add(identifier)
        for name in (*symbols, *instrument.aliases, identifier):
            if match := _ILO.fullmatch(fold(name)):
                self.ilo[match[1], int(match[2])].add(identifier)
                self.labour.add(identifier)
        if comment:
            self._register_comment(instrument, symbols)
        elif committee := COMMITTEES.get(identifier):
            self.treaties[committee] = identifier
        if instrument.kind == "protocol":
            self._register_protocol(instrument)

    def _register_protocol(self, instrument: KnownInstrument) -> None:
        parent, number = instrument.parent, _protocol_number(instrument)
        if parent:
            self.children[parent].add(instrument.id)
        if number is not None:
            self.protocols[parent, number].add(instrument.id)
            self.protocols[None, number].add(instrument.id)
        elif instrument.titles and _OPTIONAL.search(fold(instrument.titles[0])):
            self.protocols[parent, 1].add(instrument.id)  # "the Optional Protocol" is the first one

    def _register_comment(self, instrument: KnownInstrument, symbols: Iterable[str]) -> None:
        for symbol in symbols:
            for match in _GC_SYMBOL.finditer(symbol_key(symbol)):
                self.comments[_body(match[1]), int(match[2])].add(instrument.id)
        for title in instrument.titles:
            tokens = tokenize(title, GLUED)
            for i in range(len(tokens)):
                if read := read_comments(tokens, i, committee_index()):
                    for committee, number in read.numbers:
                        for body in [committee] if committee else _committees(instrument):
                            self.comments[body, number].add(instrument.id)
                    if read.style is CommentStyle.RECOMMENDATION:
                        self.recommendations.add(instrument.id)
                    break


@lru_cache(maxsize=1)
def committee_index() -> NameIndex:
    """The names of the treaty bodies; the ids of its mentions are their short codes."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, committee in COMMITTEES.items():
        names[committee].append(name.upper() if " " not in name else name)
    return NameIndex([KnownInstrument(id=c, titles=tuple(n), kind="body") for c, n in names.items()])


def _body(prefix: str) -> str:
    return "cescr" if prefix == "e/c12" else prefix


def _committees(instrument: KnownInstrument) -> list[str]:
    """The treaty body of a general comment whose title does not say it: by its parent, else by its id."""
    if instrument.parent and (committee := COMMITTEES.get(instrument.parent)):
        return [committee]
    committee = COMMITTEES.get(instrument.id.partition("-")[0])
    return [committee] if committee else []


def _protocol_number(instrument: KnownInstrument) -> int | None:
    """The number of a numbered or ordinal protocol."""
    for name in (*instrument.titles, *instrument.aliases):
        text = fold(name)
        if match := _NUMBERED_PROTOCOL.search(text):
            return int(match[1]) if match[1].isdigit() else roman(match[1])
        first = text.partition(" ")[0]
        if first in ORDINALS and "protoc" in text:
            return ORDINALS[first]
    match = _ID_PROTOCOL.search(instrument.id)
    return int(match[1]) if match else None
