"""Words torn at the ends of lines, and what fonts show."""

from __future__ import annotations

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from ingest.readers.pdf.fonts import read_face
from ingest.readers.pdf.hyphens import Words, ends_with_hyphen


def join(words: Words, before: str, after: str) -> str:
    joint = words.joint(before, after)
    return before[: len(before) - joint.dropped] + joint.between + after


@pytest.mark.parametrize(
    ("before", "after", "known", "joined"),
    [
        ("an inspec-", "tion", ["inspection"], "an inspection"),
        ("an inspec-", "tion", ["inspections"], "an inspection"),  # known with another ending
        ("an unlaw-", "ful act", ["lawful"], "an unlawful act"),  # known without its prefix
        ("a har-", "pooneer", ["lamp"], "a harpooneer"),  # neither part is a word
        ("the self-", "lit lamp", ["lit"], "the self-lit lamp"),
        ("non-", "payment", [], "non-payment"),
        ("lamp-à-", "lampe", [], "lamp-à-lampe"),  # nobody breaks a word behind one letter
        ("co-", "operation", ["co-operation", "operation"], "co-operation"),
        ("co-", "operation", ["cooperation", "cooperation", "co-operation"], "cooperation"),
        ("Saltport-", "Northquay", [], "Saltport-Northquay"),
        ("INSPEC-", "TION", ["inspection"], "INSPECTION"),
        ("a soft\u00ad", "ened lamp", [], "a softened lamp"),
        ("see https://lamps.example/how-", "to-light", ["howto"], "see https://lamps.example/how-to-light"),
        ("see www.lamps.example/", "oil", [], "see www.lamps.example/oil"),
        ("lamps and/", "or bells", [], "lamps and/or bells"),
        ("lamps –", "and bells", [], "lamps – and bells"),
        ("from 1901–", "04 on", [], "from 1901–04 on"),
        ("one line", "and another", [], "one line and another"),
    ],
)
def test_two_lines_are_joined(before: str, after: str, known: list[str], joined: str) -> None:
    assert join(Words([before, after, *known]), before, after) == joined


def test_only_the_last_word_of_a_long_text_is_looked_at() -> None:
    words = Words(["an inspection"])
    assert join(words, "a lamp " * 1000 + "inspec-", "tion") == "a lamp " * 1000 + "inspection"


@pytest.mark.parametrize(("text", "torn"), [("inspec-", True), ("1901-", False), ("a - ", False), ("lamp", False)])
def test_a_torn_line(text: str, torn: bool) -> None:
    assert ends_with_hyphen(text) is torn


def font(**entries: object) -> DictionaryObject:
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Lantern-BoldItalic"),
        }
    )
    made.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    return made


def differences(*names: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/Differences"): ArrayObject([NumberObject(65), *map(NameObject, (f"/{n}" for n in names))])}
    )


def test_a_face_tells_weight_and_slant_by_its_name() -> None:
    face = read_face(font())
    assert (face.name, face.bold, face.italic) == ("Lantern-BoldItalic", True, True)


def test_ligatures_and_named_variants_are_letters() -> None:
    face = read_face(font(Encoding=differences("fi", "f_f_i", "a.sc", "g203")))
    assert face.shown(b"ABCD")[0] == "fiffia\ufffd"


def test_widths_are_those_of_the_font() -> None:
    widths = ArrayObject([NumberObject(500), NumberObject(700)])
    face = read_face(font(FirstChar=NumberObject(65), LastChar=NumberObject(66), Widths=widths))
    assert face.shown(b"AB A")[1:] == (1200 + 500 + face.shown(b" ")[1], 4, 1)


def test_a_drawn_soft_hyphen_is_a_hyphen() -> None:
    widths = ArrayObject([NumberObject(300)])
    face = read_face(font(FirstChar=NumberObject(0xAD), LastChar=NumberObject(0xAD), Widths=widths,
                          Encoding=NameObject("/WinAnsiEncoding")))  # fmt: skip
    assert face.shown(b"\xad")[0] == "-"
