from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.encoder import Vectors
from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.errors import IndexCorrupt, IndexMissing, ModelMismatch, UsageError
from search.query import PARTS, Filters, Part, Query, decode_cursor
from search.searcher import Searcher
from tests.conftest import HARBOUR, HashEncoder, build_in, ingest_into, write_collection


def docnos(searcher: Searcher, text: str, **options: object) -> list[str]:
    return [r.docno for r in searcher.search(Query(text, **options)).results]  # type: ignore[arg-type]


def test_the_provision_that_answers_comes_first(searcher: Searcher) -> None:
    answer = searcher.search(Query("may a keeper hold the passport of a worker?"))
    assert answer.outcome == "answered"
    best = answer.results[0]
    assert best.docno == "harbour#2"
    assert best.instrument.language == "en"
    assert best.citation.startswith("Harbour Convention")
    assert "1 Saltport Papers 7" in best.citation
    assert best.links["self"].startswith("/v1/instruments/harbour/provisions/art%202")


def test_every_passage_is_verbatim_and_every_highlight_lies_in_it(searcher: Searcher) -> None:
    source = " ".join(HARBOUR.replace("#", " ").split())
    for result in searcher.search(Query("passport wages worker keeper", limit=50)).results:
        edition = next(
            e
            for e in searcher.snapshot.meta.editions.values()
            if e.language == result.instrument.language
            and searcher.snapshot.meta.instruments[e.instrument].slug == result.instrument.id
        )
        for passage in result.passages:
            assert passage.text == searcher.snapshot.meta.text(edition.id, *passage.span)
            if result.docno.startswith("harbour#") and edition.language == "en":
                assert " ".join(passage.text.split()) in source
            for start, end in passage.highlights:
                assert 0 <= start < end <= len(passage.text)


def test_a_provision_is_named_once(searcher: Searcher) -> None:
    found = docnos(searcher, "passport worker wages pasaporte trabajador", limit=50)
    assert len(found) == len(set(found))


def test_the_asked_language_is_shown(searcher: Searcher) -> None:
    answer = searcher.search(Query("may a keeper hold the passport of a worker?", language="es"))
    assert answer.results[0].instrument.language == "es"
    assert "pasaporte" in answer.results[0].passages[0].text


def test_a_question_in_spanish_finds_and_shows_the_spanish_edition(searcher: Searcher) -> None:
    answer = searcher.search(Query("¿Puede el patrón guardar el pasaporte de un trabajador huésped?"))
    assert answer.results[0].docno == "harbour#2"
    assert answer.results[0].instrument.language == "es"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(instrument=("harbour-gc7",)), {"harbour-gc7"}, id="instrument"),
        pytest.param(Filters(kind=("treaty",)), {"harbour"}, id="kind"),
        pytest.param(Filters(binding=False), {"harbour-gc7"}, id="not binding"),
        pytest.param(Filters(adopted_from="1901", adopted_to="1901"), {"harbour"}, id="year"),
        pytest.param(Filters(adopted_from="1901-05-02"), {"harbour-gc7"}, id="a day too late for the treaty"),
        pytest.param(Filters(region=("moon",)), set(), id="region"),
    ],
)
def test_filters_are_applied_before_ranking(searcher: Searcher, filters: Filters, expected: set[str]) -> None:
    answer = searcher.search(Query("guest worker locked door wages", limit=50, filters=filters))
    assert {r.instrument.id for r in answer.results} == expected


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_each_mode_says_which_leg_found_it(searcher: Searcher, mode: str) -> None:
    why = searcher.search(Query("passport", mode=mode)).results[0].why  # type: ignore[arg-type]
    assert (why.dense is not None) == (mode != "lexical")
    assert (why.lexical is not None) == (mode != "dense")


def test_pages_follow_each_other_without_overlap(searcher: Searcher) -> None:
    whole = docnos(searcher, "worker", limit=6)
    first = searcher.search(Query("worker", limit=3))
    assert first.next_cursor
    offset = decode_cursor(first.next_cursor, searcher.snapshot.generation.id)
    second = searcher.search(Query("worker", limit=3, offset=offset))
    assert [r.docno for r in (*first.results, *second.results)] == whole
    assert [r.rank for r in second.results] == [4, 5, 6]


@pytest.mark.parametrize(
    ("text", "outcome", "expected"),
    [
        pytest.param("Harbour Convention art 2", "reference", ["harbour#2"], id="article"),
        pytest.param("art 2(1) Harbour Convention", "reference", ["harbour#2"], id="paragraph"),
        pytest.param("HCGW arts 1 and 3", "reference", ["harbour#1", "harbour#3"], id="list by alias"),
        pytest.param("HC/GC/7 para 2", "reference", ["harbour-gc7#2"], id="symbol"),
        pytest.param("Harbour Convention art 99", "reference_not_held", [], id="no such article"),
    ],
)
def test_references_are_looked_up(searcher: Searcher, text: str, outcome: str, expected: list[str]) -> None:
    answer = searcher.search(Query(text))
    assert answer.outcome == outcome
    assert [r.docno for r in answer.results] == expected
    assert (answer.message is not None) == (outcome == "reference_not_held")


