"""The data of the resolver: known instruments, references found, what became of them.

All spans are half-open and count code points of the text that was given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

__all__ = ["KnownInstrument", "Labels", "Missing", "MissingReason", "Outcome", "Reference", "Resolution", "Target"]

Labels = Collection[str] | Callable[[], Collection[str]]
"""Labels, or a function that lists them when they are first needed."""

Outcome = Literal["resolved", "ambiguous", "not_held", "not_a_reference"]

MissingReason = Literal["instrument_not_held", "instrument_unknown", "beyond_last", "not_in_text", "no_such_unit"]


@dataclass(frozen=True, slots=True)
class KnownInstrument:
    """An instrument that can be named, whether its text is held or not."""

    id: str
    titles: tuple[str, ...]
    """In any language, the one to show first."""
    kind: str
    short_title: str | None = None
    aliases: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    """UN symbols, CELEX numbers, ILO numbers: `CMW/C/GC/2`, `32024R1351`, `C097`."""
    parent: str | None = None
    """Of a protocol, the treaty it belongs to; of a general comment, the treaty it interprets."""
    adopted: str | None = None
    """ISO 8601 date or year."""
    in_force: str | None = None
    held: bool = True
    articles: int | None = None
    """How many articles the main text has, from 1 without gaps."""
    units: Labels = ()
    """Labels that a result can name: `art 33`, `para 12`, `objective 5`, `annex I art 3`, `reg 2.5`."""
    labels: Labels = ()
    """All other labels: `art 16(4)`, `objective 8(c)`."""
    url: str | None = None
    """Where the official text is."""

    @property
    def name(self) -> str:
        """The short title, else the symbol of a general comment, else the first title, else the id."""
        symbol = next((s for s in self.symbols if "/GC/" in s), None) if self.kind == "general_comment" else None
        return self.short_title or symbol or (self.titles[0] if self.titles else self.id)


@dataclass(frozen=True, slots=True)
class Target:
    """A provision that a reference points at."""

    instrument: str
    label: str
    """The deepest label that exists, as the directory spells it."""
    unit: str
    """The label of the unit it belongs to (`art 16` for `art 16(4)`)."""
    asked: str
    """What was asked for in canonical form: `art 16(4)`."""
    exact: bool
    """Whether `label` is all of what was asked for; False when only the unit around it exists."""
    span: tuple[int, int]
    held: bool = True
    """False only among the candidates of an ambiguous reference."""

    def __str__(self) -> str:
        """The instrument and the label: `icrmw art 16(4)`."""
        return f"{self.instrument} {self.label}"


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a reference could be read but not be looked up."""

    instrument: str | None
    """None when no known instrument bears the name."""
    asked: str | None
    reason: MissingReason
    message: str
    span: tuple[int, int]
    count: int | None = None
    """Of `beyond_last`: how many there are."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One pinpoint with its instrument, found in a text."""

    span: tuple[int, int]
    """Of the pinpoint; of the name where there is no pinpoint."""
    name_span: tuple[int, int]
    """Of the instrument's name, which stands further up where it is not repeated (`Ibid, art 5`)."""
    outcome: Outcome
    targets: tuple[Target, ...] = ()
    """One when resolved, the candidates when ambiguous."""
    missing: Missing | None = None
    """Why it is not held; of a resolved one, what is not held and may be meant as well."""
    inferred: bool = False
    """Whether the instrument was taken from the words before ("article 5 of the Convention")."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a query refers to.

    `resolved` when at least one reference is; then `missing` and `candidates` still say what is wrong with the others.
    """

    outcome: Outcome
    targets: tuple[Target, ...] = ()
    candidates: tuple[Target, ...] = ()
    missing: tuple[Missing, ...] = ()
    instruments_named: tuple[str, ...] = ()
    """Ids of instruments named without doubt, in the order of the text, with or without a pinpoint."""

    @property
    def message(self) -> str | None:
        """What to tell the user about the references that were not resolved; None when there is nothing to say."""
        return " ".join(dict.fromkeys(m.message for m in self.missing)) or None
