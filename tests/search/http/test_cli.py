"""`iml key` and `iml serve`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.generation import Home
from search.cli.app import app
from search.http.keys import KeyStore
from search.http.settings import settings_table


def run(home: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["--home", str(home), *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_key_is_made_listed_and_revoked(tmp_path: Path) -> None:
    token = run(tmp_path, "key", "new", "--name", "desk", "--scope", "admin").strip()
    store = KeyStore(Home(tmp_path))
    found = store.find(token)
    assert found and (found.name, found.scope) == ("desk", "admin")
    assert token not in run(tmp_path, "key", "list")
    assert [key["name"] for key in json.loads(run(tmp_path, "key", "list", "--json"))] == ["desk"]
    assert "revoked" in run(tmp_path, "key", "revoke", "desk")
    assert store.find(token) is None


def test_no_keys_are_listed_as_none(tmp_path: Path) -> None:
    assert run(tmp_path, "key", "list") == ""
    assert not (tmp_path / "keys.sqlite").exists()


def test_a_scope_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--home", str(tmp_path), "key", "new", "--name", "x", "--scope", "all"])
    assert result.exit_code == 2


def test_help_names_every_setting() -> None:
    text = CliRunner().invoke(app, ["serve", "--help"]).stdout
    for variable, _, _ in settings_table():
        assert variable in text


def test_serving_needs_an_index(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from search.cli import main; main()", "--home", str(tmp_path), "serve"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert "holds no index" in result.stderr


def test_the_command_line_does_not_load_the_service() -> None:
    code = "import sys, search.cli; print([m for m in ('fastapi', 'uvicorn', 'prometheus_client') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@contextmanager
def serving(folder: Path, home: Home, settings: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`serve` in a process of its own, with the encoder of the tests, which its workers find by their own factory."""
    (folder / "tested.py").write_text(
        f"""
from pathlib import Path
import os, sys
sys.path[:0] = [{str(Path(__file__).parents[3])!r}, {str(folder)!r}]
from index.generation import Home
from search.http import serving
from search.http.app import create_app
from search.http.settings import Settings
from search.searcher import Searcher

def make():
    from tests.conftest import HashEncoder
    home = Home(Path(os.environ["IML_HOME"]))
    return create_app(home, "", Searcher(home, encoder=HashEncoder()), Settings.from_environment(os.environ))

if __name__ == "__main__":
    serving._FACTORY = "tested:make"
    serving.run(Home(Path({str(home.path)!r})), "", Settings({settings}), "127.0.0.1", int(sys.argv[1]))
""",
        encoding="utf-8",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as stream:
        command = [sys.executable, str(folder / "tested.py"), str(port)]
        server = subprocess.Popen(command, stderr=stream, env={**os.environ, "PYTHONPATH": str(folder)})
        try:
            _await(port, server)
            yield port, server
        finally:
            server.terminate()
            server.wait(60)


def test_two_workers_share_the_work_and_stop_together(tmp_path: Path, built: Home) -> None:
    with serving(tmp_path, built, "workers=2") as (port, _):
        for _ in range(30):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/instruments") as answer:
                assert answer.status == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            metrics = answer.read().decode()
    assert 'route="/v1/instruments",status="200"} 30.0' in metrics
    starts = [line for line in (tmp_path / "log").read_text("utf-8").splitlines() if "startup complete" in line]
    assert len(starts) == 2


def test_told_to_stop_it_is_not_ready_but_answers_for_a_while(tmp_path: Path, built: Home) -> None:
    with serving(tmp_path, built, "drain_s=2.0") as (port, server):
        server.terminate()
        end = time.monotonic() + 20
        while _ready(port) and time.monotonic() < end:
            time.sleep(0.05)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/instruments") as answer:
            assert (answer.status, answer.headers["connection"]) == (200, "close")
        server.wait(60)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    assert "Application shutdown complete" in (tmp_path / "log").read_text("utf-8")


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        assert error.code == 503
        return False


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the workers did not start")
