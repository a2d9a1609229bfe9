"""The page of a provision in its instrument: its words, what stands around it, its editions, how it is cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from index.store import EditionInfo, InstrumentInfo, MetaReader
from ingest.errors import ImlError, NotHeld
from search.assemble import Assembler
from search.pages.citing import citable_at, in_every_style
from search.pages.contents import contents
from search.pages.interface import Interface, interface_of
from search.pages.live import Live
from search.pages.reading import Paragraph, lay_out, side_by_side
from search.pages.render import problem_page, render
from search.pages.results import Link, in_language, official_url, parallel_links
from search.pages.unapi import coins, head_facts, item_id
from search.reader import find_instrument, read_instrument, read_provision
from search.searcher import Searcher
from search.snapshot import Snapshot
from search.views import ProvisionView

__all__ = ["EditionLink", "Reading", "edition_links", "reader_router"]

reader_router = APIRouter(include_in_schema=False)
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition of what is read, and the page that shows it alone or beside the one read."""

    language: str
    url: str
    beside: str | None
    current: bool
    shown_beside: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A unit's words in one edition."""

    view: ProvisionView
    """Of the unit: the article, the numbered paragraph, the section."""
    paragraphs: tuple[Paragraph, ...]
    place: ProvisionView
    """Of what the address points at: the unit or a part of it."""


@reader_router.get("/i/{instrument}/{label:path}")
def reader_page(
    request: Request,
    live: Live,
    instrument: str,
    label: str,
    language: str = "",
    beside: Annotated[str, Query(alias="with")] = "",
) -> Response:
    """One provision; a label written another way leads to the page of the one it means."""
    ui = interface_of(request)
    asked = language or _ENGLISH
    try:
        reading = read(live, instrument, label, asked)
    except ImlError as error:
        return problem_page(request, error)
    params = in_language(asked) + ([("with", beside)] if beside else [])
    if reading.place.label != label:
        return RedirectResponse(ui.provision_url(instrument, reading.place.label, params), 302)
    other = _beside(live, instrument, reading, beside) if beside else None
    meta, view, place = live.snapshot.meta, reading.view, reading.place
    info = find_instrument(meta, instrument)
    item = citable_at(meta, instrument, place.label, view.language)
    whole = read_instrument(meta, instrument, view.language)
    held = _holding(meta, info, place.label)

    def url(label: str) -> str:
        return ui.provision_url(instrument, label, params)

    return render(
        request,
        "provision.html",
        interface=ui,
        info=info,
        reading=reading,
        other=other,
        rows=side_by_side(reading.paragraphs, other.paragraphs) if other else (),
        wanted=asked,
        beside=beside,
        contents=contents(whole.tree, url, view.label),
        editions=edition_links(held, view.language, beside, ui, lambda p: ui.provision_url(instrument, place.label, p)),
        unit_url=url(view.label) if place.label != view.label else None,
        previous=view.previous and url(view.previous),
        next=view.next and url(view.next),
        instrument_url=ui.instrument_url(instrument, in_language(view.language)),
        official=official_url(item.url if item else None),
        styles=in_every_style(item),
        parallels=_parallels(live.snapshot, instrument, place.label, view.language, ui),
        commentary=_commentary(live.snapshot, instrument, place.label, ui),
        json=ui.data_url(_data_path(instrument, place.label), [("language", view.language)]),
        head_facts=head_facts(item) if item else [],
        coins=coins(item) if item else None,
        item_id=item_id(instrument, place.label, view.language),
        index=live.snapshot.describe(),
    )


def read(live: Searcher, instrument: str, label: str, language: str) -> Reading:
    """A provision's unit in an edition, cut into its paragraphs; NotHeld where there is none."""
    meta = live.snapshot.meta
    place = read_provision(meta, lambda: live.directory, instrument, label, language)
    edition = _edition_of(meta, instrument, place)
    view = place
    unit = meta.unit_of(instrument, place.label)
    if unit is not None:
        found = next((p for p in meta.unit_provisions(unit) if p.edition == edition.id), None)
        if found is not None and found.label != place.label:
            whole = read_provision(meta, lambda: live.directory, instrument, found.label, place.language)
            same = (whole.language, whole.sha256) == (place.language, place.sha256)
            if same and whole.span[0] <= place.span[0] and place.span[1] <= whole.span[1]:
                view = whole
    return Reading(view, lay_out(meta, edition.id, view.span, view.label, place.label), place)


def edition_links(
    held: Sequence[EditionInfo], shown: str, beside: str, ui: Interface, url: Callable[[list[tuple[str, str]]], str]
) -> list[EditionLink]:
    """The languages that authentic texts are held in, by their names; `url` gives the page for parameters."""
    languages = sorted({e.language for e in held if e.text_kind == "authentic"}, key=ui.language_name)
    kept = in_language(shown)
    return [
        EditionLink(
            language=code,
            url=url(in_language(code)),
            beside=None if code == shown else url([*kept, ("with", code)]),
            current=code == shown,
            shown_beside=code == beside,
        )
        for code in languages
    ]


def _beside(live: Searcher, instrument: str, reading: Reading, language: str) -> Reading | None:
    """The same unit in another edition; None where no edition in the language has it."""
    try:
        other = read(live, instrument, reading.place.label, language)
    except NotHeld:
        return None
    held = other.view.language.partition("-")[0] == language.partition("-")[0]
    return other if held and other.view.text_kind == "authentic" else None


def _edition_of(meta: MetaReader, instrument: str, place: ProvisionView) -> EditionInfo:
    info = find_instrument(meta, instrument)
    return next(
        e
        for e in meta.editions.values()
        if (e.instrument, e.sha256, e.language, e.file) == (info.id, place.sha256, place.language, place.file)
    )


def _holding(meta: MetaReader, info: InstrumentInfo, label: str) -> list[EditionInfo]:
    return [e for e in meta.editions.values() if e.instrument == info.id and meta.provision(e.id, label)]


def _parallels(snapshot: Snapshot, instrument: str, label: str, language: str, ui: Interface) -> tuple[Link, ...]:
    unit = snapshot.meta.unit_of(instrument, label)
    return () if unit is None else parallel_links(Assembler(snapshot, "", language).parallels(unit), language, ui)


def _commentary(snapshot: Snapshot, instrument: str, label: str, ui: Interface) -> list[Link]:
    """The passages of general comments that cite the unit, in the order of the index."""
    meta = snapshot.meta
    unit = meta.unit_of(instrument, label)
    citing = snapshot.citing
    rows = citing.rows[np.unique(citing.places[citing.units == unit])].tolist() if unit is not None else []
    found = meta.rows(rows) if rows else {}
    links: dict[str, Link] = {}
    for row in rows:
        comment = meta.instruments[meta.editions[found[row].edition].instrument]
        url = ui.provision_url(comment.slug, found[row].label)
        links.setdefault(url, Link(f"{comment.short_title or comment.title}, {found[row].label}", url))
    return list(links.values())


def _data_path(instrument: str, label: str) -> str:
    return f"/v1/instruments/{quote(instrument, safe='')}/provisions/{quote(label, safe='')}"
