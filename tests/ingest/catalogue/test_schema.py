from __future__ import annotations

import tomllib

import pytest

from ingest.catalogue import load_catalogue
from ingest.catalogue.digest import digest_edition, label_locator, label_number
from ingest.catalogue.schema import entry_from_toml
from ingest.errors import CatalogueError

TOPICS = frozenset({"asylum"})
MINIMAL = 'id = "x"\nkind = "treaty"\n[title]\nen = "X"\n'
PROVISION = '[[provision]]\nlabel = "art 1"\ndigest = "Something."\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(MINIMAL.replace("treaty", "poem"), "kind 'poem' is none of", id="kind"),
        pytest.param('id = "x"\nkind = "treaty"\n', "no .title.", id="no title"),
        pytest.param('colour = "red"\n' + MINIMAL, "unknown key 'colour'", id="key"),
        pytest.param('topics = ["cheese"]\n' + MINIMAL, "topic 'cheese' is not in topics.toml", id="topic"),
        pytest.param(MINIMAL + PROVISION + "colour = 1\n", "provision 1: unknown key 'colour'", id="provision key"),
        pytest.param(MINIMAL + '[[provision]]\nlabel = "art 1"\n', "digest must be a non-empty string", id="digest"),
        pytest.param(MINIMAL + PROVISION + PROVISION, "provision label 'art 1' stands twice", id="label twice"),
        pytest.param(
            MINIMAL + PROVISION + '[provision.questions]\nen = ["Why?", "why?"]\n',
            "question 'why.' stands twice",
            id="question",
        ),
        pytest.param(MINIMAL + PROVISION + '[provision.questions]\nxx = ["Why?"]\n', "unknown key 'xx'", id="language"),
    ],
)
def test_a_wrong_entry_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=f"x.toml.*{said}"):
        entry_from_toml(tomllib.loads(text), "x.toml", TOPICS)


@pytest.mark.parametrize(
    ("label", "number", "locator"),
    [
        ("art 33", "33", {"article": "33"}),
        ("art 6 bis", "6bis", {"article": "6 bis"}),
        ("para 12", "12", {"paragraph": "12"}),
        ("objective 5", "5", {"objective": "5"}),
        ("recital 12", "recital12", {"recital": "12"}),
        ("annex I art 3", "annex1/3", {"annex": "I", "article": "3"}),
        ("annex IV art 2", "annex4/2", {"annex": "IV", "article": "2"}),
        ("schedule para 13", "annex/13", {"annex": "schedule", "paragraph": "13"}),
        ("annex para 13", "annex/13", {"annex": "annex", "paragraph": "13"}),
        ("appendix art 19", "annex/19", {"annex": "appendix", "article": "19"}),
        ("appendix II art 1", "appendix2/1", {"annex": "II", "article": "1"}),
        ("annex C art 1", "annexc/1", {"annex": "C", "article": "1"}),
        ("reg V/33", "v/33", {"section": "V/33"}),
        ("standard A2.5", "a2.5", {"section": "A2.5"}),
        ("preamble", "preamble", {"section": "preamble"}),
    ],
)
def test_labels(label: str, number: str, locator: dict[str, str]) -> None:
    assert label_number(label) == number
    assert label_locator(label) == locator


def test_digests_are_slices_of_their_edition() -> None:
    for entry in load_catalogue().entries.values():
        edition = digest_edition(entry)
        if edition is None:
            continue
        for provision, said in zip(edition.provisions, entry.provisions, strict=True):
            assert edition.document.text[provision.body_start : provision.end] == said.digest


def test_the_core_is_covered() -> None:
    entries = load_catalogue().entries
    core = {
        "refugee-convention-1951",
        "refugee-protocol-1967",
        "icrmw",
        "iccpr",
        "cat",
        "crc",
        "cedaw",
        "udhr",
        "stateless-persons-1954",
        "statelessness-reduction-1961",
        "palermo-trafficking-protocol",
        "smuggling-of-migrants-protocol",
    }
    assert core <= set(entries)
    assert sum(len(entries[i].provisions) for i in core) >= 60
    assert all(entries[i].citation and entries[i].adopted for i in core)


def test_every_provision_has_its_questions() -> None:
    for entry in load_catalogue().entries.values():
        for provision in entry.provisions:
            for language in ("en", "fr", "es"):
                assert 3 <= len(provision.questions.get(language, ())) <= 6, (entry.id, provision.label, language)
            assert 1 <= len(provision.topics) <= 4, (entry.id, provision.label)


def test_no_question_is_asked_of_two_provisions() -> None:
    seen: dict[str, str] = {}
    for entry in load_catalogue().entries.values():
        for provision in entry.provisions:
            for question in (q for questions in provision.questions.values() for q in questions):
                place = f"{entry.id} {provision.label}"
                assert seen.setdefault(question.casefold(), place) == place, question
