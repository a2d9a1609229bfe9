"""The vectors of sentences: which passages have them, what is written, and which sentence is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.generation import Home
from index.sentence_vectors import SENTENCE_TYPE, SentenceIndex
from index.store import MetaReader
from ingest.catalogue import Catalogue
from ingest.errors import IndexCorrupt
from ingest.library import Library
from tests.conftest import HashEncoder, build_in, ingest_into

LETTERS = """# Letters Convention

The Parties, wishing that letters arrive, have agreed as follows:

### Article 1
No letter is opened by the keeper. Every sailor writes home in the tongue of his mother. Stamps are free.

### Article 2
Lamps burn all night in the tower of the harbour.

### Article 3
A Party may leave this Convention by a letter.
"""
LETTERS_ES = """# Convenio de las Cartas

Las Partes han convenido lo siguiente:

### Artículo 1
El patrón no guardará el pasaporte del trabajador. El salario se paga cada mes al trabajador.

### Artículo 2
Las lámparas arden toda la noche en la torre.

### Artículo 3
Una Parte puede dejar este Convenio mediante una carta.
"""
LETTERS_ZH = """# 书信公约

各缔约方议定如下：

### 第一条
任何人不得拆开海员的书信。海员可以用母语写信回家。

### 第二条
灯塔的灯整夜点亮。

### 第三条
缔约方可以书面退出本公约。
"""
LISTING = "".join(
    f'[[document]]\nfile = "letters.{language}.md"\nid = "letters"\nkind = "treaty"\nlanguage = "{language}"\n'
    for language in ("en", "es", "zh")
)


@pytest.fixture
def home(tmp_path: Path, catalogue: Catalogue) -> Home:
    folder = tmp_path / "letters"
    folder.mkdir()
    for language, text in (("en", LETTERS), ("es", LETTERS_ES), ("zh", LETTERS_ZH)):
        (folder / f"letters.{language}.md").write_text(text, encoding="utf-8")
    (folder / "collection.toml").write_text(LISTING, encoding="utf-8")
    home = Home(tmp_path / "home")
    ingest_into(home, folder, catalogue)
    return home


def sentences_of(home: Home) -> list[tuple[str, str]]:
    """(language, words) of the sentences in the live generation."""
    folder = home.current().path
    meta = MetaReader(folder / "meta.sqlite")
    table = np.load(folder / "sentences.npy")
    rows = meta.rows([int(r) for r in np.unique(table["row"])])
    return [(rows[row].language, meta.row_text(row)[start:end]) for row, start, end in table.tolist()]


def test_passages_with_several_sentences_have_them(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    build_in(home, catalogue, encoder)
    assert sentences_of(home) == [
        ("en", "No letter is opened by the keeper."),
        ("en", "Every sailor writes home in the tongue of his mother."),  # "Stamps are free." is too short
        ("es", "El patrón no guardará el pasaporte del trabajador."),
        ("es", "El salario se paga cada mes al trabajador."),
        ("zh", "任何人不得拆开海员的书信。"),
        ("zh", "海员可以用母语写信回家。"),
    ]


def test_an_english_encoder_reads_other_languages_through_their_glossary(home: Home, catalogue: Catalogue) -> None:
    read: list[str] = []

    class English(HashEncoder):
        def encode_query(self, text: str) -> np.ndarray:
            read.append(text)
            return super().encode_query(text)

    build_in(home, catalogue, English(name="iml-minilm-l6"))
    assert {language for language, _ in sentences_of(home)} == {"en", "es"}, "there is no glossary of Chinese"
    assert any("passport" in text and "worker" in text for text in read)


def test_the_same_inputs_give_the_same_files(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    def written() -> list[str]:
        folder = build_in(home, catalogue, encoder).generation.path
        return [
            hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("sentences.npy", "sentence_vectors.npy")
        ]

    first = written()
    home.cache.unlink()
    assert written() == first
    assert {"sentences.npy", "sentence_vectors.npy"} <= set(home.current().manifest["files"])


def test_they_are_a_stage_of_the_build(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    stages: dict[str, list[int]] = {}

    def start(stage: str, total: int) -> object:
        stages[stage] = [total, 0]
        return lambda count: stages[stage].__setitem__(1, stages[stage][1] + count)

    with Library(home.library) as library:
        build(home, library, catalogue, encoder, start=start)  # type: ignore[arg-type]
    assert stages["sentences"] == [6, 6]


def test_the_nearest_sentence(home: Home, catalogue: Catalogue, encoder: HashEncoder) -> None:
    folder = build_in(home, catalogue, encoder).generation.path
    index, meta = SentenceIndex(folder), MetaReader(folder / "meta.sqlite")
    (row,) = (r for r in meta.unit_rows(meta.unit_of("letters", "art 1") or 0) if r.language == "en")
    words = meta.row_text(row.id)
    for question in ("may the keeper open a letter", "the tongue of my mother"):
        vector = encoder.encode_query(question)
        found = index.nearest(row.id, vector)
        assert found is not None
        exact = {s: float(encoder.encode_query(s) @ vector) for _, s in sentences_of(home)[:2]}
        assert words[found.start : found.end] == max(exact, key=lambda s: exact[s])
        assert found.cosine == pytest.approx(max(exact.values()), abs=0.01), "int8 costs little"
    lamps = meta.unit_rows(meta.unit_of("letters", "art 2") or 0)
    assert [index.nearest(row.id, vector) for row in lamps] == [None] * 3, "each has only one sentence"


def test_files_that_do_not_agree_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "sentences.npy", np.zeros(2, dtype=SENTENCE_TYPE))
    np.save(tmp_path / "sentence_vectors.npy", np.zeros((1, 4), dtype=np.int8))
    with pytest.raises(IndexCorrupt, match="2 sentences and 1 of their vectors"):
        SentenceIndex(tmp_path)
