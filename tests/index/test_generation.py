from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.generation import Generation, Home, publish
from ingest.errors import IndexCorrupt, IndexMissing


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def publish_files(home: Home, files: dict[str, str], **facts: object) -> Generation:
    staging = home.staging()
    for name, text in files.items():
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).write_text(text)
    return publish(home, staging, facts)


def test_equal_inputs_give_the_same_generation(home: Home) -> None:
    first = publish_files(home, {"a": "1", "b/c": "2"}, model="m")
    second = publish_files(home, {"a": "1", "b/c": "2"}, model="m")
    assert first.id == second.id
    assert [p.name for p in home.generations.iterdir()] == [first.id]


def test_other_inputs_give_another_generation_and_current_follows(home: Home) -> None:
    first = publish_files(home, {"a": "1"})
    second = publish_files(home, {"a": "2"})
    assert first.id != second.id
    assert home.current().id == second.id
    assert first.path.is_dir(), "the previous generation is kept"


def test_no_index_says_how_to_build_one(home: Home) -> None:
    with pytest.raises(IndexMissing, match="reindex"):
        home.current()


def test_verify_finds_a_changed_byte(home: Home) -> None:
    generation = publish_files(home, {"a": "12345"})
    generation.verify()
    (generation.path / "a").write_text("12355")
    with pytest.raises(IndexCorrupt, match="sha256"):
        home.current().verify()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(lambda p: (p / "a").write_text("123"), "has 3 bytes, the manifest says 5", id="truncated"),
        pytest.param(lambda p: (p / "a").unlink(), "has None bytes", id="missing file"),
        pytest.param(lambda p: (p / "manifest.json").unlink(), "no manifest.json", id="no manifest"),
        pytest.param(lambda p: (p / "manifest.json").write_text("{"), "damaged", id="half a manifest"),
        pytest.param(
            lambda p: (p / "manifest.json").write_text(
                json.dumps({**json.loads((p / "manifest.json").read_text()), "model": "other"})
            ),
            "changed after it was written",
            id="edited manifest",
        ),
        pytest.param(lambda p: (p / "manifest.json").write_text('{"format": 99}'), "format 99", id="other format"),
    ],
)
def test_a_damaged_generation_is_refused(home: Home, damage: object, said: str) -> None:
    generation = publish_files(home, {"a": "12345"}, model="m")
    damage(generation.path)  # type: ignore[operator]
    with pytest.raises(IndexCorrupt, match=said):
        home.current()


def test_a_build_that_stops_half_way_leaves_the_live_one(home: Home) -> None:
    live = publish_files(home, {"a": "1"})
    staging = home.staging()
    (staging / "a").write_text("half")
    assert home.current().id == live.id
    assert home.staging() == staging, "the next build starts in an empty folder"
    assert list(staging.iterdir()) == []
