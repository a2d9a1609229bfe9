"""`iml fetch` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import HARBOUR

ROOT = Path(__file__).resolve().parents[2]
# A catalogue of our own, with the server's addresses, in place of the bundled one.
WITH_CATALOGUE = """
import sys
import ingest.catalogue as catalogue
from ingest.catalogue.schema import entry_from_toml

def entry(name):
    data = {"id": name, "kind": "treaty", "title": {"en": name}, "url": {"en": sys.argv[1] + "/" + name}}
    return entry_from_toml(data, name, frozenset())

own = catalogue.Catalogue({name: entry(name) for name in ("doors", "harbour")}, {})
catalogue.load_catalogue = lambda: own
del sys.argv[1]
"""
MAIN = "from search.cli import main; main()"


def run(code: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.upper().endswith("_PROXY") and not k.startswith("IML_")}
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean | {"PYTHONWARNINGS": "ignore"} | env,
        check=False,
        timeout=120,
    )


def iml(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run(MAIN, *args, **env)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A host with the text of one instrument and a page about the other."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = {"/harbour": HARBOUR, "/doors": "<!doctype html><p>Doors are closed today.</p>"}.get(self.path, "")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/markdown" if self.path == "/harbour" else "text/html")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_fetches_reports_and_hands_on_to_ingest(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    done = run(WITH_CATALOGUE + MAIN, address, "fetch", str(folder), "--delay", "0")
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("failed      doors.en: the page of doors (html, 23 characters) holds no article")
    assert lines[1] == f"fetched     harbour.en.md: {len(HARBOUR.encode()):,} bytes from {address}/harbour"
    assert lines[2] == f"1 failed, 1 fetched. Read them with: iml ingest {folder}"
    read = iml("ingest", str(folder), IML_HOME=str(tmp_path / "home"))
    assert read.returncode == 0, read.stdout
    assert "1 added" in read.stdout


def test_again_there_is_nothing_to_do(address: str, tmp_path: Path) -> None:
    args = ("fetch", str(tmp_path), "harbour", "--delay", "0")
    first = run(WITH_CATALOGUE + MAIN, address, *args, "--json")
    assert first.returncode == 0, first.stderr
    facts = json.loads(first.stdout)
    assert facts["counts"] == {"fetched": 1}
    assert facts["files"][0]["instrument"] == "harbour"
    again = run(WITH_CATALOGUE + MAIN, address, *args)
    assert (again.returncode, again.stdout) == (0, "nothing to fetch\n")
    listed = run(WITH_CATALOGUE + MAIN, address, "fetch", str(tmp_path), "--list", IML_OFFLINE="1")
    assert listed.returncode == 0
    assert "held        harbour  en" in listed.stdout
    assert listed.stdout.endswith("1 held, 1 would come\n")


def test_the_list_of_the_bundled_catalogue_needs_no_network(tmp_path: Path) -> None:
    done = iml("fetch", str(tmp_path / "new"), "--list", "--json", "--offline")
    assert done.returncode == 0, done.stderr
    texts = json.loads(done.stdout)["texts"]
    assert len(texts) > 200
    assert {text["state"] for text in texts} == {"missing"}
    assert all(text["url"].startswith("https://") for text in texts)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("args", "env", "said"),
    [
        pytest.param(["--offline"], {}, "forbids the network", id="offline"),
        pytest.param([], {"IML_OFFLINE": "1"}, "forbids the network", id="offline by the environment"),
        pytest.param(["harbor"], {}, "is not in the catalogue", id="no such instrument"),
        pytest.param(["crc", "--language", "xx"], {}, "no address in language 'xx'", id="language"),
        pytest.param(["crc", "--contact", "me"], {}, "contact 'me' is no", id="contact"),
        pytest.param(["crc", "--delay", "-1"], {}, "Invalid value", id="delay"),
    ],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, args: list[str], env: dict[str, str], said: str) -> None:
    done = iml("fetch", str(tmp_path / "new"), *args, **env)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "new").exists()


def test_the_network_library_is_imported_late() -> None:
    out = run("import sys, search.cli; print([m for m in ('httpx', 'protego', 'filelock') if m in sys.modules])")
    assert out.stdout == "[]\n", out.stderr
