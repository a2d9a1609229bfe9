"""Filters to row masks: what is filtered out is never ranked.

A filter by state keeps
- treaties, protocols, regulations, directives and other binding instruments that one of the states is known to be
  party to or bound by;
- what nobody ratifies (declarations, resolutions, compacts, recommendations, general comments, publications,
  decisions), for it is addressed to all; but not what belongs to a treaty that none of the states is party to, such as
  a general comment on it.
A binding instrument of which it is not held whether it binds the states is left out, and `state_message` says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.store import InstrumentInfo, MetaReader
from ingest.errors import UsageError
from ingest.model import BINDING_KINDS
from search.query import Filters
from search.snapshot import Snapshot
from search.states import state_code, state_name

__all__ = ["Mask", "allowed_rows", "state_message"]

Mask = NDArray[np.bool_]
_NAMED = 5
"""How many of the instruments left out are named."""


def allowed_rows(filters: Filters, snapshot: Snapshot) -> Mask:
    """(rows,) bool: the rows whose instrument and unit satisfy the filters."""
    meta = snapshot.meta
    known = {i.slug for i in meta.instruments.values()}
    for slug in filters.instrument:
        if slug not in known:
            raise UsageError(f"instrument {slug!r} is not in the index; `iml status --instruments` lists them")
    concerned = _concerned(filters.state, meta)
    instruments = np.array(
        [_matches(filters, meta.instruments[n]) and concerned.get(n, True) is True for n in sorted(meta.instruments)],
        dtype=bool,
    )
    units = instruments[np.asarray(meta.unit_instrument, dtype=np.int64)]
    if filters.topic:
        units = units & np.isin(np.arange(len(units)), meta.units_with_topics(filters.topic))
    mask: Mask = units[snapshot.row_units]
    return mask


def state_message(filters: Filters, snapshot: Snapshot) -> str | None:
    """What a reader of an answer filtered by state must know: the dates of the lists, and what was left out."""
    if not filters.state:
        return None
    meta = snapshot.meta
    concerned = _concerned(filters.state, meta)
    searched = set(meta.unit_instrument)
    binding = [i for i in meta.instruments.values() if i.id in searched and _is_binding(i) and _matches(filters, i)]
    said = []
    days = sorted(i.parties.as_of for i in binding if i.parties)
    if days:
        dated = days[0] if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"
        said.append(f"States parties by lists dated {dated}; the entry of each instrument says how its list is known.")
    unknown = sorted((i.short_title or i.title, i.slug) for i in binding if concerned[i.id] is None)
    if unknown:
        states = " or ".join(state_name(code) for code in dict.fromkeys(state_code(s) for s in filters.state))
        names = ", ".join(name for name, _ in unknown[:_NAMED])
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        said.append(
            f"Whether {states} is bound is not held for {len(unknown)} of {len(binding)} treaties and binding acts "
            f"that can be searched; they were left out: {names}{more}."
        )
    return " ".join(said) or None


def _matches(filters: Filters, instrument: InstrumentInfo) -> bool:
    return (
        (not filters.instrument or instrument.slug in filters.instrument)
        and (not filters.kind or instrument.kind in filters.kind)
        and (filters.binding is None or instrument.binding == filters.binding)
        and (not filters.region or instrument.region in filters.region)
        and _adopted_within(instrument.adopted, filters.adopted_from, filters.adopted_to)
    )


def _concerned(states: tuple[str, ...], meta: MetaReader) -> Mapping[int, bool | None]:
    """Instrument id -> whether it concerns one of the states, None where that is not held; empty without states."""
    codes = [state_code(state) for state in states]
    if not codes:
        return {}
    by_slug = {i.slug: i for i in meta.instruments.values()}
    return {i.id: _concerns(codes, i, by_slug) for i in meta.instruments.values()}


def _concerns(codes: list[str], instrument: InstrumentInfo, by_slug: Mapping[str, InstrumentInfo]) -> bool | None:
    if _is_binding(instrument):
        return _binds(codes, instrument)
    parent = by_slug.get(instrument.parent or "")
    return parent is None or not _is_binding(parent) or _binds(codes, parent) is not False


def _binds(codes: list[str], instrument: InstrumentInfo) -> bool | None:
    """Whether it binds one of the states: yes if any, unknown if any is unknown, else no."""
    if instrument.parties is None:
        return None
    answers = {instrument.parties.binds(code) for code in codes}
    return True if True in answers else None if None in answers else False


def _is_binding(instrument: InstrumentInfo) -> bool:
    return instrument.binding or instrument.kind in BINDING_KINDS


def _adopted_within(adopted: str | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    if adopted is None:
        return False
    return (first is None or adopted >= first[: len(adopted)]) and (last is None or adopted[: len(last)] <= last)
