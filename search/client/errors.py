"""What can go wrong between a client and a service.

ClientError (an ImlError)
├── Unreachable                no answer: refused, timed out, broken off
├── UnexpectedAnswer           an answer that no service of this version gives
└── Problem                    the service said what is wrong (RFC 9457)
    ├── UsageProblem           also a UsageError: mend the call
    ├── NotHeldProblem         also a NotHeld: no such instrument or provision
    └── UnusableIndexProblem   also an UnusableIndex: the service has no index to search

The last three are caught by the same `except` as the errors of a searcher in this process.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import httpx

from ingest.errors import ImlError, IndexCorrupt, IndexMissing, ModelMismatch, ModelMissing, NotHeld, UnusableIndex
from ingest.errors import UsageError as Usage

__all__ = [
    "ClientError",
    "NotHeldProblem",
    "Problem",
    "ProblemDetails",
    "UnexpectedAnswer",
    "Unreachable",
    "UnusableIndexProblem",
    "UsageProblem",
    "problem_of",
]

_PREFIX = "urn:iml:problem:"
_LONGEST = 300
"""Characters of a body that is no problem, as they are put into the message."""


class ClientError(ImlError):
    """Base of what a client raises."""

    code: ClassVar[str] = "client"


class Unreachable(ClientError):
    """The service gave no answer."""

    code = "service-unreachable"


class UnexpectedAnswer(ClientError):
    """The answer is none of the service's; the address may be another server's."""

    code = "service-answer"


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """The members of a problem, and what its headers add."""

    type: str
    """Stable: `urn:iml:problem:not-held`."""
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    """Finds the request in the service's log."""
    retry_after_s: float | None = None


class Problem(ClientError):
    """The service refused; `type`, `title`, `status`, `detail` and `request_id` say what it said."""

    code = "service-problem"

    def __init__(self, details: ProblemDetails) -> None:
        named = f" (request {details.request_id})" if details.request_id else ""
        super().__init__(f"{details.status} {details.title}: {details.detail}{named}")
        self.details = details

    @property
    def type(self) -> str:
        """The stable type."""
        return self.details.type

    @property
    def title(self) -> str:
        """The status in words."""
        return self.details.title

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.details.status

    @property
    def detail(self) -> str:
        """What happened and what to do."""
        return self.details.detail

    @property
    def request_id(self) -> str | None:
        """The request's id, where the service gave one."""
        return self.details.request_id


class UsageProblem(Problem, Usage):
    """The call is wrong."""

    code = "usage"


class NotHeldProblem(Problem, NotHeld):
    """The instrument or provision is not held."""

    code = "not-held"


class UnusableIndexProblem(Problem, UnusableIndex):
    """The service has no usable index."""

    code = "index"


_KINDS: dict[str, type[Problem]] = {
    Usage.code: UsageProblem,
    NotHeld.code: NotHeldProblem,
    **{
        kind.code: UnusableIndexProblem
        for kind in (UnusableIndex, IndexMissing, IndexCorrupt, ModelMismatch, ModelMissing)
    },
}


def problem_of(response: httpx.Response, retry_after_s: float | None) -> Problem:
    """The problem that a response of status 400 or more tells, whatever its body is."""
    body = _members(response)
    kind = str(body.get("type") or "about:blank")
    details = ProblemDetails(
        type=kind,
        title=str(body.get("title") or _phrase(response.status_code)),
        status=response.status_code,
        detail=str(body.get("detail") or response.text[:_LONGEST].strip() or "the service said no more"),
        instance=body.get("instance"),
        request_id=body.get("request_id") or response.headers.get("x-request-id"),
        retry_after_s=retry_after_s,
    )
    return _KINDS.get(kind.removeprefix(_PREFIX), Problem)(details)


def _members(response: httpx.Response) -> dict[str, Any]:
    if "json" not in response.headers.get("content-type", ""):
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
