"""The instruments that references can name, with their names, numbers and labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from search.references.approximate import Approximation
from search.references.models import KnownInstrument, Labels
from search.references.names import NameIndex, years_of
from search.references.registers import Registers
from search.references.shelf import Shelf
from search.references.tokens import tokenize
from search.references.vocabulary import TYPE_WORDS

__all__ = ["Directory"]


class Directory:
    """Known instruments, indexed once; labels are listed when an instrument is first looked into."""

    def __init__(self, instruments: Sequence[KnownInstrument]) -> None:
        self._instruments = {i.id: i for i in instruments}
        self._adopted: dict[int, list[str]] = {}
        for instrument in instruments:
            if instrument.adopted and instrument.adopted[:4].isdigit():
                self._adopted.setdefault(int(instrument.adopted[:4]), []).append(instrument.id)
        self._heads: dict[str, frozenset[str]] = {}
        self._shelves: dict[str, Shelf] = {}
        self.years = {i.id: years_of(i) for i in instruments}
        self.names = NameIndex(instruments)
        self.registers = Registers(instruments, self.years)
        held = frozenset(i.id for i in instruments if i.held)
        self.approximation = Approximation(self.names, self.years, held)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._instruments

    def __getitem__(self, identifier: str) -> KnownInstrument:
        return self._instruments[identifier]

    def adopted_in(self, year: int) -> list[str]:
        """Ids of the instruments adopted in a year."""
        return self._adopted.get(year, [])

    def heads(self, identifier: str) -> frozenset[str]:
        """What the instrument is called for short ("the Convention"): the first type word of each title, folded."""
        heads = self._heads.get(identifier)
        if heads is None:
            instrument = self._instruments.get(identifier)
            titles = instrument.titles if instrument and instrument.kind != "general_comment" else ()
            found = (next((t.text for t in tokenize(title) if t.text in TYPE_WORDS), None) for title in titles)
            heads = self._heads[identifier] = frozenset(h for h in found if h)
        return heads

    def shelf(self, identifier: str) -> Shelf:
        """The labels of an instrument."""
        shelf = self._shelves.get(identifier)
        if shelf is None:
            instrument = self._instruments[identifier]
            shelf = self._shelves[identifier] = Shelf(_listed(instrument.units), _listed(instrument.labels))
        return shelf


def _listed(labels: Labels) -> Collection[str]:
    return labels() if callable(labels) else labels
