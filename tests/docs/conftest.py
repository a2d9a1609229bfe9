"""The small collection indexed by the bundled model, as a reader of the docs has an index in `.iml`, and served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoder import DEFAULT_MODEL, open_encoder
from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.library import Library
from search.http import create_app
from tests.conftest import ingest_into, write_collection
from tests.search.served import served


@pytest.fixture(scope="session")
def reader_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `.iml` in it."""
    folder = tmp_path_factory.mktemp("reader")
    home, nothing = Home(folder / ".iml"), Catalogue({}, {})
    assert not ingest_into(home, write_collection(folder / "texts"), nothing).failed
    with Library(home.library) as library:
        build(home, library, nothing, open_encoder(DEFAULT_MODEL))
    return folder


@pytest.fixture(scope="session")
def reader_service(reader_home: Path) -> Iterator[str]:
    """The address of a service over it."""
    with served(create_app(Home(reader_home / ".iml"), DEFAULT_MODEL)) as address:
        yield address
