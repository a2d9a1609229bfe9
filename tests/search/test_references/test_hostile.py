"""Input made to hurt: long runs of what the grammar looks for. A pattern that is not linear would not come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.references import MAX_QUERY_CHARS, Directory, KnownInstrument, extract, resolve

RUNS = [
    "(",
    "art 1(",
    "a.",
    "1.",
    "1,000",
    "art ",
    "art 1, ",
    "CMW/",
    "C/C",
    "general comment no ",
    "convention ",
    "refugee convention ",
    "of the ",
    "no. ",
    "a",
    "1a",
    "xvi",
    "article 5 of the convention ",
    "protocol to the ",
    "a\u0301",
    "paragraph 4 of ",
    "arts 1-999, ",
    "arts 1-120 CRC ",
    "statelesness conventon art 8 ",
    "CRC 1 ",
    "12(2)",
    "ibid art 5 ",
    "optional optional protocol . . ",
    "CRC. article 5 of the convention. ",
    "art 5,,,,,,",
    "\n\n",
    "\u0000",
    "1951 ",
    "1951 convention ",
    "\u202e",
    "İ",
    "ﬃ",
]

DIRECTORY = Directory(
    [
        KnownInstrument(
            "crc",
            ("Convention on the Rights of the Child",),
            "treaty",
            short_title="CRC",
            adopted="1989",
            articles=54,
            units=tuple(f"art {n}" for n in range(1, 55)),
        ),
    ]
)


@pytest.mark.parametrize("run", RUNS)
def test_long_runs_end(directory: Directory, run: str) -> None:
    text = run * (40_000 // len(run))
    extract(text, directory)
    resolve(text, directory)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("art 1(2)–.,/CRC para§ bisXIV convention of the 1989 §¶'\"é\u0301ﬁ١ "), max_size=120))
def test_any_text_gives_references_within_it(text: str) -> None:
    for reference in extract(text, DIRECTORY):
        for start, end in (reference.span, reference.name_span):
            assert 0 <= start < end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_query_is_answered(text: str) -> None:
    resolution = resolve(text, DIRECTORY)
    assert (resolution.outcome == "resolved") == bool(resolution.targets)


def test_only_the_beginning_of_a_query_is_read(directory: Directory) -> None:
    text = "x " * MAX_QUERY_CHARS + "art 22 ICRMW"
    assert resolve(text, directory).outcome == "not_a_reference"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", ".", "art", "()", "§", "1", "¶¼", "art ½", "reg I-", "reg V/", "reg V/-1"]
)
def test_nothing_in_nothing(directory: Directory, text: str) -> None:
    assert resolve(text, directory).outcome == "not_a_reference"
    assert extract(text, directory) == []


def test_an_empty_directory_knows_nothing() -> None:
    empty = Directory([])
    assert resolve("what does the CRC say about detention", empty).outcome == "not_a_reference"
    assert resolve("art 3 CRC", empty).message == "CRC is not held, and nothing is known of it here."
