"""Measures the service under load with wrk, a process of its own, and prints tables for docs/service.md.

    python tools/load.py --home HOME [--seconds 20] [--soak-minutes 10] [--set IML_WAITING=64 ...]

HOME is left as it is. The reloads need two generations there that the encoder can open: `CURRENT` of a copy is pointed
to one and the other in turn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from running import copy_of, server

_SCRIPT = Path(__file__).with_name("load.lua")
_CONNECTIONS = (1, 8, 64)
_SAMPLE_S = 30
_SHEDDING: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("queue of 64", {"IML_WAITING": "64", "IML_WAIT_S": "30"}),
    ("as by default", {}),
)


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=20, help="length of each measurement")
    parser.add_argument("--soak-minutes", type=float, default=10, help="how long memory is watched")
    parser.add_argument("--only", choices=("speeds", "reloads", "soak"), help="one of the three")
    parser.add_argument("--set", action="append", default=[], metavar="IML_NAME=VALUE", help="a setting of the server")
    arguments = parser.parse_args()
    settings = dict(pair.split("=", 1) for pair in arguments.set)
    with tempfile.TemporaryDirectory() as name:
        home = copy_of(arguments.home, Path(name))
        log = Path(name) / "server.log"
        if arguments.only in (None, "speeds"):
            _speeds(home, log, arguments.seconds, settings)
        if arguments.only in (None, "reloads"):
            _reloads(home, log, max(20, arguments.seconds), settings)
        if arguments.only in (None, "soak"):
            _soak(home, log, arguments.soak_minutes * 60, settings)


def _speeds(home: Path, log: Path, seconds: int, settings: Mapping[str, str]) -> None:
    _row("shedding", "connections", "answered/s", "p50 ms", "p95 ms", "p99 ms", "turned away (503)", "failed")
    _row(*["---"] + ["---:"] * 7)
    for name, shedding in _SHEDDING:
        for connections in _CONNECTIONS:
            with server(home, log, {**settings, **shedding}) as (url, _):
                _wrk(url, 4, 3)
                begun = len(log.read_bytes())
                result = _wrk(url, connections, seconds)
            lines = [json.loads(line) for line in log.read_bytes()[begun:].splitlines()]
            times = sorted(line["ms"] for line in lines if line["event"] == "request" and line["status"] == 200)
            statuses = result["statuses"]
            failed = result["broken"] + sum(n for status, n in statuses.items() if status not in ("200", "503"))
            rate = statuses.get("200", 0) / result["seconds"]
            quantiles = [f"{_quantile(times, share):.0f}" for share in (0.50, 0.95, 0.99)]
            _row(name, connections, f"{rate:.1f}", *quantiles, statuses.get("503", 0), failed)


def _reloads(home: Path, log: Path, seconds: int, settings: Mapping[str, str]) -> None:
    first = (home / "CURRENT").read_text(encoding="utf-8").strip()
    others = [f.name for f in sorted((home / "generations").iterdir()) if f.name != first and _usable(f, home, first)]
    if not others:
        _say(f"\nno second generation in {home}: reloads not tried")
        return
    with server(home, log, {**settings, **_SHEDDING[0][1], "IML_RELOAD_S": "0.5"}) as (url, _):
        running = threading.Thread(target=lambda: results.append(_wrk(url, 8, seconds)))
        results: list[dict[str, Any]] = []
        running.start()
        for name in (others[0], first, others[0]):
            time.sleep(seconds / 5)
            _point(home, name)
        running.join()
    _point(home, first)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    done = sum(line["event"] == "reloaded" for line in lines)
    used = len({line["generation"] for line in lines if line["event"] == "request"})
    _say(f"\n{done} reloads during load of 8 connections, {used} indexes answered: {results[0]}")


def _soak(home: Path, log: Path, seconds: float, settings: Mapping[str, str]) -> None:
    with server(home, log, settings) as (url, process):
        running = threading.Thread(target=_wrk, args=(url, 8, int(seconds) + 1))
        running.start()
        _say("")
        _row("s", "RSS MiB", "of it private")
        _row("---:", "---:", "---:")
        for n in range(int(seconds // _SAMPLE_S) + 1):
            _row(n * _SAMPLE_S, *_memory(process.pid))
            time.sleep(_SAMPLE_S)
        running.join()


def _wrk(url: str, connections: int, seconds: int) -> dict[str, Any]:
    threads = str(min(connections, 2))
    command = ["wrk", "-t", threads, "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s"]
    run = subprocess.run([*command, "-s", str(_SCRIPT), url], capture_output=True, text=True, check=True)
    result = next(line for line in run.stdout.splitlines() if line.startswith("RESULT "))
    found: dict[str, Any] = json.loads(result.removeprefix("RESULT "))
    return found


def _usable(folder: Path, home: Path, like: str) -> bool:
    """Whether a generation has the format and the model of another."""
    if not (folder / "manifest.json").is_file():
        return False
    one, other = (
        json.loads((home / "generations" / name / "manifest.json").read_text(encoding="utf-8"))
        for name in (folder.name, like)
    )
    return all(one.get(key) == other.get(key) for key in ("format", "model"))


def _point(home: Path, generation: str) -> None:
    temporary = home / "CURRENT.new"
    temporary.write_text(f"{generation}\n", encoding="utf-8")
    temporary.replace(home / "CURRENT")


def _memory(pid: int) -> tuple[str, str]:
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return tuple(f"{int(fields[name].split()[0]) / 1024:.0f}" for name in ("VmRSS", "RssAnon"))  # type: ignore[return-value]


def _quantile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))] if times else float("nan")


def _row(*cells: object) -> None:
    _say(f"| {' | '.join(map(str, cells))} |")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
