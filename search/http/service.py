"""What the layers of one app share: the searcher, the settings, the metrics, the keys, and whether it is stopping."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from index.generation import Home
from ingest.errors import ImlError
from search.http.keys import KeyStore
from search.http.logs import LOGGER, where_it_broke
from search.http.metrics import Metrics
from search.http.settings import Settings
from search.searcher import Searcher

__all__ = ["Service"]

_log = logging.getLogger(LOGGER)


@dataclass
class Service:
    """The state of an app; `app.state.service`."""

    home: Home
    searcher: Searcher
    settings: Settings
    keys: KeyStore
    metrics: Metrics = field(default_factory=Metrics)
    draining: bool = False
    """Told to stop: /readyz says so, and no connection is kept."""
    stopping: bool = False
    """No request is taken any more; those under way are finished."""
    _failed: str | None = None
    """The generation that could not be loaded, so that it is reported once."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reload(self) -> bool:
        """Whether a newer index was found and is live now; requests under way keep theirs.

        Raises `UnusableIndex`, and the old one stays, when it cannot be used.
        """
        with self._lock:
            newer = self.searcher.reload()
            if newer:
                self._failed = None
                self.metrics.serves(self.searcher.snapshot)
                self.metrics.looked_for_newer("loaded")
                _log.info("reloaded", extra={"fields": {"generation": self.searcher.snapshot.generation.id}})
            return newer

    def follow(self, stop: threading.Event) -> None:
        """Load each newer index as it comes, until told to stop; for a thread of its own."""
        while not stop.wait(self.settings.reload_s):
            pointed = self._pointed()
            if pointed in (None, self._failed, self.searcher.snapshot.generation.id):
                continue
            try:
                self.reload()
            except (ImlError, OSError) as error:
                self._failed = pointed
                self.metrics.looked_for_newer("failed")
                fields = {"generation": pointed, "error": where_it_broke(error), "reason": str(error)}
                _log.error("reload failed, the old index stays", extra={"fields": fields})

    def _pointed(self) -> str | None:
        """The generation that `CURRENT` names; None where it cannot be read."""
        try:
            return (self.home.path / "CURRENT").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
