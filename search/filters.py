"""Filters to row masks: what is filtered out is never ranked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.store import InstrumentInfo
from ingest.errors import UsageError
from search.query import Filters
from search.snapshot import Snapshot

__all__ = ["Mask", "allowed_rows", "in_searched_editions"]

Mask = NDArray[np.bool_]


def allowed_rows(filters: Filters, snapshot: Snapshot) -> Mask:
    """(rows,) bool: the rows whose instrument and unit satisfy the filters."""
    meta = snapshot.meta
    known = {i.slug for i in meta.instruments.values()}
    for slug in filters.instrument:
        if slug not in known:
            raise UsageError(f"instrument {slug!r} is not in the index; `iml status --instruments` lists them")
    instruments = np.array([_matches(filters, meta.instruments[n]) for n in sorted(meta.instruments)], dtype=bool)
    units = instruments[np.asarray(meta.unit_instrument, dtype=np.int64)]
    if filters.topic:
        units = units & np.isin(np.arange(len(units)), meta.units_with_topics(filters.topic))
    mask: Mask = units[snapshot.row_units]
    return mask


def in_searched_editions(language: str, snapshot: Snapshot) -> Mask:
    """(rows,) bool: rows in the asked language, in English, or in any language where an instrument has neither."""
    meta = snapshot.meta
    wanted = {language.partition("-")[0], "en"}
    held: dict[int, set[str]] = {}
    for edition in meta.editions.values():
        if edition.text_kind == "authentic":
            held.setdefault(edition.instrument, set()).add(edition.language)
    editions = [meta.editions[n] for n in sorted(meta.editions)]
    allowed = np.array(
        [e.language in wanted or not held.get(e.instrument, set()) & wanted for e in editions], dtype=bool
    )
    mask: Mask = allowed[snapshot.row_editions]
    return mask


def _matches(filters: Filters, instrument: InstrumentInfo) -> bool:
    return (
        (not filters.instrument or instrument.slug in filters.instrument)
        and (not filters.kind or instrument.kind in filters.kind)
        and (filters.binding is None or instrument.binding == filters.binding)
        and (not filters.region or instrument.region in filters.region)
        and _adopted_within(instrument.adopted, filters.adopted_from, filters.adopted_to)
    )


def _adopted_within(adopted: str | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    if adopted is None:
        return False
    return (first is None or adopted >= first[: len(adopted)]) and (last is None or adopted[: len(last)] <= last)
