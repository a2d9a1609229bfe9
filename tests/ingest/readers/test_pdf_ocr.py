"""Pages that are pictures: read by an engine made up here, and by Tesseract where it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import NeedsOcr
from ingest.model import Document
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.hocr import hocr_page, hocr_turn
from ingest.readers.pdf.ocr import OcrEngine, OcrFailed, OcrLine, OcrPage, OcrRequest, OcrTimeout, OcrWord
from ingest.readers.pdf.ocr_data import data_name, package_of
from tests.ingest.readers.test_pdf import HEIGHT, LONG, WIDTH, Maker, lines, shown

TALL = (
    "Article 1",
    "The keeper of the harbour lights shall see to it that every lamp on the quay is lit at",
    "dusk and that it burns until the sun is up, in storms as in calm, and he shall write in",
    "the book of lamps each night on which one of them has failed.",
)
SPANISH = (
    "El guarda del puerto cuida de que todas las lámparas del muelle ardan desde el anochecer hasta que",
    "salga el sol, y escribe en el libro de las lámparas cada noche en que una de ellas se ha apagado.",
)
EMPTY = OcrPage((), WIDTH, HEIGHT)


def page_of(texts: Sequence[str], confidence: float = 0.95, size: float = 11.0, wide: float = 0.5) -> OcrPage:
    """A page of these lines, each word as wide as its letters are many; two blanks make a wide gap."""
    found = []
    for number, text in enumerate(texts):
        x, words = 72.0, []
        for word in text.split(" "):
            end = x + wide * size * len(word)
            if word:
                words.append(OcrWord(word, confidence, x, end))
            x = end + 0.3 * size if word else end + 4 * size
        found.append(OcrLine(tuple(words), 80 + 14.0 * number, size))
    return OcrPage(tuple(found), WIDTH, HEIGHT)


@dataclass
class Fake:
    """An engine that has its answers ready, by page; it notes what it is asked."""

    pages: dict[int, OcrPage | OcrFailed]
    data: frozenset[str] = frozenset({"eng", "spa"})
    asked: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    announced: list[int] = field(default_factory=list)

    def _read(self, path: Path, number: int, data: Sequence[str], seconds: float) -> OcrPage:
        assert path.is_file() and seconds > 0
        self.asked.append((number, tuple(data)))
        answer = self.pages.get(number, EMPTY)
        if isinstance(answer, OcrFailed):
            raise answer
        return answer

    def request(self, **settings: Any) -> OcrRequest:
        return OcrRequest(OcrEngine("Fake 1", self.data, self._read), announce=self.announced.append, **settings)


def read(folder: Path, fake: Fake, pages: Sequence[Sequence[str] | None], **settings: Any) -> Document:
    """The document of a file whose pages have these lines as text, or None for a picture."""
    maker = Maker()
    for page in pages:
        maker.page(lines(page or ()), image=page is None)
    path = folder / "made.pdf"
    path.write_bytes(maker.bytes())
    return read_pdf(path, lambda: fake.request(**settings))


def test_a_scan_is_read_and_marked(tmp_path: Path) -> None:
    fake = Fake({1: page_of(TALL), 2: page_of(["Article 2", "No lamp is sold."])})
    document = read(tmp_path, fake, [None, None], language="en")
    assert shown(document) == [
        ("heading", "Article 1"),
        ("text", " ".join(TALL[1:])),
        ("heading", "Article 2"),
        ("text", "No lamp is sold."),
    ]
    assert [page.ocr for page in document.pages] == [True, True]
    assert document.warnings == (
        "pages read by OCR: 1–2 (Fake 1, eng, mean confidence 95%); check their words against the page",
    )
    assert fake.announced == [2]


def test_pages_with_text_are_left_as_they_are(tmp_path: Path) -> None:
    document = read(tmp_path, Fake({2: page_of(LONG)}), [LONG, None, LONG], language="en")
    assert [page.ocr for page in document.pages] == [False, True, False]
    assert document.text == "\n".join([" ".join(LONG)] * 3)


def test_without_pictures_nobody_asks_for_ocr(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(lines(LONG))
    path = tmp_path / "made.pdf"
    path.write_bytes(maker.bytes())
    assert read_pdf(path, lambda: pytest.fail("asked")).text


def test_doubtful_pages_are_named(tmp_path: Path) -> None:
    fake = Fake({1: page_of(LONG), 2: page_of(LONG, 0.7), 3: page_of(LONG, 0.6)})
    warnings = read(tmp_path, fake, [None, None, None], language="en").warnings
    assert "pages read by OCR with low confidence: 2–3 (60% to 70%); their words are doubtful" in warnings


def test_pictures_without_words_are_no_text(tmp_path: Path) -> None:
    fake = Fake({2: page_of(["e m ~ 1"]), 3: page_of(LONG, 0.3)})
    document = read(tmp_path, fake, [LONG, None, None], language="en")
    assert document.text == " ".join(LONG)
    assert document.warnings == ("pages without a text layer in whose pictures OCR found no words: 2–3",)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OcrFailed("at 200 × 200 inches it is too large to draw"), "2; at 200 × 200 inches it is too large to draw"),
        (OcrTimeout("it took too long"), "2; took longer than 60 s"),
    ],
    ids=["too large", "too slow"],
)
def test_a_page_that_fails_costs_only_itself(tmp_path: Path, error: OcrFailed, says: str) -> None:
    document = read(tmp_path, Fake({2: error, 3: page_of(LONG)}), [LONG, None, None], language="en")
    assert [page.ocr for page in document.pages] == [False, False, True]
    assert f"pages that need OCR and were not read: {says}" in document.warnings


def test_after_three_slow_pages_the_others_are_left(tmp_path: Path) -> None:
    fake = Fake({number: OcrTimeout("slow") for number in range(2, 7)})
    warnings = read(tmp_path, fake, [LONG, *[None] * 5], language="en").warnings
    assert [number for number, _ in fake.asked] == [2, 3, 4]
    assert warnings[-1] == ("pages that need OCR and were not read: 5–6; left after 3 pages that took longer than 60 s")


def test_the_number_of_pages_is_limited(tmp_path: Path) -> None:
    fake = Fake({number: page_of(LONG) for number in (1, 2, 3)})
    document = read(tmp_path, fake, [None, None, None], language="en", max_pages=2)
    assert [page.ocr for page in document.pages] == [True, True, False]
    assert "were not read: 3; more than the 2 pages" in document.warnings[-1]


def test_the_declared_language_is_read(tmp_path: Path) -> None:
    fake = Fake({1: page_of(SPANISH)})
    read(tmp_path, fake, [None], language="es-AR")
    assert fake.asked == [(1, ("spa",))]


def test_else_the_language_of_the_other_pages(tmp_path: Path) -> None:
    fake = Fake({2: page_of(LONG)})
    read(tmp_path, fake, [LONG, None])
    assert fake.asked == [(2, ("eng",))]


def test_else_the_first_page_that_is_read_tells_it(tmp_path: Path) -> None:
    fake = Fake({1: page_of(["Libro"]), 2: page_of(SPANISH), 3: page_of(LONG)})
    read(tmp_path, fake, [None, None, None])
    assert fake.asked == [(1, ("eng", "spa")), (2, ("eng", "spa")), (2, ("spa",)), (3, ("spa",))]
    assert fake.announced == [4]


def test_a_language_without_data_is_doubted(tmp_path: Path) -> None:
    fake = Fake({1: page_of(SPANISH)}, data=frozenset({"eng"}))
    assert (
        "the scanned pages look like es, for which Tesseract has no data (apt-get install tesseract-ocr-spa); their "
        "words are doubtful"
    ) in read(tmp_path, fake, [None]).warnings


def test_a_declared_language_without_data_is_not_read_in_another(tmp_path: Path) -> None:
    fake = Fake({1: page_of(LONG), 2: page_of(LONG)})
    with pytest.raises(NeedsOcr, match=r"1 of 1.*lacks the data for ru \(apt-get install tesseract-ocr-rus\)"):
        read(tmp_path, fake, [None], language="ru")
    assert "Tesseract lacks the data for ru" in read(tmp_path, fake, [LONG, None], language="ru").warnings[0]
    assert fake.asked == []


def test_a_scan_without_words_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NeedsOcr, match=r"made\.pdf has no text layer.*OCR found no words: 1–2"):
        read(tmp_path, Fake({}), [None, None], language="en")


def test_text_in_unknown_letters_gives_way_to_ocr(tmp_path: Path) -> None:
    maker = Maker()
    maker.page(raw="BT /F9 11 Tf (These words have a number of their own for each letter.) Tj ET")
    maker.page(lines(LONG))
    path = tmp_path / "made.pdf"
    path.write_bytes(maker.bytes())
    document = read_pdf(path, lambda: Fake({1: page_of(["Lamps are lit at dusk."])}).request(language="en"))
    assert document.text.startswith("Lamps are lit at dusk.\n")
    assert not any("does not tell its letters" in warning for warning in document.warnings)


def test_lines_near_the_size_of_the_text_have_it(tmp_path: Path) -> None:
    small = page_of([LONG[0]], size=9.6)
    ragged = OcrPage((*page_of(LONG[:1]).lines, *(OcrLine(s.words, s.y + 14, s.size) for s in small.lines)), 595, 842)
    document = read(tmp_path, Fake({2: ragged}), [LONG, None], language="en")
    assert len(document.blocks) == 2, "two lines of OCR are one paragraph"


def test_cells_stay_apart(tmp_path: Path) -> None:
    rows = ["Lamp one  lit  oil", "Lamp two  dark  wax", "Lamp six  lost  none"]
    document = read(tmp_path, Fake({1: page_of(rows)}), [None], language="en")
    assert shown(document)[0] == ("table", "Lamp one | lit | oil")


def test_letters_from_right_to_left_keep_their_order(tmp_path: Path) -> None:
    words = ["يضيء", "الحارس", "50%", "من", "المصابيح", "(أ)"]
    found, x = [], 500.0
    for word in words:
        found.append(OcrWord(word, 0.9, x - 40, x))
        x -= 44
    page = OcrPage((OcrLine(tuple(found), 80, 11),), WIDTH, HEIGHT)
    fake = Fake({1: page}, data=frozenset({"ara"}))
    assert read(tmp_path, fake, [None], language="ar").text == " ".join(words)


def test_ideographs_are_not_parted(tmp_path: Path) -> None:
    fake = Fake(
        {1: page_of(["第一 條 燈塔 的 燈火 由 港口 管理 人 點亮 Lamp 7 盞"], wide=1.0)}, data=frozenset({"chi_tra"})
    )
    assert read(tmp_path, fake, [None], language="zh-Hant").text == "第一條燈塔的燈火由港口管理人點亮 Lamp 7 盞"


@pytest.mark.parametrize(
    ("tag", "data", "package"),
    [
        ("en", "eng", "tesseract-ocr-eng"),
        ("pt-BR", "por", "tesseract-ocr-por"),
        ("zh", "chi_sim", "tesseract-ocr-chi-sim"),
        ("zh-Hant", "chi_tra", "tesseract-ocr-chi-tra"),
        ("zh-TW", "chi_tra", "tesseract-ocr-chi-tra"),
        ("tir", "tir", "tesseract-ocr-tir"),
    ],
)
def test_names_of_language_data(tag: str, data: str, package: str) -> None:
    assert data_name(tag) == data
    assert package_of(data) == f"apt-get install {package}"


def hocr(*spans: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<div class='ocr_page' title='image \"x\"; bbox 0 0 2480 3508; ppageno 0'><p class='ocr_par'>"
        f"{''.join(spans)}</p></div></body></html>"
    ).encode()


def line(words: str, title: str = "bbox 300 100 900 150; baseline 0.01 -10; x_size 46; x_ascenders 11") -> str:
    return f"<span class='ocr_line' title=\"{title}\">{words}</span>"


def word(text: str, confidence: int = 96, box: str = "300 100 500 150") -> str:
    return f"<span class='ocrx_word' title='bbox {box}; x_wconf {confidence}'>{text}</span>"


def test_hocr_gives_words_with_place_and_confidence() -> None:
    page = hocr_page(hocr(line(word("Lamps") + word("burn", 80, "520 100 640 150"))), 0.5)
    assert (page.width, page.height) == (1240, 1754)
    assert page.lines == (
        OcrLine((OcrWord("Lamps", 0.96, 150, 250), OcrWord("burn", 0.8, 260, 320)), (150 - 10 + 3) * 0.5, 23),
    )


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        (word("<strong>Lamps</strong>"), "Lamps"),
        (word("\u200fالمادة\u200e"), "المادة"),
        (word("|", 20) + word("Lamps"), "Lamps"),
        (word("—", 90) + word("x", 10), "— x"),
        (word(" "), ""),
    ],
    ids=["bold", "marks of direction", "a rule", "a dash and a doubtful letter", "nothing"],
)
def test_what_is_a_word(spans: str, text: str) -> None:
    assert hocr_page(hocr(line(spans)), 1).text == text


def test_short_lines_have_the_size_of_their_paragraph() -> None:
    long, short = line(word("lamps-upon-the-quay")), line(word("as", box="0 0 1 1"), "bbox 0 0 9 9; x_size 30")
    assert {found.size for found in hocr_page(hocr(long, short, long), 1).lines} == {46}


def test_most_of_the_text_tells_which_way_is_up() -> None:
    turned = line(word("lamps-upon-the-quay"), "bbox 1 2 3 4; x_size 40; textangle 90")
    assert hocr_turn(hocr(turned, line(word("lamp")))) == 90
    assert hocr_turn(hocr(line(word("lamp")))) == 0
    assert hocr_turn(hocr()) == 0


def test_no_hocr_is_a_failure() -> None:
    with pytest.raises(OcrFailed, match="no answer"):
        hocr_page(b"<html><body>", 1)


# With what is installed


@pytest.fixture
def tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pytesseract", reason="the extra `ocr` is not installed")
    pytest.importorskip("pypdfium2", reason="the extra `ocr` is not installed")
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")


def scan(path: Path, *pages: tuple[Sequence[str], int]) -> Path:
    """A PDF of pictures of these lines, each turned by so many degrees."""
    from PIL import Image, ImageDraw, ImageFont

    pictures = []
    for texts, turn in pages:
        picture = Image.new("L", (1240, 1754), 255)
        draw = ImageDraw.Draw(picture)
        for number, text in enumerate(texts):
            draw.text((120, 200 + 44 * number), text, fill=0, font=ImageFont.load_default(26))
        pictures.append(picture.rotate(turn, expand=True))
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=150)
    return path


def by_tesseract(path: Path, language: str | None = "en") -> Document:
    from ingest.readers.pdf.tesseract import ocr_by_tesseract

    return read_pdf(path, lambda: ocr_by_tesseract(language, 60, 10, lambda _: None))


@pytest.mark.usefixtures("tesseract")
def test_tesseract_reads_a_scan(tmp_path: Path) -> None:
    document = by_tesseract(scan(tmp_path / "scan.pdf", (TALL, 0)))
    assert document.text.startswith(f"{TALL[0]}\n{TALL[1]}")
    assert document.text.split() == " ".join(TALL).split()
    assert [page.ocr for page in document.pages] == [True]
    assert document.warnings[0].startswith("pages read by OCR: 1 (Tesseract ")
    assert len(document.warnings) == 1


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_turned(tmp_path: Path, turn: int) -> None:
    import pytesseract

    if "osd" not in pytesseract.get_languages():
        pytest.skip("Tesseract has no data to see which way is up (osd)")
    many = [*TALL, *TALL[1:], *TALL[1:]]
    assert by_tesseract(scan(tmp_path / "scan.pdf", (many, turn))).text.startswith(f"{TALL[0]}\n{TALL[1]}")


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(
    ("box", "pixels", "says"),
    [
        ((14400, 14400), 100, "at 200 × 200 inches it is too large to draw"),
        ((20, 200_000), 100, "inches it is too large to draw"),
        ((595, 842), 100_000, "more than the 200 million pixels allowed"),
    ],
    ids=["a giant page", "an endless page", "a giant picture"],
)
def test_what_is_too_large_is_refused(tmp_path: Path, box: tuple[int, int], pixels: int, says: str) -> None:
    from pypdf.generic import NameObject, NumberObject, RectangleObject

    maker = Maker()
    maker.page(lines(LONG))
    maker.page(image=True)
    page = maker.writer.pages[1]
    page.mediabox = RectangleObject((0, 0, *box))
    picture = page["/Resources"]["/XObject"]["/Im1"]  # type: ignore[index]
    for side in ("/Width", "/Height"):
        picture[NameObject(side)] = NumberObject(pixels)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(maker.bytes())
    (warning,) = by_tesseract(path).warnings
    assert warning.startswith("pages that need OCR and were not read: 2; ")
    assert says in warning
