"""PDF files made here, page by page, and what is read from them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from ingest.errors import NeedsOcr, ProtectedSource, SourceError, SourceLimit, UnreadableSource
from ingest.model import Document
from ingest.readers.pdf import check_pages, read_pdf

WIDTH, HEIGHT, LEFT, TOP, LEADING = 595, 842, 72, 760, 14
BODY = 11.0
# Each fills its line to about the same right margin.
LONG = (
    "The keeper of the harbour lights shall see to it that every lamp on the quay is lit at",
    "dusk and that it burns until the sun is up, in storms as in calm, and he shall write in",
    "the book of lamps each night on which one of them has failed, and the reason why so.",
)


@dataclass(frozen=True)
class Ink:
    """Words at a place: x from the left, y from the bottom, in points."""

    x: float
    y: float
    text: str
    size: float = BODY
    bold: bool = False


def lines(
    texts: Sequence[str], x: float = LEFT, y: float = TOP, size: float = BODY, bold: bool = False, step: float = LEADING
) -> list[Ink]:
    return [Ink(x, y - step * number, text, size, bold) for number, text in enumerate(texts)]


def picture() -> DecodedStreamObject:
    image = DecodedStreamObject()
    image.set_data(b"\x00")
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
        }
    )
    return image


class Maker:
    """Makes a PDF of pages of ink."""

    def __init__(self) -> None:
        self.writer = PdfWriter()

    def page(self, inks: Sequence[Ink] = (), raw: str = "", image: bool = False) -> None:
        page = self.writer.add_blank_page(WIDTH, HEIGHT)
        fonts = DictionaryObject()
        for name, font in (("/F1", "/Helvetica"), ("/F2", "/Helvetica-Bold")):
            fonts[NameObject(name)] = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject(font),
                    NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                }
            )
        resources = DictionaryObject({NameObject("/Font"): fonts})
        if image:
            resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject("/Im1"): self.writer._add_object(picture())}
            )
        page[NameObject("/Resources")] = resources
        stream = DecodedStreamObject()
        drawn = "".join(self._drawn(ink) for ink in inks)
        stream.set_data(("/Im1 Do\n" if image else "").encode() + (drawn + raw).encode("cp1252"))
        page[NameObject("/Contents")] = self.writer._add_object(stream)

    @staticmethod
    def _drawn(ink: Ink) -> str:
        text = ink.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"BT /{'F2' if ink.bold else 'F1'} {ink.size} Tf 1 0 0 1 {ink.x} {ink.y} Tm ({text}) Tj ET\n"

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.writer.write(buffer)
        return buffer.getvalue()

    def read(self, folder: Path) -> Document:
        path = folder / "made.pdf"
        path.write_bytes(self.bytes())
        return read_pdf(path)


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def read(folder: Path, *pages: Sequence[Ink]) -> Document:
    maker = Maker()
    for page in pages:
        maker.page(page)
    return maker.read(folder)


def test_lines_become_paragraphs_and_items(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        [
            *lines(LONG),
            *lines(["1. A lamp is any light on the quay.", "(a) A torch is none."], y=TOP - 70),
        ],
    )
    assert shown(document) == [
        ("text", " ".join(LONG)),
        ("item", "1. A lamp is any light on the quay."),
        ("item", "(a) A torch is none."),
    ]
    assert document.format == "pdf"


def test_pages_cover_the_text_and_a_paragraph_may_cross_them(tmp_path: Path) -> None:
    document = read(tmp_path, lines(LONG[:2]), lines([LONG[2], "The book is shown on demand."]), lines(["An end."]))
    first, second, third = document.pages
    assert (first.start, third.end) == (0, len(document.text))
    assert (first.end, second.end) == (second.start, third.start)
    assert document.text[second.start :].startswith(LONG[2])
    assert len(document.blocks) == 2
    assert document.text[third.start : third.end] == "An end."


def test_a_blank_page_is_empty_and_in_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, lines(["One lamp."]), [], lines(["Three lamps."]))
    assert [(p.index, document.text[p.start : p.end].strip()) for p in document.pages] == [
        (1, "One lamp."),
        (2, ""),
        (3, "Three lamps."),
    ]


@pytest.mark.parametrize(
    ("first", "second", "known", "joined"),
    [
        ("and an inspec-", "tion of the lamps", "An inspection is made.", "an inspection of"),
        ("by the self-", "employed keepers", "Self-employed people.", "self-employed keepers"),
        ("of the light-", "house itself", "The light of the house.", "light-house itself"),
        ("the harbour-", "Master himself", "", "harbour-Master himself"),
        ("the years 1901-", "1904 were dark", "", "1901-1904 were"),
    ],
    ids=["known word", "hyphen of its own", "neither known", "capital", "years"],
)
def test_a_hyphen_at_a_lines_end(tmp_path: Path, first: str, second: str, known: str, joined: str) -> None:
    filler = LONG[0][: len(LONG[0]) - len(first) - 1]
    document = read(tmp_path, [*lines([f"{filler} {first}", f"{second}."]), *lines([known or "."], y=600)])
    assert joined in document.text
    torn = [(document.text[repair.start : repair.end], repair.raw) for repair in document.repairs]
    assert torn == ([("inspection", "inspec-\ntion")] if "inspection" in joined else [])


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "The lamps of the long north quay are lit",
        "by the old keeper himself, who goes his",
        "round at dusk with a ladder, a can of oil",
        "and a dog, and who is back at the harbour",
        "inn before the second bell; if he is not,",
        "a boy is sent to look for him on the mole",
        "and to light what he has left unlit there.",
    ]
    right = [line.replace("north", "south").replace("himself", "herself") for line in left]
    title = Ink(LEFT, TOP + 40, "Of the north quay and of the south quay, and who lights them, in two columns of text")
    one, other = lines(left, size=10), lines(right, x=330, size=10)
    texts = {
        read(tmp_path, [title, *body]).text
        for body in (one + other, other + one, [ink for pair in zip(one, other, strict=True) for ink in pair])
    }
    assert texts == {"\n".join([title.text, " ".join(left), " ".join(right)])}


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    cells = [
        [["Lamp", "number one"], ["Lit each night", "by the keeper"], ["Oil"]],
        [["Lamp", "number two"], ["Lit in storms", "by anyone"], ["Wax"]],
        [["Lamp", "number three"], ["Never lit"], ["None"]],
    ]
    inks = [
        ink
        for row, columns in enumerate(cells)
        for column, cell in enumerate(columns)
        for ink in lines(cell, x=LEFT + 150 * column, y=TOP - 45 * row)
    ]
    document = read(tmp_path, [*inks, *lines(LONG, y=500)])
    assert shown(document)[:3] == [
        ("table", "Lamp number one | Lit each night by the keeper | Oil"),
        ("table", "Lamp number two | Lit in storms by anyone | Wax"),
        ("table", "Lamp number three | Never lit | None"),
    ]


def test_running_heads_and_page_numbers_go_and_give_the_labels(tmp_path: Path) -> None:
    bodies = [
        f"{word} lamps were lit, and none went out before the sun was up." for word in ("Ten", "Six", "Two", "No")
    ]
    pages = [
        [Ink(LEFT, 800, "The Book of Lamps", 9), *lines([body]), Ink(290, 40, str(number), 9)]
        for number, body in enumerate(bodies, 4)
    ]
    document = read(tmp_path, *pages)
    assert document.text == "\n".join(bodies)
    assert [page.label for page in document.pages] == ["4", "5", "6", "7"]


def test_headings_that_count_up_are_no_page_numbers(tmp_path: Path) -> None:
    pages = [[*lines([f"Article {n}"], bold=True), *lines(LONG, y=700)] for n in range(1, 5)]
    document = read(tmp_path, *pages)
    assert [text for role, text in shown(document) if role == "heading"] == [f"Article {n}" for n in range(1, 5)]


def test_footnotes_stand_apart_before_the_paragraph_that_goes_on(tmp_path: Path) -> None:
    mark = Ink(LEFT + 133, 634, "3", 6)
    first = [*lines(LONG, y=700), *lines(["The lamp of the mole is red", *LONG[:2]], y=630), mark]
    note = [Ink(LEFT, 92, "3", 5), *lines(["It was green before the great storm."], x=LEFT + 6, y=88, size=8)]
    document = read(tmp_path, [*first, *note], lines([LONG[2]]))
    assert shown(document)[1:] == [
        ("text", "The lamp of the mole is red³"),
        ("note", "³ It was green before the great storm."),
        ("text", " ".join(LONG)),
    ]
    assert document.text[document.pages[1].start :] == LONG[2]


def test_headings_get_their_levels_from_the_type(tmp_path: Path) -> None:
    page = [
        Ink(LEFT, TOP, "Of lamps", 18, bold=True),
        *lines(LONG, y=700),
        Ink(LEFT, 640, "Of oil", 13, bold=True),
        *lines(LONG, y=600),
        Ink(LEFT, 540, "Of wax", 13, bold=True),
        *lines(LONG, y=500),
    ]
    document = read(tmp_path, page, [Ink(LEFT, TOP, "Of bells", 18, bold=True), *lines(LONG, y=700)])
    assert [(document.text[b.start : b.end], b.level) for b in document.blocks if b.role == "heading"] == [
        ("Of lamps", 1),
        ("Of oil", 2),
        ("Of wax", 2),
        ("Of bells", 1),
    ]


def test_headings_get_their_levels_from_the_outline(tmp_path: Path) -> None:
    maker = Maker()
    maker.page([*lines(["Of lamps"]), *lines(LONG, y=700)])
    maker.page([*lines(["Of oil"]), *lines(LONG, y=700)])
    parent = maker.writer.add_outline_item(title="Of lamps", page_number=0)
    maker.writer.add_outline_item(title="Of oil", page_number=1, parent=parent)
    maker.writer.add_metadata({"/Title": "The Book of Lamps"})
    document = maker.read(tmp_path)
    assert [(b.role, b.level) for b in document.blocks][::2] == [("heading", 1), ("heading", 2)]
    assert document.title == "The Book of Lamps"


def test_declared_labels_serve_where_none_are_printed(tmp_path: Path) -> None:
    maker = Maker()
    for _ in range(3):
        maker.page(lines(LONG))
    maker.writer.set_page_label(0, 1, style="/r")
    maker.writer.set_page_label(2, 2, style="/D", start=1)
    assert [page.label for page in maker.read(tmp_path).pages] == ["i", "ii", "1"]


def test_what_is_drawn_twice_is_read_once(tmp_path: Path) -> None:
    document = read(tmp_path, [Ink(LEFT, TOP, "Shadow of a lamp."), Ink(LEFT + 0.5, TOP - 0.5, "Shadow of a lamp.")])
    assert document.text == "Shadow of a lamp."


def test_letters_placed_one_by_one_are_words(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(raw="BT /F1 11 Tf 1 0 0 1 72 700 Tm [(T) 60 (he la) -20 (mp) -300 (is) -278 (r) 10 (ed.)] TJ ET")
    assert maker.read(tmp_path).text == "The lamp is red."


def test_text_on_its_side_is_read_after_the_rest(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG), raw="BT /F1 9 Tf 0 1 -1 0 30 300 Tm (On the edge of the page) Tj ET")
    document = maker.read(tmp_path)
    assert document.text == " ".join(LONG) + "\nOn the edge of the page"


def test_a_page_turned_by_the_file_is_upright(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(raw="BT /F1 11 Tf 0 1 -1 0 100 100 Tm (A lamp lies here.) Tj 0 1 -1 0 114 100 Tm (And another.) Tj ET")
    maker.writer.pages[0].rotate(90)
    assert maker.read(tmp_path).text == "A lamp lies here. And another."


def test_watermarks_are_left_out_and_counted(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG), raw="BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET")
    document = maker.read(tmp_path)
    assert document.text == " ".join(LONG)
    assert document.warnings == ("5 characters set aslant (watermarks, labels of diagrams) left out",)


def test_actual_text_stands_for_its_glyphs(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(
        raw="BT /F1 11 Tf 1 0 0 1 72 700 Tm (A ) Tj /Span <</ActualText (lamp)>> BDC (1) Tj (2) Tj EMC ( burns.) Tj ET"
    )
    assert maker.read(tmp_path).text == "A lamp burns."


def test_actual_text_from_right_to_left_is_turned_with_its_line(tmp_path: Path) -> None:
    maker = Maker()
    head, tail = "تحترق المصابيح في كل مسا", "ءً"
    spans = [f"/Span <</ActualText <FEFF{words.encode('utf-16-be').hex()}>>> BDC" for words in (tail, head)]
    # Of the tail, on the left, the mark is drawn first, above the line; then its letter.
    maker.page(raw=f"BT /F1 11 Tf 1 0 0 1 72 700 Tm {spans[0]} 5 Ts (') Tj 0 Ts (12) Tj EMC {spans[1]} (345) Tj EMC ET")
    assert maker.read(tmp_path).text == head + tail


def test_pagination_that_the_file_declares_goes(tmp_path: Path) -> None:
    maker = Maker()
    head = "/Artifact <</Type /Pagination>> BDC BT /F1 9 Tf 1 0 0 1 72 800 Tm (Only here) Tj ET EMC\n"
    maker.page(lines(LONG), raw=head)
    assert maker.read(tmp_path).text == " ".join(LONG)


def test_scanned_pages_are_named(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG))
    maker.page(image=True)
    maker.page(image=True)
    assert maker.read(tmp_path).warnings == (
        "pages without a text layer: 2–3; any words in their pictures need OCR (see `iml doctor`)",
    )


def test_a_scan_needs_ocr(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(image=True)
    maker.page([Ink(290, 40, "2")], image=True)
    with pytest.raises(
        NeedsOcr,
        match=r"made.pdf has no text layer on its pages \(1–2 of 2\).*apt-get install tesseract-ocr.*iml-search\[ocr\]",
    ):
        maker.read(tmp_path)


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG))
    maker.writer.encrypt("lantern", algorithm="RC4-128")
    with pytest.raises(ProtectedSource, match="asks for a password; save it without one"):
        maker.read(tmp_path)


def test_a_file_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG))
    maker.writer.encrypt("", "lantern", algorithm="RC4-128")
    assert maker.read(tmp_path).text == " ".join(LONG)


def no_pages() -> bytes:
    writer = PdfWriter()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def made() -> bytes:
    maker = Maker()
    maker.page(lines(LONG))
    maker.page([*lines(LONG), Ink(LEFT, 80, "1 A note.", 7)], image=True)
    return maker.bytes()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "damaged or cut off"),
        (made()[:300], "damaged or cut off"),
        (b"A letter about lamps, renamed.", "damaged or cut off"),
        (no_pages(), "no pages"),
    ],
    ids=["empty", "truncated", "renamed", "no pages"],
)
def test_what_is_no_pdf_is_unreadable(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource, match=says):
        read_pdf(path)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "thick.pdf"
    path.write_bytes(made())
    check_pages(path, 2)
    with pytest.raises(SourceLimit, match="has 2 pages, more than the 1 allowed"):
        check_pages(path, 1)


def test_files_of_other_formats_have_no_pages_to_check(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"No pages here.")
    check_pages(path, 0)


def test_an_unknown_operator_or_a_missing_font_costs_only_itself(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG[:1]), raw="BT /F9 11 Tf (lost) Tj ET 1 2 quux BT 1 Tf ET /Nothing Do q Q Q [(x) /y] TJ\n")
    assert maker.read(tmp_path).text == LONG[0]


def test_text_in_a_font_that_is_not_there_is_told(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG[:1]), raw="BT /F9 11 Tf (These words have a number of their own for each letter.) Tj ET")
    assert maker.read(tmp_path).warnings == ("pages in a font that does not tell its letters: 1; their words need OCR",)


def test_a_form_that_draws_itself_comes_to_an_end(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG[:1]), raw="/Fm1 Do\n")
    form = DecodedStreamObject()
    form.set_data(b"BT /F1 11 Tf 1 0 0 1 72 600 Tm (Once more.) Tj ET /Fm1 Do")
    form.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([NumberObject(n) for n in (0, 0, WIDTH, HEIGHT)]),
        }
    )
    page = maker.writer.pages[0]
    page["/Resources"][NameObject("/XObject")] = DictionaryObject(  # type: ignore[index]
        {NameObject("/Fm1"): maker.writer._add_object(form)}
    )
    assert maker.read(tmp_path).text == f"{LONG[0]}\nOnce more."


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_an_error_of_ours_or_a_document(tmp_path: Path, seed: int) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(made())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 4 == 0:
        del data[chance.randrange(len(data)) :]
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data)
    try:
        document = read_pdf(path)
    except SourceError as error:
        assert str(error)
    else:
        assert document.text.strip()


def test_the_corpus_is_read_as_its_pages_print_it(corpus: Path) -> None:
    """Nine words of ten of each page, by pypdf's own reading, are in ours; what is not is heads, feet and numbers."""
    import re

    for path in sorted((corpus / "instruments").glob("i*.pdf")):
        document = read_pdf(path)
        for page, plain in zip(document.pages, PdfReader(path).pages, strict=True):
            expected = re.findall(r"[^\W\d]{3,}", plain.extract_text())
            held = document.text[max(0, page.start - 200) : page.end + 200]
            assert sum(word in held for word in expected) >= 0.9 * len(expected), f"{path.name} page {page.index}"
