"""The notebooks run, and are stored without anything of the machine they were run on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="nbclient is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")

import nbformat

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "docs" / "notebooks").glob("*.ipynb"))
MOST_BYTES = 20_000
A_PATH = re.compile(r"/(?:home|root|tmp|usr|work|Users|opt)/|[A-Z]:\\")


@pytest.mark.filterwarnings("ignore")  # of the notebook machinery
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs(path: Path, reader_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    pytest.importorskip("pandas", reason="the extra `pandas` is not installed")
    monkeypatch.setenv("IML_HOME", str(reader_home / ".iml"))
    monkeypatch.setenv("PYTHONPATH", str(path.parents[2]))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(reader_home))
    said = "".join(o.get("text", "") for c in notebook.cells if c.cell_type == "code" for o in c.outputs)
    assert "1 Saltport Papers 7, art 2" in said
    assert "same generation: True - same results: True" in said


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_is_stored_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert not A_PATH.search(text)
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert not any(o.output_type == "error" or o.get("name") == "stderr" for c in code for o in c.outputs)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert not any(c.metadata for c in notebook.cells)
