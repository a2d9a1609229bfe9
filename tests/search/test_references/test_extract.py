"""References in longer texts: where they stand, and what is taken from the words before."""

from __future__ import annotations

import pytest

from ingest.errors import UsageError
from search.references import MAX_TEXT_CHARS, Directory, extract

BRIEF = (
    "The applicant relies on article 33(1) of the 1951 Refugee Convention and on article 3 CAT. She adds that "
    "articles 9(1), (4) and 13 of the International Covenant on Civil and Political Rights (ICCPR) were ignored; "
    "see also CMW/C/GC/2, paras 24–25, and Article 77 of the ICCPR. Law 12/2009 says otherwise in its article 6."
)

# text, what is found: source words of the pinpoint -> target
PROSE = [
    (
        "detention (ICRMW, arts. 16 and 17; CRC, art. 37 (b))",
        [("arts. 16", "icrmw art 16"), ("17", "icrmw art 17"), ("art. 37 (b)", "crc art 37(b)")],
    ),
    # the pinpoint before a name and the one behind it
    (
        "Under article 13 ICCPR and ICRMW article 22 they stay.",
        [("article 13", "iccpr art 13"), ("article 22", "icrmw art 22")],
    ),
    # a name and its abbreviation are one name
    (
        "the Vienna Convention on Consular Relations (VCCR), article 36 (1) (b)",
        [("article 36 (1) (b)", "vccr art 36(1)(b)")],
    ),
    # "of the Convention" is the only convention named
    (
        "The CRC applies. Article 3 of the Convention guides every step; article 9 of the Covenant is not meant.",
        [("Article 3", "crc art 3")],
    ),
    ("The Covenant (ICCPR) binds. Ibid., art 9.", [("art 9", "iccpr art 9")]),
    # a pinpoint of something else is left alone
    ("Article 5 of the Aliens Act was read with the ICCPR.", []),
    ("Article 5 of Law 39/2010, adopted to carry out the CRC, is silent.", []),
    ("Article 5 speaks of families. The CRC does so too.", []),
    # lists with a common end
    (
        "as articles 7 and 9 (1) and article 10 of the ICCPR provide",
        [("articles 7", "iccpr art 7"), ("9 (1)", "iccpr art 9(1)"), ("article 10", "iccpr art 10")],
    ),
    # a general comment on an article of something else
    (
        "General comment No. 35 on article 9 of the ICCPR, para. 12",
        [("article 9", "iccpr art 9"), ("para. 12", "ccpr-gc35-article9 para 12")],
    ),
]


def test_brief(directory: Directory) -> None:
    references = extract(BRIEF, directory)
    found = [(BRIEF[slice(*r.span)], r.outcome, str(r.targets[0]) if r.targets else None) for r in references]
    assert found == [
        ("article 33(1)", "resolved", "refugee-convention-1951 art 33(1)"),
        ("article 3", "resolved", "cat art 3"),
        ("articles 9(1)", "resolved", "iccpr art 9(1)"),
        ("(4)", "resolved", "iccpr art 9(4)"),
        ("13", "resolved", "iccpr art 13"),
        ("paras 24–25", "resolved", "cmw-gc2-irregular para 24"),
        ("paras 24–25", "resolved", "cmw-gc2-irregular para 25"),
        ("Article 77", "not_held", None),
    ]


@pytest.mark.parametrize(("text", "expected"), PROSE, ids=[text[:40] for text, _ in PROSE])
def test_prose(directory: Directory, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[slice(*r.span)], str(t)) for r in extract(text, directory) for t in r.targets]
    assert found == expected


def test_name_span(directory: Directory) -> None:
    (reference,) = extract("Read article 3 of the Convention on the Rights of the Child.", directory)
    text = "Read article 3 of the Convention on the Rights of the Child."
    assert text[slice(*reference.name_span)] == "Convention on the Rights of the Child"


def test_inferred_is_marked(directory: Directory) -> None:
    first, second = extract("Article 3 CRC matters. So does article 9 of the Convention.", directory)
    assert (first.inferred, second.inferred) == (False, True)


def test_two_conventions_leave_the_convention_open(directory: Directory) -> None:
    text = "The CRC and the 1951 Convention differ. Article 9 of the Convention is clear."
    assert extract(text, directory) == []


def test_subject_says_which_convention(directory: Directory) -> None:
    text = "The CRC and the 1951 Convention differ. Article 9 of the Convention is clear."
    (reference,) = extract(text, directory, subject="crc")
    assert str(reference.targets[0]) == "crc art 9"
    assert reference.inferred


def test_offsets_hold_behind_accents_and_other_scripts(directory: Directory) -> None:
    text = "Señor Núñez — المادة 31 — invoca el artículo 12.4 del PIDCP y también el art. 3 de la CAT."
    found = [(text[slice(*r.span)], str(r.targets[0])) for r in extract(text, directory)]
    assert found == [("artículo 12.4", "iccpr art 12(4)"), ("art. 3", "cat art 3")]


def test_too_long_a_text_is_refused(directory: Directory) -> None:
    with pytest.raises(UsageError, match="5,000,001 characters"):
        extract("x" * (MAX_TEXT_CHARS + 1), directory)


def test_in_a_comment_on_one_treaty_articles_of_no_name_are_its_own(directory: Directory) -> None:
    text = "Article 9 leaves no room for this. Nor does article 12 of the Charter of Nowhere, or article 900."
    assert extract(text, directory, subject="crc") == []
    found = extract(text, directory, subject="crc", bare=True)
    assert [str(target) for reference in found for target in reference.targets] == ["crc art 9"]
