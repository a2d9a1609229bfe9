"""The report on paper: lines, Markdown, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from search.checking import CheckReport
from search.checking.report import as_lines, as_markdown, summary_line
from search.cli.app import app
from search.cli.context import Context
from search.searcher import Searcher

TEXT = (
    "“No keeper may hold the passport of a guest worker” (HCGW art 2(1)). “Wages are paid every month” (HCGW art 3). "
    "A “guest worker” (HCGW art 1) is not here: HCGW art 99."
)
Report = Callable[[str], CheckReport]


def test_lines(report: Report) -> None:
    lines = "\n".join(as_lines(report(TEXT)))
    assert "quotation differs (serious): the differences change what binds" in lines
    assert "“No keeper [-shall-] {+may+} hold the passport of a guest worker”" in lines
    assert "quotation verbatim" in lines
    assert "“guest worker”" not in lines  # too short to say anything of
    assert "not held: Harbour Convention has 4 articles; there is no article 99." in lines
    assert "[-words-] are in the authentic text only" in lines


def test_the_summary_counts(report: Report) -> None:
    assert summary_line(report(TEXT)) == (
        "4 references: 1 not found as written, 0 to look at again. "
        "3 quotations: 1 verbatim; 1 differs; 1 not compared; 1 serious."
    )


def test_several_differences(report: Report) -> None:
    words = (
        "1. A guest worker is a person who sails to another country to work there for a wage. 2. A keeper is whoever"
    )
    text = f"“{words.replace('sails', 'swims')} pays that fee” (HCGW art 1)."
    lines = " ".join(as_lines(report(text)))
    assert "person who [-sails-] {+swims+} to another" in " ".join(lines.split())


def test_markdown(report: Report) -> None:
    text = as_markdown(report(TEXT))
    assert "## 1. HCGW art 2(1)" in text
    assert "> No keeper ~~shall~~ **may** hold the passport of a guest worker" in text
    assert "\\<" in as_markdown(report("“The <b>moon</b> is made of lamps” (HCGW art 1)."))


@pytest.fixture
def iml(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setattr(Context, "searcher", lambda self: searcher)

    def run(*args: str, stdin: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(app, ["check", *args], input=stdin)
        return result.exit_code, result.stdout

    return run


def test_the_command(iml: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    assert iml("-", stdin=TEXT)[0] == 0
    assert iml("-", "--strict", stdin=TEXT)[0] == 1
    assert iml("-", "--strict", stdin="“Wages are paid every month” (HCGW art 3).")[0] == 0
    file = tmp_path / "brief.md"
    file.write_text(f"# Brief\n\n{TEXT}\n", encoding="utf-8")
    code, out = iml(str(file), "--json")
    assert code == 0
    assert json.loads(out)["summary"]["quotes"] == 3
    assert iml(str(file), "--format", "md")[1].startswith("# Citation check")
