from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.build import _headings, build
from index.encoder import Vectors
from index.generation import Home
from ingest.catalogue import Catalogue, load_catalogue
from ingest.catalogue.digest import label_number
from ingest.library import Library
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection


@pytest.fixture
def home(tmp_path: Path, catalogue: Catalogue) -> Home:
    home = Home(tmp_path / "home")
    ingest_into(home, write_collection(tmp_path / "collection"), catalogue)
    return home


def test_the_same_inputs_give_the_same_generation(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    first = build_in(home, catalogue, encoder)
    assert first.embedded == first.rows
    second = build_in(home, catalogue, encoder)
    assert second.generation.id == first.generation.id
    assert second.embedded == 0, "nothing changed, nothing is embedded"


def test_another_folder_gives_the_same_generation(
    home: Home, tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder
) -> None:
    other = Home(tmp_path / "other-home")
    ingest_into(other, write_collection(tmp_path / "elsewhere"), catalogue)
    assert build_in(other, catalogue, encoder).generation.id == build_in(home, catalogue, encoder).generation.id


def test_only_changed_passages_are_embedded_again(
    home: Home, tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder
) -> None:
    build_in(home, catalogue, encoder)
    file = tmp_path / "collection" / "harbour.en.md"
    file.write_text(file.read_text().replace("in coin", "in silver"), encoding="utf-8")
    ingest_into(home, tmp_path / "collection", catalogue)
    assert build_in(home, catalogue, encoder).embedded == 1


def test_no_passage_is_longer_than_the_encoder_reads(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    seen: list[str] = []

    class Watching(HashEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            seen.extend(texts)
            return super().encode_passages(texts)

    build_in(home, catalogue, Watching(name="watching"))
    assert seen and max(encoder.count_tokens(t) for t in seen) <= encoder.max_tokens


def test_a_failed_build_leaves_the_live_generation_and_no_rubbish(home: Home, catalogue: Catalogue) -> None:
    live = build_in(home, catalogue, HashEncoder()).generation.id

    class Failing(HashEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError), Library(home.library) as library:
        build(home, library, catalogue, Failing(name="failing"))
    assert home.current().id == live
    assert [p.name for p in home.generations.iterdir()] == [live]


def test_nothing_in_a_generation_is_pickled(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    generation = build_in(home, catalogue, encoder).generation
    kinds = {Path(name).suffix for name in generation.manifest["files"]}
    assert kinds <= {".sqlite", ".faiss", ".npy", ".json"}
    generation.verify()


def test_every_row_is_a_slice_of_its_unit(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    generation = build_in(home, catalogue, encoder).generation
    db = sqlite3.connect(generation.path / "meta.sqlite")
    rows = db.execute(
        'SELECT r.start, r."end", p.start, p."end", length(e.text) FROM "row" r '
        "JOIN provision p ON p.edition = r.edition AND p.unit = r.unit AND p.is_unit = 1 "
        "JOIN edition e ON e.id = r.edition"
    ).fetchall()
    assert len(rows) == generation.manifest["counts"]["passages"]
    for start, end, unit_start, unit_end, length in rows:
        assert 0 <= unit_start <= start < end <= unit_end <= length


def test_headings_stand_for_questions_of_a_few_words() -> None:
    catalogue = load_catalogue()
    known = {(entry.id, label_number(p.label)) for entry in catalogue.entries.values() for p in entry.provisions}
    found = _headings(catalogue, known)
    assert len(found) == len(set(found)) == 400
    assert all(" " in heading for heading in found)
    only = {place for place in known if place[0] == "crc"}
    assert 0 < len(_headings(catalogue, only)) < 60
