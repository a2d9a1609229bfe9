"""A file that somebody sends to be checked: read in a child process under limits, and kept nowhere."""

from __future__ import annotations

import re
import tempfile
import threading
from pathlib import Path, PurePosixPath

from ingest.errors import SourceLimit, UnreadableSource
from ingest.model import Document
from ingest.sandbox import Limits, read_limited

__all__ = ["MAX_REFERENCES", "MAX_SENTENCES", "MAX_TEXT", "MAX_UPLOAD", "Busy", "read_upload"]

MAX_UPLOAD = 10_000_000
"""Bytes of a file."""
MAX_TEXT = 500_000
"""Characters of its text."""
MAX_REFERENCES = 200
"""References that are checked for one request."""
MAX_SENTENCES = 60
"""Sentences that are compared with all provisions for one request."""
_LIMITS = Limits(timeout_s=20.0, memory_mib=1024, max_pages=1000, max_ocr_pages=0)
_AT_ONCE = 2
"""Files read at the same time in this process: each has a child with memory of its own."""
_WAIT_S = 5.0
_STRANGE = re.compile(r"[^\w.() -]+")
_places = threading.BoundedSemaphore(_AT_ONCE)


class Busy(Exception):
    """As many files are being read as may be at once."""


def read_upload(name: str, data: bytes) -> Document:
    """The document in a file; `SourceError` when it cannot be read or is too large, `Busy` when others are first.

    The bytes lie in a folder of their own while they are read, and are gone after that.
    """
    if len(data) > MAX_UPLOAD:
        raise SourceLimit(f"the file has {len(data):,} bytes, {MAX_UPLOAD:,} is the most; send it in parts")
    if not data:
        raise UnreadableSource("the file is empty; choose a Word, PDF, ODT, RTF, HTML or text file")
    if not _places.acquire(timeout=_WAIT_S):
        raise Busy
    try:
        with tempfile.TemporaryDirectory(prefix="iml-check-") as folder:
            path = Path(folder) / _plain(name)
            path.write_bytes(data)
            document = read_limited(path, _LIMITS)
    finally:
        _places.release()
    if len(document.text) > MAX_TEXT:
        raise SourceLimit(
            f"{_plain(name)} has {len(document.text):,} characters of text, {MAX_TEXT:,} is the most; send it in "
            "parts, or check it with: iml check"
        )
    return document


def _plain(name: str) -> str:
    """A file's name for messages, without folders and signs that a file system or a terminal takes for more."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _STRANGE.sub("_", last)[-80:].strip(". ") or "file"