def test_a_reference_to_a_paragraph_gives_its_words(searcher: Searcher) -> None:
    result = searcher.search(Query("art 2(1) Harbour Convention")).results[0]
    assert result.label == "art 2(1)"
    assert result.passages[0].text.endswith("No keeper shall hold the passport of a guest worker.")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param({"text": "  "}, "empty", id="blank"),
        pytest.param({"text": "x" * 100_000}, "100,000 characters", id="long"),
        pytest.param({"text": "x", "limit": 0}, "from 1 to 50", id="limit"),
        pytest.param({"text": "x", "mode": "magic"}, "none of hybrid", id="mode"),
        pytest.param({"text": "x", "language": "english"}, "BCP 47", id="language"),
    ],
)
def test_a_wrong_query_says_what_to_mend(query: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Query(**query)  # type: ignore[arg-type]


def test_an_unknown_instrument_in_a_filter_is_an_error(searcher: Searcher) -> None:
    with pytest.raises(UsageError, match="not in the index"):
        searcher.search(Query("x", filters=Filters(instrument=("nope",))))


@pytest.mark.parametrize("cursor", ["%%%", "e30", "eyJnIjoieCIsIm8iOjN9"])
def test_a_bad_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="start again without it"):
        decode_cursor(cursor, "generation")


def test_the_answer_is_the_agreed_object(searcher: Searcher) -> None:
    data = searcher.search(Query("passport", limit=1)).to_json()
    assert set(data) == {"query", "outcome", "language", "index", "took_ms", "results", "next_cursor"}
    assert set(data["index"]) == {"generation", "model", "documents", "passages"}
    result = data["results"][0]
    assert {
        "rank",
        "score",
        "instrument",
        "locator",
        "label",
        "heading",
        "citation",
        "passages",
        "why",
        "links",
    } <= set(result)
    assert set(result["instrument"]) == {
        "id",
        "title",
        "short_title",
        "kind",
        "binding",
        "adopted",
        "in_force",
        "language",
        "source",
        "file",
        "sha256",
    }
    assert {"text", "text_kind", "highlights", "span"} <= set(result["passages"][0])


def test_an_index_of_another_model_is_refused(built: Home) -> None:
    with pytest.raises(ModelMismatch, match=r"made by hash .* iml reindex --model other"):
        Searcher(built, encoder=HashEncoder(name="other"))


def test_a_missing_index_is_said(tmp_path: Path, encoder: HashEncoder) -> None:
    with pytest.raises(IndexMissing):
        Searcher(tmp_path, encoder=encoder)


def test_parts_that_disagree_are_refused(tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder) -> None:
    home = Home(tmp_path / "home")
    ingest_into(home, write_collection(tmp_path / "collection"), catalogue)
    generation = build_in(home, catalogue, encoder).generation
    (generation.path / "meta.sqlite").write_bytes(b"x" * (generation.path / "meta.sqlite").stat().st_size)
    with pytest.raises(IndexCorrupt, match="rebuild"):
        Searcher(home, encoder=encoder)


def test_a_new_generation_is_taken_up_on_reload(tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder) -> None:
    home = Home(tmp_path / "home")
    folder = write_collection(tmp_path / "collection")
    ingest_into(home, folder, catalogue)
    build_in(home, catalogue, encoder)
    searcher = Searcher(home, encoder=encoder)
    assert not searcher.reload()
    (folder / "harbour.en.md").write_text(HARBOUR.replace("in coin", "in gold"), encoding="utf-8")
    ingest_into(home, folder, catalogue)
    build_in(home, catalogue, encoder)
    held = searcher.snapshot
    assert searcher.reload()
    assert searcher.snapshot is not held
    assert "gold" in searcher.search(Query("wages paid in gold")).results[0].passages[0].text


def test_the_encoder_is_not_asked_in_lexical_mode(built: Home) -> None:
    class Silent(HashEncoder):
        def encode_query(self, text: str) -> Vectors:
            raise AssertionError("asked")

    assert Searcher(built, encoder=replace(Silent())).search(Query("passport", mode="lexical")).results


class _Refusing:
    """A judge that takes every question for one that nothing answers."""

    def refuses(self, *_: object) -> bool:
        return True


def test_what_nothing_answers_gets_no_answer(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(searcher.snapshot.__dict__, "answerability", _Refusing())
    refused = searcher.search(Query("how much is a lamp in the shop"))
    assert (refused.outcome, refused.results, refused.next_cursor) == ("no_answer", (), None)
    weak = searcher.search(Query("how much is a lamp in the shop", include_weak=True))
    assert weak.outcome == "no_answer"
    assert weak.results
    assert searcher.search(Query("HCGW art 2")).outcome == "reference"


@pytest.mark.parametrize(
    ("query", "language", "held"),
    [
        pytest.param(Query("quién guarda el pasaporte del trabajador huésped"), "es", True, id="Spanish is held"),
        pytest.param(Query("no keeper shall hold the passport"), "en", True, id="English is held"),
        pytest.param(Query("no keeper shall hold the passport", language="fr"), "fr", False, id="French is not"),
        pytest.param(Query("Ninguém guardará o passaporte do trabalhador"), "pt", False, id="nor Portuguese, as asked"),
    ],
)
def test_it_is_said_when_another_language_is_shown(searcher: Searcher, query: Query, language: str, held: bool) -> None:
    answer = searcher.search(replace(query, include_weak=True))
    found = {result.docno: result for result in answer.results}["harbour#2"]
    assert answer.language == language
    assert found.in_asked_language is held
    assert found.instrument.language == (language if held else "en")


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_left_out(searcher: Searcher, part: Part) -> None:
    answer = searcher.search(Query("may a keeper hold my passport", without=(part,)))
    assert answer.results[0].docno == "harbour#2"


def test_no_part_of_that_name() -> None:
    with pytest.raises(UsageError, match="none of comments, parallels"):
        Query("x", without=("magic",))  # type: ignore[arg-type]
