"""What Prometheus reads: counts and times by route, never what was asked.

Each app has a registry of its own. Where several processes serve, the client library keeps the values in files of a
folder (`PROMETHEUS_MULTIPROC_DIR`, set by `iml serve`), and whichever process is asked adds them up.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)

from search.snapshot import Snapshot

__all__ = ["MULTIPROCESS", "Metrics", "forget_dead_processes"]

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SUM: Literal["livesum"] = "livesum"
_LATEST: Literal["livemostrecent"] = "livemostrecent"


class Metrics:
    """The service's metrics; every label has few values, so that no client can make them grow."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = own = CollectorRegistry()
        self._requests = Counter("iml_http_requests", "Requests answered.", ("method", "route", "status"), registry=own)
        self._seconds = Histogram(
            "iml_http_request_seconds", "Time to the end of the answer.", ("route",), registry=own, buckets=_SECONDS
        )
        self._in_flight = Gauge("iml_http_in_flight", "Requests being answered.", registry=own, multiprocess_mode=_SUM)
        self._shed = Counter("iml_http_shed", "Requests turned away, by reason.", ("reason",), registry=own)
        self._answers = Counter("iml_answers", "Questions by outcome.", ("outcome",), registry=own)
        self._reloads = Counter("iml_reloads", "Looks at a newer index, by result.", ("result",), registry=own)
        self._generation = Gauge(
            "iml_generation", "1 for the live index.", ("generation", "model"), registry=own, multiprocess_mode=_LATEST
        )
        self._documents = Gauge(
            "iml_generation_documents", "Editions in the live index.", registry=own, multiprocess_mode=_LATEST
        )
        self._passages = Gauge(
            "iml_generation_passages", "Rows in the live index.", registry=own, multiprocess_mode=_LATEST
        )
        ProcessCollector(registry=own)

    def begun(self) -> None:
        """A request came in."""
        self._in_flight.inc()

    def ended(self, method: str, route: str, status: int, seconds: float, outcome: str | None) -> None:
        """A request was answered; `route` is the route's template."""
        self._in_flight.dec()
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if outcome:
            self._answers.labels(outcome).inc()

    def shed(self, reason: str) -> None:
        """A request was turned away."""
        self._shed.labels(reason).inc()

    def looked_for_newer(self, result: str) -> None:
        """A newer index was loaded, or could not be."""
        self._reloads.labels(result).inc()

    def serves(self, snapshot: Snapshot) -> None:
        """An index is live from now on."""
        index = snapshot.describe()
        for labels in {sample.labels.values() for metric in self._generation.collect() for sample in metric.samples}:
            self._generation.remove(*labels)
        self._generation.labels(str(index["generation"]), str(index["model"])).set(1)
        self._documents.set(float(str(index["documents"])))
        self._passages.set(float(str(index["passages"])))

    def text(self) -> bytes:
        """All metrics in the text format, of all processes that serve."""
        registry = self._registry
        if MULTIPROCESS in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def forget_dead_processes(folder: Path) -> None:
    """Drop the gauges of processes that ended, whose requests are no longer under way."""
    for pid in {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
