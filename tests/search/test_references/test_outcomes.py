"""References that cannot be looked up: what is missing is said, and doubt is kept."""

from __future__ import annotations

import pytest

from search.references import Directory, resolve
from search.references.models import MissingReason

# text, reason, message
NOT_HELD: list[tuple[str, MissingReason, str]] = [
    ("article 99 ICCPR", "beyond_last", "ICCPR has 53 articles; there is no article 99."),
    ("ICCPR art. 54(1)", "beyond_last", "ICCPR has 53 articles; there is no article 54(1)."),
    ("ICCPR 99", "beyond_last", "ICCPR has 53 articles; there is no article 99."),
    ("African Charter article 99", "beyond_last", "African Charter has 68 articles; there is no article 99."),
    # counted by the treaty's own numbering, although article 35 is missing from the text
    ("african charter art 35", "not_in_text", "The text of African Charter that is held lacks article 35."),
    ("GCM objective 24", "beyond_last", "GCM has 23 objectives; there is no objective 24."),
    ("CMW/C/GC/2 para 300", "beyond_last", "CMW/C/GC/2 has 79 paragraphs; there is no paragraph 300."),
    ("AMMR art 99", "beyond_last", "AMMR has 85 articles; there is no article 99."),
    ("ICCPR annex I", "no_such_unit", "ICCPR has 53 articles; there is no annex 1 in the text held."),
    ("ICRMW objective 3", "no_such_unit", "ICRMW has 93 articles; there is no objective 3 in the text held."),
    (
        "C143 art 3",
        "instrument_not_held",
        "Migrant Workers (Supplementary Provisions) Convention, 1975 (No. 143) is known but not held; official text: "
        "https://normlex.ilo.org/c143",
    ),
    (
        "OAU Refugee Convention, article II(2)",
        "instrument_not_held",
        "OAU Refugee Convention is known but not held; official text: https://au.int/oau-1969",
    ),
    (
        "African Refugee Convention art 1",
        "instrument_not_held",
        "OAU Refugee Convention is known but not held; official text: https://au.int/oau-1969",
    ),
    ("art. 9 Kampala Convention", "instrument_not_held", "Kampala Convention is known but not held."),
    ("Kampala Convention article 99", "beyond_last", "Kampala Convention has 23 articles; there is no article 99."),
    ("Kampala Convention", "instrument_not_held", "Kampala Convention is known but not held."),
    (
        "What does article 4 of the Kampala Convention say about arbitrary displacement?",
        "instrument_not_held",
        "Kampala Convention is known but not held.",
    ),
    ("SOLAS V/99", "not_in_text", "The text of SOLAS that is held lacks regulation V/99."),
    ("SOLAS reg V/33-1", "not_in_text", "The text of SOLAS that is held lacks regulation V/33-1."),
    ("SOLAS regulation 99", "not_in_text", "The text of SOLAS that is held lacks regulation 99."),
    ("SOLAS chapter V regulation 99", "not_in_text", "The text of SOLAS that is held lacks chapter 5 reg 99."),
    ("Regulation (EU) No 604/2013 art 17", "instrument_not_held", "Dublin III Regulation is known but not held."),
    ("Dublin III art 17", "instrument_not_held", "Dublin III Regulation is known but not held."),
    ("ILO C142 art 3", "instrument_unknown", "ILO Convention No. 142 is not held, and nothing is known of it here."),
    (
        "Regulation (EU) 2016/399 art 5",
        "instrument_unknown",
        "Regulation (EU) 2016/399 is not held, and nothing is known of it here.",
    ),
    ("CMW/C/GC/9 para 3", "instrument_unknown", "CMW/C/GC/9 is not held, and nothing is known of it here."),
    (
        "CMW general comment No. 9, para 3",
        "instrument_unknown",
        "CMW general comment No. 9 is not held, and nothing is known of it here.",
    ),
    (
        "Protocol No. 12 ECHR art 1",
        "instrument_unknown",
        "Protocol No. 12 to the ECHR is not held, and nothing is known of it here.",
    ),
    ("GDPR art 17", "instrument_unknown", "GDPR is not held, and nothing is known of it here."),
    (
        "art 12 of the Bamako Convention",
        "instrument_unknown",
        "Bamako Convention is not held, and nothing is known of it here.",
    ),
    # a year that no refugee convention has makes it another one
    (
        "Refugee Convention of 1938, art 2",
        "instrument_unknown",
        "Refugee Convention of 1938 is not held, and nothing is known of it here.",
    ),
    (
        "Arab refugee convention art 2",
        "instrument_unknown",
        "Arab refugee convention is not held, and nothing is known of it here.",
    ),
]

# text, candidates
AMBIGUOUS = [
    ("statelessness convention, artcle 8", ["stateless-persons-1954 art 8", "statelessness-reduction-1961 art 8"]),
    ("vienna convention article 36", ["vccr art 36", "vcdr art 36", "vclt art 36"]),
    # the Vienna Declaration, nearer by the rarest word, is not held
    ("Vienna Convention art 31", ["vccr art 31", "vcdr art 31", "vclt art 31"]),
    ("vienna convention art 60", ["vccr art 60", "vclt art 60"]),  # the one on diplomatic relations ends with 53
    ("general comment no 2 para 12", ["cmw-gc2-irregular para 12", "crc-gc2-nhri para 12"]),
    ("general recommendation No. 30 para 3", ["cedaw-gr30-conflict para 3", "cerd-gr30-non-citizens para 3"]),
    ("CRC optional protocol art 3", ["crc-op-armed-conflict art 3", "crc-op-sale-of-children art 3"]),
    ("A/RES/55/25 art 3", ["palermo-trafficking-protocol art 3", "smuggling-of-migrants-protocol art 3"]),
    ("SOLAS regulation 33", ["solas-1974 reg III/33", "solas-1974 reg V/33"]),  # each chapter counts anew
    ("Global Compact 5", ["gcm-2018-objectives objective 5", "gcr-2018 para 5"]),
]

