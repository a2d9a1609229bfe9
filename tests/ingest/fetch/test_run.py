"""Whole runs: what comes, what is left, what is asked again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ingest.collection import find_sources
from ingest.errors import CollectionError, NotTheText, UsageError
from tests.ingest.fetch.conftest import NEWER, PAGE, Desk, Handler, page


def gives(body: bytes, **headers: str):  # type: ignore[no-untyped-def]
    return lambda handler: handler.give(body, **headers)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record(desk: Desk) -> dict[str, dict[str, object]]:
    content: dict[str, dict[str, dict[str, object]]] = json.loads((desk.folder / "fetched.json").read_text())
    return content["files"]


def test_a_text_comes_and_is_written_down(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE, ETag='"1"', Last_Modified="Tue, 01 Jan 2030 00:00:00 GMT"))
    outcome = desk.one()
    assert (outcome.status, outcome.file, outcome.bytes, outcome.sha256) == (
        "fetched",
        "harbour.en.html",
        len(PAGE),
        sha(PAGE),
    )
    assert desk.files() == {"harbour.en.html", "collection.toml", "fetched.json"}
    assert (desk.folder / "harbour.en.html").read_bytes() == PAGE
    assert record(desk)["harbour.en"] == {
        "file": "harbour.en.html",
        "instrument": "harbour",
        "language": "en",
        "url": desk.server.url("/harbour"),
        "final_url": desk.server.url("/harbour"),
        "sha256": sha(PAGE),
        "bytes": len(PAGE),
        "format": "html",
        "etag": '"1"',
        "last_modified": "Tue, 01 Jan 2030 00:00:00 GMT",
        "fetched": "2030-01-01T00:00:00Z",
        "checked": "2030-01-01T00:00:00Z",
        "history": [],
    }


def test_what_comes_is_a_collection(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    (source,) = find_sources(desk.folder)
    declared = source.declared
    assert (source.file, declared.id, declared.language) == ("harbour.en.html", "harbour", "en")
    assert declared.url == desk.server.url("/harbour")


def test_what_is_held_is_not_asked_for(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.fetch()
    asked = len(desk.server.seen)
    desk.offer("doors", gives(PAGE))
    assert set(desk.fetch()) == {"doors"}
    assert len(desk.server.asked("/harbour")) == 1
    assert len(desk.server.seen) == asked + 2  # robots.txt of this run and the text


def test_one_failure_leaves_the_others(desk: Desk) -> None:
    desk.offer("a", gives(PAGE))
    desk.offer("b")
    desk.offer("c", gives(PAGE))
    outcomes = desk.fetch()
    assert [outcomes[name].status for name in "abc"] == ["fetched", "failed", "fetched"]
    assert "answers 404 Not Found" in (outcomes["b"].error or "")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"ETag": '"1"'}, id="etag"),
        pytest.param({"ETag": 'W/"1"'}, id="weak etag"),
        pytest.param({"Last_Modified": "Tue, 01 Jan 2030 00:00:00 GMT"}, id="date"),
    ],
)
def test_refresh_asks_with_what_the_host_gave(desk: Desk, headers: dict[str, str]) -> None:
    def route(handler: Handler) -> None:
        given = (handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since"))
        if any(value in given for value in headers.values()):
            handler.give(b"", status=304)
        else:
            handler.give(PAGE, **headers)

    desk.offer("harbour", route)
    desk.one()
    desk.time.sleep(86_400)
    assert desk.one(refresh=True).status == "unchanged"
    entry = record(desk)["harbour.en"]
    assert (entry["fetched"], entry["checked"]) == ("2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z")


def test_the_same_bytes_again_are_unchanged(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    assert desk.one(refresh=True).status == "unchanged"
    assert record(desk)["harbour.en"]["history"] == []
    assert desk.files() == {"harbour.en.html", "collection.toml", "fetched.json"}


def test_a_changed_text_is_noticed_and_the_earlier_kept(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE, ETag='"1"'))
    desk.one()
    listed = (desk.folder / "collection.toml").read_bytes()
    desk.offer("harbour", gives(NEWER, ETag='"2"'))
    outcome = desk.one(refresh=True)
    aside = f".superseded/harbour.en.html.{sha(PAGE)[:8]}"
    assert (outcome.status, outcome.sha256, outcome.earlier_sha256, outcome.earlier_file) == (
        "changed",
        sha(NEWER),
        sha(PAGE),
        aside,
    )
    assert (desk.folder / "harbour.en.html").read_bytes() == NEWER
    assert (desk.folder / aside).read_bytes() == PAGE
    assert (desk.folder / "collection.toml").read_bytes() == listed
    history = [{"sha256": sha(PAGE), "bytes": len(PAGE), "fetched": "2030-01-01T00:00:00Z", "kept_as": aside}]
    assert record(desk)["harbour.en"]["history"] == history
    assert [source.file for source in find_sources(desk.folder)] == ["harbour.en.html"]


def test_a_change_is_noticed_where_the_file_is_gone(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    (desk.folder / "harbour.en.html").unlink()
    desk.offer("harbour", gives(NEWER))
    outcome = desk.one()
    assert (outcome.status, outcome.earlier_sha256, outcome.earlier_file) == ("changed", sha(PAGE), None)


def test_a_failed_refresh_keeps_the_file(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    desk.offer("harbour", gives(b"%PDF-1.7 short", Content_Type="application/pdf"))
    assert desk.one(refresh=True).status == "failed"
    assert (desk.folder / "harbour.en.html").read_bytes() == PAGE
    assert record(desk)["harbour.en"]["sha256"] == sha(PAGE)


def test_another_format_never_leaves_two_files(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    desk.offer("harbour", gives(b"Article 1\nWages are paid.\n", Content_Type="text/plain"))
    outcome = desk.one(refresh=True)
    assert "gives text now, harbour.en.html is html" in (outcome.error or "")
    assert desk.files() == {"harbour.en.html", "collection.toml", "fetched.json"}


def test_what_the_user_has_changed_is_kept_aside(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    (desk.folder / "harbour.en.html").write_bytes(PAGE + b"<!-- read -->")
    desk.offer("harbour", gives(NEWER))
    outcome = desk.one(refresh=True)
    assert (desk.folder / (outcome.earlier_file or "")).read_bytes() == PAGE + b"<!-- read -->"


def test_refresh_without_names_brings_nothing_new(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.fetch()
    desk.offer("doors", gives(PAGE))
    assert set(desk.fetch(refresh=True)) == {"harbour"}
    assert set(desk.fetch("doors", refresh=True)) == {"doors"}


def test_the_users_listing_stays_byte_for_byte(desk: Desk) -> None:
    own = b'# mine\r\n[[document]]\r\nfile = "own.txt"   # a note\r\nid="doors"\r\nlanguage = "en"'
    desk.folder.mkdir()
    (desk.folder / "collection.toml").write_bytes(own)
    (desk.folder / "own.txt").write_text("Article 1\n")
    desk.offer("doors", gives(PAGE))
    desk.offer("harbour", gives(PAGE))
    assert set(desk.fetch()) == {"harbour"}
    after = (desk.folder / "collection.toml").read_bytes()
    assert after.startswith(own)
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert [s.file for s in find_sources(desk.folder)] == ["harbour.en.html", "own.txt"]


def test_an_entry_that_the_user_has_added_to_is_left(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    path = desk.folder / "collection.toml"
    path.write_bytes(path.read_bytes() + b'kind = "treaty"\n')
    written = path.read_bytes()
    desk.offer("harbour", gives(NEWER))
    desk.one(refresh=True)
    assert path.read_bytes() == written


def test_a_listing_that_cannot_be_added_to_is_not_touched(desk: Desk) -> None:
    desk.folder.mkdir()
    own = b'document = [{file = "own.txt"}]\n'
    (desk.folder / "collection.toml").write_bytes(own)
    desk.offer("harbour", gives(PAGE))
    with pytest.raises(CollectionError, match="can be added at its end"):
        desk.fetch()
    assert (desk.folder / "collection.toml").read_bytes() == own


def test_a_folder_of_unlisted_files_is_refused(desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / "own.txt").write_text("Article 1\n")
    desk.offer("harbour", gives(PAGE))
    with pytest.raises(UsageError, match=r"own\.txt.*would hide them"):
        desk.fetch()
    assert desk.files() == {"own.txt"}
    assert desk.server.seen == []


def test_a_file_in_the_way_is_never_written_over(desk: Desk) -> None:
    desk.offer("doors", gives(PAGE))
    desk.fetch()
    (desk.folder / "harbour.en.html").write_text("mine")
    desk.offer("harbour", gives(PAGE))
    assert "is in the way" in (desk.one().error or "")
    assert (desk.folder / "harbour.en.html").read_text() == "mine"
    assert desk.server.asked("/harbour") == []


def test_a_page_that_is_not_the_text_leaves_nothing(desk: Desk) -> None:
    def judge(path: Path, *_: object) -> str | None:
        raise NotTheText(f"{len(path.read_bytes())} bytes about the text")

    desk.offer("harbour", gives(PAGE))
    outcome = desk.one(judge=judge)
    assert (outcome.status, outcome.error_code) == ("failed", "fetch-content")
    assert desk.files() == {"fetched.json"}
    assert json.loads((desk.folder / "fetched.json").read_text()) == {"version": 1, "files": {}, "parts": {}}


def test_what_could_not_be_checked_is_noted(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    assert desk.one(judge=lambda *_: "a scan").note == "a scan"


def test_hosts_are_asked_in_turn(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.offer(name, gives(PAGE))
    desk.offer("d", gives(PAGE), host="localhost")
    assert list(desk.fetch()) == ["a", "d", "b", "c"]


def test_two_runs_at_once_are_refused(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))

    def judge(*_: object) -> str | None:
        with pytest.raises(UsageError, match="another iml fetch is at work"):
            desk.fetch()
        return None

    assert desk.one(judge=judge).status == "fetched"


def test_a_damaged_record_is_not_written_over(desk: Desk) -> None:
    desk.offer("harbour", gives(PAGE))
    desk.one()
    (desk.folder / "fetched.json").write_text('{"version": 1, "files": []}')
    with pytest.raises(CollectionError, match="is damaged"):
        desk.fetch()
    assert (desk.folder / "fetched.json").read_text() == '{"version": 1, "files": []}'


def test_a_file_for_a_folder_says_so(desk: Desk) -> None:
    desk.folder.write_text("x")
    desk.offer("harbour", gives(page("x")))
    with pytest.raises(UsageError, match="is a file; give the folder"):
        desk.fetch()
