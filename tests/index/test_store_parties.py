from __future__ import annotations

from pathlib import Path

from index.generation import Home
from index.store import MetaReader
from ingest.catalogue import Catalogue
from ingest.catalogue.parties import Parties
from tests.conftest import HashEncoder, build_in, ingest_into, write_collection

HELD = Parties(
    "2020-01-31", "The port's book", "not compared", ("KE", "MX"), undecided=("TO",), since={"KE": "2001-02-03"}
)


def test_a_generation_holds_the_parties_that_the_catalogue_held(tmp_path: Path, encoder: HashEncoder) -> None:
    home = Home(tmp_path / "home")
    ingest_into(home, write_collection(tmp_path / "collection"), Catalogue({}, {}))
    with_parties = build_in(home, Catalogue({}, {}, {"harbour": HELD}), encoder).generation
    meta = MetaReader(with_parties.path / "meta.sqlite")
    assert {i.slug: i.parties for i in meta.instruments.values()} == {"harbour": HELD, "harbour-gc7": None}
    without = build_in(home, Catalogue({}, {}), encoder).generation
    assert without.id != with_parties.id
    assert without.manifest["catalogue"] != with_parties.manifest["catalogue"]
