"""The page at `/`: a question box, filters with counts, and cited results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.errors import ImlError, UsageError
from search.pages.filters import Group, chips, groups, language_options, state_options
from search.pages.form import SearchForm
from search.pages.interface import Interface, interface_of
from search.pages.live import Live
from search.pages.render import render
from search.pages.results import Link, ShownResult, official_url, shown
from search.query import MAX_LIMIT
from search.references import Resolution, Target, resolve
from search.results import SearchAnswer
from search.searcher import Searcher

__all__ = ["search_router"]

search_router = APIRouter(include_in_schema=False)
_FILTERED = ("kind", "binding", "region", "instrument")
_EXPORTS = ("docx", "ris", "bibtex", "csl-json", "csv", "md")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer and what the page says beside it."""

    answer: SearchAnswer
    results: list[ShownResult]
    counts: Mapping[str, Mapping[str, int]]
    instruments: list[Link]
    """Those that the question names."""
    choices: list[Link]
    """What an ambiguous reference may mean."""
    elsewhere: list[Link]
    """Official addresses of what a reference names and is not held."""


@search_router.get("/", response_class=HTMLResponse)
def search_page(request: Request, live: Live) -> HTMLResponse:
    """The page, with an answer when a question is given."""
    ui = interface_of(request)
    form = SearchForm.read(request.query_params)
    found: Found | None = None
    problem: str | None = None
    meta = live.snapshot.meta
    try:
        set_filters = chips(form, meta, ui)
        if form.q:
            found = find(form, live, ui)
        states = state_options(form, found.counts if found else {}, meta, ui)
    except UsageError as error:
        problem, set_filters, states = str(error), (), state_options(replace(form, state=()), {}, meta, ui)
    return render(
        request,
        "search.html",
        status=422 if problem else 200,
        interface=ui,
        form=form,
        found=found,
        problem=problem,
        groups=_groups(form, found, live, ui),
        chips=set_filters,
        languages=language_options(form, meta, ui),
        states=states,
        exports=_exports(form, ui),
        index=live.snapshot.describe(),
        instruments=len({e.instrument for e in meta.editions.values()}),
    )


def _groups(form: SearchForm, found: Found | None, live: Searcher, ui: Interface) -> tuple[Group, ...]:
    """The filters; none where there is nothing to filter, as where a reference was looked up."""
    counts = found.counts if found else {}
    if not form.filtered and not any(counts.values()):
        return ()
    return groups(form, counts, live.snapshot.meta, ui)


def find(form: SearchForm, live: Searcher, ui: Interface) -> Found:
    """The answer to a form with a question."""
    query = replace(form.query(), facets=True)
    answer = live.rank(query) if form.words else live.search(query)
    resolution = resolve(form.q, live.directory)
    return Found(
        answer=answer,
        results=shown(answer.results, live.snapshot.meta, ui),
        counts=_counts(form, answer, live),
        instruments=_named(resolution, live, ui),
        choices=[] if form.words else [link for t in resolution.candidates if (link := _target_link(t, live, ui))],
        elsewhere=[Link(url, url) for m in resolution.missing if (url := official_url(m.url))],
    )


def _counts(form: SearchForm, answer: SearchAnswer, live: Searcher) -> Mapping[str, Mapping[str, int]]:
    """The counts of each filter; of one that is set, as they are without it, so that one sees what else there is."""
    if answer.facets is None:
        return {}
    counts = dict(answer.facets)
    for name in _FILTERED:
        if getattr(form, name):
            query = replace(form.freed(name).query(), facets=True, explain=False, limit=1)
            counts[name] = (live.rank(query).facets or {}).get(name, {})
    return counts


def _named(resolution: Resolution, live: Searcher, ui: Interface) -> list[Link]:
    meta = live.snapshot.meta
    by_slug = {i.slug: i for i in meta.instruments.values()}
    return [
        Link(by_slug[slug].short_title or by_slug[slug].title, ui.instrument_url(slug))
        for slug in dict.fromkeys(resolution.instruments_named)
        if slug in by_slug
    ]


def _target_link(target: Target, live: Searcher, ui: Interface) -> Link | None:
    try:
        name = live.directory[target.instrument].name
    except (KeyError, ImlError):
        return None
    if target.label:
        return Link(f"{name}, {target.label}", ui.provision_url(target.instrument, target.label))
    return Link(f"{name}, {target.asked}" if target.asked else name, ui.instrument_url(target.instrument))


def _exports(form: SearchForm, ui: Interface) -> Iterable[tuple[str, str]]:
    """(format, address) of each export of the results."""
    params = [*(pair for pair in form.params() if pair[0] != "words"), ("limit", str(MAX_LIMIT))]
    return [(name, ui.data_url("/v1/export", [*params, ("format", name)])) for name in _EXPORTS]
