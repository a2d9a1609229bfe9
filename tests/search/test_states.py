from __future__ import annotations

import pytest
from babel import Locale

from ingest.catalogue.parties import STATES
from ingest.errors import UsageError
from search.query import Filters
from search.states import state_code, state_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("KE", "KE", id="code"),
        pytest.param(" ke ", "KE", id="small letters"),
        pytest.param("KEN", "KE", id="three letters"),
        pytest.param("Kenya", "KE", id="English"),
        pytest.param("Kenia", "KE", id="Spanish and German"),
        pytest.param("Mexique", "MX", id="French"),
        pytest.param("Quênia", "KE", id="Portuguese"),
        pytest.param("المكسيك", "MX", id="Arabic"),
        pytest.param("cote d'ivoire", "CI", id="no accents"),
        pytest.param("Ivory Coast", "CI", id="other name"),
        pytest.param("The Gambia", "GM", id="article"),
        pytest.param("St. Lucia", "LC", id="abbreviation"),
        pytest.param("Saint Lucia", "LC", id="in full"),
        pytest.param("Trinidad and Tobago", "TT", id="and"),
        pytest.param("Trinidad & Tobago", "TT", id="ampersand"),
        pytest.param("Russian Federation", "RU", id="official"),
        pytest.param("U.S.A.", "US", id="dots"),
        pytest.param("UK", "GB", id="UK"),
        pytest.param("Turkey", "TR", id="former"),
        pytest.param("Myanmar", "MM", id="aside in brackets"),
        pytest.param("Holy See", "VA", id="Holy See"),
        pytest.param("European Union", "EU", id="Union"),
        pytest.param("Congo", "CG", id="the one whose name it is"),
        pytest.param("DR Congo", "CD", id="the other one"),
    ],
)
def test_a_state_is_known_by_its_names(name: str, code: str) -> None:
    assert state_code(name) == code


@pytest.mark.parametrize("language", ["en", "fr", "es", "de", "pt", "ar"])
def test_every_name_of_the_locale_data_leads_to_its_own_state(language: str) -> None:
    names = Locale.parse(language).territories
    assert {code: state_code(names[code]) for code in STATES} == {code: code for code in STATES}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Kenja", "did you mean Kenya", id="misspelt"),
        pytest.param("Untied States", "did you mean United States", id="letters swapped"),
        pytest.param("Qqqqqq", "is not known. Give a name", id="nothing near"),
        pytest.param("", "is not known", id="empty"),
        pytest.param("QQ", "is not known", id="no code"),
        pytest.param("HK", "is not known", id="no state"),
    ],
)
def test_an_unknown_state_is_an_error_that_helps(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Filters(state=("KE", name))


def test_names_are_given_in_english() -> None:
    assert state_name("KE") == "Kenya"
