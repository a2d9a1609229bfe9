"""The searcher: a question in, a ranked and citable answer out. For use in-process, by the command line and HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.answerability import DEPTH
from index.encoder import DEFAULT_MODEL, Encoder, Vectors, open_encoder
from index.generation import Home
from index.question import Question, encode, read_question
from index.store import FIELDS
from search.assemble import Assembler
from search.candidates import dense_leg, lexical_leg
from search.directory import directory_of
from search.filters import allowed_rows, in_searched_editions
from search.fusion import Fused, FusionSettings, fuse
from search.query import Query, encode_cursor
from search.references import Directory, Resolution, Target, resolve
from search.rerank import RerankSettings, rerank
from search.results import Outcome, Result, SearchAnswer, Why
from search.snapshot import Snapshot, open_snapshot

__all__ = ["Searcher"]

_FUSION = FusionSettings()
_RERANK = RerankSettings()
_DEPTH = 200
"""Units taken from each leg before fusion; paging goes no deeper than both legs together."""


class Searcher:
    """Answers questions over the live generation of a home folder; safe to share between threads."""

    def __init__(
        self,
        home: Path | Home,
        model: str = DEFAULT_MODEL,
        encoder: Encoder | None = None,
        fusion: FusionSettings = _FUSION,
        reranking: RerankSettings = _RERANK,
    ) -> None:
        self._home = home if isinstance(home, Home) else Home(home)
        self._encoder = encoder or open_encoder(model)
        self._fusion = fusion
        self._rerank = reranking
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

    def warm(self) -> None:
        """Load the encoder now rather than with the first question."""
        self._encoder.encode_query("ready")

    def reload(self) -> bool:
        """Whether a newer generation was found and is now searched; requests under way keep theirs."""
        with self._lock:
            if self._home.current().id == self.snapshot.generation.id:
                return False
            self._state = self._open()
            return True

    def search(self, query: Query) -> SearchAnswer:
        """The answer to a question: a reference that is looked up, or ranked provisions."""
        begun = time.perf_counter()
        snapshot, directory = self._state
        resolution = resolve(query.text, directory)
        looked_up = self._reference_answer(query, snapshot, resolution, begun)
        return looked_up or self._ranked_answer(query, snapshot, begun)

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
        similarity = _similarity(snapshot, encode(question, self._encoder))
        return Assembler(snapshot, question.words, language, similarity).result(1, 1.0, unit, Why(), label)

    def _reference_answer(
        self, query: Query, snapshot: Snapshot, resolution: Resolution, begun: float
    ) -> SearchAnswer | None:
        """The answer to an explicit reference; None when the question is none, or only names an instrument."""
        outcome = _REFERENCE_OUTCOMES.get(resolution.outcome)
        pinpoints = [(t.instrument, t.label) for t in resolution.targets if t.label]
        if outcome is None or (outcome == "reference" and not pinpoints):
            return None
        assembler = Assembler(snapshot, "", query.language or "en", lambda _row: 0.0)
        results: list[Result] = []
        for slug, label in dict.fromkeys(pinpoints):
            unit = snapshot.meta.unit_of(slug, label)
            result = None if unit is None else assembler.result(len(results) + 1, 1.0, unit, Why(), label)
            if result:
                results.append(result)
        return SearchAnswer(
            query=query.text,
            outcome=outcome,
            index=snapshot.describe(),
            took_ms=_since(begun),
            results=tuple(results[query.offset : query.offset + query.limit]),
            message=resolution.message,
            candidates=tuple(_spoken(self.directory, t) for t in resolution.candidates),
        )

    def _ranked_answer(self, query: Query, snapshot: Snapshot, begun: float) -> SearchAnswer:
        question = read_question(query.text)
        fused, vector = self._rank(query, question, snapshot)
        similarity = _similarity(snapshot, vector)
        assembler = Assembler(snapshot, question.words, query.language or question.language, similarity)
        refused = vector is not None and _refused(question, vector, snapshot)
        if refused and not query.include_weak:
            fused = []
        results: list[Result] = []
        for hit in fused[query.offset : query.offset + query.limit]:
            why = _why(snapshot, hit, explain=query.explain)
            score = hit.score if hit.rerank is None else hit.rerank
            result = assembler.result(query.offset + len(results) + 1, score, hit.unit, why)
            if result:
                results.append(result)
        following = query.offset + query.limit
        return SearchAnswer(
            query=query.text,
            outcome="answered" if results and not refused else "no_answer",
            index=snapshot.describe(),
            took_ms=_since(begun),
            results=tuple(results),
            next_cursor=encode_cursor(snapshot.generation.id, following) if following < len(fused) else None,
        )

    def _rank(self, query: Query, question: Question, snapshot: Snapshot) -> tuple[list[Fused], Vectors | None]:
        allowed = in_searched_editions(question.language, snapshot)
        if not query.filters.empty:
            allowed = allowed & allowed_rows(query.filters, snapshot)
        units = snapshot.row_units
        vector = None if query.mode == "lexical" else encode(question, self._encoder)
        dense = () if vector is None else dense_leg(snapshot.vectors, vector, _DEPTH, allowed, units)
        lexical = (
            ()
            if query.mode == "dense"
            else lexical_leg(snapshot.lexical, question.by_language, _DEPTH, allowed, snapshot.rows)
        )
        fused = fuse(lexical, dense, self._fusion)
        if vector is not None and query.rerank:
            fused = rerank(fused, vector, snapshot, allowed, self._rerank)
        return fused, vector

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


def _similarity(snapshot: Snapshot, vector: Vectors | None) -> Callable[[int], float]:
    if vector is None:
        return lambda _row: 0.0
    return lambda row: float(np.dot(snapshot.vectors.vector(row), vector))


def _refused(question: Question, vector: Vectors, snapshot: Snapshot) -> bool:
    """Whether nothing indexed answers the question, whatever the filters."""
    judge = snapshot.answerability
    if judge is None:
        return False
    ids, scores = snapshot.vectors.search(vector, DEPTH)
    return judge.refuses(vector, scores, snapshot.rows["field"][ids], question.length)


def _why(snapshot: Snapshot, hit: Fused, *, explain: bool) -> Why:
    row = hit.dense_row if hit.dense_row is not None else hit.lexical_row
    if row is None:
        return Why(lexical=hit.lexical, dense=hit.dense, rerank=hit.rerank)
    return Why(
        lexical=hit.lexical,
        dense=hit.dense,
        rerank=hit.rerank,
        matched=FIELDS[int(snapshot.rows["field"][row])],
        matched_text=snapshot.meta.row_text(row) if explain else None,
    )


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
