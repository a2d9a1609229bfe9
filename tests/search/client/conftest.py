"""A service over the small collection, with a key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.generation import Home
from search.client import Client
from search.http import create_app
from search.searcher import Searcher
from tests.search.served import served


@pytest.fixture(scope="session")
def address(built: Home, searcher: Searcher) -> Iterator[str]:
    with served(create_app(built, "unused", searcher)) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client
