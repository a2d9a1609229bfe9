from __future__ import annotations

from pathlib import Path

import pytest

from ingest.collection import find_sources
from ingest.errors import CollectionError, UsageError


def test_lists_the_declared_files_by_name(collection: Path) -> None:
    sources = find_sources(collection)
    assert [s.file for s in sources] == ["doors.en.txt", "harbour.en.md", "harbour.es.md"]
    assert sources[1].declared.adopted == "1901-05-01"
    assert sources[1].declared.aliases == ("HCGW",)


def test_a_folder_without_a_listing_gives_all_known_files_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.PDF", ".hidden/d.txt", "e.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [s.file for s in find_sources(tmp_path)] == ["a/c.PDF", "b.txt"]


def test_what_fetching_leaves_beside_the_texts_is_no_source(tmp_path: Path) -> None:
    for name in ("a.en.html", "fetched.json", "b.en.part", "a/fetched.json", ".superseded/a.en.html.12345678"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [s.file for s in find_sources(tmp_path)] == ["a.en.html"]


def test_a_file_is_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert [s.path for s in find_sources(tmp_path / "a.txt")] == [(tmp_path / "a.txt").resolve()]


def test_the_listing_itself_stands_for_its_folder(collection: Path) -> None:
    assert find_sources(collection / "collection.toml") == find_sources(collection)


def test_a_missing_path_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find_sources(tmp_path / "nowhere")


def test_an_empty_folder_says_what_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file of a known type \(.*\.pdf"):
        find_sources(tmp_path)


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        pytest.param('[[document]]\nfile="a.txt"\ncolour="red"', "document 1: unknown key 'colour'", id="unknown key"),
        pytest.param('[[document]]\nfile="a.txt"\n[[document]]\nfile="./a.txt"', "a.txt is listed twice", id="twice"),
        pytest.param('[[document]]\nid="a"', "`file` is missing", id="no file"),
        pytest.param('[[document]]\nfile="../a.txt"', "lies outside", id="outside"),
        pytest.param('[[document]]\nfile="a.txt"\nkind="poem"', "kind 'poem' is none of treaty", id="kind"),
        pytest.param('[[document]]\nfile="a.txt"\nlanguage="english"', "not a BCP 47 tag", id="language"),
        pytest.param('[[document]]\nfile="a.txt"\nid="A b"', "not a slug", id="id"),
        pytest.param('[[document]]\nfile="a.txt"\nadopted="May"', "`adopted` must be a date", id="date"),
        pytest.param('[[document]]\nfile="a.txt"\naliases="x"', "`aliases` must be a list", id="aliases"),
        pytest.param('[[document]]\nfile="a.txt"\nbinding="yes"', "`binding` must be true or false", id="binding"),
        pytest.param('[[document]]\nfile="a.txt"\ntitle=" "', "`title` must be a non-empty string", id="title"),
        pytest.param("[[document]", "not valid TOML", id="not toml"),
        pytest.param("[documents]", "unknown key 'documents'", id="wrong table"),
        pytest.param("document = 1", "lists no", id="wrong type"),
    ],
)
def test_a_wrong_listing_is_named_with_its_place(tmp_path: Path, listing: str, said: str) -> None:
    (tmp_path / "collection.toml").write_text(listing)
    with pytest.raises(CollectionError, match=said):
        find_sources(tmp_path)
