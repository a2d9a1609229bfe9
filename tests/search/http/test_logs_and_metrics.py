"""What is written of a request and what is not: people ask about their own cases."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.generation import Home
from search.http.logs import JsonLines, where_it_broke
from search.searcher import Searcher

from .conftest import Client

SECRET = "my cousin Azadeh crossed at Saltport with a false passport"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """What the service logged so far, as it stands in the log."""
    caplog.set_level(logging.INFO)

    def read() -> list[dict[str, Any]]:
        return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "iml.http"]

    return read


def ask_everything(client: Any) -> None:
    """The secret in every place where a request can hold one."""
    client.get("/v1/search", params={"q": SECRET})
    client.post("/v1/search", json={"q": SECRET})
    client.post("/v1/search", json={"q": 1, SECRET: SECRET})
    client.get("/v1/search", params={"q": "x", "state": SECRET})
    client.get("/v1/resolve", params={"ref": SECRET})
    client.get(f"/v1/instruments/{SECRET}")
    client.get(f"/v1/instruments/harbour/provisions/{SECRET}")
    client.get(f"/{SECRET}")
    client.get("/v1/index", headers={"referer": SECRET, "user-agent": SECRET, "x-api-key": SECRET})
    client.request("SECRETAZADEHCROSSED", "/v1/search")


def test_no_question_is_logged(client_with: Client, lines: Callable[[], list[dict[str, Any]]]) -> None:
    client = client_with()
    ask_everything(client)
    written = json.dumps(lines())
    assert len(lines()) == 10
    for part in ("Azadeh", "AZADEH", "cousin", "Saltport", "%20", "?"):
        assert part not in written
    assert "Azadeh" not in client.get("/metrics").text


def test_a_server_writes_no_question_either(built: Home, encoder: Any, searcher: Searcher, tmp_path: Path) -> None:
    """In a process of its own, with the log as `iml serve` sets it up, uvicorn's included."""
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from pathlib import Path
import uvicorn
from index.generation import Home
from search.http import create_app
from search.http.serving import server_config
from search.http.settings import Settings
from search.searcher import Searcher
from tests.conftest import HashEncoder
home = Home(Path({str(built.path)!r}))
settings = Settings()
app = create_app(home, "unused", Searcher(home, encoder=HashEncoder()), settings)
@app.get("/v1/broken")
def broken(q: str) -> None:
    raise RuntimeError(q)
config = server_config(app, settings, host="127.0.0.1", port=0)
config.load()
socket = config.bind_socket()
print(socket.getsockname()[1], flush=True)
uvicorn.Server(config).run([socket])
"""
    log = tmp_path / "log"
    with log.open("wb") as stream:
        server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=stream)
        assert server.stdout
        port = int(server.stdout.readline())
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            ask_everything(client)
            broken = client.get("/v1/broken", params={"q": SECRET}, headers={"x-request-id": "find-me"})
            assert broken.status_code == 500
        server.terminate()
        server.wait(30)
        server.stdout.close()
    written = log.read_text(encoding="utf-8")
    records = [json.loads(line) for line in written.splitlines()]
    assert "Azadeh" not in written
    assert [r["request_id"] for r in records if r["event"] == "broken"] == ["find-me"]
    error = next(r for r in records if r["event"] == "broken")["error"]
    assert error["type"] == "RuntimeError" and error["at"][-1].endswith(" broken")


def test_questions_are_logged_where_that_is_asked_for(
    client_with: Client, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client_with(log_questions=True).get("/v1/search", params={"q": SECRET})
    assert lines()[-1]["question"] == SECRET


def test_a_line_holds_what_is_needed(client_with: Client, lines: Callable[[], list[dict[str, Any]]]) -> None:
    client_with().get("/v1/search", params={"q": "passport"}, headers={"x-request-id": "abc"})
    line = lines()[-1]
    assert {k: line[k] for k in ("level", "event", "request_id", "method", "route", "status", "outcome")} == {
        "level": "info",
        "event": "request",
        "request_id": "abc",
        "method": "GET",
        "route": "/v1/search",
        "status": 200,
        "outcome": "answered",
    }
    assert line["time"].endswith("Z") and line["ms"] > 0 and line["generation"]


def test_a_line_is_one_line() -> None:
    record = logging.LogRecord("iml.http", logging.INFO, "", 0, "two\nlines\u2028three", None, None)
    record.fields = {"question": 'a\r\n{"level": "error"}'}
    written = JsonLines().format(record)
    assert len(written.splitlines()) == 1
    assert json.loads(written)["question"] == 'a\r\n{"level": "error"}'


def test_an_error_is_told_without_its_words() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        told = where_it_broke(error)
    assert told["type"] == "ValueError"
    assert "Azadeh" not in json.dumps(told)


def test_metrics_count_by_template(client_with: Client) -> None:
    client = client_with()
    client.get("/v1/search", params={"q": "passport"})
    client.get("/v1/instruments/harbour")
    client.get("/v1/instruments/nope")
    for n in range(20):
        client.get(f"/nowhere/{n}")
        client.request(f"METHOD{n}", "/v1/index")
    text = client.get("/metrics").text
    assert 'iml_http_requests_total{method="GET",route="/v1/search",status="200"} 1.0' in text
    assert 'iml_http_requests_total{method="GET",route="/v1/instruments/{instrument}",status="404"} 1.0' in text
    assert 'iml_http_requests_total{method="GET",route="unmatched",status="404"} 20.0' in text
    assert 'iml_http_requests_total{method="other",route="/v1/index",status="405"} 20.0' in text
    assert 'iml_answers_total{outcome="answered"} 1.0' in text
    assert "iml_http_in_flight 1.0" in text
    generation = client.get("/v1/index").json()["generation"]
    assert f'iml_generation{{generation="{generation}",model="hash"}} 1.0' in text
    assert "nowhere" not in text and "METHOD" not in text
    assert client.get("/metrics").headers["content-type"].startswith("text/plain; version=")


def test_metrics_of_several_processes_are_added_up(tmp_path: Path) -> None:
    code = """
from search.http.metrics import Metrics
metrics = Metrics()
metrics.begun()
metrics.ended("GET", "/x", 200, 0.1, None)
metrics.begun()
print(metrics.text().decode())
"""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for n in (1, 2, 3):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        assert f'route="/x",status="200"}} {n}.0' in run.stdout
    code = f"""
from pathlib import Path
from search.http.metrics import Metrics, forget_dead_processes
forget_dead_processes(Path({str(tmp_path)!r}))
print(Metrics().text().decode())
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert 'status="200"} 3.0' in run.stdout
    assert "iml_http_in_flight 0.0" in run.stdout  # of those under way in processes that ended nothing is left
