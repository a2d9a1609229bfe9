"""The FastAPI application."""

from __future__ import annotations

from fastapi import FastAPI

from index.generation import Home
from search.http.page import page_router
from search.http.problems import PROBLEM_RESPONSES, install_problems
from search.http.routes import router
from search.searcher import Searcher

__all__ = ["create_app"]

_DESCRIPTION = "Ranked pinpoint citations from international migration law instruments: exact words, place and edition."


def create_app(home: Home, model: str, searcher: Searcher | None = None) -> FastAPI:
    """The service over a home folder; the index is opened here, so that a broken one stops the start."""
    app = FastAPI(title="IML Search", version="1", description=_DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.searcher = searcher or Searcher(home, model)
    app.state.searcher.warm()
    install_problems(app)
    app.include_router(router, responses=PROBLEM_RESPONSES)
    app.include_router(page_router)
    return app
