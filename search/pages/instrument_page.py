"""The page of an instrument: its facts, its editions, whom it binds, its contents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from index.store import InstrumentInfo, MetaReader
from ingest.catalogue.parties import Parties
from ingest.errors import ImlError
from search.pages.contents import contents
from search.pages.interface import Interface, interface_of
from search.pages.live import Live
from search.pages.reader_page import edition_links
from search.pages.render import problem_page, render
from search.pages.results import Link, in_language, official_url
from search.reader import find_instrument, read_instrument

__all__ = ["instrument_router"]

instrument_router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """The states that an instrument binds, by name."""

    held: Parties
    states: list[tuple[str, str | None]]
    """(name, day since when)."""
    undecided: list[str]
    reservations: list[tuple[str, str]]
    official: str | None


@instrument_router.get("/i/{instrument}")
def instrument_page(request: Request, live: Live, instrument: str, language: str = "en") -> Response:
    """One instrument with its table of contents."""
    ui = interface_of(request)
    meta = live.snapshot.meta
    try:
        view = read_instrument(meta, instrument, language or "en")
    except ImlError as error:
        return problem_page(request, error)
    info = find_instrument(meta, instrument)
    editions = [e for e in meta.editions.values() if e.instrument == info.id]
    params = in_language(view.language)
    return render(
        request,
        "instrument.html",
        interface=ui,
        view=view,
        info=info,
        wanted=language or "en",
        official=official_url(view.official),
        editions=[e for e in editions if e.text_kind == "authentic"],
        tongues=edition_links(editions, view.language, "", ui, lambda p: ui.instrument_url(instrument, p)),
        bound=_bound(view.parties, ui),
        related=_related(meta, info, ui),
        contents=contents(view.tree, lambda label: ui.provision_url(instrument, label, params)),
        json=ui.data_url(f"/v1/instruments/{instrument}", [("language", view.language)]),
        index=live.snapshot.describe(),
    )


def _bound(parties: Parties | None, ui: Interface) -> Bound | None:
    if parties is None:
        return None

    def by_name(codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=lambda code: (ui.sort_key(ui.state_name(code)), code))

    return Bound(
        held=parties,
        states=[(ui.state_name(c), parties.since.get(c)) for c in by_name(parties.parties)],
        undecided=[ui.state_name(c) for c in by_name(parties.undecided)],
        reservations=[(ui.state_name(c), parties.reservations[c]) for c in by_name(parties.reservations)],
        official=official_url(parties.url),
    )


def _related(meta: MetaReader, info: InstrumentInfo, ui: Interface) -> list[Link]:
    """What belongs to the instrument, and what it belongs to, by date."""
    found = [i for i in meta.instruments.values() if i.parent == info.slug or i.slug == info.parent]
    found.sort(key=lambda i: (i.slug != info.parent, i.adopted or "9", i.slug))
    return [Link(i.short_title or i.title, ui.instrument_url(i.slug), i.binding) for i in found]
