"""Make an archive that installs the service, its model and an index on a machine without a network.

    python tools/bundle.py [--home FOLDER] [--torch] [--extra NAME] [--out dist]

The archive is for the Python and platform that this runs on. It holds the wheels, install.py, a manifest with every
version, and the sums of all files; with --home also the live index of that folder and the library it was built from.
Equal wheels and an equal index give an equal archive: names are sorted, and times, owners and modes are set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import re
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bundle_install import FORMAT, INDEX, MANIFEST, SPARE, SUMS, WHEELS, sha256
from setup import ROOT
from wheelhouse import WheelhouseError, collect, distribution

from index.generation import Home
from ingest.errors import ImlError

__all__ = ["Bundle", "assemble", "main", "pack_home"]

TOOLS = Path(__file__).resolve().parent
_EPOCH = 315532800
"""The times of all files: 1980-01-01, the first that every archive format can hold."""
_MANYLINUX = re.compile(r"manylinux_(\d+)_(\d+)_")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The archive made, and what is in it."""

    archive: Path
    sha256: str
    manifest: dict[str, Any]


def main() -> int:
    """Exit code 0 when the archive is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="folder whose live index goes along")
    parser.add_argument("--torch", action="store_true", help="also what encoders other than the bundled one need")
    parser.add_argument("--extra", action="append", default=[], help="also an optional part, for example ocr")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=args.out) as work:
        wheels = Path(work) / WHEELS
        try:
            say("collecting the wheels")
            collect(wheels, torch=args.torch, extras=args.extra)
            bundle = assemble(wheels, args.out, args.home)
        except (WheelhouseError, ImlError) as error:
            say(str(error))
            return 1
    size = bundle.archive.stat().st_size
    sys.stdout.write(f"{bundle.archive}: {size / 1e6:.0f} MB, sha256 {bundle.sha256}\n")
    return 0


def assemble(wheels: Path, out: Path, home: Path | None) -> Bundle:
    """The archive of a folder of wheels, written into `out` with its sum beside it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    machine = f"{platform.system()}_{platform.machine()}".lower()
    name = f"iml-search-{version}-cp{sys.version_info.major}{sys.version_info.minor}-{machine}"
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=out) as work:
        folder = Path(work) / name
        shutil.copytree(wheels, folder / WHEELS)
        shutil.copyfile(TOOLS / "bundle_install.py", folder / "install.py")
        shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
        index, index_bytes = None, 0
        if home is not None:
            say(f"packing the index of {home}")
            index, index_bytes = pack_home(home, folder / INDEX)
        manifest = describe(version, sorted((folder / WHEELS).glob("*.whl")), index, index_bytes)
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(readme(manifest), encoding="utf-8")
        write_sums(folder)
        archive = out / f"{name}.tar"
        say(f"writing {archive}")
        with archive.open("wb") as stream:
            _write_tar(stream, [(f"{name}/{n}", folder / n) for n in _names(folder)])
    digest = sha256(archive)
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", encoding="utf-8")
    return Bundle(archive, digest, manifest)


def pack_home(home: Path, archive: Path) -> tuple[dict[str, Any], int]:
    """(What the index is, its bytes unpacked), after writing the live index and the library into an archive.

    Left behind are older generations and the cache, which only saves time when passages are embedded again.
    """
    folder = Home(home)
    generation = folder.current()
    generation.verify()
    with tempfile.TemporaryDirectory(dir=archive.parent) as work:
        pointer, library = Path(work) / "CURRENT", Path(work) / folder.library.name
        pointer.write_text(f"{generation.id}\n", encoding="utf-8")
        inside = generation.path.relative_to(home).as_posix()
        members = [(f"{inside}/{name}", generation.path / name) for name in _names(generation.path)]
        members.append((pointer.name, pointer))
        if folder.library.is_file():
            _copy_database(folder.library, library)
            members.append((library.name, library))
        with archive.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
            _write_tar(stream, sorted(members))
        size = sum(path.stat().st_size for _, path in members)
    facts = generation.manifest
    return {"generation": generation.id, "model": facts["model"]["name"], "counts": facts["counts"]}, size


def describe(version: str, wheels: Sequence[Path], index: dict[str, Any] | None, index_bytes: int) -> dict[str, Any]:
    """The manifest."""
    packages = dict(distribution(wheel) for wheel in wheels)
    return {
        "format": FORMAT,
        "name": "iml-search",
        "version": version,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "machine": platform.machine(),
        "glibc": glibc_needed([wheel.name for wheel in wheels]),
        "torch": "torch" in packages,
        "packages": packages,
        "index": index,
        "unpacked_bytes": index_bytes + sum(_unpacked(wheel) for wheel in wheels),
    }


def glibc_needed(names: Sequence[str]) -> str | None:
    """The oldest glibc that all of these wheels run on; None where none says."""
    each = [min((int(a), int(b)) for a, b in found) for name in names if (found := _MANYLINUX.findall(name))]
    return "{}.{}".format(*max(each)) if each else None


def readme(manifest: dict[str, Any]) -> str:
    """The README of the archive."""
    index = manifest["index"]
    contents = (
        f"With the index {index['generation']}: {index['counts']['instruments']} instruments, "
        f"{index['counts']['passages']} passages."
        if index
        else "The index of the catalogue's own digests is built when it is installed, which takes some minutes."
    )
    return (
        (TOOLS / "bundle_readme.md")
        .read_text(encoding="utf-8")
        .format(
            version=manifest["version"],
            python=manifest["python"],
            system=manifest["system"],
            machine=manifest["machine"],
            glibc=f" with glibc {manifest['glibc']} or newer" if manifest["glibc"] else "",
            contents=contents,
            space=round(manifest["unpacked_bytes"] * SPARE / 1e6),
            index=", and the index by its generation" if index else "",
        )
    )


def write_sums(folder: Path) -> None:
    """Write the sums of all files, in the form that `sha256sum -c` reads."""
    lines = [f"{sha256(folder / name)}  {name}\n" for name in _names(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"bundle: {text}\n")


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write_tar(stream: IO[bytes] | gzip.GzipFile, members: Sequence[tuple[str, Path]]) -> None:
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = path.stat().st_size, _EPOCH, 0o644
            with path.open("rb") as content:
                archive.addfile(entry, content)


def _copy_database(source: Path, target: Path) -> None:
    """Copy what is committed, also while another process writes."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _unpacked(wheel: Path) -> int:
    return sum(member.file_size for member in zipfile.ZipFile(wheel).infolist())


if __name__ == "__main__":
    sys.exit(main())
