"""The map from clean text to raw text, for arbitrary text and arbitrary steps."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document_json import document_from_json, document_to_json
from ingest.model import Document
from ingest.readers.arabic import restore_lam_alef
from ingest.readers.blocks import Piece, assemble, fold, folded
from ingest.readers.cleaning import Cleaned
from ingest.readers.markdown import read_markdown
from ingest.readers.origin import clean_span, raw_span, raw_text
from ingest.readers.sniff import decode
from ingest.readers.text import read_text

ODD = "e\u0301\u0323\u1100\u1161\u11a8\u00ad\u200b\u200f\ufeff\u2000\u0085\x1f\t\r\n\f  \u0651\u064e\uf900ﬁ\u0b47\u0b3e"
MARKUP = "*_[]()<>&#;|\\`~!^:./aAz12 \n"
LETTERS = st.one_of(
    st.sampled_from("abc xyz.-\u0627\u0644"),
    st.sampled_from(ODD),
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
)
TEXTS = st.text(LETTERS, max_size=60)
MARKED = st.text(st.one_of(LETTERS, st.sampled_from(MARKUP)), max_size=120)
LINES = st.lists(st.text(LETTERS, max_size=30), min_size=12, max_size=30).map("\n".join)
PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))


def span_in(length: int, places: tuple[float, float]) -> tuple[int, int]:
    """A span that is not empty, at these shares of the length."""
    start = min(int(places[0] * length), length - 1)
    return start, min(start + 1 + int(places[1] * (length - start)), length)


def is_same(clean: str, raw: str) -> bool:
    return len(clean) == len(raw) and all(
        a == b or (a.isspace() and b.isspace()) for a, b in zip(clean, raw, strict=True)
    )


def check_map(runs: tuple[tuple[int, int, int], ...], text: str, raw: str, places: tuple[float, float]) -> None:
    """What holds for every map: it covers the text, its runs are the same letters, and a way there leads back."""
    assert runs[0][0] == 0
    assert runs[-1][0] + runs[-1][2] == len(text)
    for (start, _, length), (following, _, _) in pairwise(runs):
        assert start + length <= following
    assert all(is_same(text[s : s + n], raw[r : r + n]) for s, r, n in runs)
    if text:
        start, end = span_in(len(text), places)
        low, high = raw_span(runs, start, end)
        assert 0 <= low <= high <= len(raw)
        first, last = clean_span(runs, low, high)
        assert first <= start
        assert end <= last


@dataclass(frozen=True)
class Naive:
    """A text with the set of raw letters behind each of its letters: the map without economy."""

    letters: tuple[tuple[str, frozenset[int]], ...]

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    def edit(self, edits: list[tuple[int, int, str]]) -> Naive:
        made: list[tuple[str, frozenset[int]]] = []
        at = 0
        for start, end, new in edits:
            source = frozenset(n for _, behind in self.letters[start:end] for n in behind)
            made += [*self.letters[at:start], *((letter, source) for letter in new)]
            at = end
        return Naive((*made, *self.letters[at:]))


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[tuple[int, int, str]]:
    bounds = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return [(start, end, draw(st.sampled_from(["", " ", "Q", "QR"]))) for start, end in pairs]


@settings(max_examples=150)
@given(TEXTS, st.data(), PLACES)
def test_edits_one_after_another(raw: str, data: st.DataObject, places: tuple[float, float]) -> None:
    clean = Cleaned.of(raw)
    naive = Naive(tuple((letter, frozenset([n])) for n, letter in enumerate(raw)))
    for _ in range(data.draw(st.integers(1, 4))):
        edits = data.draw(edits_of(len(clean.text)))
        clean, naive = clean.edit(edits), naive.edit(edits)
        start = data.draw(st.integers(0, len(clean.text)))
        end = data.draw(st.integers(start, len(clean.text)))
        clean, naive = clean.cut(start, end), Naive(naive.letters[start:end])
    assert clean.text == naive.text
    spans = [clean.raw_span(n, n + 1) for n in range(len(clean.text))]
    for (low, high), (_, behind) in zip(spans, naive.letters, strict=True):
        assert behind <= set(range(low, high))
    assert spans == sorted(spans)
    assert [span[1] for span in spans] == sorted(span[1] for span in spans)
    check_map(clean.runs, clean.text, raw, places)


@settings(max_examples=150)
@given(TEXTS, PLACES)
def test_folding(raw: str, places: tuple[float, float]) -> None:
    clean = folded(Cleaned.of(raw))
    assert clean.text == fold(raw)
    check_map(clean.runs, clean.text, raw, places)
    if clean.text:
        start, end = span_in(len(clean.text), places)
        low, high = clean.raw_span(start, end)
        assert fold(raw[low:high]) == fold(clean.text[slice(*clean.clean_span(low, high))])


@settings(max_examples=150)
@given(TEXTS)
def test_folding_is_what_it_says(raw: str) -> None:
    unseen = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
    control = dict.fromkeys([*range(32), *range(127, 160)], " ")
    normal = unicodedata.normalize("NFC", raw.translate(str.maketrans(unseen | control)))
    assert fold(raw) == re.sub(r"\s+", " ", normal).strip()


@settings(max_examples=100)
@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from(["", " ", "\n", " | "]), PLACES)
def test_split_and_join(texts: list[str], separator: str, places: tuple[float, float]) -> None:
    raw = "\n".join(texts)
    lines = Cleaned.of(raw).split(re.compile(r"\n"))
    assert [line.text for line in lines] == raw.split("\n")
    whole = Cleaned.join(separator, [folded(line) for line in lines])
    assert whole.text == separator.join(fold(line) for line in raw.split("\n"))
    assert whole.raw == raw
    check_map(whole.runs, whole.text, raw, places)
    apart = Cleaned.join(separator, [folded(Cleaned.of(text)) for text in texts])
    assert apart.text == separator.join(map(fold, texts))
    check_map(apart.runs, apart.text, apart.raw, places)


def read(reader: Callable[[Path], Document], content: str) -> tuple[Document, str]:
    """What a reader makes of a file with this text, and the text as it decodes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content.encode())
        return reader(path), decode(path.read_bytes())


