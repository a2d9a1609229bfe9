"""Running the service: one process, or several that share the mapped index."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import uvicorn
from fastapi import FastAPI

from index.generation import Home
from search.http.logs import log_config
from search.http.metrics import MULTIPROCESS
from search.http.settings import Settings

__all__ = ["app_of_environment", "run", "server_config"]

_PROTOCOL = "search.http.connection:LimitedProtocol"
_FACTORY = "search.http.serving:app_of_environment"


def run(home: Home, model: str, settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop."""
    os.environ |= {"IML_HOME": str(home.path), "IML_MODEL": model, **settings.to_environment()}
    if settings.workers == 1:
        _run(settings, host, port)
        return
    with tempfile.TemporaryDirectory(prefix="iml-metrics-") as folder:
        os.environ[MULTIPROCESS] = folder
        _run(settings, host, port)


def server_config(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:
    """How uvicorn serves an app, or the factory of one, under the settings."""
    return uvicorn.Config(app, **_options(settings), **more)


def app_of_environment() -> FastAPI:
    """The app that the environment describes: what each worker makes for itself."""
    from pathlib import Path

    from search.http.app import create_app

    settings = Settings.from_environment(os.environ)
    return create_app(Home(Path(os.environ["IML_HOME"])), os.environ["IML_MODEL"], settings=settings)


def _run(settings: Settings, host: str, port: int) -> None:
    uvicorn.run(_FACTORY, factory=True, host=host, port=port, workers=settings.workers, **_options(settings))


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "http": _PROTOCOL,
        "ws": "none",
        "access_log": False,
        "server_header": False,
        "log_config": log_config(),
        "proxy_headers": bool(settings.proxies),
        "forwarded_allow_ips": list(settings.proxies),
        "h11_max_incomplete_event_size": settings.max_headers,
        "timeout_keep_alive": settings.keep_alive_s,
        "timeout_graceful_shutdown": settings.stop_s,
        "backlog": min(2048, max(128, settings.max_connections)),
    }
