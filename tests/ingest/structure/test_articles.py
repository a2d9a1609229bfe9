"""Articles of small instruments of our own: what counts as one, what it is called, where it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.catalogue.digest import label_locator, label_number
from ingest.model import Document, Provision
from ingest.readers import read_document
from ingest.readers.blocks import Piece, assemble
from ingest.structure import build_provisions

Parse = Callable[[str], tuple[Document, tuple[Provision, ...]]]


@pytest.fixture
def parse(tmp_path: Path) -> Parse:
    def run(text: str) -> tuple[Document, tuple[Provision, ...]]:
        path = tmp_path / "instrument"
        path.write_text(text, encoding="utf-8")
        document = read_document(path)
        return document, build_provisions(document, "treaty", "en")

    return run


def units(provisions: tuple[Provision, ...]) -> list[str]:
    return [provision.label for provision in provisions if provision.is_unit]


def numbers(provisions: tuple[Provision, ...]) -> list[str | None]:
    return [provision.number for provision in provisions if provision.is_unit]


def by_label(provisions: tuple[Provision, ...], label: str) -> Provision:
    return next(provision for provision in provisions if provision.label == label)


def words(document: Document, provision: Provision) -> str:
    return document.text[provision.body_start : provision.end]


LAMPS = """# Convention on Harbour Lamps

The Parties, wishing their harbours to be seen at night and by every ship that nears them, have agreed as follows:

## Chapter I
### Lamps

### Article 1
#### Meaning of words
A lamp is whatever gives light to a ship.

### Article 2
#### Duty to light
1. Each Party lights its lamps at dusk.
2. It keeps them alight:
(a) until dawn; or
(b) in fog, until the fog has gone,
and it keeps a book of the hours.

### Article 3
#### Costs
No ship pays for light.

