"""Words that were put right: quoted right, the letters of the file beside them."""

from __future__ import annotations

import json

import pytest

from index.generation import Home
from index.store import MetaReader
from ingest.catalogue import Catalogue
from search.query import Query
from search.searcher import Searcher
from tests.conftest import HashEncoder, build_in, ingest_into
from tests.search.test_cli import iml

# A treaty of ours in Arabic, its lam-alef written back to front as some PDF extractions do.
TREATY = """اتفاقية الميناء

المادة 1
يحمل كل عامل مصباحه في الليل وفقا لهذه االتفاقية.

المادة 2
تلتزم األطراف بحماية اإلنسان في اآلبار واألنهار، وتبلغ بذلك األمم.

المادة 3
ينام كل عامل في بيته.
"""
LISTING = """[[document]]
file = "harbour.ar.txt"
id = "harbour"
kind = "treaty"
language = "ar"
title = "Harbour Convention"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, encoder: HashEncoder) -> Home:
    folder = tmp_path_factory.mktemp("repairs")
    (folder / "collection").mkdir()
    (folder / "collection" / "harbour.ar.txt").write_text(TREATY, encoding="utf-8")
    (folder / "collection" / "collection.toml").write_text(LISTING, encoding="utf-8")
    home = Home(folder / "home")
    assert not ingest_into(home, folder / "collection", catalogue).failed
    build_in(home, catalogue, encoder)
    return home


def test_a_result_names_what_the_file_has(home: Home, encoder: HashEncoder) -> None:
    answer = Searcher(home, encoder=encoder).search(Query("حماية الإنسان", limit=3, language="ar")).to_json()
    passages = {p["label"]: p for result in answer["results"] for p in result["passages"]}
    found = {p["text"][start:end]: raw for p in passages.values() for start, end, raw in p["repairs"]}
    assert found["الأطراف"] == "األطراف"
    assert passages["art 3"]["repairs"] == []


def test_the_store_gives_offsets_in_the_slice(home: Home) -> None:
    meta = MetaReader(home.current().path / "meta.sqlite")
    provision = meta.provision(0, "art 2")
    assert provision is not None
    text = meta.text(0, provision.start, provision.end)
    repairs = meta.repairs(0, provision.start, provision.end)
    assert [text[r.start : r.end] for r in repairs] == ["الأطراف", "الإنسان", "الآبار", "والأنهار", "الأمم"]
    assert [r.raw for r in repairs] == ["األطراف", "اإلنسان", "اآلبار", "واألنهار", "األمم"]


def test_show_says_them(home: Home) -> None:
    folder = home.library.parent
    shown = iml("show", "harbour", "art 2", "--language", "ar", home=folder)
    assert shown.returncode == 0, shown.stderr
    assert "(as in the file: األطراف · اإلنسان · اآلبار · واألنهار · األمم)" in shown.stdout
    assert "as in the file" not in iml("show", "harbour", "art 3", "--language", "ar", home=folder).stdout
    view = json.loads(iml("show", "harbour", "art 2", "--language", "ar", "--json", home=folder).stdout)
    assert next(view["text"][start:end] for start, end, _ in view["repairs"]) == "الأطراف"
