"""The filters beside the results: what can be chosen, how many results each choice has, what is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.store import InstrumentInfo, MetaReader
from ingest.catalogue.parties import STATES
from ingest.model import BINDING_KINDS, INSTRUMENT_KINDS
from search.pages.form import SearchForm
from search.pages.interface import Interface
from search.states import state_code

__all__ = ["Chip", "Group", "Option", "chips", "groups", "language_options", "state_options", "states_counted"]

Counts = Mapping[str, Mapping[str, int]]
_MOST_INSTRUMENTS = 10
_REGIONS = ("universal", "africa", "americas", "arab", "asia", "europe", "eu")


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen."""

    value: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The options of one filter."""

    name: str
    title: str
    options: tuple[Option, ...]
    single: bool = False
    """Whether only one can be chosen."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    text: str
    url: str


def groups(form: SearchForm, counts: Counts, meta: MetaReader, ui: Interface) -> tuple[Group, ...]:
    """The filters that are boxes to tick; a value without results is left out unless it is chosen."""
    by_slug = {i.slug: i for i in meta.instruments.values()}
    binding = tuple(
        Option(value, ui.text(f"filters.binding.{value}"), counts.get("binding", {}).get(value), form.binding == value)
        for value in ("true", "false")
    )
    found = [
        Group("binding", ui.text("filters.binding.title"), binding, single=True),
        Group(
            "kind",
            ui.text("filters.kind"),
            _options(INSTRUMENT_KINDS, form.kind, counts.get("kind", {}), lambda k: ui.capital(ui.kind(k))),
        ),
        Group(
            "region",
            ui.text("filters.region"),
            _options(_regions(meta), form.region, counts.get("region", {}), lambda r: ui.capital(ui.region(r))),
        ),
        Group("instrument", ui.text("filters.instrument"), _instruments(form, counts.get("instrument", {}), by_slug)),
    ]
    return tuple(group for group in found if group.options)


def chips(form: SearchForm, meta: MetaReader, ui: Interface) -> tuple[Chip, ...]:
    """What is set, in the order of the form."""
    by_slug = {i.slug: i for i in meta.instruments.values()}

    def said(name: str, value: str) -> str:
        match name:
            case "instrument":
                text = _short(by_slug.get(value), value)
            case "kind" if value in INSTRUMENT_KINDS:
                text = ui.capital(ui.kind(value))
            case "region":
                text = ui.capital(ui.region(value))
            case "binding" if value in ("true", "false"):
                text = ui.text(f"filters.binding.{value}")
            case "state":
                text = ui.text("filters.binds", state=ui.state_name(state_code(value)))
            case "adopted_from" | "adopted_to":
                text = ui.text(f"filters.{name}_chip", date=ui.date(value))
            case _:
                text = value
        return text

    return tuple(Chip(said(name, value), ui.url("/", form.without(name, value))) for name, value in form.set_values())


def language_options(form: SearchForm, meta: MetaReader, ui: Interface) -> tuple[Option, ...]:
    """The languages that texts are held in, those with the most instruments first."""
    held = {(e.instrument, e.language) for e in meta.editions.values() if e.text_kind == "authentic"}
    counts = Counter(language for _, language in held)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    if form.language and form.language not in counts:
        ranked.append(form.language)
    return tuple(Option(code, ui.language_name(code), counts[code], code == form.language) for code in ranked)


def state_options(form: SearchForm, counts: Counts, meta: MetaReader, ui: Interface) -> tuple[Option, ...]:
    """The states by name in the language of the interface, with the results that a filter by each would keep."""
    chosen = {state_code(value) for value in form.state}
    named = sorted((ui.sort_key(ui.state_name(code)), code) for code in STATES)
    found = states_counted(counts.get("instrument", {}), meta) if "instrument" in counts and not chosen else None
    return tuple(
        Option(code, ui.state_name(code), None if found is None else found[code], code in chosen) for _, code in named
    )


def states_counted(counts: Mapping[str, int], meta: MetaReader) -> Mapping[str, int]:
    """State -> how many of the results bind it or are addressed to all, from how many each instrument has.

    The rule is that of search.filters: a binding instrument counts for those known to be bound; another counts for
    all, but for what belongs to a treaty only where it is not known that the state is no party.
    """
    by_slug = {i.slug: i for i in meta.instruments.values()}
    total: Counter[str] = Counter()
    for slug, count in counts.items():
        instrument = by_slug[slug]
        binding = _is_binding(instrument)
        source = instrument if binding else by_slug.get(instrument.parent or "")
        if source is None or not _is_binding(source) or source.parties is None:
            states = frozenset[str]() if binding else STATES
        else:
            parties = source.parties
            states = frozenset(parties.parties)
            if not binding:
                states = states | frozenset(parties.undecided) if parties.complete else STATES
        total.update(dict.fromkeys(states, count))
    return total


def _options(
    values: Iterable[str], chosen: tuple[str, ...], counts: Mapping[str, int], name: Callable[[str], str]
) -> tuple[Option, ...]:
    return tuple(
        Option(value, name(value), counts.get(value, 0), value in chosen)
        for value in values
        if value in chosen or counts.get(value)
    )


def _regions(meta: MetaReader) -> list[str]:
    held = {i.region for i in meta.instruments.values() if i.region}
    return [*(r for r in _REGIONS if r in held), *sorted(held - set(_REGIONS))]


def _instruments(
    form: SearchForm, counts: Mapping[str, int], by_slug: Mapping[str, InstrumentInfo]
) -> tuple[Option, ...]:
    ranked = sorted(counts, key=lambda slug: (-counts[slug], slug))[:_MOST_INSTRUMENTS]
    values = [*(s for s in form.instrument if s not in ranked), *ranked]
    return tuple(
        Option(slug, _short(by_slug.get(slug), slug), counts.get(slug, 0), slug in form.instrument) for slug in values
    )


def _is_binding(instrument: InstrumentInfo) -> bool:
    return instrument.binding or instrument.kind in BINDING_KINDS


def _short(instrument: InstrumentInfo | None, slug: str) -> str:
    return slug if instrument is None else instrument.short_title or instrument.title
