from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from babel import Locale

from ingest.catalogue import load_catalogue, read_catalogue
from ingest.catalogue.parties import STATES, Parties, acts_from_toml, parties_from_toml
from ingest.errors import CatalogueError
from ingest.model import BINDING_KINDS

MINIMAL = 'as_of = 2020-01-31\nsource = "The port\'s book"\nchecked = "not compared"\n'
BOOK = MINIMAL + 'parties = ["KE", "MX"]\n'
ACTS = MINIMAL + 'parties = ["DE", "DK", "FR"]\nundecided = ["DK", "NO"]\n'
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


def read(text: str) -> Parties:
    return parties_from_toml(tomllib.loads(text), "x.toml")


def test_what_a_file_says_is_read() -> None:
    text = (
        BOOK
        + 'count = 2\nundecided = ["TO"]\nnote = "Two."\n[since]\nKE = 2001-02-03\n[reservations]\nMX = "None at sea"\n'
    )
    parties = read(text)
    assert parties.as_of == "2020-01-31"
    assert parties.parties == ("KE", "MX")
    assert parties.since == {"KE": "2001-02-03"}
    assert parties.reservations == {"MX": "None at sea"}
    assert Parties.from_json(parties.to_json()) == parties


@pytest.mark.parametrize(
    ("more", "state", "said"),
    [
        pytest.param("", "KE", True, id="named"),
        pytest.param("", "TO", False, id="not named in a complete list"),
        pytest.param("complete = false\n", "TO", None, id="not named in an incomplete list"),
        pytest.param("complete = false\n", "KE", True, id="named in an incomplete list"),
        pytest.param('undecided = ["TO"]\n', "TO", None, id="undecided"),
        pytest.param('undecided = ["TO"]\n', "FJ", False, id="neither named nor undecided"),
    ],
)
def test_whether_a_state_is_bound(more: str, state: str, said: bool | None) -> None:
    assert read(BOOK + more).binds(state) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(BOOK + 'colour = "red"\n', "unknown key 'colour'", id="key"),
        pytest.param(BOOK.replace("2020-01-31", '"soon"'), "as_of must be a date", id="date"),
        pytest.param(
            BOOK.replace('checked = "not compared"\n', ""), "checked must be a non-empty string", id="checked"
        ),
        pytest.param(BOOK.replace("The port's book", " "), "source must be a non-empty string", id="source"),
        pytest.param(MINIMAL, "parties must be a list of state codes", id="no parties"),
        pytest.param(MINIMAL + 'parties = ["Kenya"]\n', "names 'Kenya', which is no state's", id="name for code"),
        pytest.param(MINIMAL + 'parties = ["QQ"]\n', "names 'QQ'", id="no state"),
        pytest.param(MINIMAL + 'parties = ["MX", "KE"]\n', "must be sorted", id="order"),
        pytest.param(MINIMAL + 'parties = ["KE", "KE"]\n', "name each state once", id="twice"),
        pytest.param(BOOK + "count = 3\n", "count is 3, but 2 parties are named", id="count"),
        pytest.param(BOOK + 'count = 4\nundecided = ["TO"]\n', "and 1 are undecided", id="count with undecided"),
        pytest.param(BOOK + 'count = "two"\n', "count must be a number", id="count in words"),
        pytest.param(BOOK + 'complete = "no"\n', "complete must be true or false", id="complete"),
        pytest.param(BOOK + 'undecided = ["KE"]\n', "KE is named as a party and as undecided", id="both"),
        pytest.param(BOOK + "[since]\nTO = 2001-01-01\n", "names TO, which is not among the parties", id="since"),
        pytest.param(BOOK + "[since]\nKE = 2001\n", "since KE must be a date", id="since a year"),
    ],
)
def test_a_wrong_file_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=f"x.toml.*{said}"):
        read(text)


