"""One answer for all retrievers: words of a treaty, a digest, and a passage read by OCR."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from search.query import Query
from search.results import SearchAnswer
from tests.search.export.answers import FULL


@dataclass
class Canned:
    """A backend that gives the answers made by hand, whatever is asked."""

    answer: SearchAnswer = FULL
    asked: list[Query] = field(default_factory=list)

    def search(self, query: Query) -> SearchAnswer:
        self.asked.append(query)
        return self.answer


@dataclass
class AwaitedCanned(Canned):
    """The same, to be awaited."""

    async def search(self, query: Query) -> SearchAnswer:  # type: ignore[override]
        return Canned.search(self, query)


@pytest.fixture
def canned() -> Canned:
    return Canned()


@pytest.fixture
def awaited() -> AwaitedCanned:
    return AwaitedCanned()
