"""Words of other languages in English: phrases first, forms of a word, compounds, clitics."""

from __future__ import annotations

import pytest

from index.glossary import Glossary, glossary_for

FRENCH = Glossary(
    "fr", {"lampe": "lamp", "allumer": "light", "la": "", "bateau à voile": "sailing ship", "voile": "sail"}
)
GERMAN = Glossary(
    "de", {"hafen": "harbour", "lampe": "lamp", "gebühr": "fee", "öl": "oil", "die": "", "schiff": "ship"}
)
ARABIC = Glossary("ar", {"سفينة": "ship", "ميناء": "harbour", "مصباح": "lamp"})


@pytest.mark.parametrize(
    ("glossary", "text", "expected"),
    [
        pytest.param(FRENCH, "Allumez les lampes", "light les lamp", id="other forms of a word; unknown words stay"),
        pytest.param(FRENCH, "La lampe", "lamp", id="words without meaning are dropped"),
        pytest.param(FRENCH, "Le bateau à voile", "le sailing ship", id="a phrase before its words"),
        pytest.param(FRENCH, "la voile", "sail", id="the word alone"),
        pytest.param(GERMAN, "Hafenlampe", "harbour lamp", id="a compound"),
        pytest.param(GERMAN, "Schiffslampe", "ship lamp", id="a compound with a link"),
        pytest.param(GERMAN, "Hafenlampengebühr", "harbour lamp fee", id="three parts"),
        pytest.param(GERMAN, "Oel", "oil", id="umlaut spelled out"),
        pytest.param(GERMAN, "Hafenxyz", "hafenxyz", id="half a compound is none"),
        pytest.param(ARABIC, "والسفينة في الميناء", "ship harbour", id="clitics; unknown Arabic is dropped"),
        pytest.param(ARABIC, "Lampe", "lampe", id="Latin letters stay"),
    ],
)
def test_words_become_english(glossary: Glossary, text: str, expected: str) -> None:
    assert glossary.english(text) == expected


def test_languages_without_a_glossary() -> None:
    assert glossary_for("en") is None
    assert glossary_for("xx") is None
