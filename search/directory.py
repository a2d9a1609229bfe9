"""The index as the resolver sees it: every known instrument with its names and labels."""

from __future__ import annotations

from collections.abc import Callable

from index.store import InstrumentInfo, MetaReader
from search.references import Directory, KnownInstrument

__all__ = ["directory_of"]


def directory_of(meta: MetaReader) -> Directory:
    """The directory of a generation; labels are read when a reference first asks for them."""
    held = {e.instrument for e in meta.editions.values()}
    return Directory(tuple(_known(meta, i, i.id in held) for i in meta.instruments.values()))


def _known(meta: MetaReader, instrument: InstrumentInfo, held: bool) -> KnownInstrument:
    def labels(units: bool) -> Callable[[], frozenset[str]]:
        return lambda: meta.labels(instrument.id, units=units)

    return KnownInstrument(
        id=instrument.slug,
        titles=(instrument.title, *(t for t in instrument.titles if t != instrument.title)),
        kind=instrument.kind,
        short_title=instrument.short_title,
        aliases=instrument.aliases,
        symbols=(instrument.source,) if instrument.source else (),
        parent=instrument.parent,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        held=held,
        articles=instrument.articles,
        units=labels(units=True),
        labels=labels(units=False),
        url=instrument.url,
    )
