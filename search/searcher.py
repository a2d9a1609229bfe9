"""The searcher: a question in, a ranked and citable answer out. For use in-process, by the command line and HTTP."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from index.encoder import DEFAULT_MODEL, Encoder, open_encoder
from index.generation import Home
from index.question import encode, read_question
from index.store import FIELDS
from search.assemble import Assembler
from search.directory import directory_of
from search.facets import count_facets
from search.filters import state_message
from search.fusion import Fused
from search.query import Query, encode_cursor
from search.ranking import RankingSettings, rank
from search.references import Directory, Resolution, Target, resolve
from search.results import Outcome, Result, SearchAnswer, Why
from search.snapshot import Snapshot, open_snapshot

__all__ = ["Searcher"]

_SETTINGS = RankingSettings()
_ENGLISH = "en"


class Searcher:
    """Answers questions over the live generation of a home folder; safe to share between threads."""

    def __init__(
        self,
        home: Path | Home,
        model: str = DEFAULT_MODEL,
        encoder: Encoder | None = None,
        settings: RankingSettings = _SETTINGS,
    ) -> None:
        self._home = home if isinstance(home, Home) else Home(home)
        self._encoder = encoder or open_encoder(model)
        self._settings = settings
        self._lock = threading.Lock()
        self._state: tuple[Snapshot, Directory] = self._open()

    @property
    def snapshot(self) -> Snapshot:
        """The generation being searched; hold it for the length of a request."""
        return self._state[0]

    @property
    def directory(self) -> Directory:
        """The names and labels that references are looked up in."""
        return self._state[1]

    def pinned(self) -> Searcher:
        """A searcher that stays with the generation live now, whatever is loaded later: one for each request."""
        return copy.copy(self)

    def warm(self) -> None:
        """Load the encoder and what the index loads late now rather than with the first question."""
        self.search(Query("ready", limit=1, include_weak=True))

    def reload(self) -> bool:
        """Whether a newer generation was found and is now searched; requests under way keep theirs."""
        with self._lock:
            if self._home.current().id == self.snapshot.generation.id:
                return False
            fresh = copy.copy(self)
            fresh._state = self._open()
            fresh.warm()
            self._state = fresh._state
            return True

    def search(self, query: Query) -> SearchAnswer:
        """The answer to a question: a reference that is looked up, or ranked provisions."""
        begun = time.perf_counter()
        snapshot, directory = self._state
        resolution = resolve(query.text, directory)
        looked_up = self._reference_answer(query, snapshot, resolution, begun)
        return looked_up or self._ranked_answer(query, snapshot, begun, resolution.instruments_named)

    def rank(self, query: Query) -> SearchAnswer:
        """Ranked provisions, whatever references the question holds."""
        return self._ranked_answer(query, self.snapshot, time.perf_counter())

    def provision(self, instrument: str, label: str, text: str, language: str) -> Result | None:
        """A provision with the passage of it that is nearest to a text; None when no edition holds it."""
        snapshot = self.snapshot
        unit = snapshot.meta.unit_of(instrument, label)
        if unit is None:
            return None
        question = read_question(text or label)
        vector = encode(question, self._encoder)
        assembler = Assembler(snapshot, question.words, language, vector)
        return assembler.result(1, 1.0, unit, Why(), label)

    def _reference_answer(
        self, query: Query, snapshot: Snapshot, resolution: Resolution, begun: float
    ) -> SearchAnswer | None:
        """The answer to an explicit reference; None when the question is none, or only names an instrument."""
        outcome = _REFERENCE_OUTCOMES.get(resolution.outcome)
        pinpoints = [(t.instrument, t.label) for t in resolution.targets if t.label]
        if outcome is None or (outcome == "reference" and not pinpoints):
            return None
        shown = query.language or _ENGLISH
        assembler = Assembler(snapshot, "", shown)
        results: list[Result] = []
        for slug, label in dict.fromkeys(pinpoints):
            unit = snapshot.meta.unit_of(slug, label)
            result = None if unit is None else assembler.result(len(results) + 1, 1.0, unit, Why(), label)
            if result:
                results.append(result)
        return SearchAnswer(
            query=query.text,
            outcome=outcome,
            language=shown,
            index=snapshot.describe(),
            took_ms=_since(begun),
            results=tuple(results[query.offset : query.offset + query.limit]),
            message=resolution.message,
            candidates=tuple(_spoken(self.directory, t) for t in resolution.candidates),
        )

    def _ranked_answer(self, query: Query, snapshot: Snapshot, begun: float, named: Sequence[str] = ()) -> SearchAnswer:
        question = read_question(query.text)
        instruments = frozenset(i.id for i in snapshot.meta.instruments.values() if i.slug in named)
        ranking = rank(query, question, snapshot, self._encoder, self._settings, instruments)
        read = question.english is not None or question.language in snapshot.languages
        shown = query.language or (question.language if read else _ENGLISH)  # detection errs on a few words
        assembler = Assembler(snapshot, question.words, shown, ranking.vector)
        results: list[Result] = []
        for hit in ranking.fused[query.offset : query.offset + query.limit]:
            why = _why(snapshot, hit, explain=query.explain)
            score = hit.score if hit.rerank is None else hit.rerank
            result = assembler.result(query.offset + len(results) + 1, score, hit.unit, why)
            if result:
                results.append(result)
        following = query.offset + query.limit
        more = following < len(ranking.fused)
        return SearchAnswer(
            query=query.text,
            outcome="answered" if results and not ranking.refused else "no_answer",
            language=shown,
            index=snapshot.describe(),
            took_ms=_since(begun),
            results=tuple(results),
            next_cursor=encode_cursor(snapshot.generation.id, following) if more else None,
            message=state_message(query.filters, snapshot),
            facets=count_facets(snapshot, (hit.unit for hit in ranking.fused)) if query.facets else None,
        )

    def _open(self) -> tuple[Snapshot, Directory]:
        snapshot = open_snapshot(self._home.current(), self._encoder)
        return snapshot, directory_of(snapshot.meta)


_REFERENCE_OUTCOMES: dict[str, Outcome] = {
    "resolved": "reference",
    "ambiguous": "ambiguous_reference",
    "not_held": "reference_not_held",
}


def _spoken(directory: Directory, target: Target) -> str:
    return f"{directory[target.instrument].name}, {target.label or target.asked or 'as a whole'}"


def _why(snapshot: Snapshot, hit: Fused, *, explain: bool) -> Why:
    row = hit.dense_row if hit.dense_row is not None else hit.lexical_row
    return Why(
        lexical=hit.lexical,
        dense=hit.dense,
        comments=hit.comments,
        cited_by=None if hit.comment_row is None else _place(snapshot, hit.comment_row),
        rerank=hit.rerank,
        parts=hit.parts if explain else (),
        matched=None if row is None else FIELDS[int(snapshot.rows["field"][row])],
        matched_text=snapshot.meta.row_text(row) if explain and row is not None else None,
    )


def _place(snapshot: Snapshot, row: int) -> str:
    found = snapshot.meta.rows([row])[row]
    return f"{snapshot.meta.instruments[snapshot.meta.editions[found.edition].instrument].slug} {found.label}"


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
