"""Reading in a child process with limits on time, memory and pages, so that a hostile file costs only itself.

Parent and child speak JSON, one request and one answer per line. Nothing is pickled: what comes back from a file is
data, never code. One child reads many files; it is replaced when it dies or runs over a limit. Programs that it runs,
as Tesseract, belong to its group of processes, which is ended as a whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from ingest.document_json import document_from_json, document_to_json
from ingest.errors import NeedsOcr, ProtectedSource, SourceError, SourceLimit, UnreadableSource
from ingest.model import Document

if TYPE_CHECKING:
    from ingest.readers.pdf.ocr import OcrRequest

__all__ = ["Limits", "SandboxedReader", "read_limited"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    timeout_s: float = 180.0
    """Wall clock, from the request to the answer, without the pages that OCR reads."""
    memory_mib: int = 2048
    """Address space of the child, where the system can limit it."""
    max_pages: int = 3000
    ocr_page_s: float = 60.0
    """Wall clock that OCR may take for one page; the time of the file grows by it with each of them."""
    max_ocr_pages: int = 500
    """Further pages without a text layer are left, and named."""


_ERRORS: dict[str, type[SourceError]] = {
    error.code: error for error in (UnreadableSource, ProtectedSource, NeedsOcr, SourceLimit)
}
"""By the code that the child answers with."""
_OUT_OF_MEMORY = "out-of-memory"
_DIED = "died"
_OCR_PAGES = "ocr_pages"
"""What the child says before its answer: how many pages OCR is going to read."""
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

    def read(self, path: Path, language: str | None = None) -> Document:
        """The document of one file; raises the `SourceError` of its reader, or `SourceLimit`.

        `language` (BCP 47) is that in which OCR reads the file's pictures, where it is known.
        """
        fresh = self._child is None
        answer = self._ask(path, language)
        if not fresh and answer.get("error") in (_OUT_OF_MEMORY, _DIED):
            # What the files before have left behind in the child must not count against this one.
            self.close()
            answer = self._ask(path, language)
        if "document" in answer:
            return document_from_json(answer["document"])
        code, message = str(answer["error"]), str(answer["message"])
        if code in (_OUT_OF_MEMORY, _DIED):
            self.close()
        raise (SourceLimit if code == _OUT_OF_MEMORY else _ERRORS.get(code, UnreadableSource))(message)

    def _ask(self, path: Path, language: str | None) -> dict[str, Any]:
        if self._child is None:
            self._child = _Child(self._limits)
        try:
            answer = self._child.ask({"path": str(path.resolve()), "language": language})
        except _TimeUp as error:
            self.close()
            raise SourceLimit(
                f"Reading {path.name} took longer than {error.allowed_s:g} s and was stopped; "
                "split the file or raise the limit."
            ) from None
        if answer:
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


class _TimeUp(Exception):
    """The child has not answered in the time allowed."""

    def __init__(self, allowed_s: float) -> None:
        super().__init__(allowed_s)
        self.allowed_s = allowed_s


class _Child:
    """One child process and the thread that waits for its answers."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # Pictures of pages that a killed child leaves behind go with this folder.
        self._scratch = tempfile.TemporaryDirectory(prefix="iml-read-", ignore_cleanup_errors=True)
        root = str(Path(__file__).resolve().parent.parent)
        known = os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", "from ingest.sandbox import serve; serve()"),
                *(json.dumps(asdict(limits)), self._scratch.name),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join([root, known] if known else [root]),
                "TMPDIR": self._scratch.name,
                # Threads of Tesseract wait for each other, by which it takes ten times as long; those of numpy reserve
                # more memory than the child may have where there are many cores.
                "OMP_THREAD_LIMIT": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
            start_new_session=True,
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

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer, empty when the child died; raises `_TimeUp`."""
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        except OSError:
            return {}
        begun, allowed_s = time.monotonic(), self._limits.timeout_s
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, begun + allowed_s - time.monotonic()))
            except queue.Empty:
                raise _TimeUp(allowed_s) from None
            answer: dict[str, Any] = json.loads(line) if line else {}
            if _OCR_PAGES not in answer:
                return answer
            allowed_s += answer[_OCR_PAGES] * self._limits.ocr_page_s

    def end(self) -> None:
        """Kill the child and what it has started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._scratch.cleanup()
        self._answers.close()
        with contextlib.suppress(OSError):  # an unsent request to a dead child
            self._requests.close()

    def obituary(self) -> str:
        """How the child died; ends what it has started."""
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

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()

    for request in _requests():
        say(_answer(Path(request["path"]), request["language"], limits, say))


def _requests() -> Iterator[dict[str, Any]]:
    """The parent's requests. When it hangs up, this process ends with all it has started, amid a file too."""
    lines: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        shutil.rmtree(sys.argv[2], ignore_errors=True)
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(lines.get())


def _answer(path: Path, language: str | None, limits: Limits, say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    def ocr() -> OcrRequest:
        from ingest.readers.pdf.tesseract import ocr_by_tesseract

        return ocr_by_tesseract(
            language, limits.ocr_page_s, limits.max_ocr_pages, lambda pages: say({_OCR_PAGES: pages})
        )

    try:
        from ingest.readers import read_document
        from ingest.readers.pdf import check_pages

        check_pages(path, limits.max_pages)
        return {"document": document_to_json(read_document(path, ocr))}
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
