"""What would come, told without a network."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.catalogue import Catalogue
from ingest.errors import CollectionError, UsageError
from ingest.fetch.plan import Planned, Target, find_targets, plan_folder
from ingest.fetch.record import load_record
from tests.ingest.fetch.conftest import PAGE, Desk, entry_of

ENTRIES = (
    entry_of("doors", en="https://example.org/doors"),
    entry_of("harbour", fr="https://example.org/port", en="https://example.org/harbour"),
    entry_of("nowhere"),
)
CATALOGUE = Catalogue({entry.id: entry for entry in ENTRIES}, {})


@pytest.mark.parametrize(
    ("names", "languages", "keys"),
    [
        pytest.param([], [], ["doors.en", "harbour.en", "harbour.fr"], id="all"),
        pytest.param(["harbour"], [], ["harbour.en", "harbour.fr"], id="one"),
        pytest.param(
            ["harbour", "doors", "harbour"], ["en"], ["doors.en", "harbour.en"], id="named twice, one language"
        ),
        pytest.param(["doors", "harbour"], ["fr"], ["harbour.fr"], id="only one has the language"),
    ],
)
def test_targets(names: list[str], languages: list[str], keys: list[str]) -> None:
    assert [target.key for target in find_targets(CATALOGUE, names, languages)] == keys


@pytest.mark.parametrize(
    ("names", "languages", "said"),
    [
        pytest.param(["Harbor"], [], "did you mean harbour", id="misspelt"),
        pytest.param(["q"], [], "iml fetch FOLDER --list", id="unknown"),
        pytest.param([], ["de"], "no address in language 'de', only in en, fr", id="language"),
        pytest.param(["doors"], ["fr"], "no official address of doors in fr, only in en", id="not in this language"),
        pytest.param(["nowhere"], [], "no official address of nowhere", id="no address"),
    ],
)
def test_targets_that_are_not(names: list[str], languages: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find_targets(CATALOGUE, names, languages)


TARGET = Target("harbour", "en", "https://example.org/harbour")


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        pytest.param('id = "harbour"\nlanguage = "en"', "own", id="its language"),
        pytest.param('id = "harbour"\nlanguage = "en-GB"', "own", id="a variety of it"),
        pytest.param('id = "harbour"\nlanguage = "fr"', "missing", id="another language"),
        pytest.param('id = "harbour"', "own", id="no language"),
        pytest.param('id = "doors"\nlanguage = "en"', "missing", id="another instrument"),
        pytest.param('url = "https://example.org/harbour"', "own", id="its address"),
        pytest.param("", "missing", id="nothing said"),
    ],
)
def test_files_of_the_users_own(tmp_path: Path, entry: str, state: str) -> None:
    (tmp_path / "x.txt").write_text("x")
    (tmp_path / "collection.toml").write_text(f'[[document]]\nfile = "x.txt"\n{entry}\n')
    (planned,) = plan_folder(tmp_path, [TARGET])
    assert planned.state == state


def test_a_language_in_the_name_of_the_users_file_counts(tmp_path: Path) -> None:
    (tmp_path / "x.fr.txt").write_text("x")
    (tmp_path / "collection.toml").write_text('[[document]]\nfile = "x.fr.txt"\nid = "harbour"\n')
    french = replace(TARGET, language="fr")
    assert [planned.state for planned in plan_folder(tmp_path, [TARGET, french])] == ["missing", "own"]


def test_a_listed_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    (tmp_path / "collection.toml").write_text('[[document]]\nfile = "x.txt"\nid = "harbour"\n')
    (planned,) = plan_folder(tmp_path, [TARGET])
    assert planned.state == "missing"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert plan_folder(folder, [TARGET]) == (Planned(TARGET, "missing", None, 0),)
    assert not folder.exists()


def test_what_was_fetched(desk: Desk) -> None:
    desk.offer("harbour", lambda handler: handler.give(PAGE))
    desk.one()
    asked = len(desk.server.seen)
    (target,) = find_targets(desk.catalogue)
    (held,) = plan_folder(desk.folder, [target])
    assert held == Planned(target, "held", "harbour.en.html", len(PAGE), "2030-01-01T00:00:00Z")
    (desk.folder / "harbour.en.html").write_bytes(b"other")
    (altered,) = plan_folder(desk.folder, [replace(target, url="https://example.org/moved")])
    assert (altered.state, altered.moved_from) == ("altered", target.url)
    (desk.folder / "harbour.en.html").rename(desk.folder / "harbour.en.part")
    (begun,) = plan_folder(desk.folder, [target])
    assert (begun.state, begun.bytes) == ("begun", 5)
    assert len(desk.server.seen) == asked


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("{", "is damaged", id="no JSON"),
        pytest.param("[]", "is damaged", id="a list"),
        pytest.param('{"version": 2}', "version 2, this program reads 1", id="version"),
        pytest.param('{"version": 1, "files": {"a.en": {}}, "parts": {}}', "is damaged", id="an entry"),
    ],
)
def test_a_record_that_cannot_be_read(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "fetched.json").write_text(content)
    with pytest.raises(CollectionError, match=said):
        load_record(tmp_path)


def test_the_record_is_written_in_one_order(tmp_path: Path) -> None:
    record = load_record(tmp_path)
    record.save()
    assert json.loads((tmp_path / "fetched.json").read_text()) == {"version": 1, "files": {}, "parts": {}}
    assert [p.name for p in tmp_path.iterdir()] == ["fetched.json"]
