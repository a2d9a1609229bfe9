"""`iml ask --format`, run in this process over the small collection."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
import rispy
from typer.testing import CliRunner, Result

import search.cli.context
from ingest.errors import UsageError
from search.cli.app import app
from search.export import FORMATS
from search.searcher import Searcher

RUN = CliRunner()


@dataclass
class Asked:
    """The command over the small collection."""

    def __call__(self, *args: str) -> Result:
        return RUN.invoke(app, ["ask", *args])


@pytest.fixture
def ask(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setattr(search.cli.context.Context, "searcher", lambda _self: searcher)
    return Asked()


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_written_to_stdout(ask: Asked, form: str) -> None:
    done = ask("passport", "--format", form)
    assert done.exit_code == 0
    assert done.stdout_bytes
    assert done.stderr == ""


def test_what_is_written_says_what_was_asked(ask: Asked) -> None:
    (first, *_) = rispy.loads(ask("passport", "--format", "ris", "--binding", "-n", "2").stdout)
    assert any(note.startswith("“1. No keeper shall hold the passport of a guest worker.") for note in first["notes"])
    assert any("(limit=2; binding=true)" in note for note in first["notes"])


def test_the_ending_says_the_format(ask: Asked, tmp_path: Path) -> None:
    for name in ("a.csv", "a.docx", "a.csl.json", "a.json"):
        assert ask("passport", "--output", str(tmp_path / name)).exit_code == 0
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["instrument"] == "harbour"
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == "passport"
    assert isinstance(json.loads((tmp_path / "a.csl.json").read_text()), list)
    assert json.loads((tmp_path / "a.json").read_text())["query"] == "passport"


def test_json_stays_the_answer(ask: Asked) -> None:
    assert json.loads(ask("passport", "--json").stdout)["outcome"] == "answered"


def test_nothing_found_is_said_beside_the_file(ask: Asked) -> None:
    done = ask("HCGW art 99", "--format", "json")
    assert json.loads(done.stdout)["entries"] == []
    assert done.stderr.startswith("iml: ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(("--format", "pdf"), "none of md, json, csv", id="no such format"),
        pytest.param(("--output", "a.pdf"), "ends like none of", id="no such ending"),
        pytest.param(("--format", "ris", "--json"), "leave it out", id="two formats"),
        pytest.param(("--output", "/nowhere/at/all/a.ris"), "cannot be written", id="no such folder"),
    ],
)
def test_what_cannot_be_written_is_refused(ask: Asked, args: tuple[str, ...], said: str) -> None:
    done = ask("passport", *args)
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)


def test_a_word_document_is_not_written_to_a_terminal(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.cli.ask._is_terminal", lambda: True)
    done = ask("passport", "--format", "docx")
    assert "--output results.docx" in str(done.exception)
