"""All pages in one router."""

from __future__ import annotations

from fastapi import APIRouter

from search.pages.assets import asset_router
from search.pages.check_page import check_router
from search.pages.embed import embed_router
from search.pages.instrument_page import instrument_router
from search.pages.instruments_page import instruments_router
from search.pages.reader_page import reader_router
from search.pages.search_page import search_router
from search.pages.unapi import unapi_router

__all__ = ["pages_router"]

pages_router = APIRouter(include_in_schema=False)
for _router in (
    search_router,
    check_router,
    instruments_router,
    instrument_router,
    reader_router,
    embed_router,
    unapi_router,
    asset_router,
):
    pages_router.include_router(_router)
