"""A child process reads; what it may cost is limited, and what it says comes back whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.errors import NeedsOcr, SourceLimit, UnreadableSource
from ingest.readers import read_document
from ingest.sandbox import Limits, SandboxedReader, read_limited

PLENTY = 20_000_000
"""Bytes; read as text they take several times as much."""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text("# Of lamps\n\n1. A lamp burns — señal, المادة, 第一條.\n\n2. It is put out.\n", encoding="utf-8")
    return path


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    path = tmp_path / "heavy.txt"
    line = b"A lamp burns from dusk to dawn, and then it is put out.\n"
    path.write_bytes(line * (PLENTY // len(line)))
    return path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "bare.pdf"
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(300, 300)
    writer.write(path)
    return path


def test_the_document_is_the_one_read_here(letter: Path) -> None:
    assert read_limited(letter) == read_document(letter)


def test_one_child_reads_many_files(letter: Path, bare: Path) -> None:
    with SandboxedReader() as reader:
        first = reader.read(letter)
        with pytest.raises(NeedsOcr, match=r"bare\.pdf has no text on its pages \(1–3\)"):
            reader.read(bare)
        assert reader.read(letter) == first


def test_the_readers_own_message_comes_through(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    with pytest.raises(UnreadableSource, match=r"gone\.txt: cannot be read: No such file"):
        read_limited(path)


def test_time_is_limited_and_the_child_is_replaced(heavy: Path) -> None:
    with SandboxedReader(Limits(timeout_s=0.05)) as reader:
        for _ in range(2):
            with pytest.raises(SourceLimit, match=r"Reading heavy\.txt took longer than 0\.05 s"):
                reader.read(heavy)
            assert reader._child is None


def test_memory_is_limited_and_the_next_file_is_read(letter: Path, heavy: Path) -> None:
    pytest.importorskip("resource")
    with SandboxedReader(Limits(memory_mib=150)) as reader:
        assert reader.read(letter).text
        with pytest.raises(SourceLimit, match=r"Reading heavy\.txt took more than 150 MiB of memory"):
            reader.read(heavy)
        assert reader.read(letter).text


def test_pages_are_limited(bare: Path) -> None:
    with pytest.raises(SourceLimit, match="has 3 pages, more than the 2 allowed"):
        read_limited(bare, Limits(max_pages=2))


def test_a_child_that_died_between_files_is_replaced(letter: Path) -> None:
    with SandboxedReader() as reader:
        before = reader.read(letter)
        assert reader._child is not None
        os.kill(reader._child._process.pid, signal.SIGTERM)
        assert reader.read(letter) == before


def test_a_file_that_kills_its_child_is_named(letter: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hostile = tmp_path / "ingest_killer"
    hostile.mkdir()
    (hostile / "sitecustomize.py").write_text("import os\nos.abort()\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(hostile))
    with pytest.raises(UnreadableSource, match=r"Reading letter\.md brought its process down \(SIGABRT\)"):
        read_limited(letter)
