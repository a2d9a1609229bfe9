"""What reference managers read: unAPI records by id, COinS, and the facts for the head of a page.

Zotero asks for the record of each id it finds on a page, and puts the id into the address as it stands; so ids hold
only characters that mean nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, unquote, urlencode
from xml.sax.saxutils import quoteattr

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response

from ingest.errors import ImlError
from search.citations import MEDIA_TYPES, Citable, cite_style
from search.pages.citing import citable_at
from search.pages.live import Live

__all__ = ["UNAPI_FORMATS", "coins", "head_facts", "item_id", "read_item_id", "unapi_router"]

unapi_router = APIRouter(include_in_schema=False)
UNAPI_FORMATS: Mapping[str, str] = {"ris": "ris", "bibtex": "bibtex", "csl-json": "csl-json"}
"""Names of formats, best first, and the style that writes them."""
_TREATIES_AND_LAW = "statute"
_OTHERS = "report"


@unapi_router.get("/unapi")
def unapi(
    live: Live,
    item: Annotated[str, Query(alias="id", max_length=2000)] = "",
    form: Annotated[str, Query(alias="format", max_length=100)] = "",
) -> Response:
    """The formats there are (of an item, with status 300), or the record of an item in one of them."""
    if not item:
        return Response(_formats(None), media_type="application/xml")
    try:
        slug, label, language = read_item_id(item)
        found = citable_at(live.snapshot.meta, slug, label, language)
    except (ImlError, ValueError):
        found = None
    if found is None:
        return PlainTextResponse(f"no item {item!r} is held\n", 404)
    if not form:
        return Response(_formats(item), 300, media_type="application/xml")
    if form not in UNAPI_FORMATS:
        return PlainTextResponse(f"format {form!r} is none of {', '.join(UNAPI_FORMATS)}\n", 406)
    style = UNAPI_FORMATS[form]
    return Response(cite_style(found, style), media_type=MEDIA_TYPES[style])


def item_id(instrument: str, label: str, language: str) -> str:
    """`icrmw:art~2016(4)@en`: instrument, label and language of a provision, of characters that need no escape."""
    return f"{_plain(instrument)}:{_plain(label)}@{_plain(language)}"


def read_item_id(item: str) -> tuple[str, str, str]:
    """(instrument, label, language) of an id; ValueError for what is none."""
    place, _, language = item.rpartition("@")
    instrument, colon, label = place.partition(":")
    if not (instrument and colon and label and language):
        raise ValueError(item)
    return _read(instrument), _read(label), _read(language)


def coins(item: Citable) -> str:
    """The title of a COinS span: an OpenURL context object in Dublin Core, with the item's type as Zotero names it.

    Values hold neither `+` nor `%2B`: both are read as blanks.
    """
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]
    pairs += [(f"rft.{name}", " ".join(value.replace("+", " ").split())) for name, value in _facts(item)]
    return urlencode([pair for pair in pairs if pair[1]], quote_via=quote)


def head_facts(item: Citable) -> list[tuple[str, str]]:
    """(name, content) of the <meta> elements: Dublin Core, the type as Zotero names it, and Highwire's names."""
    names = {"type": "z:itemType", "title": "DC.title", "date": "DC.date", "language": "DC.language"}
    names |= {"source": "DC.source", "identifier": "DC.identifier", "aucorp": "DC.creator"}
    facts = _facts(item)
    found = [(names[name], value) for name, value in facts if name in names]
    highwire = {"title": "citation_title", "date": "citation_publication_date", "language": "citation_language"}
    highwire |= {"identifier": "citation_public_url", "aucorp": "citation_author"}
    if _type(item) == _OTHERS:
        highwire["aucorp"] = "citation_technical_report_institution"
        if item.source:
            found.append(("citation_technical_report_number", item.source))
    return found + [(highwire[name], value) for name, value in facts if name in highwire]


def _facts(item: Citable) -> list[tuple[str, str]]:
    from search.citations.bodies import bodies_of

    title = f"{item.title}, {item.label}" if item.label else item.title
    facts = [("type", _type(item)), ("title", title)]
    facts += [("aucorp", body.name) for body in bodies_of(item)]
    facts += [
        ("date", item.adopted or ""),
        ("source", item.source or ""),
        ("language", item.language),
        ("identifier", item.url or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _type(item: Citable) -> str:
    return _TREATIES_AND_LAW if item.is_treaty or item.is_eu_law else _OTHERS


def _formats(item: str | None) -> str:
    of = f" id={quoteattr(item)}" if item else ""
    rows = "".join(
        f"<format name={quoteattr(name)} type={quoteattr(MEDIA_TYPES[style])}/>"
        for name, style in UNAPI_FORMATS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<formats{of}>{rows}</formats>\n'


def _plain(text: str) -> str:
    return quote(text, safe="()").replace("~", "%7E").replace("%", "~")


def _read(text: str) -> str:
    return unquote(text.replace("~", "%"), errors="strict")
