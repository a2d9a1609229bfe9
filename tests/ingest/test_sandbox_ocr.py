"""What OCR may cost: the program that reads pictures goes with the child, and both with the parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.errors import NeedsOcr, UnreadableSource
from ingest.sandbox import Limits, SandboxedReader

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """#!/bin/sh
case "$1" in
  --version) echo "tesseract 9.9.9" ;;
  --list-langs) printf 'List of available languages (1):\\neng\\n' ;;
  *) echo $$ >> "$IML_TEST_LOG"; exec sleep 300 ;;
esac
"""
"""A Tesseract that never comes to an end."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc, where processes are counted")


@dataclass(frozen=True)
class Sleeper:
    log: Path

    def pids(self) -> list[int]:
        """Of all that were started."""
        return [int(line) for line in self.log.read_text().split()] if self.log.exists() else []

    def has_started(self) -> bool:
        return bool(self.pids())

    def is_over(self) -> bool:
        """Whether none runs; what nobody has asked after yet is a zombie, and does not run."""
        return not any(_runs(pid) for pid in self.pids())


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(event: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not event():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def sleeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sleeper]:
    for package in ("pytesseract", "pypdfium2"):
        pytest.importorskip(package, reason="the extra `ocr` is not installed")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    log = tmp_path / "pids"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("IML_TEST_LOG", str(log))
    yield Sleeper(log)
    for pid in Sleeper(log).pids():
        if _runs(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    writer = PdfWriter()
    for _ in range(2):
        writer.add_blank_page(300, 300)
    writer.write(path)
    return path


def test_pages_that_take_too_long_are_left_and_named(sleeper: Sleeper, scan: Path) -> None:
    """The file may take as much longer as its pages may; their program is ended."""
    with (
        SandboxedReader(Limits(timeout_s=30, ocr_page_s=1)) as reader,
        pytest.raises(NeedsOcr, match="were not read: 1–2; took longer than 1 s"),
    ):
        reader.read(scan, "en")
    assert len(sleeper.pids()) == 2
    assert sleeper.is_over()


def test_the_number_of_pages_is_limited(sleeper: Sleeper, scan: Path) -> None:
    with (
        SandboxedReader(Limits(ocr_page_s=1, max_ocr_pages=0)) as reader,
        pytest.raises(NeedsOcr, match="were not read: 1–2; more than the 0 pages"),
    ):
        reader.read(scan, "en")
    assert not sleeper.has_started()


def test_what_a_killed_child_has_started_ends_with_it(sleeper: Sleeper, scan: Path) -> None:
    import threading

    with SandboxedReader() as reader:

        def kill() -> None:
            wait_for(sleeper.has_started)
            assert reader._child is not None
            os.kill(reader._child._process.pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(UnreadableSource, match=r"scan\.pdf brought its process down \(SIGKILL\)"):
            reader.read(scan, "en")
        killer.join()
        wait_for(sleeper.is_over)


def test_without_its_parent_all_ends(sleeper: Sleeper, scan: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    code = f"from pathlib import Path; from ingest.sandbox import read_limited; read_limited(Path({str(scan)!r}))"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"TMPDIR": str(scratch)})
    wait_for(sleeper.has_started)
    assert list(scratch.glob("*/*"))
    parent.kill()
    parent.wait()
    wait_for(sleeper.is_over)
    assert list(scratch.iterdir()) == []


def test_no_picture_of_a_page_is_left_behind(
    sleeper: Sleeper, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile
    import threading

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    with SandboxedReader() as reader:
        closer = threading.Thread(target=lambda: (wait_for(sleeper.has_started), os.killpg(_group(reader), 9)))
        closer.start()
        with pytest.raises(UnreadableSource):
            reader.read(scan, "en")
        closer.join()
    assert list((tmp_path / "scratch").iterdir()) == []


def _group(reader: SandboxedReader) -> int:
    assert reader._child is not None
    return reader._child._process.pid
