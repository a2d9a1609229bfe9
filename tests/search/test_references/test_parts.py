"""The parts of the resolver on their own: tokens, numbers, labels, names."""

from __future__ import annotations

import pytest

from search.references import Directory, KnownInstrument, resolve
from search.references.numbers import Number, Segment, expand, parse_label, read_number, roman
from search.references.shelf import BARE, Shelf
from search.references.tokens import fold, sentence_breaks, tokenize
from search.references.vocabulary import GLUED

TOKENS = [
    ("art33(1)", ["art", "33", "(", "1", ")"]),
    ("L'article 6bis", ["l", "'", "article", "6bis"]),
    ("90,000 rupees", ["90,000", "rupees"]),
    ("A2.5 and 3.1.9.", ["a2.5", "and", "3.1.9", "."]),
    ("n° 35", ["no", "35"]),
    ("المادة ٣٣", ["الماده", "33"]),
    ("arti\u0301culo", ["articulo"]),
    ("E/C.12/GC/20", ["e", "/", "c", ".", "12", "/", "gc", "/", "20"]),
    ("12–14", ["12", "-", "14"]),
]
NUMBERS = [
    ("33", "art", ("33",), "33"),
    ("33(1)(a)", "art", ("33", "1", "a"), "33(1)(a)"),
    ("33 (1)", "art", ("33", "1"), "33(1)"),
    ("1A(2)", "art", ("1", "a", "2"), "1A(2)"),
    ("1 A (2)", "art", ("1", "a", "2"), "1A(2)"),
    ("1.A.2", "art", ("1", "a", "2"), "1(a)(2)"),
    ("6 bis", "art", ("6", "bis"), "6 bis"),
    ("6ter", "art", ("6", "ter"), "6 ter"),
    ("13.2", "art", ("13", "2"), "13(2)"),
    ("2.5", "reg", ("2", "5"), "2.5"),
    ("A2.5", "standard", ("a", "2", "5"), "A2.5"),
    ("XIV", "art", ("14",), "14"),
    ("V/33", "reg", ("5", "33"), "V/33"),
    ("V/33.1", "reg", ("5", "33", "1"), "V/33(1)"),
    ("V/34-1", None, ("5", "34-1"), "V/34-1"),
    ("II-1/3", "reg", ("2-1", "3"), "II-1/3"),
    ("34-1", "reg", ("34-1",), "34-1"),
    ("B.2", "sec", ("b", "2"), "B.2"),
    ("31.2 b)", "art", ("31", "2", "b"), "31(2)(b)"),
    ("premier", "art", ("1",), "1"),
]
NO_NUMBERS = [("1951", "art"), ("I read", "art"), ("the", "art"), ("V", None), ("90,000", "art")]
LABELS = [
    ("art 16(4)", [("art", ("16", "4"))]),
    ("annex I art 3", [("annex", ("1",)), ("art", ("3",))]),
    ("schedule para 6", [("schedule", ()), ("para", ("6",))]),
    ("annex ch V reg 33", [("annex", ()), ("chapter", ("5",)), ("reg", ("33",))]),
    ("reg V/33(1)", [("reg", ("5", "33", "1"))]),
    ("reg II-1/3-10", [("reg", ("2-1", "3-10"))]),
    ("preamble", [("preamble", ())]),
    ("sec Terms", None),
]
SHELF = Shelf(
    ["art 1", "art 2", "art 12A", "annex I art 1", "annex I art 2", "reg V/33", "reg V/34-1"],
    ["art 1(A)", "art 1(A)(2)", "art 2(a)"],
)
LOOKUPS = [
    ([("art", "1A(2)")], "art 1(A)(2)", True),
    ([("art", "1(F)")], "art 1", False),
    ([("art", "12(a)")], "art 12A", True),
    ([("annex", "1"), ("art", "2")], "annex I art 2", True),
    ([(BARE, "2")], "art 2", True),
    ([("chapter", "V"), ("reg", "33")], "reg V/33", True),
    ([("chapter", "V"), ("reg", "33(9)")], "reg V/33", False),
    ([("reg", "V/34-1")], "reg V/34-1", True),
    ([("reg", "V/33-1")], None, False),
    ([("art", "3")], None, False),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS, ids=[text for text, _ in TOKENS])
def test_tokens(text: str, expected: list[str]) -> None:
    tokens = tokenize(text, GLUED)
    assert [t.text for t in tokens] == expected
    assert all(text[t.start : t.end].strip() == text[t.start : t.end] for t in tokens)


def test_fold() -> None:
    assert fold("ARTÍCULO Élan ß ﬁ") == "articulo elan ss fi"


