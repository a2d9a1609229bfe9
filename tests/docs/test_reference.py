"""The reference is what the code says, and every page of the documentation is linked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def test_the_reference_is_what_the_code_says() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("folder", ["how-to", "notebooks", "reference"])
def test_every_page_is_listed(folder: str) -> None:
    listed = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = sorted(p for p in (DOCS / folder).iterdir() if p.suffix in {".md", ".ipynb"})
    assert pages
    assert [p.name for p in pages if f"({folder}/{p.name})" not in listed] == []


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = [link for link in _LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []
