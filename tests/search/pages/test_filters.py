"""The counts of a filter by state, and the form as it stands in an address."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from search.pages.contents import contents
from search.pages.filters import states_counted
from search.pages.form import SearchForm
from search.searcher import Searcher
from search.views import TreeNode


def test_states_are_counted_as_the_filter_keeps_them(lamps: Searcher) -> None:
    """Kenya is a party, Tonga may be one, Fiji none. The declaration is for all, the comment for possible parties."""
    counts = {"lamps": 100, "lamps-gc1": 10, "bells": 1, "oars": 1000}
    found = states_counted(counts, lamps.snapshot.meta)
    assert [found[code] for code in ("KE", "MX", "TO", "FJ")] == [111, 111, 11, 1]


@pytest.mark.parametrize(
    ("query", "params"),
    [
        pytest.param("q=+rest+", [("q", "rest")], id="blanks"),
        pytest.param("q=a&kind=&state=&binding=", [("q", "a")], id="what is empty is not given"),
        pytest.param(
            "q=a&kind=treaty&kind=protocol&kind=treaty&page=3&ui=fr&x=1",
            [("q", "a"), ("kind", "treaty"), ("kind", "protocol")],
            id="twice, and what is not ours",
        ),
        pytest.param("q=a&page=²", [("q", "a")], id="a page that is no number"),
    ],
)
def test_an_address_is_read_and_written(query: str, params: list[tuple[str, str]]) -> None:
    assert SearchForm.read(QueryParams(query)).params() == params


def test_a_form_goes_to_a_page_and_back() -> None:
    form = SearchForm.read(QueryParams("q=a&kind=treaty&state=KE&adopted_from=1990&language=fr&page=2"))
    assert (form.page, form.query().offset, form.filtered) == (2, 10, 3)
    assert ("page", "2") in form.params(page=2)
    assert form.without("kind", "treaty") == [
        ("q", "a"),
        ("language", "fr"),
        ("adopted_from", "1990"),
        ("state", "KE"),
    ]
    assert form.unfiltered() == [("q", "a"), ("language", "fr")]


def test_contents_show_units_under_their_parts() -> None:
    tree = [
        TreeNode("preamble", "preamble", None, 0, False),
        TreeNode("part I", "part", "Rest", 0, False),
        TreeNode("art 1", "article", None, 1, True),
        TreeNode("art 1(1)", "paragraph", None, 2, False),
        TreeNode("art 2", "article", "Pay", 1, True),
        TreeNode("part II", "part", None, 0, False),
        TreeNode("art 3", "article", None, 1, True),
    ]
    made = contents(tree, lambda label: f"/{label}", "art 2")
    assert [(e.label, [c.label for c in e.children]) for e in made] == [
        ("preamble", []),
        ("part I", ["art 1", "art 2"]),
        ("part II", ["art 3"]),
    ]
    assert [c.current for c in made[1].children] == [False, True]
