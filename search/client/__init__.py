"""A typed client of the service, in two forms: `Client` waits, `AsyncClient` is awaited. Neither loads an index."""

from search.backend import AsyncSearchBackend, SearchBackend
from search.checking import CheckReport
from search.client.answers import InstrumentSummary, ResolvedPlace, ResolvedReference
from search.client.asynchronous import AsyncClient
from search.client.errors import (
    ClientError,
    NotHeldProblem,
    Problem,
    UnexpectedAnswer,
    Unreachable,
    UnusableIndexProblem,
    UsageProblem,
)
from search.client.sync import Client
from search.query import Filters, Query
from search.results import Result, SearchAnswer
from search.views import InstrumentView, ProvisionView

__all__ = [
    "AsyncClient",
    "AsyncSearchBackend",
    "CheckReport",
    "Client",
    "ClientError",
    "Filters",
    "InstrumentSummary",
    "InstrumentView",
    "NotHeldProblem",
    "Problem",
    "ProvisionView",
    "Query",
    "ResolvedPlace",
    "ResolvedReference",
    "Result",
    "SearchAnswer",
    "SearchBackend",
    "UnexpectedAnswer",
    "Unreachable",
    "UnusableIndexProblem",
    "UsageProblem",
]
