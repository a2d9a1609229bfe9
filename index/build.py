"""The library and the catalogue to a new live generation."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import sqlite3
from collections.abc import Callable, Sequence, Set
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answerability import calibrate
from index.cache import EmbeddingCache
from index.editions import EditionKey, searched_in
from index.encoder import Encoder, Vectors
from index.generation import Generation, Home, publish
from index.lexical import write_lexical
from index.plan import BuildPlan, PlannedRow, plan_build
from index.sentence_vectors import embed_sentences, plan_sentences, write_sentences
from index.store import FIELDS, MetaReader, create_store
from index.vectors import write_vectors
from ingest.catalogue import Catalogue
from ingest.catalogue.digest import label_number
from ingest.catalogue.questions import load_cases, load_unanswerable
from ingest.chunk import ChunkSettings
from ingest.library import Library

__all__ = ["ROW_TYPE", "BuildReport", "BuildSettings", "build"]

_HEADINGS = 400
_VERSIONED = ("bm25s", "faiss-cpu", "numpy", "onnxruntime", "pypdf", "sentence-transformers", "tokenizers")


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What of a build can be chosen."""

    target_tokens: int = 160
    """Length up to which neighbouring paragraphs of a long article share a passage."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    generation: Generation
    instruments: int
    editions: int
    provisions: int
    rows: int
    embedded: int
    """Rows whose vector was not in the cache."""


def build(
    home: Home,
    library: Library,
    catalogue: Catalogue,
    encoder: Encoder,
    settings: BuildSettings = BuildSettings(),
    start: Callable[[str, int], Callable[[int], None]] = lambda _stage, _total: lambda _n: None,
    cite: Callable[[MetaReader], Sequence[tuple[int, int]]] = lambda _meta: (),
) -> BuildReport:
    """Build and publish a generation; `start(stage, total)` is called per stage and gives what advances it.

    `cite` finds (row, unit) for the passages that cite a unit; references are read above this layer.
    """
    chunking = ChunkSettings(encoder.identity.max_tokens, min(settings.target_tokens, encoder.identity.max_tokens))
    plan = plan_build(library, catalogue, encoder.count_tokens, chunking, start)
    texts = [row.embedded for row in plan.rows]
    with EmbeddingCache(home.cache) as cache:
        missing = cache.missing(texts, encoder)
        cache.fill(missing, encoder, start("embed", len(missing)))
        vectors = cache.vectors(texts, encoder)
        sentences = plan_sentences(plan, encoder)
        sentence_vectors = embed_sentences(sentences, cache, encoder, start)
    staging = home.staging()
    try:
        db = create_store(staging / "meta.sqlite")
        _write_store(db, plan)
        db.close()
        ids = np.arange(len(plan.rows), dtype=np.int64)
        write_vectors(staging / "vectors.faiss", ids, vectors)
        write_sentences(staging, sentences, sentence_vectors)
        _write_arrays(staging / "rows.npy", plan.rows)
        _write_lexical_indexes(staging / "lexical", plan.rows)
        _write_citing(staging, cite)
        judge = _judge(plan, catalogue, encoder, vectors, start)
        generation = publish(home, staging, {**_facts(plan, encoder, chunking), "answerability": judge})
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return BuildReport(
        generation,
        len(plan.instruments),
        len(plan.editions),
        sum(len(e.edition.provisions) for e in plan.editions),
        len(plan.rows),
        len(missing),
    )


def _judge(
    plan: BuildPlan,
    catalogue: Catalogue,
    encoder: Encoder,
    vectors: Vectors,
    start: Callable[[str, int], Callable[[int], None]],
) -> dict[str, Any] | None:
    """What tells unanswerable questions, set on what this index can answer; None where that is too little.

    Headings stand for the questions of people who type a few words as into any search box.
    """
    known = {(plan.instruments[unit.instrument].facts.id, unit.number) for unit in plan.units}
    cases = [case.question for case in load_cases() if known.intersection(case.governs)]
    answerable = [*cases, *_headings(catalogue, known)] if cases else []
    fields = np.asarray([_FIELD_CODE[row.field] for row in plan.rows], dtype=np.int8)
    editions = [EditionKey(e.instrument, e.edition.language, e.text_kind == "authentic") for e in plan.editions]
    row_editions = np.asarray([row.edition for row in plan.rows], dtype=np.int64)

    @cache
    def compared(language: str) -> NDArray[np.bool_]:
        return searched_in(language, editions)[row_editions]

    advance = start("calibrate", 1)
    judge = calibrate(encoder, vectors, fields, answerable, load_unanswerable(), compared)
    advance(1)
    return judge.to_json() if judge else None


def _headings(catalogue: Catalogue, known: Set[tuple[str, str]]) -> list[str]:
    """Headings of provisions in the index, as many as count beside the cases, chosen by their hashes."""
    held = {
        provision.heading
        for entry in catalogue.entries.values()
        for provision in entry.provisions
        if provision.heading and " " in provision.heading and (entry.id, label_number(provision.label)) in known
    }
    return sorted(held, key=lambda heading: hashlib.sha256(heading.encode()).digest())[:_HEADINGS]


def _write_citing(staging: Path, cite: Callable[[MetaReader], Sequence[tuple[int, int]]]) -> None:
    pairs = cite(MetaReader(staging / "meta.sqlite"))
    np.save(staging / "citing.npy", np.array(list(pairs), dtype=CITING_TYPE))


CITING_TYPE = np.dtype([("row", "<i4"), ("unit", "<i4")])
ROW_TYPE = np.dtype([("unit", "<i4"), ("edition", "<i4"), ("field", "i1")])
_FIELD_CODE = {name: code for code, name in enumerate(FIELDS)}


def _write_arrays(path: Path, rows: Sequence[PlannedRow]) -> None:
    table = np.array([(r.unit, r.edition, _FIELD_CODE[r.field]) for r in rows], dtype=ROW_TYPE)
    np.save(path, table)


def _write_lexical_indexes(folder: Path, rows: Sequence[PlannedRow]) -> None:
    for language in sorted({r.language for r in rows}):
        held = [(n, r.indexed) for n, r in enumerate(rows) if r.language == language]
        write_lexical(folder / language, [n for n, _ in held], [t for _, t in held], language)


def _write_store(db: sqlite3.Connection, plan: BuildPlan) -> None:
    with db:
        db.executemany(
            "INSERT INTO instrument VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    n,
                    i.facts.id,
                    i.facts.title,
                    i.facts.short_title,
                    i.facts.kind,
                    int(i.facts.binding),
                    i.facts.adopted,
                    i.facts.in_force,
                    i.facts.source,
                    i.facts.url,
                    i.facts.region,
                    i.articles,
                    i.parent,
                    _json(i.facts.aliases),
                    _json(i.facts.topics),
                    _json(i.titles),
                    None if i.parties is None else _json(i.parties.to_json()),
                )
                for n, i in enumerate(plan.instruments)
            ],
        )
        db.executemany(
            "INSERT INTO unit VALUES (?,?,?,?,?)",
            [(n, u.instrument, u.number, _json(u.topics), _json(u.parallels)) for n, u in enumerate(plan.units)],
        )
        for n, planned in enumerate(plan.editions):
            edition = planned.edition
            pages = [[p.index, p.start, p.end, p.label, p.ocr] for p in edition.document.pages]
            db.execute(
                "INSERT INTO edition VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    n,
                    planned.instrument,
                    edition.language,
                    edition.sha256,
                    edition.file,
                    edition.document.format,
                    planned.text_kind,
                    int(planned.searched),
                    edition.instrument.title,
                    edition.instrument.url,
                    edition.document.text,
                    _json(pages),
                ),
            )
            db.executemany(
                "INSERT INTO repair VALUES (?,?,?,?)",
                [(n, r.start, r.end, r.raw) for r in edition.document.repairs],
            )
            db.executemany(
                "INSERT INTO provision (edition, position, parent, unit, is_unit, label, kind, heading, locator, "
                'start, "end", body_start) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
                [
                    (
                        n,
                        position,
                        p.parent,
                        planned.units[position],
                        int(p.is_unit),
                        p.label,
                        p.kind,
                        p.heading,
                        _json(p.locator),
                        p.start,
                        p.end,
                        p.body_start,
                    )
                    for position, p in enumerate(edition.provisions)
                ],
            )
        db.executemany(
            'INSERT INTO "row" VALUES (?,?,?,?,?,?,?,?,?,?)',
            [
                (n, r.unit, r.edition, r.field, r.language, r.start, r.end, r.label, _json(r.locator), r.text)
                for n, r in enumerate(plan.rows)
            ],
        )


def _facts(plan: BuildPlan, encoder: Encoder, chunking: ChunkSettings) -> dict[str, object]:
    return {
        "model": encoder.identity.to_json(),
        "chunking": asdict(chunking),
        "catalogue": plan.catalogue_hash,
        "sources": [
            {
                "instrument": e.edition.instrument.id,
                "language": e.edition.language,
                "sha256": e.edition.sha256,
                "file": e.edition.file,
                "text_kind": e.text_kind,
            }
            for e in plan.editions
        ],
        "counts": {
            "instruments": len(plan.instruments),
            "editions": len(plan.editions),
            "units": len(plan.units),
            "passages": len(plan.rows),
        },
        "packages": {name: version(name) for name in _VERSIONED},
        "python": platform.python_version(),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