@settings(max_examples=150, deadline=None)
@given(st.one_of(TEXTS, LINES), PLACES)
def test_plain_text(content: str, places: tuple[float, float]) -> None:
    document, raw = read(read_text, content)
    if not document.text:
        assert document.origin == ()
        return
    check_map(document.origin, document.text, raw, places)
    start, end = span_in(len(document.text), places)
    low, high = raw_span(document.origin, start, end)
    first, last = clean_span(document.origin, low, high)
    assert fold(raw[low:high]) == fold(document.text[first:last])
    assert document_from_json(document_to_json(document)) == document


@settings(max_examples=200, deadline=None)
@given(st.one_of(MARKED, LINES), PLACES)
def test_markdown(content: str, places: tuple[float, float]) -> None:
    document, raw = read(read_markdown, content)
    if document.text:
        check_map(document.origin, document.text, raw, places)


def test_markdown_by_hand() -> None:
    raw = "---\ntitle: Lamps\n---\r\n## The **lamp**\n\nIt [burns](a.md) all<sup>moved behind</sup> night &amp; day.\n"
    document, _ = read(read_markdown, raw)
    assert document.text == "The lamp\nIt burns all night & day.\nmoved behind"

    def behind(words: str) -> str:
        start = document.text.index(words)
        low, high = raw_span(document.origin, start, start + len(words))
        return raw[low:high]

    assert behind("lamp") == "lamp"
    assert behind("It burns all") == "It [burns](a.md) all"
    assert behind("&") == "&amp;"
    assert behind("moved behind") == "moved behind"
    assert clean_span(document.origin, raw.index("title"), raw.index("Lamps")) == (0, 0)


SWAPPED = ["االتفاقية", "األطراف", "اإلنسان", "لألمم", "هللا", "اآلخر"]
RIGHT = ["الاتفاقية", "الأطراف", "الإنسان", "للأمم", "الله", "الآخر"]
WORDS = st.lists(st.one_of(st.sampled_from(SWAPPED), st.text(LETTERS, max_size=6)), max_size=15)


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_repairs_lead_to_the_file_and_back(words: list[str]) -> None:
    document, raw = read(read_text, " ".join([*SWAPPED, *words]))
    assert len(document.repairs) >= len(SWAPPED)
    for repair in document.repairs:
        assert raw[slice(*raw_span(document.origin, repair.start, repair.end))] == repair.raw
    back = raw_text(document, 0, len(document.text))
    for repair in document.repairs:  # those before are put right already, so offsets are those of the clean text
        assert back.startswith(repair.raw, repair.start)
        better = document.text[repair.start : repair.end]
        back = back[: repair.start] + better + back[repair.start + len(repair.raw) :]
    assert back == document.text


def test_every_reader_keeps_the_raw_letters() -> None:
    document = assemble([Piece(" ".join(SWAPPED)), Piece("lamp")], "html")
    assert document.text == " ".join(RIGHT) + "\nlamp"
    assert [repair.raw for repair in document.repairs] == SWAPPED
    assert raw_text(document, 0, len(document.text)) == " ".join(SWAPPED) + "\nlamp"
    assert raw_text(document, 2, 3) == SWAPPED[0]
    assert raw_text(document, len(document.text) - 4, len(document.text)) == "lamp"
    assert document.origin == ()


@pytest.mark.parametrize("letters", ["e\u0301", "\u1100\u1161\u11a8", "a\u0323\u0307", "\uf900", "\u2126"])
def test_composed_letters_come_from_all_their_parts(letters: str) -> None:
    clean = Cleaned.of(f"x{letters}y").composed()
    assert clean.text == unicodedata.normalize("NFC", f"x{letters}y")
    assert clean.raw_span(1, len(clean.text) - 1) == (1, 1 + len(letters))


def test_restored_lines_are_cleaned_lines() -> None:
    lines = [Cleaned.of(" ".join(SWAPPED))]
    (line,), _ = restore_lam_alef(lines)
    assert line.raw_of(0, len(RIGHT[0])) == SWAPPED[0]
    assert [repair.raw for repair in line.strip().repairs()] == SWAPPED
