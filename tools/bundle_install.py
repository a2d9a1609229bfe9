"""Install IML Search from this folder; no network is used. Standard library only.

    python3 install.py TARGET [--home FOLDER] [--keep-index]

TARGET gets a virtual environment, the command `TARGET/iml`, and the index in TARGET/home unless --home says where else.
Every file is compared with SHA256SUMS first; nothing is written before all checks have passed, and an installation that
fails is taken away again. --keep-index leaves the index that is in --home already as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SUMS, MANIFEST, INDEX, WHEELS = "SHA256SUMS", "manifest.json", "index.tar.gz", "wheels"
FORMAT = 1
QUESTION = "My employer keeps my passport. Is that allowed?"
SPARE = 1.2
"""On the unpacked size: byte code and the file system's own needs."""
_BLOCK = 1 << 20
_WRAPPER = """#!/bin/sh
# IML Search with the index of this installation; IML_HOME and --home say otherwise.
if [ -z "${{IML_HOME:-}}" ]; then IML_HOME={home}; fi
ORT_DISABLE_TELEMETRY=1
export IML_HOME ORT_DISABLE_TELEMETRY
exec {command} "$@"
"""


class Refused(Exception):
    """The installation cannot be made; the message says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the installation answers a question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path, metavar="TARGET")
    parser.add_argument("--home", type=Path, help="folder of the index (TARGET/home)")
    parser.add_argument("--keep-index", action="store_true", help="leave the index in --home as it is")
    args = parser.parse_args(arguments)
    bundle = Path(__file__).resolve().parent
    target = args.target.expanduser().absolute()
    home = args.home.expanduser().absolute() if args.home else target / "home"
    try:
        say(f"{verify(bundle)} files match {SUMS}")
        manifest = read_manifest(bundle)
        check_machine(manifest)
        check_places(manifest, target, home, args.keep_index)
        install(bundle, manifest, target, home, args.keep_index)
    except Refused as refusal:
        say(str(refusal))
        return 1
    return 0


def verify(bundle: Path) -> int:
    """How many files there are, when each is listed in SHA256SUMS and has the sum stated there."""
    sums = bundle / SUMS
    if not sums.is_file():
        raise Refused(f"{sums} is missing; unpack the archive again")
    stated: dict[str, str] = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not name or name.startswith("/") or ".." in name.split("/"):
            raise Refused(f"{sums} has a line that is no file of the bundle: {line!r}")
        stated[name] = digest
    found = {p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file() or p.is_symlink()} - {SUMS}
    for name in sorted(found ^ set(stated)):
        state = "is not part of the bundle; take it away" if name in found else "is missing; unpack the archive again"
        raise Refused(f"{bundle / name} {state}")
    for name, digest in sorted(stated.items()):
        if sha256(bundle / name) != digest:
            raise Refused(f"{bundle / name} does not match its sha256: it is damaged or was changed; copy it again")
    return len(stated)


def sha256(path: Path) -> str:
    """The file's sum, as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def read_manifest(bundle: Path) -> dict[str, Any]:
    """What the bundle says of itself."""
    manifest: dict[str, Any] = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise Refused(f"the bundle has format {manifest.get('format')}, this install.py reads {FORMAT}")
    return manifest


def check_machine(manifest: dict[str, Any]) -> None:
    """Refuse another Python or platform than the wheels are for."""
    here = {
        "python": ".".join(map(str, sys.version_info[:2])),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "machine": platform.machine(),
    }
    for key, value in here.items():
        if manifest[key] != value:
            advice = (
                f"run: python{manifest['python']} install.py …" if key == "python" else "ask for one for this machine"
            )
            raise Refused(f"the bundle is for {key} {manifest[key]}, this is {value}; {advice}")
    needed, (library, version) = manifest["glibc"], platform.libc_ver()
    if needed and (library != "glibc" or numbers(version) < numbers(needed)):
        raise Refused(f"glibc {needed} or newer is needed, this system has {library or 'another C library'} {version}")


def numbers(version: str) -> list[int]:
    """A version as numbers that compare."""
    return [int(part) for part in version.split(".") if part.isdigit()]


