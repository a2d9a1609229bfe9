"""The page at `/instruments`: all that is held, with filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from index.store import InstrumentInfo, MetaReader
from ingest.model import INSTRUMENT_KINDS
from ingest.recognise.folding import fold
from search.pages.interface import Interface, interface_of
from search.pages.live import Live
from search.pages.render import render

__all__ = ["instruments_router"]

instruments_router = APIRouter(include_in_schema=False)
_PAGE = 50
_ORDERS = ("name", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Held:
    """An instrument and the languages its text is held in."""

    info: InstrumentInfo
    languages: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ListForm:
    """What is asked of the list."""

    name: str = ""
    kind: str = ""
    binding: str = ""
    region: str = ""
    language: str = ""
    order: str = "name"
    page: int = 1

    @classmethod
    def read(cls, params: QueryParams) -> ListForm:
        """The form of an address."""
        given = {n: params.get(n, "").strip() for n in ("name", "kind", "binding", "region", "language")}
        page = params.get("page", "")
        return cls(
            **given,
            order=order if (order := params.get("order", "")) in _ORDERS else _ORDERS[0],
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def params(self, page: int = 1) -> list[tuple[str, str]]:
        """The address of this list."""
        pairs = [(n, getattr(self, n)) for n in ("name", "kind", "binding", "region", "language")]
        pairs += [("order", self.order)] if self.order != _ORDERS[0] else []
        pairs += [("page", str(page))] if page > 1 else []
        return [(n, value) for n, value in pairs if value]


@instruments_router.get("/instruments", response_class=HTMLResponse)
def instruments_page(request: Request, live: Live) -> HTMLResponse:
    """The instruments that satisfy the filters, fifty to a page."""
    ui = interface_of(request)
    form = ListForm.read(request.query_params)
    held = _held(live.snapshot.meta)
    found = [h for h in held if all(test(h) for test in _tests(form).values())]
    found = _ordered(found, form.order, ui)
    begin = (form.page - 1) * _PAGE
    return render(
        request,
        "instruments.html",
        interface=ui,
        form=form,
        total=len(found),
        shown=found[begin : begin + _PAGE],
        begin=begin,
        choices=_choices(held, form, ui),
        orders=_ORDERS,
        before=ui.url("/instruments", form.params(form.page - 1)) if form.page > 1 else None,
        after=ui.url("/instruments", form.params(form.page + 1)) if begin + _PAGE < len(found) else None,
        index=live.snapshot.describe(),
    )


def _held(meta: MetaReader) -> list[Held]:
    """The instruments of which a text or a summary is held."""
    languages: dict[int, set[str]] = {}
    for edition in meta.editions.values():
        own = languages.setdefault(edition.instrument, set())
        if edition.text_kind == "authentic":
            own.add(edition.language)
    return [
        Held(meta.instruments[n], tuple(sorted(own)), meta.instruments[n].short_title or meta.instruments[n].title)
        for n, own in sorted(languages.items())
    ]


def _tests(form: ListForm) -> dict[str, Callable[[Held], bool]]:
    words = fold(form.name).split()

    def named(held: Held) -> bool:
        known = fold(" ".join((held.info.slug, held.name, held.info.title, *held.info.titles, *held.info.aliases)))
        return all(word in known for word in words)

    return {
        "name": named,
        "kind": lambda h: not form.kind or h.info.kind == form.kind,
        "binding": lambda h: form.binding not in ("true", "false") or h.info.binding == (form.binding == "true"),
        "region": lambda h: not form.region or h.info.region == form.region,
        "language": lambda h: not form.language or form.language in h.languages,
    }


def _choices(held: list[Held], form: ListForm, ui: Interface) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(filter, chosen, its values with their names and counts); counts are those with the other filters set."""
    tests = _tests(form)

    def counted(name: str, values: Callable[[Held], Iterable[str]]) -> Counter[str]:
        others = [test for other, test in tests.items() if other != name]
        return Counter(v for h in held if all(test(h) for test in others) for v in values(h))

    kinds = counted("kind", lambda h: [h.info.kind])
    forces = counted("binding", lambda h: ["true" if h.info.binding else "false"])
    regions = counted("region", lambda h: [h.info.region] if h.info.region else [])
    tongues = counted("language", lambda h: h.languages)
    return [
        ("kind", form.kind, [(k, ui.kind(k), kinds[k]) for k in INSTRUMENT_KINDS if kinds[k]]),
        ("binding", form.binding, [(b, ui.text(f"filters.binding.{b}"), forces[b]) for b in ("true", "false")]),
        ("region", form.region, [(r, ui.region(r), regions[r]) for r in sorted(regions)]),
        ("language", form.language, [(c, ui.language_name(c), n) for c, n in tongues.most_common()]),
    ]


def _ordered(found: list[Held], order: str, ui: Interface) -> list[Held]:
    def name(held: Held) -> tuple[str, str]:
        return ui.sort_key(held.name), held.info.slug

    if order == "oldest":
        return sorted(found, key=lambda h: (h.info.adopted or "9", *name(h)))
    if order == "newest":
        return sorted(sorted(found, key=name), key=lambda h: h.info.adopted or "", reverse=True)
    return sorted(found, key=name)
