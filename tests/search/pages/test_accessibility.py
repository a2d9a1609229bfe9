"""axe finds nothing on any page: desk and phone, light and dark, closed and opened, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.pages.test_browser import EVERY_PAGE, PHONE, Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(visit: Visit, path: str, **options: Any) -> list[str]:
    """What axe finds: rule and the first element; everything that can be opened is opened."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    window = visit(path, **options)
    window.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    found = axe.run(window, options={"runOnly": RULES}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}" for v in found]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    assert violations(visit, path) == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_axe_finds_nothing_in_the_dark_on_a_phone(visit: Visit, path: str) -> None:
    assert violations(visit, path, color_scheme="dark", **PHONE) == []


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("path", ["/?q=seven+nights+in+a+row", "/i/lamps/art%202?with=es", "/i/lamps", "/instruments"])
def test_axe_finds_nothing_in_other_languages(visit: Visit, path: str, language: str) -> None:
    assert violations(visit, f"{path}{'&' if '?' in path else '?'}ui={language}") == []
