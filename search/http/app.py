"""The FastAPI application: its routes, and the layers that every request passes."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from index.generation import Home
from search.http import service_routes
from search.http.access import AccessMiddleware
from search.http.bodies import BodyMiddleware
from search.http.caching import CachingMiddleware
from search.http.check_routes import check_router
from search.http.contract import document
from search.http.export_routes import export_router
from search.http.gate import Gate, GateMiddleware
from search.http.keys import KeyStore
from search.http.lifespan import lifespan
from search.http.observe import ObserveMiddleware
from search.http.problems import PROBLEM_RESPONSES, install_problems
from search.http.routes import router
from search.http.service import Service
from search.http.settings import Settings
from search.pages import pages_router
from search.searcher import Searcher

__all__ = ["create_app"]

_DESCRIPTION = "Ranked pinpoint citations from international migration law instruments: exact words, place and edition."
_TAGS = [
    {"name": "search", "description": "Questions in plain words."},
    {"name": "instruments", "description": "What is held, and its words."},
    {"name": "references", "description": "References as people write them: what they point at, and how to cite it."},
    {"name": "service", "description": "The index in use, and how the service is."},
]
_SMALLEST_PACKED = 1024
_PACKING = 6


def create_app(home: Home, model: str, searcher: Searcher | None = None, settings: Settings | None = None) -> FastAPI:
    """The service over a home folder; the index is opened here, so that a broken one stops the start."""
    searcher = searcher or Searcher(home, model)
    searcher.warm()
    service = Service(home, searcher, settings or Settings(), KeyStore(home))
    app = FastAPI(
        title="IML Search",
        version="1",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=_TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=_layers(service),
    )
    app.state.service = service
    app.state.searcher = searcher
    install_problems(app)
    for each in (router, export_router, service_routes.router, check_router):
        app.include_router(each, responses=PROBLEM_RESPONSES)
    app.include_router(pages_router)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def _layers(service: Service) -> list[Middleware]:
    """What a request passes, outermost first: each turns away what those behind it need not see."""
    settings, metrics = service.settings, service.metrics
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-API-Key", "X-Request-ID"],
        expose_headers=["ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"],
        max_age=600,
    )
    gate = Gate(settings.slots, settings.waiting)
    return [
        Middleware(ObserveMiddleware, service, metrics, log_questions=settings.log_questions),
        *([cors] if settings.cors_origins else []),
        Middleware(AccessMiddleware, settings, service.keys, metrics),
        Middleware(CachingMiddleware, settings),
        Middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=_PACKING),
        Middleware(BodyMiddleware, settings, metrics),
        Middleware(GateMiddleware, gate, settings.wait_s, settings.request_timeout_s, metrics),
    ]
