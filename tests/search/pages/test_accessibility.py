"""axe finds nothing on any page: desk and phone, light and dark, closed and opened, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.pages.test_browser import EVERY_PAGE, PHONE, Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TRANSLATED = ["/?q=seven+nights+in+a+row", "/i/lamps/art%202?with=es", "/i/lamps", "/instruments", "/check"]


@pytest.mark.parametrize(
    ("paths", "options", "language"),
    [
        pytest.param(EVERY_PAGE, {}, "", id="desk"),
        pytest.param(EVERY_PAGE, {"color_scheme": "dark", **PHONE}, "", id="dark phone"),
        pytest.param(TRANSLATED, {}, "fr", id="French"),
        pytest.param(TRANSLATED, {"color_scheme": "dark"}, "es", id="Spanish in the dark"),
    ],
)
def test_axe_finds_nothing(
    visit: Visit, address: str, paths: list[str], options: dict[str, Any], language: str
) -> None:
    """Everything that can be opened is opened; a finding is its rule and its first element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    window = visit("/", **options)
    for path in paths:
        window.goto(address + path + (f"{'&' if '?' in path else '?'}ui={language}" if language else ""))
        window.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        found = axe.run(window, options={"runOnly": RULES}).response["violations"]
        said = [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found]
        assert said == [], path
