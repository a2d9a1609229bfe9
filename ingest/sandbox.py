"""Reading in a child process with limits on time, memory and pages, so that a hostile file costs only itself.

Parent and child speak JSON, one request and one answer per line. Nothing is pickled: what comes back from a file is
data, never code. One child reads many files; it is replaced when it dies or runs over a limit.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ingest.document_json import document_from_json, document_to_json
from ingest.errors import NeedsOcr, ProtectedSource, SourceError, SourceLimit, UnreadableSource
from ingest.model import Document

__all__ = ["Limits", "SandboxedReader", "read_limited"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    timeout_s: float = 180.0
    """Wall clock, from the request to the answer."""
    memory_mib: int = 2048
    """Address space of the child, where the system can limit it."""
    max_pages: int = 3000


_ERRORS: dict[str, type[SourceError]] = {
    error.code: error for error in (UnreadableSource, ProtectedSource, NeedsOcr, SourceLimit)
}
"""By the code that the child answers with."""
_OUT_OF_MEMORY = "out-of-memory"
_DIED = "died"
_GRACE_S = 5.0


class SandboxedReader:
    """Reads files one after the other in a child process; a context manager that ends the child.

    Not for use by several threads at once.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: _Child | None = None

    def __enter__(self) -> SandboxedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(self, path: Path) -> Document:
        """The document of one file; raises the `SourceError` of its reader, or `SourceLimit`."""
        fresh = self._child is None
        answer = self._ask(path)
        if not fresh and answer.get("error") in (_OUT_OF_MEMORY, _DIED):
            # What the files before have left behind in the child must not count against this one.
            self.close()
            answer = self._ask(path)
        if "document" in answer:
            return document_from_json(answer["document"])
        code, message = str(answer["error"]), str(answer["message"])
        if code in (_OUT_OF_MEMORY, _DIED):
            self.close()
        raise (SourceLimit if code == _OUT_OF_MEMORY else _ERRORS.get(code, UnreadableSource))(message)

    def _ask(self, path: Path) -> dict[str, Any]:
        if self._child is None:
            self._child = _Child(self._limits)
        try:
            line = self._child.ask(path, self._limits.timeout_s)
        except queue.Empty:
            self.close()
            raise SourceLimit(
                f"Reading {path.name} took longer than {self._limits.timeout_s:g} s and was stopped; "
                "split the file or raise the limit."
            ) from None
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        return {
            "error": _DIED,
            "message": f"Reading {path.name} brought its process down ({self._child.obituary()}); the file is damaged "
            "or hostile. Save it anew with another program.",
        }


def read_limited(path: Path, limits: Limits | None = None) -> Document:
    """The document of one file, read in a child process of its own; errors as of `SandboxedReader.read`."""
    with SandboxedReader(limits) as reader:
        return reader.read(path)


class _Child:
    """One child process and the thread that waits for its answers."""

    def __init__(self, limits: Limits) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        known = os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from ingest.sandbox import serve; serve()", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([root, known] if known else [root])},
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while line := self._answers.readline():
            self._lines.put(line)
        self._lines.put(b"")

    def ask(self, path: Path, timeout_s: float) -> bytes:
        """The answer's line, empty when the child died; raises `queue.Empty` when time is up."""
        try:
            self._requests.write(json.dumps(str(path.resolve())).encode() + b"\n")
            self._requests.flush()
        except OSError:
            return b""
        return self._lines.get(timeout=timeout_s)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._answers.close()
        with contextlib.suppress(OSError):  # an unsent request to a dead child
            self._requests.close()

    def obituary(self) -> str:
        try:
            code = self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            code = 0
        self.end()
        if code >= 0:
            return f"exit code {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"


def serve() -> None:
    """Answer the parent until it hangs up. Runs in the child."""
    limits = Limits(**json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not garble the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(limits.memory_mib)
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(Path(json.loads(line)), limits)).encode() + b"\n")
        answers.flush()


def _answer(path: Path, limits: Limits) -> dict[str, Any]:
    try:
        from ingest.readers import read_document
        from ingest.readers.pdf import check_pages

        check_pages(path, limits.max_pages)
        return {"document": document_to_json(read_document(path))}
    except SourceError as error:
        return {"error": error.code, "message": str(error)}
    except MemoryError:
        return {
            "error": _OUT_OF_MEMORY,
            "message": f"Reading {path.name} took more than {limits.memory_mib} MiB of memory; split the file or raise "
            "the limit.",
        }
    except Exception as error:  # noqa: BLE001 — the edge of this process: whatever a library throws at a damaged file
        return {"error": UnreadableSource.code, "message": _unexpected(path, error)}


def _unexpected(path: Path, error: Exception) -> str:
    return (
        f"{path.name} cannot be read ({type(error).__name__}: {str(error)[:200]}); it is probably damaged. "
        "Open it in its own program and save it anew."
    )


def _limit_memory(memory_mib: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system; the limits on time and pages remain
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_mib * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
