"""The service's calls as values: what to send and how to read what comes. Both clients share them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from ingest.errors import UsageError
from search.checking import CheckReport
from search.client.answers import InstrumentSummary, ResolvedReference
from search.client.errors import UnexpectedAnswer
from search.parameters import parameters_of
from search.query import Query, encode_cursor
from search.results import SearchAnswer
from search.views import InstrumentView, ProvisionView

__all__ = [
    "Call",
    "check_call",
    "checked_base_url",
    "cite_call",
    "cursor_at",
    "export_call",
    "headers_of",
    "index_call",
    "instrument_call",
    "instruments_call",
    "provision_call",
    "query_of",
    "read",
    "resolve_call",
    "search_call",
]

T = TypeVar("T")
_AGENT = "iml-search-client"


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request and the reader of its answer."""

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Mapping[str, str] | None = None
    json: Mapping[str, Any] | None = None


def search_call(query: Query, cursor: str | None = None) -> Call[SearchAnswer]:
    """A search; the question is in the body, so that it stands in no address and no log."""
    body = parameters_of(query) | ({"cursor": cursor} if cursor else {})
    return Call("POST", "/v1/search", lambda r: SearchAnswer.from_json(r.json()), json=body)


def export_call(query: Query, form: str, cursor: str | None = None) -> Call[bytes]:
    """A search whose answer is a file."""
    body = parameters_of(query) | {"format": form} | ({"cursor": cursor} if cursor else {})
    return Call("POST", "/v1/export", lambda r: r.content, json=body)


def instruments_call() -> Call[tuple[InstrumentSummary, ...]]:
    """The list of instruments."""
    return Call("GET", "/v1/instruments", _reader(tuple[InstrumentSummary, ...]))


def instrument_call(instrument: str, language: str) -> Call[InstrumentView]:
    """One instrument with its tree."""
    return Call("GET", f"/v1/instruments/{_part(instrument)}", _reader(InstrumentView), {"language": language})


def provision_call(instrument: str, label: str, language: str) -> Call[ProvisionView]:
    """The words of one provision."""
    path = f"/v1/instruments/{_part(instrument)}/provisions/{_part(label)}"
    return Call("GET", path, _reader(ProvisionView), {"language": language})


def resolve_call(ref: str) -> Call[ResolvedReference]:
    """What a reference points at."""
    return Call("GET", "/v1/resolve", _reader(ResolvedReference), {"ref": ref})


def check_call(text: str, language: str | None) -> Call[CheckReport]:
    """The references and quotations of a text, checked."""
    body = {"text": text} | ({"language": language} if language else {})
    return Call("POST", "/v1/check", _reader(CheckReport), json=body)


def cite_call(ref: str, style: str, language: str) -> Call[str]:
    """Citations in a style."""
    return Call("GET", "/v1/cite", lambda r: r.text, {"ref": ref, "style": style, "language": language})


def index_call() -> Call[dict[str, Any]]:
    """The manifest of the live generation."""
    return Call("GET", "/v1/index", lambda r: dict(r.json()))


def read(call: Call[T], response: httpx.Response) -> T:
    """The answer in a response of status 200; UnexpectedAnswer for anything that is none."""
    where = f"{call.method} {response.request.url.copy_with(query=None)}"
    if response.status_code != 200:
        raise UnexpectedAnswer(f"{where} answered with status {response.status_code}; is this the service's address?")
    try:
        return call.read(response)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError) as error:
        kind = response.headers.get("content-type", "no type")
        raise UnexpectedAnswer(
            f"{where} answered with {kind} that cannot be read ({type(error).__name__}: {str(error)[:120]}); "
            "is this the service's address, and is it of this version?"
        ) from error


def query_of(asked: Query | str) -> Query:
    """The query; a question alone is asked with the defaults."""
    return Query(asked) if isinstance(asked, str) else asked


def cursor_at(index: Mapping[str, Any], query: Query) -> str:
    """The cursor of the query's offset in a generation."""
    return encode_cursor(str(index["generation"]), query.offset)


def checked_base_url(base_url: str) -> str:
    """The address without a slash at its end; UsageError where it is none of the web."""
    if not base_url.startswith(("http://", "https://")):
        raise UsageError(f"base_url {base_url!r} must begin with http:// or https://, like http://127.0.0.1:8000")
    return base_url.rstrip("/")


def headers_of(api_key: str | None) -> dict[str, str]:
    """The headers of every request."""
    return {"user-agent": _AGENT} | ({"authorization": f"Bearer {api_key}"} if api_key else {})


def _reader(kind: type[T]) -> Callable[[httpx.Response], T]:
    return lambda response: TypeAdapter(kind).validate_json(response.content)


def _part(text: str) -> str:
    if not text:
        raise UsageError("an instrument's id and a provision's label must not be empty")
    return quote(text, safe="")
