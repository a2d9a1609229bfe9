"""Quoted words are found by their marks and by their paragraphs."""

from __future__ import annotations

import pytest

from search.checking.blocks import block_quotations
from search.checking.quotations import quotations

MARKS = [
    # text, the words quoted
    ("He wrote “a lamp and a bell”.", ["a lamp and a bell"]),
    ('He wrote "a lamp and a bell".', ["a lamp and a bell"]),
    ("Il écrit « une lampe et une cloche ».", [" une lampe et une cloche "]),
    ("Er schrieb „eine Lampe und eine Glocke“.", ["eine Lampe und eine Glocke"]),
    ("Er schrieb »eine Lampe und eine Glocke«.", ["eine Lampe und eine Glocke"]),
    ("He wrote ‘a lamp and a bell’.", ["a lamp and a bell"]),
    ("He wrote 'a lamp and a bell'.", ["a lamp and a bell"]),
    ("他写道「一盏灯和一口钟」。", ["一盏灯和一口钟"]),
    ("قال «مصباح وجرس».", ["مصباح وجرس"]),
    ("The keepers’ lamps and the workers’ bells.", []),  # apostrophes
    ("The keepers' lamps don't burn, 'tis said.", []),
    ("‘the workers’ bells ring at noon’, he said.", ["the workers’ bells ring at noon"]),
    ("He said “she wrote ‘a lamp’ there” twice.", ["she wrote ‘a lamp’ there", "a lamp"]),
    ("“a lamp “never closed and “a bell” too", ["a bell"]),  # what is never closed is none
    ("“a lamp\n\n“and a bell”", ["a lamp\n\n“and a bell"]),  # each paragraph begins with the mark
    ("“a lamp\n\nand nothing more. “a bell”", ["a bell"]),
    ('“the lamp ("the light") burns”', ['the lamp ("the light") burns', "the light"]),
    ('a board of 5" and "a lamp" there', ["a lamp"]),
    ('"a lamp "restarted here" ends', ["restarted here"]),
    ("”a lamp and a bell”, in the northern way", ["a lamp and a bell"]),
    ("no quotation at all", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKS, ids=[m[0][:32] for m in MARKS])
def test_words_in_marks(text: str, expected: list[str]) -> None:
    assert [text[slice(*q.inner)] for q in quotations(text)] == expected


def test_what_stands_within_another_knows_it() -> None:
    outer, inner = quotations("He said “she wrote ‘a lamp’ there” twice.")
    assert (outer.parent, inner.parent) == (None, 0)


BLOCKS = [
    # text, (words, how)
    ("Article 1 reads:\n\nA lamp burns.\n\nThat is all.", [("A lamp burns.", "block")]),
    ("Article 1 provides that:\n\n1. A lamp.\n\n2. A bell.\n\nMine.", [("1. A lamp.\n\n2. A bell.", "perhaps")]),
    ("Article 1 reads:\n\nA lamp burns.\n\n7. My own paragraph.", [("A lamp burns.", "block")]),
    ("These are the duties of States:\n\nA lamp burns.", [("A lamp burns.", "perhaps")]),
    ("Three things are asked:\n\nA lamp burns.", [("A lamp burns.", "perhaps")]),
    ("The rule:\n\n    A lamp burns\n    and rings.\n\nMine again.", [("A lamp burns\n    and rings.", "block")]),
    ("The rule:\n\n> A lamp burns.\n\nMine again.", [("A lamp burns.", "block")]),
    ("The rule:\n\n“A lamp burns.”\n\nMine.", []),  # found by its marks
    ("One line.\nAnother line.", []),
    ("La règle dispose :\n\nUne lampe brûle.\n", [("Une lampe brûle.", "block")]),
    ("تنص المادة على ما يلي:\n\nمصباح وجرس.\n", [("مصباح وجرس.", "block")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BLOCKS, ids=[b[0][:24] for b in BLOCKS])
def test_words_by_their_paragraph(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[slice(*q.inner)], q.how) for q in block_quotations(text, quotations(text))] == expected
