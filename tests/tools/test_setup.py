"""Set-up asks for the CPU build of torch and for nothing else."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "tools" / "setup.py"
    spec = importlib.util.spec_from_file_location("iml_setup", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("IML_TORCH", raising=False)
    return module


def record(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, *, found: bool, answers: bool) -> list[tuple[str, ...]]:
    calls: list[tuple[str, ...]] = []

    def pip(_python: Path, *args: str, quiet: bool = False) -> int:
        calls.append(args)
        return 0 if found or "--index-url" in args else 1

    monkeypatch.setattr(setup, "pip", pip)
    monkeypatch.setattr(setup, "answers", lambda _url: answers)
    monkeypatch.setattr(setup.platform, "system", lambda: "Linux")
    return calls


def test_the_configured_indexes_are_asked_first(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = record(setup, monkeypatch, found=True, answers=False)
    assert setup.install_torch(Path("python"))
    assert [c[-1] for c in calls] == [f"torch=={setup.TORCH}+cpu"]


def test_then_the_cpu_index_if_it_answers(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = record(setup, monkeypatch, found=False, answers=True)
    assert setup.install_torch(Path("python"))
    assert setup.CPU_INDEX in calls[1]
    assert all(c[-1].endswith("+cpu") for c in calls)


def test_without_either_nothing_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = record(setup, monkeypatch, found=False, answers=False)
    assert not setup.install_torch(Path("python"))
    assert len(calls) == 1 and calls[0][-1].endswith("+cpu")


def test_another_build_is_the_users_choice(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = record(setup, monkeypatch, found=True, answers=True)
    monkeypatch.setenv("IML_TORCH", "torch==2.13.0")
    assert setup.install_torch(Path("python"))
    assert calls == [("install", "--quiet", "torch==2.13.0")]


def test_an_index_that_does_not_answer_costs_seconds(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_url: str, timeout: float) -> None:
        assert timeout <= 10
        raise OSError("no route")

    monkeypatch.setattr(setup.urllib.request, "urlopen", refuse)
    assert not setup.answers("https://example.invalid")
