"""The start and the end of an app: its threads, the watch on the index, and the signal to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import anyio.to_thread
from fastapi import FastAPI

from search.http.metrics import MULTIPROCESS, forget_dead_processes
from search.http.service import Service

__all__ = ["lifespan"]

_SPARE_THREADS = 16
"""Beside those that work on requests: for keys, small files and answers still being packed."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    """The time in which an app serves; gives the limits that hold for its connections."""
    service: Service = app.state.service
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = max(limiter.total_tokens, service.settings.slots + _SPARE_THREADS)
    if MULTIPROCESS in os.environ:
        forget_dead_processes(Path(os.environ[MULTIPROCESS]))
    service.metrics.serves(service.searcher.snapshot)
    stop = threading.Event()
    watch = threading.Thread(target=service.follow, args=(stop,), name="follow-index", daemon=True)
    if service.settings.reload_s:
        watch.start()
    before = _drain_on_signals(service)
    try:
        yield {"limits": service.settings}
    finally:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)
        if watch.is_alive():
            await anyio.to_thread.run_sync(watch.join)


def _drain_on_signals(service: Service) -> dict[int, Any]:
    """Put the service in front of the server's handlers of SIGTERM and SIGINT; what was there before.

    The server closes its sockets at once. Behind a balancer requests still come for a while, so they are served until
    it has seen that /readyz says no.
    """
    if threading.current_thread() is not threading.main_thread():
        return {}
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, frame: FrameType | None) -> None:
        service.stopping = True
        handler = before[number]
        if callable(handler):
            handler(number, frame)

    def told(number: int, frame: FrameType | None) -> None:
        again, service.draining = service.draining, True
        if again or not service.settings.drain_s:
            stop(number, frame)
        else:
            loop.call_soon_threadsafe(loop.call_later, service.settings.drain_s, stop, number, None)

    for number in before:
        signal.signal(number, told)
    return before
