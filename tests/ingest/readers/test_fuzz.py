"""Damaged files: an error of ours or a document, never a crash, never a silent nothing."""

from __future__ import annotations

import io
import random
from pathlib import Path

import docx
import pytest

from ingest.errors import SourceError
from ingest.readers import read_document

ROUNDS = 60


def word_bytes() -> bytes:
    made = docx.Document()
    made.add_heading("Article 1", 2)
    made.add_paragraph("A lamp burns.", style="List Number")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


SEEDS: dict[str, bytes] = {
    "text": "Article 1\nThe lamp burns at dusk; señal, المادة, 第一條.\nArticle 2\nIt is put out.\n".encode() * 4,
    "markdown": (
        b"---\ntitle: Lamps\n---\n# Lamps\n\n### Article 1\n\n"
        b"1\\. The *lamp* [burns](a.md)<sup>1</sup>.\n\n| a | b |\n|--|--|\n"
    ),
    "html": (
        b"<!doctype html><html><body><h1>Lamps</h1><table><tr><td>(a)</td><td>lit</td></tr></table>"
        b"<p>They burn.</p></body></html>"
    ),
    "xml": (
        b"<?xml version='1.0'?><act><article><num>1</num><heading>Light</heading><content><p>Lamps burn.</p>"
        b"</content></article></act>"
    ),
    "docx": word_bytes(),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(damaged)) if damaged else 0
        kind = chance.randrange(4)
        if kind == 0 and damaged:
            damaged[at] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + chance.randint(1, 40)]
        elif kind == 2:
            damaged[at:at] = chance.randbytes(chance.randint(1, 12))
        else:
            piece = bytes(damaged[at : at + 30])
            damaged[at:at] = piece * chance.randint(1, 5)
    return bytes(damaged)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_mutated_files(tmp_path: Path, name: str) -> None:
    chance = random.Random(f"lamps {name}")
    path = tmp_path / "damaged"
    for _ in range(ROUNDS):
        path.write_bytes(mutated(SEEDS[name], chance))
        try:
            document = read_document(path)
        except SourceError as error:
            assert str(error)
            continue
        assert document.text.strip()
        assert [document.text[block.start : block.end] for block in document.blocks] == document.text.split("\n")
