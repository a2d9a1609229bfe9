"""The service's settings: one value, read from the environment, the same in every worker."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, get_args, get_type_hints

from ingest.errors import UsageError

__all__ = ["MetricsAccess", "Settings", "settings_table"]

MetricsAccess = Literal["open", "admin", "off"]
_TRUE, _FALSE = frozenset(("1", "true", "yes", "on")), frozenset(("", "0", "false", "no", "off"))
_PREFIX = "IML_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service behaves; each field is set by `IML_` and its name in capitals."""

    workers: Annotated[int, "Processes that serve; they share the mapped index."] = 1
    running: Annotated[
        int, "Requests worked on at once in one process; 0 means one for each core it has to itself."
    ] = 0
    waiting: Annotated[int, "Requests that may wait for their turn; a further one gets 503 at once."] = 16
    wait_s: Annotated[float, "How long a request waits for its turn before it gets 503."] = 2.0
    request_timeout_s: Annotated[float, "How long a request may take, waiting included, before it gets 503."] = 30.0
    max_body: Annotated[int, "Bytes of a request's body; more gets 413."] = 1_048_576
    max_upload: Annotated[int, "Bytes of a body that is an uploaded form (multipart/form-data)."] = 10_485_760
    max_bodies: Annotated[int, "Bytes of all bodies held at once; beyond it 503."] = 67_108_864
    max_headers: Annotated[int, "Bytes of request line and headers; more gets 431."] = 65_536
    max_connections: Annotated[int, "Open connections of one process; a further one gets 503 and is closed."] = 512
    header_timeout_s: Annotated[float, "How long the headers of a request may take to arrive."] = 10.0
    body_timeout_s: Annotated[float, "How long the body of a request may take to arrive."] = 20.0
    send_timeout_s: Annotated[float, "How long a client may leave an answer unread before it is cut off."] = 30.0
    keep_alive_s: Annotated[int, "How long an idle connection is kept."] = 10
    drain_s: Annotated[float, "After a signal to stop: how long requests are still taken while /readyz says 503."] = 0.0
    stop_s: Annotated[int, "After that: how long requests under way may take to finish."] = 20
    reload_s: Annotated[float, "How often a newer index is looked for; 0 means only when asked to."] = 5.0
    cache_s: Annotated[int, "How long a client may use an answer without asking again; 0 means it asks each time."] = 0
    cors_origins: Annotated[
        tuple[str, ...], "Origins whose pages may call the API, with commas, or *; none by default."
    ] = ()
    embed_origins: Annotated[
        tuple[str, ...], "Origins whose pages may show /embed in a frame, with commas; none by default."
    ] = ()
    require_key: Annotated[bool, "Whether all but the probes needs an API key."] = False
    metrics: Annotated[MetricsAccess, "Who may read /metrics: open, admin (keys of that scope) or off."] = "open"
    rate: Annotated[float, "Requests a minute for each key, or address where no key is given; 0 means no limit."] = 0.0
    burst: Annotated[int, "Requests that may come at once before the rate holds."] = 30
    log_questions: Annotated[bool, "Whether the log holds the text of questions."] = False
    proxies: Annotated[tuple[str, ...], "Addresses of proxies whose X-Forwarded-For is believed, with commas."] = ()

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int | float) and value < 0:
                raise UsageError(f"{_variable(each.name)} must not be negative, got {value}")
        for name in ("workers", "burst", "max_body", "max_headers", "max_connections", "request_timeout_s"):
            if getattr(self, name) <= 0:
                raise UsageError(f"{_variable(name)} must be more than 0, got {getattr(self, name)}")
        if self.metrics not in get_args(MetricsAccess):
            raise UsageError(f"IML_METRICS must be one of {', '.join(get_args(MetricsAccess))}, got {self.metrics!r}")

    @property
    def slots(self) -> int:
        """How many requests are worked on at once in one process."""
        return self.running or max(1, len(os.sched_getaffinity(0)) // self.workers)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in an environment; UsageError names the variable that cannot be read."""
        given = {f.name: (f, environment[_variable(f.name)]) for f in fields(cls) if _variable(f.name) in environment}
        return cls(**{name: _read(_variable(name), text, type(f.default)) for name, (f, text) in given.items()})

    def to_environment(self) -> dict[str, str]:
        """What `from_environment` reads these settings from: how they reach the workers."""
        return {_variable(f.name): _written(getattr(self, f.name)) for f in fields(self)}


def settings_table() -> list[tuple[str, str, str]]:
    """Variable, default and meaning of each setting, for `--help` and the documentation."""
    about = {name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()}
    return [(_variable(f.name), _written(f.default) or "-", about[f.name]) for f in fields(Settings)]


def _variable(name: str) -> str:
    return _PREFIX + name.upper()


def _read(variable: str, text: str, kind: type) -> Any:
    readers: dict[type, Callable[[str], Any]] = {bool: _truth, int: int, float: _number, tuple: _several, str: str}
    try:
        return readers[kind](text.strip())
    except ValueError as error:
        raise UsageError(f"{variable}={text!r} is no {_KINDS[kind]}") from error


_KINDS = {bool: "yes or no", int: "whole number", float: "number", tuple: "list", str: "word"}


def _truth(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise ValueError(text)
    return text.lower() in _TRUE


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)
