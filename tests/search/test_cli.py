"""The command as a user runs it, with the bundled model, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.encoder import DEFAULT_MODEL
from tests.conftest import write_collection

ROOT = Path(__file__).resolve().parents[2]


def iml(*args: str, home: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "IML_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", "from search.cli import main; main()", *args]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=env, input=stdin, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with our small collection and the bundled catalogue, indexed by the bundled model."""
    folder = tmp_path_factory.mktemp("cli")
    ingested = iml("ingest", str(write_collection(folder / "collection")), home=folder / "home")
    assert ingested.returncode == 0, ingested.stderr
    assert "3 added" in ingested.stdout
    env = {**os.environ, "IML_HOME": str(folder / "home")}
    code = (
        "import ingest.catalogue as c; c.load_catalogue = lambda: c.Catalogue({}, {});"
        "from search.cli import main; main()"
    )
    built = subprocess.run(
        [sys.executable, "-c", code, "reindex", "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        check=False,
        timeout=300,
    )
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["instruments"] == 2
    return folder / "home"


def test_ask_gives_the_citation(home: Path) -> None:
    done = iml("ask", "my boss took my passport, is he allowed to?", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1. Harbour Convention, art 2")
    assert "1 Saltport Papers 7, art 2" in done.stdout
    assert done.stderr == ""


def test_ask_json_is_the_result_object(home: Path) -> None:
    answer = json.loads(iml("ask", "--json", "wages", home=home).stdout)
    assert answer["outcome"] == "answered"
    assert answer["results"][0]["instrument"]["id"] == "harbour"
    assert answer["index"]["model"] == DEFAULT_MODEL


def test_show_prints_the_tree_and_the_words(home: Path) -> None:
    tree = iml("show", "harbour", home=home).stdout
    assert "art 2 — Papers" in tree
    words = iml("show", "harbour", "art 2(1)", home=home).stdout
    assert "No keeper shall hold the passport of a guest worker." in words


def test_cite_in_styles(home: Path) -> None:
    assert "art 3" in iml("cite", "Harbour Convention art 3", home=home).stdout
    assert "TY  - " in iml("cite", "Harbour Convention art 3", "--style", "ris", home=home).stdout
    assert iml("cite", "Harbour Convention art 3", "--style", "poem", home=home).returncode == 2


def test_status_and_doctor(home: Path) -> None:
    assert json.loads(iml("status", "--json", home=home).stdout)["instruments"] == 2
    checked = iml("doctor", home=home)
    assert checked.returncode == 0, checked.stdout
    assert "ok   checksums" in checked.stdout


def test_eval_prints_a_table_and_compares(home: Path, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_text(
        "1\twho may hold a passport?\tlay\ten\n2\tHarbour Convention art 9\treference_not_held\ten\n"
    )
    (tmp_path / "r.txt").write_text("1 0 harbour#2 3\n")
    args = ("eval", str(tmp_path / "q.tsv"), str(tmp_path / "r.txt"), "--save", str(tmp_path / "run.json"), "--json")
    row = json.loads(iml(*args, home=home).stdout)["table"][0]
    assert row["nDCG@10"] == 1.0
    assert row["outcome as expected"] == 1.0
    again = iml(
        "eval", str(tmp_path / "q.tsv"), str(tmp_path / "r.txt"), "--against", str(tmp_path / "run.json"), home=home
    )
    assert "+0.0000 (p = 1.000" in again.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        pytest.param(("ask", ""), 2, "the question is empty", id="empty question"),
        pytest.param(("ask", "x" * 100_000), 2, "10,000 is the most", id="long question"),
        pytest.param(("ask", "x", "--limit", "0"), 2, "limit must be from 1 to 50", id="limit"),
        pytest.param(("ask", "x", "--kind", "poem"), 2, "none of treaty", id="kind"),
        pytest.param(("show", "harbor"), 2, "did you mean harbour", id="misspelt instrument"),
        pytest.param(("show", "harbour", "art 99"), 2, "has no provision", id="no such article"),
        pytest.param(("ingest", "/nowhere/at/all"), 2, "does not exist", id="no such folder"),
        pytest.param(("eval", "/nowhere.tsv", "/nowhere.txt"), 2, "does not exist", id="no such queries"),
        pytest.param(("--model", "/nowhere/model", "ask", "x"), 3, "nothing is fetched", id="no such model"),
        pytest.param(("frobnicate",), 2, "No such command", id="no such verb"),
    ],
)
def test_bad_input_gets_one_clear_message(home: Path, args: tuple[str, ...], code: int, said: str) -> None:
    done = iml(*args, home=home)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_no_index_exits_with_3(tmp_path: Path) -> None:
    done = iml("ask", "x", home=tmp_path)
    assert done.returncode == 3
    assert "reindex" in done.stderr


def test_errors_are_json_where_json_was_asked_for(tmp_path: Path) -> None:
    done = iml("ask", "x", "--json", home=tmp_path)
    assert json.loads(done.stdout)["error"]["code"] == "index-missing"


def test_some_sources_failing_exits_with_1_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "collection")
    (folder / "doors.en.txt").write_bytes(b"")
    done = iml("ingest", str(folder), home=tmp_path / "home")
    assert done.returncode == 1
    assert "failed    doors.en.txt" in done.stdout
    assert "2 added, 1 failed; 2 files held" in done.stdout
