"""Answers filtered by state, over the small collection and what a catalogue holds of its parties."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.catalogue.parties import Parties
from ingest.catalogue.schema import entry_from_toml
from search.cli.app import app
from search.cli.context import Context
from search.http import create_app
from search.query import Filters, Query
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection

QUESTION = "guest worker locked door wages passport"
COMMENT = 'id = "harbour-gc7"\nkind = "general_comment"\nparent = "harbour"\n[title]\nen = "General comment No. 7"\n'
BOOK = Parties(
    "2020-01-31",
    "The port's book",
    "not compared",
    ("KE", "MX"),
    undecided=("TO",),
    note="Fiji left in 1911.",
    reservations={"MX": "not at sea"},
)


@pytest.fixture(scope="module")
def searcher_with(
    tmp_path_factory: pytest.TempPathFactory, encoder: HashEncoder
) -> Callable[[Parties | None], Searcher]:
    """Builds a searcher whose treaty has the given parties."""

    def searcher(parties: Parties | None) -> Searcher:
        folder = tmp_path_factory.mktemp("states")
        home = Home(folder / "home")
        entries = {"harbour-gc7": entry_from_toml(tomllib.loads(COMMENT), "x.toml", frozenset())}
        catalogue = Catalogue(entries, {}, {"harbour": parties} if parties else {})
        ingest_into(home, write_collection(folder / "collection"), catalogue)
        build_in(home, catalogue, encoder)
        return Searcher(home, encoder=encoder)

    return searcher


@pytest.fixture(scope="module")
def known(searcher_with: Callable[[Parties | None], Searcher]) -> Searcher:
    return searcher_with(BOOK)


def found(searcher: Searcher, *states: str, **more: object) -> set[str]:
    filters = Filters(state=states, **more)  # type: ignore[arg-type]
    return {r.instrument.id for r in searcher.search(Query(QUESTION, limit=50, filters=filters)).results}


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param(("KE",), {"harbour", "harbour-gc7"}, id="party"),
        pytest.param(("Kenia",), {"harbour", "harbour-gc7"}, id="by its name in Spanish"),
        pytest.param(("FJ",), set(), id="no party: neither the treaty nor the comment on it"),
        pytest.param(("TO",), {"harbour-gc7"}, id="not held: the comment, which speaks to all parties"),
        pytest.param(("FJ", "KE"), {"harbour", "harbour-gc7"}, id="one of several"),
        pytest.param(("FJ", "TO"), {"harbour-gc7"}, id="none, or not held"),
    ],
)
def test_a_state_keeps_what_binds_it_and_what_is_for_all(
    known: Searcher, states: tuple[str, ...], expected: set[str]
) -> None:
    assert found(known, *states) == expected


def test_a_state_adds_up_with_other_filters(known: Searcher) -> None:
    assert found(known, "KE", kind=("general_comment",)) == {"harbour-gc7"}


def test_an_instrument_on_no_treaty_is_kept_for_every_state(searcher: Searcher) -> None:
    assert found(searcher, "FJ") == {"harbour-gc7"}


def test_the_answer_says_of_which_day_the_lists_are(known: Searcher) -> None:
    message = known.search(Query(QUESTION, filters=Filters(state=("KE",)))).message
    assert message is not None and message.startswith("States parties by lists dated 2020-01-31;")
    assert "left out" not in message
    assert known.search(Query(QUESTION)).message is None


@pytest.mark.parametrize("parties", [None, BOOK], ids=["no list", "undecided"])
def test_the_answer_says_what_was_left_out(
    searcher_with: Callable[[Parties | None], Searcher], parties: Parties | None
) -> None:
    answer = searcher_with(parties).search(Query(QUESTION, filters=Filters(state=("TO",))))
    assert answer.message is not None
    assert "Whether Tonga is bound is not held for 1 of 1 treaties" in answer.message
    assert "left out: Harbour Convention." in answer.message


@pytest.fixture
def run(known: Searcher, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the command over the known collection and gives what it printed."""
    monkeypatch.setattr(Context, "searcher", lambda _context: known)
    home = str(known.snapshot.generation.path.parent.parent)

    def run(*args: str) -> str:
        done = CliRunner().invoke(app, ["--home", home, *args], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    return run


def test_ask_takes_states_and_prints_what_was_left_out(run: Callable[..., str]) -> None:
    printed = run("ask", QUESTION, "--state", "Tonga", "--state", "FJ")
    assert printed.startswith("States parties by lists dated 2020-01-31;")
    assert "Whether Tonga or Fiji is bound is not held" in printed
    assert "General comment No. 7" in printed


def test_ask_says_so_when_nothing_is_left(run: Callable[..., str]) -> None:
    assert "Nothing held answers this question." in run("ask", QUESTION, "--state", "FJ")


def test_show_prints_the_parties_with_day_and_source(run: Callable[..., str]) -> None:
    printed = run("show", "harbour")
    assert "binds 2 on 2020-01-31: KE MX" in printed
    assert "not held whether also: TO" in printed
    assert "MX: not at sea" in printed
    assert "Fiji left in 1911." in printed
    assert "from: The port's book (not compared)" in printed
    assert "binds" not in run("show", "harbour-gc7")


def test_status_counts_and_lists_the_parties(run: Callable[..., str]) -> None:
    assert "parties held of 1 instruments" in run("status")
    listed = json.loads(run("status", "--instruments", "--json"))
    assert listed["parties_held"] == 1
    assert [i["parties"] for i in listed["list"]] == [{"as_of": "2020-01-31", "named": 2}, None]


@pytest.fixture(scope="module")
def client(known: Searcher) -> Iterator[TestClient]:
    with TestClient(create_app(Home(known.snapshot.generation.path), "unused", known)) as client:
        yield client


def test_http_takes_states_and_gives_parties(client: TestClient) -> None:
    got = client.get("/v1/search", params={"q": QUESTION, "state": ["FJ", "Tonga"]}).json()
    assert {r["instrument"]["id"] for r in got["results"]} == {"harbour-gc7"}
    assert "Fiji or Tonga" in got["message"]
    parties = client.get("/v1/instruments/harbour").json()["parties"]
    assert parties["parties"] == ["KE", "MX"]
    assert (parties["as_of"], parties["source"]) == ("2020-01-31", "The port's book")
    assert client.get("/v1/instruments/harbour-gc7").json()["parties"] is None


def test_http_answers_an_unknown_state_with_a_problem(client: TestClient) -> None:
    got = client.get("/v1/search", params={"q": QUESTION, "state": "Kenja"})
    assert got.status_code in (400, 422)
    assert "did you mean Kenya" in got.text
