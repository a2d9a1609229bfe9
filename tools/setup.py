"""Make the virtual environment and install the project with the CPU build of torch. Standard library only.

    python3 tools/setup.py [--dev] [--venv .venv]

The PyPI wheel of torch for Linux brings gigabytes of CUDA packages. So the CPU build (`+cpu`) is asked for first, from
the package indexes that pip is configured with, then from the PyTorch project's CPU index if that answers within a few
seconds. If neither has it, set-up stops and says so; it never falls back to the CUDA build. Set IML_TORCH to another
requirement (for example `torch==2.13.0` for the GPU build) to choose yourself.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import subprocess
import sys
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TORCH = "2.13.0"
CPU_INDEX = os.environ.get("IML_TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
PROBE_TIMEOUT_S = 5
PIP_LIMITS = ("--retries", "1", "--timeout", "30")


def main() -> int:
    """Exit code 0 when the environment is ready."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="also what the tests, linter and type checker need")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    args = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before the project is installed
        return fail(f"Python 3.11 or newer is needed, this is {platform.python_version()}; try: make PYTHON=python3.12")
    stamp = args.venv / (".ready-dev" if args.dev else ".ready")
    if stamp.is_file() and stamp.read_text() == fingerprint():
        return 0
    python = make_venv(args.venv)
    if not install_torch(python):
        return fail(
            f"no CPU build of torch {TORCH} was found: not in the indexes pip is configured with, and {CPU_INDEX} "
            "does not answer. Point IML_TORCH_INDEX or pip's find-links at a place that has it, or set IML_TORCH to "
            "another build."
        )
    say("installing iml-search and its libraries")
    project = f"{ROOT}[dev]" if args.dev else str(ROOT)
    if pip(python, "install", "--quiet", "-c", str(ROOT / "constraints.txt"), "-e", project) != 0:
        return fail("the libraries could not be installed; pip's message above says why")
    stamp.write_text(fingerprint())
    return 0


def fingerprint() -> str:
    """A hash of what decides the environment's content."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt", "tools/setup.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def make_venv(folder: Path) -> Path:
    """The environment's Python, made when missing."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        say(f"making a virtual environment in {folder}")
        venv.create(folder, with_pip=True)
    return python


def install_torch(python: Path) -> bool:
    """Whether torch is there: what IML_TORCH asks for, else the CPU build."""
    chosen = os.environ.get("IML_TORCH")
    if chosen:
        say(f"installing {chosen}")
        return pip(python, "install", "--quiet", chosen) == 0
    if platform.system() != "Linux":  # PyPI's wheels for macOS and Windows are CPU builds
        return pip(python, "install", "--quiet", f"torch=={TORCH}") == 0
    requirement = f"torch=={TORCH}+cpu"
    say(f"installing {requirement} (no CUDA)")
    if pip(python, "install", "--quiet", "--only-binary", ":all:", *PIP_LIMITS, requirement, quiet=True) == 0:
        return True
    if not answers(CPU_INDEX):
        return False
    return pip(python, "install", "--quiet", *PIP_LIMITS, "--index-url", CPU_INDEX, requirement) == 0


def answers(url: str) -> bool:
    """Whether a web server answers within the probe's time."""
    try:
        with urllib.request.urlopen(f"{url}/torch/", timeout=PROBE_TIMEOUT_S):
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, OSError):
        return False


def pip(python: Path, *args: str, quiet: bool = False) -> int:
    """pip's exit code."""
    sink = subprocess.DEVNULL if quiet else None
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *args]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stderr=sink, check=False).returncode


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"set-up: {text}\n")


def fail(text: str) -> int:
    """Exit code 1, with the reason."""
    say(text)
    return 1


if __name__ == "__main__":
    sys.exit(main())
