from __future__ import annotations

from pathlib import Path

import pytest

from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.collection import find_sources
from ingest.library import Library
from ingest.pipeline import ingest_sources
from ingest.report import IngestReport
from ingest.sandbox import Limits, SandboxedReader


def run(home: Home, folder: Path, catalogue: Catalogue) -> IngestReport:
    with Library(home.library) as library, SandboxedReader(Limits()) as reader:
        return ingest_sources(find_sources(folder), library, catalogue, reader)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def status(report: IngestReport) -> dict[str, str]:
    return {f.file: f.status for f in report.files}


def test_files_become_provisions(home: Home, collection: Path, catalogue: Catalogue) -> None:
    report = run(home, collection, catalogue)
    assert status(report) == {"doors.en.txt": "added", "harbour.en.md": "added", "harbour.es.md": "added"}
    english = next(f for f in report.files if f.file == "harbour.en.md")
    assert english.provisions["article"] == 4
    assert english.instrument == "harbour"
    comment = next(f for f in report.files if f.file == "doors.en.txt")
    assert comment.provisions["paragraph"] == 3


def test_the_text_of_every_provision_is_a_slice_of_the_file(home: Home, collection: Path, catalogue: Catalogue) -> None:
    run(home, collection, catalogue)
    with Library(home.library) as library:
        for held in library.files():
            source = " ".join((collection / held.file).read_text(encoding="utf-8").replace("#", " ").split())
            for provision in held.parsed.provisions:
                words = " ".join(held.parsed.document.text[provision.body_start : provision.end].split())
                assert words[:40] in source


def test_only_what_changed_is_read_again(home: Home, collection: Path, catalogue: Catalogue) -> None:
    run(home, collection, catalogue)
    (collection / "harbour.en.md").write_text(
        (collection / "harbour.en.md").read_text().replace("three days", "four days"), encoding="utf-8"
    )
    assert status(run(home, collection, catalogue)) == {
        "doors.en.txt": "unchanged",
        "harbour.en.md": "changed",
        "harbour.es.md": "unchanged",
    }


def test_one_bad_file_neither_stops_the_run_nor_disappears(home: Home, collection: Path, catalogue: Catalogue) -> None:
    (collection / "doors.en.txt").write_bytes(b"")
    report = run(home, collection, catalogue)
    assert status(report)["doors.en.txt"] == "failed"
    assert status(report)["harbour.es.md"] == "added"
    assert "empty" in str(report.failed[0].error)


def test_a_listed_file_that_is_missing_is_reported(home: Home, collection: Path, catalogue: Catalogue) -> None:
    (collection / "doors.en.txt").unlink()
    report = run(home, collection, catalogue)
    assert [f.file for f in report.failed] == ["doors.en.txt"]
    assert "listed but not in" in str(report.failed[0].error)


def test_a_file_that_went_bad_keeps_its_last_good_parse(home: Home, collection: Path, catalogue: Catalogue) -> None:
    run(home, collection, catalogue)
    (collection / "harbour.en.md").write_bytes(b"\x00\x01\x02")
    report = run(home, collection, catalogue)
    assert report.failed[0].kept
    with Library(home.library) as library:
        assert "harbour.en.md" in {f.file for f in library.files()}


def test_a_text_without_structure_is_reported(home: Home, tmp_path: Path, catalogue: Catalogue) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "odd.txt").write_text("Nothing here has a number. " * 20)
    (folder / "collection.toml").write_text('[[document]]\nfile="odd.txt"\nkind="treaty"\n')
    report = run(home, folder, catalogue)
    for failed in report.failed:
        assert "state its kind" in str(failed.error)


def test_files_gone_from_a_folder_are_dropped(home: Home, collection: Path, catalogue: Catalogue) -> None:
    run(home, collection, catalogue)
    with Library(home.library) as library:
        gone = library.drop_missing(str(collection.resolve()), {"harbour.en.md"})
        assert gone == ["doors.en.txt", "harbour.es.md"]
        assert library.count() == 1
