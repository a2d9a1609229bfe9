"""What the report says of a file: gaps, repeats, what is covered, what the catalogue knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.collection import find_sources
from ingest.library import Library
from ingest.model import InstrumentKind, Page
from ingest.numbering import numbering_gaps, repeated_labels
from ingest.pipeline import ingest_sources
from ingest.readers.blocks import Piece, assemble
from ingest.report import FileReport, describe_file
from ingest.sandbox import SandboxedReader
from ingest.structure import build_provisions

LAMPS = (
    "The Parties keep the lamps of their harbours alight from dusk until dawn, "
    "whatever the weather and the hour may be; none asks a toll."
)


def gaps(lines: list[str], kind: InstrumentKind = "treaty") -> list[str]:
    document = assemble(map(Piece, lines), "text")
    return [str(gap) for gap in numbering_gaps(build_provisions(document, kind, "en"))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["Article 1", "Lamps.", "Article 2", "Bells."], [], id="nothing missing"),
        pytest.param(
            ["Article 1", "Lamps.", "Article 2", "Bells.", "Article 5", "Horns.", "Article 7", "Flags."],
            ["art 3–4, 6"],
            id="ranges and single numbers",
        ),
        pytest.param(
            ["Article 2", "Bells.", "Article 3", "Horns.", "Article 4", "Flags."], ["art 1"], id="the first is missing"
        ),
        pytest.param(["Article 1", "Lamps.", "Article 2 bis", "Bells.", "Article 3", "Horns."], [], id="2 bis is a 2"),
        pytest.param(
            ["Article 1", "1. Lamps.", "2. Bells.", "4. Horns.", "Article 2", "Flags.", "Article 3", "Oil."],
            ["art 1 paragraphs 3"],
            id="a paragraph",
        ),
        pytest.param(
            [
                *["Article 1", LAMPS, "Article 2", LAMPS, "Article 3", LAMPS, "ANNEX I"],
                *["Article 1", LAMPS, "Article 3", LAMPS, "Article 4", LAMPS],
            ],
            ["annex I art 2"],
            id="an annex counts for itself",
        ),
        pytest.param(
            ["Regulation 1.1 - Oil", "Oil.", "Guideline B1.1.1 - Wicks", "W.", "Guideline B1.1.2 - Casks", "Casks."],
            [],
            id="a number is there when its parts are",
        ),
    ],
)
def test_missing_numbers_are_named(lines: list[str], expected: list[str]) -> None:
    assert gaps(lines) == expected


def test_missing_paragraphs_of_a_comment() -> None:
    lines = ["General comment No. 3 on lamps", "1. Lamps are lit.", "2. Bells are rung.", "4. Horns are blown."]
    assert gaps(lines, "general_comment") == ["para 3"]


def test_labels_that_occur_twice() -> None:
    lines = ["Article 1", "Lamps.", "Article 2", "Bells.", "Article 2", "Other bells.", "Article 3", "Horns."]
    document = assemble(map(Piece, lines), "text")
    provisions = build_provisions(document, "treaty", "en")
    again = replace(provisions[0], label="art 2 [2]")
    assert repeated_labels(provisions) == ()
    assert repeated_labels([*provisions, again, replace(again, label="art 2 [3]")]) == ("art 2",)


@pytest.fixture
def report(tmp_path: Path, collection: Path, catalogue: Catalogue) -> dict[str, FileReport]:
    (collection / "harbour.en.md").write_text(
        "# Harbour Convention\n\n## Article 1\n1. Lamps are lit.\n\n## Article 4\nBells are rung.\n\n"
        "## Article 5\nHorns are blown.\n\n"
        "IN WITNESS WHEREOF the undersigned have signed.\n",
        encoding="utf-8",
    )
    (collection / "doors.en.txt").write_bytes((collection / "harbour.es.md").read_bytes())
    with Library(Home(tmp_path / "home").library) as library, SandboxedReader() as reader:
        ingest_sources(find_sources(collection), library, catalogue, reader)
        again = ingest_sources(find_sources(collection), library, catalogue, reader)
    return {file.file: file for file in again.files}


def test_a_file_is_reported_in_full_when_it_has_not_changed(report: dict[str, FileReport]) -> None:
    file = report["harbour.en.md"]
    assert file.status == "unchanged"
    assert (file.instrument, file.kind, file.language, file.format) == ("harbour", "treaty", "en", "markdown")
    assert [str(gap) for gap in file.gaps] == ["art 2–3"]
    assert file.units == file.provisions["article"] == 3
    assert set(file.rest) == {"front matter", "signatures"}
    assert file.covered == pytest.approx(1 - sum(file.rest.values()) / file.characters, abs=1e-4)


def test_files_with_the_same_bytes_name_each_other(report: dict[str, FileReport]) -> None:
    assert report["doors.en.txt"].same_bytes_as == ("harbour.es.md",)
    assert report["harbour.es.md"].same_bytes_as == ("doors.en.txt",)
    assert report["harbour.en.md"].same_bytes_as == ()


def test_the_catalogue_says_how_many_articles_there_are(tmp_path: Path, collection: Path, catalogue: Catalogue) -> None:
    with Library(Home(tmp_path / "home").library) as library, SandboxedReader() as reader:
        ingest_sources(find_sources(collection), library, catalogue, reader)
        held = next(h for h in library.files() if h.file == "harbour.en.md")
    entry = catalogue.entries.get("harbour")
    described = describe_file(held.file, "added", held.parsed, catalogue)
    assert described.articles_known == (entry.articles if entry else None)
    if described.articles_known:
        assert described.articles_found == 4


def test_pages_read_by_ocr_are_listed(tmp_path: Path, collection: Path, catalogue: Catalogue) -> None:
    with Library(Home(tmp_path / "home").library) as library, SandboxedReader() as reader:
        ingest_sources(find_sources(collection), library, catalogue, reader)
        parsed = next(library.files()).parsed
    end = len(parsed.document.text)
    pages = (Page(1, 0, 10), Page(2, 10, 20, ocr=True), Page(3, 20, end, ocr=True))
    scanned = replace(parsed, document=replace(parsed.document, pages=pages))
    assert describe_file("scan.pdf", "added", scanned, catalogue).ocr_pages == (2, 3)