def test_sentences_end_at_full_stops_but_not_at_abbreviations() -> None:
    text = "See art. 5. The Act (No. 3) stands. Does it? Yes"
    tokens = tokenize(text)
    assert [tokens[i].text for i in sentence_breaks(text, tokens)] == ["the", "does", "yes"]


@pytest.mark.parametrize(("text", "unit", "parts", "shown"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_numbers(text: str, unit: str, parts: tuple[str, ...], shown: str) -> None:
    assert read_number(tokenize(text), 0, unit) == (Number(parts, shown), len(tokenize(text)))


@pytest.mark.parametrize(("text", "unit"), NO_NUMBERS)
def test_no_numbers(text: str, unit: str | None) -> None:
    assert read_number(tokenize(text), 0, unit) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("i", 1), ("iv", 4), ("xix", 19), ("xl", 40), ("l", None), ("iiii", None), ("", None), ("mix", None)],
)
def test_roman(text: str, value: int | None) -> None:
    assert roman(text) == value


def test_ranges_run_in_one_series_or_are_their_ends() -> None:
    def number(text: str) -> Number:
        read = read_number(tokenize(text), 0, "art")
        assert read
        return read[0]

    assert [n.text for n in expand(number("12(2)"), number("12(4)"))] == ["12(2)", "12(3)", "12(4)"]
    assert [n.text for n in expand(number("16(1)(a)"), number("16(1)(c)"))] == ["16(1)(a)", "16(1)(b)", "16(1)(c)"]
    assert [n.text for n in expand(number("I"), number("III"))] == ["1", "2", "3"]
    assert [n.text for n in expand(number("5(2)"), number("7"))] == ["5(2)", "7"]
    assert [n.text for n in expand(number("1"), number("999"))] == ["1", "999"]


@pytest.mark.parametrize(("label", "expected"), LABELS, ids=[label for label, _ in LABELS])
def test_labels(label: str, expected: list[tuple[str, tuple[str, ...]]] | None) -> None:
    segments = parse_label(label)
    assert (None if segments is None else [(s.unit, s.number.parts) for s in segments]) == expected


@pytest.mark.parametrize(("asked", "label", "exact"), LOOKUPS, ids=[str(row[0]) for row in LOOKUPS])
def test_shelf(asked: list[tuple[str, str]], label: str | None, exact: bool) -> None:
    segments = []
    for unit, text in asked:
        read = read_number(tokenize(text), 0, None if unit == BARE else unit)
        assert read
        segments.append(Segment(unit, read[0]))
    found = SHELF.find(tuple(segments))
    assert (found.label if found else None) == label
    assert (found.exact if found else False) == exact


def test_labels_are_listed_when_first_needed() -> None:
    asked: list[str] = []

    def units() -> list[str]:
        asked.append("units")
        return ["art 1"]

    directory = Directory([KnownInstrument("x", ("Treaty of Examples",), "treaty", units=units)])
    assert asked == []
    resolve("treaty of examples art 1", directory)
    resolve("treaty of examples art 2", directory)
    assert asked == ["units"]


def test_titles_that_many_files_share_name_nothing() -> None:
    heads = [
        KnownInstrument(
            f"x{n}", (f"Treaty on Matter {word}", "International treaties of States"), "treaty", units=("art 1",)
        )
        for n, word in enumerate(("Alpha", "Beta", "Gamma", "Delta"))
    ]
    directory = Directory(heads)
    assert resolve("international treaties of states", directory).instruments_named == ()
    assert resolve("treaty on matter gamma art 1", directory).targets[0].instrument == "x2"


def test_abbreviations_in_other_languages_are_supplied_unless_taken() -> None:
    echr = KnownInstrument(
        "echr", ("European Convention on Human Rights",), "treaty", short_title="ECHR", units=("art 3",)
    )
    other = KnownInstrument(
        "other", ("Centre for Equal Data Handling",), "treaty", short_title="CEDH", units=("art 3",)
    )
    assert resolve("art 3 CEDH", Directory([echr])).targets[0].instrument == "echr"
    assert resolve("art 3 CEDH", Directory([echr, other])).targets[0].instrument == "other"


@pytest.mark.parametrize(
    ("text", "language", "outcome"),
    [
        ("CDN para 12", "en", "not_a_reference"),
        ("CMW/C/GC/2 para 12", None, "resolved"),
        ("CMW/C/GC/2 para 12", "es", "not_a_reference"),
        ("CMW/C/GC/2 para. 12", "es", "resolved"),
    ],
)
def test_language_tells_the_preposition(directory: Directory, text: str, language: str | None, outcome: str) -> None:
    assert resolve(text, directory, language).outcome == outcome
