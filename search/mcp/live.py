"""The index as a call sees it: one generation from start to end, the newest that can be used."""

from __future__ import annotations

import logging
import threading

from ingest.errors import UnusableIndex
from search.searcher import Searcher

__all__ = ["Live"]

_log = logging.getLogger(__name__)


class Live:
    """Gives searchers that stay on one generation; safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()
        self._said: str | None = None

    def hold(self) -> Searcher:
        """A searcher of the newest generation that can be used; it keeps it when another is put live."""
        try:
            if self._searcher.reload():
                _log.warning("now searching generation %s", self._searcher.snapshot.generation.id)
        except UnusableIndex as error:
            self._say(str(error))
        return self._searcher.pinned()

    def _say(self, message: str) -> None:
        """Log once that the old generation goes on being searched."""
        with self._lock:
            if message != self._said:
                self._said = message
                _log.error("the newer generation cannot be used, the old one is still searched: %s", message)