IN WITNESS WHEREOF the undersigned have signed this Convention. Done at Saltmouth.
"""


def test_a_plain_treaty(parse: Parse) -> None:
    document, provisions = parse(LAMPS)
    assert [(provision.label, provision.kind) for provision in provisions] == [
        ("front matter", "rest"),
        ("preamble", "preamble"),
        ("ch I", "chapter"),
        ("art 1", "article"),
        ("art 2", "article"),
        ("art 2(1)", "paragraph"),
        ("art 2(2)", "paragraph"),
        ("art 2(2)(a)", "point"),
        ("art 2(2)(b)", "point"),
        ("art 3", "article"),
        ("signatures", "rest"),
    ]
    assert by_label(provisions, "art 2").heading == "Duty to light"
    assert by_label(provisions, "ch I").heading == "Lamps"
    assert by_label(provisions, "art 2(2)(b)").locator == {"article": "2", "paragraph": "2", "point": "b"}
    assert words(document, by_label(provisions, "art 3")) == "No ship pays for light."


def test_words_behind_the_last_point_belong_to_the_paragraph(parse: Parse) -> None:
    document, provisions = parse(LAMPS)
    assert words(document, by_label(provisions, "art 2(2)(b)")) == "in fog, until the fog has gone,"
    assert words(document, by_label(provisions, "art 2(2)")).endswith("a book of the hours.")


@pytest.mark.parametrize(
    ("printed", "label", "number"),
    [
        ("Article 7", "art 7", "7"),
        ("ARTICLE VII", "art 7", "7"),
        ("Article 7.", "art 7", "7"),
        ("Art. 7", "art 7", "7"),
        ("Artículo 7", "art 7", "7"),
        ("ARTICULO 7° -", "art 7", "7"),
        ("Artigo 7.º", "art 7", "7"),
        ("Artikel 7", "art 7", "7"),
        ("Статья 7", "art 7", "7"),
        ("المادة 7", "art 7", "7"),
        ("المادة ٧", "art 7", "7"),
        ("المادة السابعة", "art 7", "7"),
        ("المــادة :7", "art 7", "7"),
        ("第七条", "art 7", "7"),
        ("第7條", "art 7", "7"),
    ],
)
def test_ways_to_print_a_number(parse: Parse, printed: str, label: str, number: str) -> None:
    word = (
        printed.replace("VII", "{}").replace("السابعة", "{}").replace("七", "{}").replace("7", "{}").replace("٧", "{}")
    )
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    arabic = ["الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة"]
    chinese = "一二三四五六七八"
    eastern = "١٢٣٤٥٦٧٨"
    style = (
        roman
        if "VII" in printed
        else arabic
        if "السابعة" in printed
        else chinese
        if "七" in printed
        else eastern
        if "٧" in printed
        else None
    )
    text = "\n".join(
        f"{word.format(style[value - 1] if style else value)}\n"
        f"Every lamp number {value} is lit at dusk and put out at dawn."
        for value in range(1, 9)
    )
    _, provisions = parse(text)
    assert units(provisions) == [f"art {value}" for value in range(1, 9)]
    assert by_label(provisions, label).number == number


def test_inserted_articles_keep_their_order(parse: Parse) -> None:
    listed = ["1", "2", "2 bis", "2 ter", "3", "4A", "4B", "5"]
    _, provisions = parse(
        "\n\n".join(f"Article {value}\nThe lamp is lit in the manner of {value}." for value in listed)
    )
    assert units(provisions) == ["art 1", "art 2", "art 2 bis", "art 2 ter", "art 3", "art 4A", "art 4B", "art 5"]
    assert numbers(provisions) == ["1", "2", "2bis", "2ter", "3", "4a", "4b", "5"]


def test_a_reference_at_the_head_of_a_line_is_no_heading(parse: Parse) -> None:
    document, provisions = parse(
        "Article 1\nThe duty to light lamps follows from what is laid down in\n"
        "Article 5 of the Treaty on Coasts, which stays in force.\n"
        "Article 2\nThe keeper has the rights of\nArticles 7 to 9.\nArticle 3\nNo ship pays for light."
    )
    assert units(provisions) == ["art 1", "art 2", "art 3"]
    assert "Treaty on Coasts" in words(document, by_label(provisions, "art 1"))


def test_a_quoted_amendment_is_no_heading(parse: Parse) -> None:
    body = "\n".join(f"### Article {value}\n\nThe lamp is lit at hour {value}.\n" for value in range(1, 10))
    amending = (
        "### Article 10\n\nIn the Lamp Act, the following is put in place of the old words:\n\n"
        "### Article 4\n\nLamps are green.\n"
    )
    _, provisions = parse(f"{body}\n{amending}\n### Article 11\n\nThis act enters into force at once.\n")
    assert units(provisions) == [f"art {value}" for value in range(1, 12)]


def test_annexes_and_protocols_have_numbers_of_their_own(parse: Parse) -> None:
    main = "\n".join(f"### Article {value}\n\nThe lamp is lit at hour {value}.\n" for value in range(1, 6))
    annex = "\n### ANNEX I\n\n#### Of oil\n\n### Article 1\n\nOil is clean.\n\n### Article 2\n\nOil is cheap.\n"
    bare = "\n### ANNEX II\n\nA table of hours, with no article in it.\n"
    protocol = "\n### OPTIONAL PROTOCOL\n\n### Article 1\n\nBells may ring.\n\n### Article 2\n\nBells may be silent.\n"
    _, provisions = parse(main + annex + bare + protocol)
    assert units(provisions) == [
        *(f"art {value}" for value in range(1, 6)),
        "annex I art 1",
        "annex I art 2",
        "annex II",
        "protocol art 1",
        "protocol art 2",
    ]
    assert numbers(provisions)[5:] == ["annex1/1", "annex1/2", "annex2", "protocol/1", "protocol/2"]
    assert by_label(provisions, "annex I art 2").locator == {"annex": "I", "article": "2"}
    assert by_label(provisions, "annex I").heading is None or by_label(provisions, "annex I").heading == "Of oil"


def test_the_last_article_ends_where_a_heading_begins_something_else(parse: Parse) -> None:
    text = LAMPS.replace("IN WITNESS WHEREOF", "#### Explanatory note\nThis note explains lamps.\n\nIN WITNESS WHEREOF")
    document, provisions = parse(text)
    assert words(document, by_label(provisions, "art 3")) == "No ship pays for light."
    assert by_label(provisions, "Explanatory note").kind == "rest"


def test_a_closing_formula_on_the_line_of_the_last_article_is_cut_off(parse: Parse) -> None:
    listed = "\n".join(f"Article {value}\nLamp {value} is lit at dusk." for value in range(1, 5))
    document, provisions = parse(f"{listed} IN WITNESS WHEREOF the undersigned have signed this Convention.")
    assert words(document, by_label(provisions, "art 4")) == "Lamp 4 is lit at dusk."
    assert words(document, by_label(provisions, "signatures")).startswith("IN WITNESS WHEREOF")


def test_the_approving_law_stands_before_the_treaty(parse: Parse) -> None:
    law = (
        "LEY 1.234\nARTICULO 1° - Apruébase el Convenio sobre Faros, cuyo texto forma parte de la presente ley.\n"
        "ARTICULO 2° - Comuníquese al Poder Ejecutivo.\nDada en la sala de sesiones, a tres días del mes de marzo.\n"
        "CONVENIO SOBRE FAROS\nLos Estados Partes en el presente Convenio, deseando que sus puertos se vean de noche,\n"
    )
    articles = "\n".join(
        f"Artículo {value}\nLa lámpara número {value} se enciende al anochecer." for value in range(1, 12)
    )
    document, provisions = parse(law + articles)
    assert units(provisions) == [f"art {value}" for value in range(1, 12)]
    assert by_label(provisions, "front matter").kind == "rest"
    assert "Apruébase" in words(document, by_label(provisions, "front matter"))
    assert words(document, by_label(provisions, "preamble")).startswith("Los Estados Partes")


def test_a_table_of_contents_is_front_matter(parse: Parse) -> None:
    contents = "\n".join(f"Article {value}\nLamp {value}\n{value + 3}" for value in range(1, 8))
    body = "\n".join(
        f"Article {value}\nLamp {value}\n"
        + "The keeper lights this lamp at dusk and puts it out at dawn, whatever the weather. " * 2
        for value in range(1, 8)
    )
    document, provisions = parse(f"{contents}\n{body}")
    assert units(provisions) == [f"art {value}" for value in range(1, 8)]
    assert "The keeper lights" in words(document, by_label(provisions, "art 1"))


def test_articles_on_one_line(parse: Parse) -> None:
    text = "TREATY OF LAMPS " + " ".join(
        f"ARTICLE {value} Of Lamp Number {value} 1. The keeper lights lamp {value} at dusk as laid down in "
        f"Article 2 of this Treaty. "
        f"2. The keeper puts it out at dawn, and writes the hour of both into the book of the harbour."
        for value in range(1, 9)
    )
    document, provisions = parse(text)
    assert units(provisions) == [f"art {value}" for value in range(1, 9)]
    first = by_label(provisions, "art 3")
    assert first.heading == "Of Lamp Number 3"
    assert words(document, by_label(provisions, "art 3(2)")).startswith("The keeper puts it out")


def test_a_number_printed_twice_is_read_as_the_one_that_is_missing(parse: Parse) -> None:
    listed = [1, 2, 3, 3, 5, 6]
    document, provisions = parse(
        "\n".join(
            f"Article {value}\nThe words of place {place} in the order." for place, value in enumerate(listed, start=1)
        )
    )
    assert units(provisions) == [f"art {value}" for value in range(1, 7)]
    assert words(document, by_label(provisions, "art 4")) == "The words of place 4 in the order."


def test_gaps_are_not_filled(parse: Parse) -> None:
    listed = [1, 2, 3, 7, 8, 9]
    _, provisions = parse("\n".join(f"Article {value}\nThe words of article {value} are these." for value in listed))
    assert numbers(provisions) == [str(value) for value in listed]


def test_numbers_lost_in_pictures_are_counted_where_the_count_fits() -> None:
    pieces = []
    for value in range(1, 10):
        printed = "" if value in (3, 4, 7) else f" {value}"
        pieces += [
            Piece(f"Article{printed}", "heading", 1),
            Piece(f"The words of article {value}, as the designer set them."),
        ]
    document = assemble(pieces, "pdf")
    provisions = build_provisions(document, "declaration", "en")
    assert numbers(provisions) == [str(value) for value in range(1, 10)]


def test_lost_numbers_that_cannot_be_counted_are_cited_by_nobody() -> None:
    pieces = []
    for value in range(1, 13):
        if value == 6:
            continue
        printed = "" if value in (3, 5, 7) else f" {value}"
        pieces += [
            Piece(f"Article{printed}", "heading", 1),
            Piece(f"The words of article {value}, as the designer set them."),
        ]
    document = assemble(pieces, "pdf")
    provisions = build_provisions(document, "declaration", "en")
    found = {provision.number: words(document, provision) for provision in provisions if provision.is_unit}
    assert all(f"article {number}," in text for number, text in found.items())
    assert any(provision.label.startswith("unnumbered article") for provision in provisions)


def test_sections_a_to_f_are_paragraphs(parse: Parse) -> None:
    _, provisions = parse(
        "### Article 1\nA. For this treaty a keeper is any person who:\n(1) Lit a lamp before; or\n"
        "(2) Lights one now.\n"
        "B.\n(1) Lamps are:\n(a) of oil; or\n(b) of gas.\n(2) Others are none.\n"
        "C. This treaty ends for a keeper who leaves.\n"
        "### Article 2\nThe keeper keeps.\n### Article 3\nThe harbour pays.\n"
    )
    labels = [provision.label for provision in provisions if provision.label.startswith("art 1(")]
    assert labels == [
        "art 1(A)", "art 1(A)(1)", "art 1(A)(2)", "art 1(B)", "art 1(B)(1)", "art 1(B)(1)(a)", "art 1(B)(1)(b)",
        "art 1(B)(2)", "art 1(C)",
    ]  # fmt: skip


def test_recitals_are_units_before_the_articles(parse: Parse) -> None:
    recitals = "".join(f"<p>({value}) Lamps of kind {value} should be lit.</p>" for value in range(1, 6))
    articles = "".join(f"<h2>Article {value}</h2><h3>Lamp</h3><p>Lamp {value} is lit.</p>" for value in range(1, 4))
    _, provisions = parse(
        f"<!doctype html><html><body><h1>Regulation on Lamps</h1><p>Whereas:</p>{recitals}{articles}</body></html>"
    )
    assert units(provisions) == [*(f"recital {value}" for value in range(1, 6)), "art 1", "art 2", "art 3"]
    assert numbers(provisions)[0] == "recital1"
    assert by_label(provisions, "art 1").parent is None


def test_regulations_standards_and_guidelines(parse: Parse) -> None:
    main = "\n".join(f"### Article {value}\n\nA general duty of kind {value}.\n" for value in ("I", "II", "III"))
    code = (
        "\n### TITLE 1\n\n### Regulation 1.1\n\n#### – Bread\n\nBread is given.\n\n###Standard A1.1 – Bread\n\n"
        "1. Bread is fresh.\n"
        "\n###Guideline B1.1 – Bread\n\n###Guideline B1.1.1 – Shape\n\n1. Bread may be round.\n"
    )
    _, provisions = parse(main + code)
    assert units(provisions) == ["art 1", "art 2", "art 3", "reg 1.1", "standard A1.1", "guideline B1.1.1"]
    assert numbers(provisions)[3:] == ["1.1", "a1.1", "b1.1.1"]
    assert by_label(provisions, "reg 1.1").heading == "Bread"
    assert by_label(provisions, "reg 1.1").locator == {"section": "1.1"}


def test_chapters_tell_apart_regulations_that_begin_again(parse: Parse) -> None:
    main = "\n".join(f"### Article {value}\n\nA general duty of kind {value}.\n" for value in ("I", "II", "III"))
    annex = "\n### ANNEX\n" + "".join(
        f"\n### CHAPTER {chapter}\n"
        + "".join(f"\n### Regulation {value}\n\n#### Boats\n\nBoat {value} floats.\n" for value in (1, 2))
        for chapter in ("I", "II-1")
    )
    _, provisions = parse(main + annex)
    assert units(provisions)[3:] == ["reg I/1", "reg I/2", "reg II-1/1", "reg II-1/2"]
    assert numbers(provisions)[3:] == ["i/1", "i/2", "ii-1/1", "ii-1/2"]
    assert [label_number(label) for label in units(provisions)[3:]] == numbers(provisions)[3:]
    assert by_label(provisions, "reg II-1/1").locator == label_locator("reg II-1/1") == {"section": "II-1/1"}


@pytest.mark.parametrize(
    ("article", "heading", "paragraph", "label"),
    [
        ("Article", "Schedule", "Paragraph", "schedule para 1"),
        ("Artículo", "Anexo", "Párrafo", "annex para 1"),
        ("Article", "Appendice", "Paragraphe", "appendix para 1"),
    ],
)
def test_a_sole_annex_has_one_number_whatever_it_is_called(
    parse: Parse, article: str, heading: str, paragraph: str, label: str
) -> None:
    main = "".join(f"\n### {article} {n}\n\nA duty of kind {n} that binds the harbour.\n" for n in range(1, 5))
    annex = f"\n### {heading}\n" + "".join(f"\n### {paragraph} {n}\n\nA paper of kind {n}.\n" for n in (1, 2, 3))
    _, provisions = parse(main + annex)
    assert units(provisions)[4] == label
    assert numbers(provisions)[4:] == ["annex/1", "annex/2", "annex/3"]
    assert label_number(label) == "annex/1"


def test_annexes_without_numbers_count_on(parse: Parse) -> None:
    main = "".join(f"\n### Article {n}\n\nA duty of kind {n} that binds the harbour.\n" for n in range(1, 5))
    _, provisions = parse(main + "\n### Schedule\n\nA list of harbours.\n\n### Annex\n\nA picture of a lamp.\n")
    assert units(provisions)[4:] == ["schedule", "annex"]
    assert numbers(provisions)[4:] == ["annex", "annex-2"]


def test_an_annex_with_its_title_behind_a_colon(parse: Parse) -> None:
    main = "".join(f"المادة {n}\nيبقي رئيس الميناء المصباح رقم {n} مضاء.\n" for n in range(1, 10))
    annex = "الملحق الأول :مشروع اتفاق بشأن المصابيح\n" + "".join(f"المادة {n}\nمصباح رقم {n}.\n" for n in range(1, 4))
    _, provisions = parse(main + annex)
    assert numbers(provisions)[9:] == ["annex1/1", "annex1/2", "annex1/3"]


def test_decimal_paragraphs_of_an_annex(parse: Parse) -> None:
    main = "\n".join(f"### Article {value}\n\nA general duty of kind {value}.\n" for value in ("I", "II", "III"))
    annex = (
        "\n### Annex\n\nCHAPTER 1 WORDS\n\n1.1. A search looks for people.\n\n1.2. A rescue brings them home.\n\n"
        "CHAPTER 2 WORK\n\n2.1. Setting up\n\n2.1.1. Each Party sets up a service.\n\n"
        "2.1.2. The service has boats:\n\n.1 fast; and\n\n.2 dry.\n\n"
        "2.2. Boats are ready at all hours.\n"
    )
    _, provisions = parse(main + annex)
    assert units(provisions)[3:] == ["annex 1.1", "annex 1.2", "annex 2.1.1", "annex 2.1.2", "annex 2.2"]
    assert numbers(provisions)[3:] == ["1.1", "1.2", "2.1.1", "2.1.2", "2.2"]
    assert by_label(provisions, "annex 2.1.2(2)").parent is not None


def test_notes_are_no_part_of_the_article(parse: Parse) -> None:
    document, provisions = parse(
        "### Article 1\n\nLamps are lit<sup>1) As the text was printed in the first edition of the harbour "
        "gazette.</sup> at dusk.\n\n"
        "### Article 2\n\n#### Bells\n\nTreedt in werking op een nader te bepalen tijdstip\n\nBells ring.\n\n"
        "### Article 3\n\nHorns blow.\n"
    )
    assert words(document, by_label(provisions, "art 1")) == "Lamps are lit at dusk."
    assert words(document, by_label(provisions, "art 2")) == "Bells ring."
    assert by_label(provisions, "art 2").heading == "Bells"
    notes = [provision for provision in provisions if "note" in provision.label]
    assert [provision.kind for provision in notes] == ["rest", "rest"]


def test_a_declaration_without_articles_has_its_sections(parse: Parse) -> None:
    long = "We value the lamps of our harbours, and we intend to keep them lit in every season for all who sail. " * 2
    _, provisions = parse(f"{long}\nKeeping the Light\n{long}\nSharing the Oil\n{long}\nTraining the Keepers\n{long}\n")
    assert units(provisions) == ["sec Keeping the Light", "sec Sharing the Oil", "sec Training the Keepers"]
    assert provisions[0].label == "preamble"


def test_a_text_without_any_structure_is_one_unit(parse: Parse) -> None:
    _, provisions = parse("Lamps are lit at dusk and put out at dawn; nothing more is agreed.")
    assert units(provisions) == ["text"]


def test_a_paragraph_behind_a_sentence_is_found_when_the_heads_of_the_lines_skip_it(parse: Parse) -> None:
    text = LAMPS.replace(
        "1. Each Party lights its lamps at dusk.\n",
        "1. Each Party lights its lamps at dusk. 2. It pays for the oil.\n3. No lamp smokes.\n",
    ).replace("2. It keeps them", "4. It keeps them")
    document, provisions = parse(text)
    assert words(document, by_label(provisions, "art 2(1)")) == "Each Party lights its lamps at dusk."
    assert words(document, by_label(provisions, "art 2(2)")) == "It pays for the oil."


def test_a_number_that_is_not_skipped_is_no_paragraph(parse: Parse) -> None:
    text = LAMPS.replace("at dusk.", "at dusk. 2. This is how the old rule began.")
    _, provisions = parse(text)
    assert [p.label for p in provisions].count("art 2(2)") == 1


def test_a_rest_ends_where_a_provision_begins() -> None:
    lines = [
        *["Article 1", "Lamps are lit.", "Article 2", "Bells are rung.", "Article 3", "Horns are blown."],
        *["EXPLANATORY NOTE", "This note explains the rules.", "Title 1. Oil", "Regulation 1.1 – Casks"],
        *["Casks are tarred.", "Regulation 1.2 – Wicks", "Wicks are trimmed."],
    ]
    document = assemble([Piece(line, "heading" if line.isupper() else "text") for line in lines], "text")
    provisions = build_provisions(document, "treaty", "en")
    for provision in provisions:
        if provision.parent is not None and provision.kind != "rest":
            assert provisions[provision.parent].kind != "rest"