def check_places(manifest: dict[str, Any], target: Path, home: Path, keep_index: bool) -> None:
    """Refuse a target that is there, an index that would be written over, and a disk that is too small."""
    if not is_free(target):
        raise Refused(f"{target} is there already and not empty; give a new folder")
    if keep_index and not (home / "CURRENT").is_file():
        raise Refused(f"--keep-index, but {home} holds no index")
    if not keep_index and not is_free(home):
        raise Refused(f"{home} holds something already; give another --home, or --keep-index to go on with its index")
    needed = int(manifest["unpacked_bytes"] * SPARE)
    place = next(folder for folder in (target, *target.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise Refused(f"{place} has {free / 1e6:.0f} MB free, {needed / 1e6:.0f} MB are needed")


def is_free(folder: Path) -> bool:
    """Whether a folder can be filled: it is not there, or empty."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def clear(folder: Path) -> None:
    """Take away what is in a folder; the folder stays, with its owner and mode."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def install(bundle: Path, manifest: dict[str, Any], target: Path, home: Path, keep_index: bool) -> None:
    """Make the environment, unpack the index, and try both; on failure what was made is taken away."""
    made = [folder for folder in (target, home) if is_free(folder)]
    try:
        say(f"installing {len(manifest['packages'])} packages in {target}")
        python = make_environment(bundle, manifest, target)
        iml = write_command(target, home)
        if not keep_index:
            fill_home(bundle, manifest, home, iml)
        for words in (["doctor"], ["ask", QUESTION]):
            say(f"trying: iml {words[0]}")
            run([str(iml), *words], f"iml {words[0]} failed; its message is above")
    except (Refused, OSError, tarfile.TarError) as error:
        for folder in made:
            clear(folder)
        raise Refused(f"{error}; what was installed has been taken away again") from error
    say(f"{manifest['name']} {manifest['version']} is ready: {iml} --help (Python: {python})")


def make_environment(bundle: Path, manifest: dict[str, Any], target: Path) -> Path:
    """The environment's Python, with exactly the packages of the manifest."""
    folder = target / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    wheels = bundle / WHEELS
    pip = next(iter(sorted(wheels.glob("pip-*.whl"))), None)
    if pip is None:
        raise Refused(f"{wheels} has no wheel of pip")
    pinned = [f"{name}=={version}" for name, version in sorted(manifest["packages"].items())]
    options = ["--quiet", "--no-index", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--find-links"]
    command = [str(python), str(pip / "pip"), "--isolated", "--no-input", "install", *options, str(wheels), *pinned]
    run(command, "pip could not install the wheels; its message is above")
    return python


def write_command(target: Path, home: Path) -> Path:
    """The command `iml` of this installation."""
    path = target / "iml"
    command = target / "venv" / "bin" / "iml"
    text = _WRAPPER.format(home=shlex.quote(str(home)), command=shlex.quote(str(command)))
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def fill_home(bundle: Path, manifest: dict[str, Any], home: Path, iml: Path) -> None:
    """Unpack the bundle's index, or build that of the catalogue where the bundle has none."""
    if manifest["index"] is None:
        say("building the index of the catalogue")
        run([str(iml), "reindex"], "the index could not be built")
        return
    say(f"unpacking index {manifest['index']['generation']} in {home}")
    unpack(bundle / INDEX, home)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive of plain files; a link, a device or a path out of the folder stops everything.

    Not by `extractall`: its filters came with Python 3.11.4, and some systems have an older one.
    """
    with tarfile.open(archive) as stream:
        for member in stream:
            parts = member.name.split("/")
            if not member.isreg() or any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
                raise Refused(f"{archive} holds {member.name!r}, which is no plain file below the folder")
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            content = stream.extractfile(member)
            assert content is not None
            with content, path.open("xb") as copy:
                shutil.copyfileobj(content, copy, _BLOCK)


def run(command: Sequence[str], failure: str) -> None:
    """Run a command without what the user's settings for Python and pip would change."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "IML_", "VIRTUAL_ENV"))}
    environment.update(PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1", IML_OFFLINE="1")
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise Refused(failure)


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"install: {text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
