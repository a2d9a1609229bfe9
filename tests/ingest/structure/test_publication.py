"""Sections of publications, from documents put together here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from ingest.model import Block, BlockRole, Document, Page, Provision
from ingest.structure.publication import structure_publication

BODY = "The lamps on the quay are lit at dusk and burn until the sun is up. " * 6


@dataclass(frozen=True)
class Part:
    text: str
    role: BlockRole = "text"
    level: int | None = None


def head(text: str, level: int = 1) -> Part:
    return Part(text, "heading", level)


def document(*parts: Part, pages: tuple[int, ...] = (), labels: tuple[str | None, ...] = ()) -> Document:
    """A document of these parts; `pages` are the numbers of the parts that begin a page."""
    blocks: list[Block] = []
    offset = 0
    for part in parts:
        blocks.append(Block(offset, offset + len(part.text), part.role, part.level))
        offset += len(part.text) + 1
    text = "\n".join(part.text for part in parts)
    starts = [blocks[number].start for number in pages]
    ends = [*starts[1:], len(text)]
    return Document(
        text,
        tuple(blocks),
        "pdf" if pages else "text",
        tuple(
            Page(index, start, end, labels[index - 1] if labels else None)
            for index, (start, end) in enumerate(zip(starts, ends, strict=False), 1)
        ),
    )


def labels(provisions: tuple[Provision, ...]) -> list[str]:
    return [p.label for p in provisions]


def test_sections_in_order_with_parents_and_own_words_only() -> None:
    made = document(head("1. Lamps"), Part(BODY), head("1.1 Oil", 2), Part(BODY), head("2. Bells"), Part(BODY))
    provisions = structure_publication(made)
    assert labels(provisions) == ["sec 1", "sec 1.1", "sec 2"]
    assert [p.parent for p in provisions] == [None, 0, None]
    assert [p.heading for p in provisions] == ["Lamps", "Oil", "Bells"]
    assert [p.number for p in provisions] == ["1", "1.1", "2"]
    assert all(p.is_unit and made.text[p.body_start : p.end] == BODY.rstrip() for p in provisions)


def test_every_letter_is_in_one_section_or_a_rest() -> None:
    made = document(
        Part("A Book of Lamps"),
        head("Lamps"),
        Part(BODY),
        Part("¹ A note.", "note"),
        Part(BODY),
        head("References"),
        Part("Keeper, A Life, 1901."),
    )
    provisions = structure_publication(made)
    assert labels(provisions) == ["front matter", "sec Lamps", "sec Lamps note 1", "references"]
    assert [p.kind for p in provisions] == ["rest", "section", "rest", "rest"]
    owned = sorted((p.start, p.end) for p in provisions if p.parent is None)
    assert all(end <= start for (_, end), (start, _) in pairwise(owned))
    outside = set(range(len(made.text))) - {at for start, end in owned for at in range(start, end)}
    assert all(made.text[at].isspace() for at in outside)
    note = provisions[2]
    assert (made.text[note.start : note.end], note.parent) == ("¹ A note.", 1)


@pytest.mark.parametrize(
    ("title", "label", "number"),
    [
        ("3.1 Oil lamps", "sec 3.1", "3.1"),
        ("3.1. Oil lamps", "sec 3.1", "3.1"),
        ("IV. Oil lamps", "sec IV", "iv"),
        ("B.2 Oil lamps", "sec B.2", "b.2"),
        ("IV.2. Oil lamps", "sec IV.2", "iv.2"),
        ("Annex 2: Oil lamps", "sec Annex 2", "annex-2"),
        ("Chapter 7", "sec Chapter 7", "chapter-7"),
        ("1904 was a dark year", "sec 1904 was a dark year", "1904-was-a-dark-year"),
        ("Oil lamps", "sec Oil lamps", "oil-lamps"),
        ("Les lampes à l’huile¹", "sec Les lampes à l’huile", "les-lampes-a-l-huile"),
        ("• Oil lamps", "sec Oil lamps", "oil-lamps"),
        (
            "What a keeper of lamps owes to those who pass by at night in storms",
            "sec What a keeper of lamps owes to those who pass by at night in",
            "what-a-keeper-of-lamps-owes-to-those-who-pass-by-at-night-in",
        ),
    ],
)
def test_a_section_is_named_by_its_number_else_by_its_heading(title: str, label: str, number: str) -> None:
    (section,) = structure_publication(document(head(title), Part(BODY)))
    assert (section.label, section.number) == (label, number)
    assert section.locator == {"section": label[4:]}
    assert len(label) <= 4 + 60


def test_letters_are_counted_under_the_number_above_them() -> None:
    parts = [head("I. Lamps"), Part(BODY), head("A. Oil", 2), Part(BODY), head("C. Wax", 2), Part(BODY)]
    parts += [head("II. Bells"), Part(BODY), head("A. Iron", 2), Part(BODY)]
    assert labels(structure_publication(document(*parts))) == ["sec I", "sec I.A", "sec I.C", "sec II", "sec II.A"]


def test_names_that_come_again_are_counted() -> None:
    provisions = structure_publication(document(*[head("Oil"), Part(BODY)] * 3))
    assert labels(provisions) == ["sec Oil", "sec Oil [2]", "sec Oil [3]"]
    assert [p.number for p in provisions] == ["oil", "oil-2", "oil-3"]


def test_a_heading_without_words_is_a_parent_but_no_unit() -> None:
    parent, child = structure_publication(document(head("Lamps"), head("Oil", 2), Part(BODY)))
    assert (parent.is_unit, parent.number, parent.body_start) == (False, None, parent.end)
    assert (child.is_unit, child.parent) == (True, 0)


def test_pages_and_labels_of_a_section_are_those_of_its_words() -> None:
    made = document(
        head("Lamps"), Part(BODY), Part(BODY), head("Oil"), Part(BODY), pages=(0, 2, 4), labels=("v", "vi", None)
    )
    lamps, oil = structure_publication(made)
    assert lamps.locator == {"section": "Lamps", "page_first": 1, "page_last": 2, "page_label": "v"}
    assert oil.locator == {"section": "Oil", "page_first": 2, "page_last": 3, "page_label": "vi"}


def test_the_title_pages_and_the_contents_are_rest() -> None:
    made = document(
        head("The Book of Lamps"),
        Part("Saltport, 1901"),
        head("Contents"),
        Part("Lamps … 3"),
        head("Lamps"),
        Part(BODY),
        pages=(0, 2, 4),
    )
    assert [(p.label, p.kind) for p in structure_publication(made)] == [
        ("front matter", "rest"),
        ("contents", "rest"),
        ("sec Lamps", "section"),
    ]


def test_a_glossary_without_marked_headings_has_a_section_for_each_term() -> None:
    made = document(
        Part("Lamp"),
        Part("A light that is carried or hung, and lit at dusk."),
        Part("Quay (of stone)"),
        Part("A wall by the water, where ships are tied."),
    )
    provisions = structure_publication(made)
    assert labels(provisions) == ["sec Lamp", "sec Quay (of stone)"]
    assert made.text[provisions[0].body_start : provisions[0].end].startswith("A light")


def test_a_number_on_a_line_of_its_own_belongs_to_the_title_below_it() -> None:
    provisions = structure_publication(document(head("II."), head("Bells"), Part(BODY), head("Oil"), Part(BODY)))
    assert [(p.label, p.heading) for p in provisions] == [("sec II", "Bells"), ("sec Oil", "Oil")]


def test_a_text_without_any_heading_is_one_unit() -> None:
    (unit,) = structure_publication(document(Part(BODY), Part(BODY)))
    assert (unit.label, unit.number, unit.is_unit) == ("text", "text", True)


def test_an_empty_text_has_no_provisions() -> None:
    assert structure_publication(document(Part(""))) == ()
