"""A server of its own for the tools that try the service."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["copy_of", "iml", "server"]

_START_S = 120.0
_STOP_S = 60.0


def iml(home: Path, *arguments: str) -> list[str]:
    """The command line of `iml` over a home, of the Python that runs this."""
    return [str(Path(sys.executable).with_name("iml")), "--home", str(home), *arguments]


def copy_of(home: Path, folder: Path) -> Path:
    """A home in a folder with the same index, and keys of its own."""
    copy = folder / "home"
    copy.mkdir()
    (copy / "CURRENT").write_bytes((home / "CURRENT").read_bytes())
    (copy / "generations").symlink_to((home / "generations").resolve())
    return copy


@contextmanager
def server(home: Path, log: Path, settings: Mapping[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of `iml serve` over a home, which is stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            iml(home, "serve", "--port", str(port)), stderr=stream, env={**os.environ, **settings}
        )
        try:
            _await(f"{url}/readyz", process)
            yield url, process
        finally:
            process.terminate()
            process.wait(_STOP_S)


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"the server does not answer at {url}; exit code {process.poll()}")
