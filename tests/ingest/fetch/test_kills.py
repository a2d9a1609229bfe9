"""A kill before or after any step of putting a file in its place: the next run ends as if nothing had happened."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue import Catalogue
from ingest.collection import find_sources
from ingest.fetch import listing, record, shelf
from tests.ingest.fetch.conftest import NEWER, PAGE, Desk

STEPS = ((listing, "write_atomically"), (record, "write_atomically"), (shelf, "replace_file"), (shelf.shutil, "copy2"))


class Killer:
    """Counts the steps that change the folder, and stops the run at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.at: int | None = None
        self.after = False
        for module, name in STEPS:
            patch.setattr(module, name, self._counted(getattr(module, name)))

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            self.count += 1
            here = self.count == self.at
            if here and not self.after:
                raise KeyboardInterrupt
            result = step(*args)
            if here:
                raise KeyboardInterrupt
            return result

        return counted


def scene(desk: Desk) -> None:
    """Two texts are held with an entry of the user's; one of them has changed, a third is new."""
    desk.catalogue = Catalogue({}, {})
    desk.folder.mkdir()
    (desk.folder / "own.txt").write_text("Article 1\n")
    (desk.folder / "collection.toml").write_text('[[document]]\nfile = "own.txt"\n')
    desk.offer("a", lambda handler: handler.give(PAGE, ETag='"1"'))
    desk.offer("b", lambda handler: handler.give(PAGE, ETag='"1"'))
    assert {o.status for o in desk.fetch().values()} == {"fetched"}
    desk.offer("a", lambda handler: handler.give(NEWER, ETag='"2"'))
    desk.offer("c", lambda handler: handler.give(PAGE, ETag='"1"'))


def state(folder: Path) -> dict[str, Any]:
    """All that a folder holds, without the moments."""
    kept = json.loads((folder / "fetched.json").read_text())
    for entry in kept["files"].values():
        entry["fetched"] = entry["checked"] = entry["url"] = entry["final_url"] = ""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    listed = [(s.file, s.declared.id) for s in find_sources(folder)]
    without = {name: data for name, data in files.items() if not name.startswith((".fetch", "fetched", "collection"))}
    return {"record": kept, "files": without, "listed": listed}


def act(desk: Desk) -> None:
    assert all(outcome.ok for outcome in desk.fetch("a", "b", "c", refresh=True).values())


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Killer:
    return Killer(monkeypatch)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_any_step(desk: Desk, killer: Killer, after: bool, tmp_path: Path) -> None:
    desk.folder = tmp_path / "undisturbed"
    scene(desk)
    first = killer.count
    act(desk)
    steps, wanted = killer.count - first, state(desk.folder)
    assert steps == 10  # begin, aside, record, name of a; begin, record of b; begin, record, name, listing of c
    for step in range(1, steps + 1):
        desk.folder = tmp_path / f"killed-{step}"
        scene(desk)
        killer.count, killer.at, killer.after = 0, step, after
        with pytest.raises(KeyboardInterrupt):
            act(desk)
        killer.at = None
        for file in (desk.folder / "b.en.html", desk.folder / "own.txt"):
            assert file.is_file()
        assert (desk.folder / "a.en.html").read_bytes() in (PAGE, NEWER)
        act(desk)
        assert state(desk.folder) == wanted, f"step {step}"


def test_the_kill_of_the_very_first_file(desk: Desk, killer: Killer, tmp_path: Path) -> None:
    for step in range(1, 5):
        desk.folder = tmp_path / f"killed-{step}"
        desk.offer("a", lambda handler: handler.give(PAGE))
        killer.count, killer.at, killer.after = 0, step, True
        with pytest.raises(KeyboardInterrupt):
            desk.fetch()
        killer.at = None
        desk.fetch()
        assert desk.files() == {"a.en.html", "collection.toml", "fetched.json"}
        assert [source.file for source in find_sources(desk.folder)] == ["a.en.html"]


def test_a_file_that_the_user_has_taken_away_comes_again(desk: Desk) -> None:
    desk.offer("a", lambda handler: handler.give(PAGE))
    desk.fetch()
    (desk.folder / "a.en.html").unlink()
    assert desk.one().status == "fetched"
    assert (desk.folder / "collection.toml").read_text().count("[[document]]") == 1
