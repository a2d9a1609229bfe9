"""The client that waits."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from search.checking import CheckReport
from search.client import calls
from search.client.answers import InstrumentSummary, ResolvedReference
from search.client.calls import Call
from search.client.errors import Unreachable, problem_of
from search.client.retries import Retries, retry_after
from search.query import Query
from search.results import SearchAnswer
from search.views import InstrumentView, ProvisionView

__all__ = ["Client"]

T = TypeVar("T")


class Client:
    """A service over HTTP; it keeps connections, so close it or use it in a `with`. Safe to share between threads.

    A `SearchBackend`, like the searcher in this process. Raises `ClientError`.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        timeout_s: float = 30.0,
        retries: Retries = Retries(),  # noqa: B008 - it is immutable
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` is for proxies and tests, as httpx has them."""
        self._base_url = calls.checked_base_url(base_url)
        self._retries = retries
        self._http = httpx.Client(headers=calls.headers_of(api_key), timeout=timeout_s, transport=transport)

    def search(self, query: Query | str, cursor: str | None = None) -> SearchAnswer:
        """The answer to a question; with a `next_cursor`, its next page."""
        asked = calls.query_of(query)
        return self._send(calls.search_call(asked, cursor or self._cursor(asked)))

    def search_pages(self, query: Query | str) -> Iterator[SearchAnswer]:
        """The pages of an answer, each of `limit` results; UsageProblem when the index is rebuilt on the way."""
        asked = calls.query_of(query)
        answer = self.search(asked)
        yield answer
        while answer.next_cursor:
            answer = self.search(asked, answer.next_cursor)
            yield answer

    def export(self, query: Query | str, form: str) -> bytes:
        """The answer to a question as a file in a format of `search.export.FORMATS`."""
        asked = calls.query_of(query)
        return self._send(calls.export_call(asked, form, self._cursor(asked)))

    def instruments(self) -> tuple[InstrumentSummary, ...]:
        """All instruments, by id."""
        return self._send(calls.instruments_call())

    def instrument(self, instrument: str, language: str = "en") -> InstrumentView:
        """One instrument with its tree."""
        return self._send(calls.instrument_call(instrument, language))

    def provision(self, instrument: str, label: str, language: str = "en") -> ProvisionView:
        """The words of one provision, by its label."""
        return self._send(calls.provision_call(instrument, label, language))

    def resolve(self, ref: str) -> ResolvedReference:
        """What a reference points at."""
        return self._send(calls.resolve_call(ref))

    def cite(self, ref: str, style: str = "oscola", language: str = "en") -> str:
        """The citation of what a reference points at."""
        return self._send(calls.cite_call(ref, style, language))

    def check(self, text: str, language: str | None = None) -> CheckReport:
        """The references and quotations of a text, compared with what is held."""
        return self._send(calls.check_call(text, language))

    def index(self) -> dict[str, Any]:
        """The manifest of the live generation, with its id as `generation`."""
        return self._send(calls.index_call())

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _cursor(self, query: Query) -> str | None:
        return calls.cursor_at(self.index(), query) if query.offset else None

    def _send(self, call: Call[T]) -> T:
        sent = 0
        while True:
            response = self._once(call)
            sent += 1
            wait = self._retries.wait(response, sent)
            if wait is None:
                break
            time.sleep(wait)
        if response.status_code >= 400:
            raise problem_of(response, retry_after(response, dt.datetime.now(dt.UTC)))
        return calls.read(call, response)

    def _once(self, call: Call[T]) -> httpx.Response:
        url = self._base_url + call.path
        try:
            return self._http.request(call.method, url, params=call.params, json=call.json)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unreachable(f"{url} gives no answer: {error or type(error).__name__}; is the service up?") from error
