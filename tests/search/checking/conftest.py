"""A treaty of our own in four languages, so that quotations in each can be compared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.generation import Home
from ingest.catalogue import Catalogue
from search.check import check
from search.checking import CheckReport, QuoteCheck
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection

FRENCH = """# Convention du port sur les travailleurs hôtes

Les Parties sont convenues de ce qui suit :

### Article premier
1. Un travailleur hôte est une personne qui navigue vers un autre pays pour y travailler contre un salaire.

### Article 2
1. Aucun patron ne garde le passeport d’un travailleur hôte.
2. L’employeur rend le passeport dans les trois jours ; il doit le faire en personne ou par la poste.

### Article 3
Les salaires sont payés chaque mois, en pièces, quel que soit le permis.
"""

ARABIC = """# اتفاقية الميناء بشأن العمال الضيوف

اتفقت الأطراف على ما يلي:

المادة 1
العامل الضيف هو شخص يبحر إلى بلد آخر ليعمل فيه مقابل أجر.

المادة 2
لا يجوز لأي رب عمل أن يحتفظ بجواز سفر عامل ضيف.

المادة 3
تدفع الأجور كل شهر نقدا مهما كان التصريح.
"""

ENTRIES = """
[[document]]
file = "harbour.fr.md"
id = "harbour"
kind = "treaty"
language = "fr"

[[document]]
file = "harbour.ar.txt"
id = "harbour"
kind = "treaty"
language = "ar"
"""

Quotes = Callable[[str], list[QuoteCheck]]


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, encoder: HashEncoder) -> Searcher:
    """A searcher over the small collection with a French and an Arabic edition."""
    folder = tmp_path_factory.mktemp("tongues")
    collection = write_collection(folder / "collection")
    (collection / "harbour.fr.md").write_text(FRENCH, encoding="utf-8")
    (collection / "harbour.ar.txt").write_text(ARABIC, encoding="utf-8")
    with (collection / "collection.toml").open("a", encoding="utf-8") as listing:
        listing.write(ENTRIES)
    home = Home(folder / "home")
    assert not ingest_into(home, collection, catalogue).failed
    build_in(home, catalogue, encoder)
    return Searcher(home, encoder=encoder)


@pytest.fixture
def report(tongues: Searcher) -> Callable[[str], CheckReport]:
    return lambda text: check(text, tongues)


@pytest.fixture
def quotes(report: Callable[[str], CheckReport]) -> Quotes:
    """The quotations of all references of a text."""
    return lambda text: list(report(text).quotes)
