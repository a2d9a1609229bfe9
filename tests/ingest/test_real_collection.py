"""The whole of the real collection through the pipeline; skipped where it is absent."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.collection import find_sources
from ingest.library import HeldFile, Library
from ingest.pipeline import ingest_sources
from ingest.report import IngestReport
from ingest.sandbox import Limits, SandboxedReader

_SAMPLE = 300
_LETTERS = re.compile(r"[^\W_]+")


@pytest.fixture(scope="module")
def ingested(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[IngestReport, Library]]:
    with Library(tmp_path_factory.mktemp("real") / "library.sqlite") as library, SandboxedReader(Limits()) as reader:
        yield ingest_sources(find_sources(corpus), library, load_catalogue(), reader), library


def test_every_file_becomes_provisions(ingested: tuple[IngestReport, Library]) -> None:
    report, library = ingested
    assert [f"{f.file}: {f.error}" for f in report.failed] == []
    assert library.count() == len(report.files)


def test_kinds_of_units_are_those_of_the_kind_of_text(ingested: tuple[IngestReport, Library]) -> None:
    units: dict[str, Counter[str]] = {}
    for held in ingested[1].files():
        counts = units.setdefault(held.parsed.kind, Counter())
        counts.update(p.kind for p in held.parsed.provisions if p.is_unit)
    assert units["treaty"]["article"] > 3000
    assert units["general_comment"].most_common(1)[0][0] == "paragraph"
    assert units["compact"]["objective"] == 23
    assert set(units["publication"]) == {"section"}


def test_words_of_provisions_stand_in_their_files(ingested: tuple[IngestReport, Library], corpus: Path) -> None:
    """For formats whose words can be read without our own readers: Markdown, text, HTML, XML."""
    files = [h for h in ingested[1].files() if h.parsed.document.format in ("markdown", "text", "html", "xml")]
    chosen = random.Random(20).choices(files, k=_SAMPLE)
    strange = [f"{held.file} {label}" for held in chosen for label in _strange(held, corpus)]
    assert len(strange) <= _SAMPLE // 100, strange


def _strange(held: HeldFile, corpus: Path) -> list[str]:
    if held.parsed.language == "ar":  # letters swapped in the files are put right, so the words differ
        return []
    source = _folded((corpus / held.file).read_text(encoding="utf-8", errors="replace"))
    provisions = [p for p in held.parsed.provisions if p.kind != "rest" and p.body_start < p.end]
    provision = random.Random(held.sha256).choice(provisions)
    text = held.parsed.document.text[provision.body_start : provision.end][:200]
    return [] if _folded(text)[:120] in source else [provision.label]


def _folded(text: str) -> str:
    text = re.sub(r"\]\([^)]*\)", "]", re.sub(r"<[^>]+>", " ", text))
    text = unicodedata.normalize("NFKC", html.unescape(text)).replace("\N{SOFT HYPHEN}", "")
    return "".join(_LETTERS.findall(text.casefold()))
