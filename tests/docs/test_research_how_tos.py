"""The code of the how-tos for research tools runs as it stands, over the small collection."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to"
ADDRESS = "http://127.0.0.1:8000"
NEEDS = {"langchain": "langchain_core", "llama-index": "llama_index.core", "haystack": "haystack", "python": "pandas"}
# page, what its code prints over the small collection
PAGES = [
    ("python", "No keeper shall hold the passport of a guest worker."),
    ("langchain", "No keeper shall hold the passport of a guest worker."),
    ("llama-index", "1 Saltport Papers 7, art 2"),
    ("haystack", "1 Saltport Papers 7, art 2"),
    ("export", "No keeper shall hold the passport of a guest worker."),
]


def blocks(page: str, language: str) -> list[str]:
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "printed"), PAGES, ids=[page for page, _ in PAGES])
def test_python(
    page: str, printed: str, reader_home: Path, reader_service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")
    if page in NEEDS:
        pytest.importorskip(NEEDS[page], reason=f"the extra for {page}.md is not installed")
    monkeypatch.chdir(reader_home)
    code = "\n".join(blocks(page, "python")).replace(ADDRESS, reader_service)
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(code, f"{page}.md", "exec"), {"__name__": "how_to"})
    assert printed in out.getvalue()


@pytest.mark.parametrize("page", ["export", "zotero-import"])
def test_commands(page: str, reader_home: Path, reader_service: str, tmp_path: Path) -> None:
    script = "set -e\n" + "\n".join(blocks(page, "sh")).replace(ADDRESS, reader_service)
    iml = tmp_path / "bin" / "iml"
    iml.parent.mkdir()
    iml.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from search.cli import main; main()" "$@"\n')
    iml.chmod(0o755)
    path = f"{iml.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "IML_HOME": str(reader_home / ".iml")}
    done = subprocess.run(["sh"], input=script, text=True, capture_output=True, cwd=tmp_path, env=env, check=False)
    assert done.returncode == 0, done.stderr
    written = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    assert all(written.values())
    if page == "export":
        assert written["results.ris"].startswith(b"TY  - ")
        assert written["results.docx"].startswith(b"PK")
        assert any(name.startswith("iml-search-") and name.endswith(".bib") for name in written)
    else:
        assert b"SE  - art 2\r\n" in written["place.ris"]
