"""Writing a file so that at any instant either the old or the new bytes are there, never a part."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["replace_file", "write_atomically"]


def write_atomically(path: Path, data: bytes) -> None:
    """Put these bytes at `path`, keeping the permissions of what was there; a link is followed, not replaced."""
    path = path.resolve()
    waiting = path.with_name(f".{path.name}.tmp")
    with waiting.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if path.exists():
        waiting.chmod(path.stat().st_mode & 0o7777)
    replace_file(waiting, path)


def replace_file(source: Path, target: Path) -> None:
    """Move a file over another in the same folder, so that the move outlasts a power cut where the system can."""
    source.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