def test_acts_of_the_union_bind_its_members_with_their_exceptions() -> None:
    text = ACTS + '[act.toll]\nalso = ["NO"]\n[act.tide]\nwithout = ["DK"]\nnote = "By protocol."\n'
    bound = acts_from_toml(tomllib.loads(text), "x.toml", frozenset({"toll", "tax"}))
    assert list(bound) == ["tax", "tide", "toll"]
    assert bound["toll"].parties == ("DE", "DK", "FR", "NO")
    assert bound["tide"].binds("DK") is False
    assert bound["tide"].note == "By protocol."
    assert [bound["tax"].binds(state) for state in ("DE", "DK", "NO", "US")] == [True, None, None, False]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param('[act.toll]\nwithout = ["US"]\n', "US is no member", id="no member"),
        pytest.param("[act.toll]\ncolour = 1\n", "act toll: unknown key 'colour'", id="key"),
        pytest.param('[act]\ntoll = "all"\n', "must be tables named by instrument ids", id="no table"),
    ],
)
def test_a_wrong_file_of_acts_is_named_with_its_place(more: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=f"x.toml.*{said}"):
        acts_from_toml(tomllib.loads(ACTS + more), "x.toml", frozenset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics.toml").write_text("[topics]\n")
    (tmp_path / "instruments").mkdir()
    for name, kind, region in (("harbour", "treaty", "universal"), ("toll", "regulation", "eu")):
        text = f'id = "{name}"\nkind = "{kind}"\nregion = "{region}"\n[title]\nen = "{name}"\n'
        (tmp_path / "instruments" / f"{name}.toml").write_text(text)
    (tmp_path / "parties").mkdir()
    return tmp_path


def test_a_catalogue_reads_its_parties(folder: Path) -> None:
    (folder / "parties" / "harbour.toml").write_text(BOOK)
    (folder / "parties" / "eu-members.toml").write_text(ACTS)
    read = read_catalogue(folder).parties
    assert list(read) == ["harbour", "toll"]
    assert read["toll"].parties == ("DE", "FR")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("harbor", BOOK, "has no instrument 'harbor'", id="unknown"),
        pytest.param("toll", BOOK, "parties of 'toll' stand in another file too", id="twice"),
        pytest.param("harbour", "as_of = ", "not valid TOML", id="syntax"),
    ],
)
def test_a_file_that_fits_no_instrument_is_an_error(folder: Path, name: str, text: str, said: str) -> None:
    (folder / "parties" / "eu-members.toml").write_text(ACTS)
    (folder / "parties" / f"{name}.toml").write_text(text)
    with pytest.raises(CatalogueError, match=said):
        read_catalogue(folder)


def test_a_catalogue_without_parties_is_fine(folder: Path) -> None:
    (folder / "parties").rmdir()
    assert read_catalogue(folder).parties == {}


def test_every_code_is_in_the_locale_data() -> None:
    assert set(Locale.parse("en").territories) >= STATES


def test_the_bundled_lists_agree_with_themselves() -> None:
    """Counts, order and codes are checked when they are read; this says what reading them cannot."""
    catalogue = load_catalogue()
    assert len(catalogue.parties) >= 100
    for identifier, parties in catalogue.parties.items():
        entry = catalogue.entries[identifier]
        assert entry.kind in BINDING_KINDS, identifier
        assert entry.in_force is None or parties.as_of > entry.in_force or entry.region == "eu", identifier
        assert all(day >= (entry.in_force or "") for day in parties.since.values()), identifier
        if entry.region in ("africa", "americas"):
            assert not set(parties.parties) & UNION, identifier


@pytest.mark.parametrize(
    ("identifier", "bound", "free"),
    [
        ("crc", "SO SS VA", "US"),
        ("icrmw", "MX PH TR MA", "US DE FR GB IT CA AU"),
        ("refugee-convention-1951", "KE DE MG TR", "US VE IN PK LB JO"),
        ("refugee-protocol-1967", "US VE CV", "MG KN IN PK"),
        ("iccpr", "US IN PK", "CN SA AE CU"),
        ("echr", "TR GB UA", "RU BY US"),
        ("echr-p4", "FR IT", "GB GR CH TR RU"),
        ("istanbul-convention-2011", "EU PL GB", "TR HU BG"),
        ("rome-statute", "UA AM PS", "BI PH US RU CN"),
        ("african-charter", "EH EG", "MA"),
        ("ilo-c182", "US CK TO", "MC LI"),
        ("additional-protocol-i-1977", "PH SS PS", "US IL TR IN"),
        ("eu-32013l0032-apd", "DE GR", "DK IE NO US"),
        ("eu-32013r0604-dublin-iii", "DK IE NO CH", "GB"),
        ("eu-charter", "DK IE PL", "GB NO"),
    ],
)
def test_states_that_everyone_asks_about(identifier: str, bound: str, free: str) -> None:
    parties = load_catalogue().parties[identifier]
    assert [s for s in bound.split() if parties.binds(s) is not True] == []
    assert [s for s in free.split() if parties.binds(s) is not False] == []


@pytest.mark.parametrize(
    ("identifier", "state"),
    [("achr", "VE"), ("oau-refugee-convention-1969", "MA"), ("kampala-convention-2009", "KE"), ("ilo-c143", "FR")],
)
def test_what_is_not_certain_stays_open(identifier: str, state: str) -> None:
    assert load_catalogue().parties[identifier].binds(state) is None