# text, the held instrument's provision, message: a vague name means what is held, and the others are told
HELD_FIRST = [
    (
        "New York Convention art 3",
        "refugee-protocol-1967 art 3",
        "New York Convention is taken as 1967 Protocol; it may also mean New York Declaration, known but not held.",
    ),
    (
        "Hague Convention art 4",
        "hague-nationality-1930 art 4",
        "Hague Convention is taken as Hague Convention on Nationality; it may also mean Hague Convention on Adoption "
        "or Hague Convention on Protection, known but not held.",
    ),
    # where the one that is held does not go so far, another is meant
    ("Hague Convention art 40", None, None),
]


@pytest.mark.parametrize(("text", "reason", "message"), NOT_HELD, ids=[row[0] for row in NOT_HELD])
def test_not_held(directory: Directory, text: str, reason: MissingReason, message: str) -> None:
    resolution = resolve(text, directory)
    assert resolution.outcome == "not_held"
    assert [m.reason for m in resolution.missing] == [reason]
    assert resolution.message == message


@pytest.mark.parametrize(("text", "candidates"), AMBIGUOUS, ids=[text for text, _ in AMBIGUOUS])
def test_ambiguous(directory: Directory, text: str, candidates: list[str]) -> None:
    resolution = resolve(text, directory)
    assert resolution.outcome == "ambiguous"
    assert [str(c) for c in resolution.candidates] == candidates


@pytest.mark.parametrize(("text", "target", "message"), HELD_FIRST, ids=[row[0] for row in HELD_FIRST])
def test_a_vague_name_means_what_is_held(
    directory: Directory, text: str, target: str | None, message: str | None
) -> None:
    resolution = resolve(text, directory)
    assert [str(t) for t in resolution.targets] == ([target] if target else [])
    assert resolution.message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("New York Declaration art 3", "New York Declaration is known but not held."),
        ("New York Declaraton art 3", "New York Declaration is known but not held."),
        ("Hague Convention on Adoption art 4", "Hague Convention on Adoption is known but not held."),
        ("hague adoption convention art 4", "Hague Convention on Adoption is known but not held."),
        ("Vienna Declaration art 1", "Vienna Declaration is known but not held."),
        # the other word of the held one's name is too little of it
        ("Cartagena Convention art 3", "Cartagena Declaration on Refugees is known but not held."),
    ],
)
def test_a_name_of_its_own_means_what_is_not_held(directory: Directory, text: str, message: str) -> None:
    resolution = resolve(text, directory)
    assert resolution.outcome == "not_held"
    assert resolution.message == message


def test_count_is_given_beside_the_message(directory: Directory) -> None:
    (missing,) = resolve("article 99 ICCPR", directory).missing
    assert (missing.instrument, missing.asked, missing.count) == ("iccpr", "art 99", 53)


def test_the_good_part_of_a_list_is_resolved_and_the_rest_reported(directory: Directory) -> None:
    resolution = resolve("ICCPR arts 52-54", directory)
    assert resolution.outcome == "resolved"
    assert [t.label for t in resolution.targets] == ["art 52", "art 53"]
    assert resolution.message == "ICCPR has 53 articles; there is no article 54."


def test_only_the_article_of_a_paragraph_that_does_not_exist(directory: Directory) -> None:
    (target,) = resolve("CRC art 10(9)", directory).targets
    assert (target.label, target.unit, target.asked, target.exact) == ("art 10", "art 10", "art 10(9)", False)


def test_a_paragraph_that_exists_and_its_article(directory: Directory) -> None:
    (target,) = resolve("CRC art 10(2)", directory).targets
    assert (target.label, target.unit, target.asked, target.exact) == ("art 10(2)", "art 10", "art 10(2)", True)


def test_span_points_at_the_words(directory: Directory) -> None:
    text = "see arts 9 and 10(2) CRC"
    spans = [text[slice(*t.span)] for t in resolve(text, directory).targets]
    assert spans == ["arts 9", "10(2)"]


def test_a_long_question_without_a_usable_reference_goes_to_the_search(directory: Directory) -> None:
    story = "My client fled with her two sons and was stopped at the airport by officers who took her papers away. "
    resolution = resolve(story + "Does article 99 ICCPR help her to leave again?", directory)
    assert resolution.outcome == "not_a_reference"
    assert resolution.message == "ICCPR has 53 articles; there is no article 99."


def test_instruments_named_come_in_the_order_of_the_text(directory: Directory) -> None:
    resolution = resolve("does the CRC or the Migrant Workers Convention protect me", directory)
    assert resolution.outcome == "not_a_reference"
    assert resolution.instruments_named == ("crc", "icrmw")


def test_stateless_persons_are_people_unless_their_convention_is_named(directory: Directory) -> None:
    named = {
        "how are stateless persons treated": (),
        "how does the convention relating to the status of stateless persons treat them": ("stateless-persons-1954",),
    }
    for text, expected in named.items():
        assert resolve(text, directory).instruments_named == expected
