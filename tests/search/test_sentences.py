"""The sentence nearest in meaning to the question: in results, on the page and on the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.generation import Home
from ingest.catalogue import Catalogue
from search.assemble import Assembler
from search.cli.excerpt import emphasises, excerpt
from search.pages.marking import marked
from search.results import PassageHit, Why
from search.snapshot import Snapshot, open_snapshot
from tests.conftest import HashEncoder, build_in, ingest_into

LETTERS = """# Letters Convention

The Parties, wishing that letters arrive, have agreed as follows:

### Article 1
No letter is opened by the keeper. Every sailor writes home in the tongue of his mother.

### Article 2
1. Lamps burn all night in the tower of the harbour, whatever the weather and the hour, and nobody puts them out \
before the sun is seen above the sea.
2. Oil is paid for by the keeper. Boats bring the oil in spring, in barrels of good oak, and take the empty ones home.
3. Bells ring in the fog, and horns where there is no bell in the tower of the harbour.

### Article 3
A Party may leave this Convention by a letter.
"""


@pytest.fixture
def snapshot(tmp_path: Path, catalogue: Catalogue, encoder: HashEncoder) -> Snapshot:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letters.en.md").write_text(LETTERS, encoding="utf-8")
    home = Home(tmp_path / "home")
    ingest_into(home, folder, catalogue)
    return open_snapshot(build_in(home, catalogue, encoder).generation, encoder)


def passages(snapshot: Snapshot, label: str, question: str, *, compared: bool = True) -> tuple[PassageHit, ...]:
    vector = HashEncoder().encode_query(question) if compared else None
    (instrument,) = snapshot.meta.instruments.values()
    unit = snapshot.meta.unit_of(instrument.slug, label)
    assert unit is not None
    result = Assembler(snapshot, question, "en", vector).result(1, 1.0, unit, Why())
    assert result is not None
    return result.passages


def sentence(passage: PassageHit) -> str | None:
    return passage.sentence and passage.text[slice(*passage.sentence)]


def test_the_sentence_nearest_to_the_question(snapshot: Snapshot) -> None:
    (first,) = passages(snapshot, "art 1", "may the keeper open a letter")
    assert sentence(first) == "No letter is opened by the keeper."
    (second,) = passages(snapshot, "art 1", "in the tongue of my mother")
    assert sentence(second) == "Every sailor writes home in the tongue of his mother."
    assert second.sentence is not None
    assert second.to_json()["sentence"] == list(second.sentence)


def test_none_where_nothing_is_compared_or_there_is_only_one(snapshot: Snapshot) -> None:
    (uncompared,) = passages(snapshot, "art 1", "may the keeper open a letter", compared=False)
    assert uncompared.sentence is None
    assert uncompared.to_json()["sentence"] is None
    (single,) = passages(snapshot, "art 3", "may a Party leave")
    assert single.sentence is None


def test_the_paragraph_with_the_nearest_sentence_comes_first(snapshot: Snapshot) -> None:
    hits = passages(snapshot, "art 2", "boats bring oil in barrels")
    assert len(hits) > 1
    assert hits[0].label == "art 2(2)"
    assert sentence(hits[0]) == "Boats bring the oil in spring, in barrels of good oak, and take the empty ones home."
    uncompared = passages(snapshot, "art 2", "boats bring oil in barrels", compared=False)
    assert uncompared[0].label == "art 2(1)", "else the order is that of the text"


def hit(text: str, said: str | None, *words: str) -> PassageHit:
    found = tuple(m.span() for w in words for m in re.finditer(re.escape(w), text))
    span = (text.index(said), text.index(said) + len(said)) if said else None
    return PassageHit(text, "authentic", (0, len(text)), "art 1", {}, tuple(sorted(found)), span)


@pytest.mark.parametrize(
    ("passage", "html"),
    [
        pytest.param(hit("A <b> & c.", None, "&"), "A &lt;b&gt; <mark>&amp;</mark> c.", id="no sentence"),
        pytest.param(
            hit("Oars. Nets & <i>. Sails.", "Nets & <i>.", "Oars", "Nets", "Sails"),
            '<mark>Oars</mark>. <mark class="sentence"><mark>Nets</mark> &amp; &lt;i&gt;.</mark> <mark>Sails</mark>.',
            id="words inside and outside",
        ),
        pytest.param(
            hit("One oar. Two nets. Three", "Two nets.", "oar. Two", "nets. Three"),
            "One <mark>oar. </mark>"
            '<mark class="sentence"><mark>Two</mark> <mark>nets.</mark></mark><mark> Three</mark>',
            id="words across its ends",
        ),
        pytest.param(
            hit("Oars. Nets.", "Oars.", "Oars. Nets"),
            '<mark class="sentence"><mark>Oars.</mark></mark><mark> Nets</mark>.',
            id="at the beginning",
        ),
    ],
)
def test_the_page_marks_the_sentence_and_the_words_in_it(passage: PassageHit, html: str) -> None:
    assert str(marked(passage)) == html

    class Balanced(HTMLParser):
        depth = 0
        words = ""

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.depth += 1

        def handle_endtag(self, tag: str) -> None:
            self.depth -= 1
            assert self.depth >= 0

        def handle_data(self, data: str) -> None:
            self.words += data

    parser = Balanced()
    parser.feed(html)
    assert (parser.depth, parser.words) == (0, passage.text)


FILLER = "The tide comes in and the tide goes out, and nobody is asked. " * 20
SAID = "The keeper mends\n the net."


@pytest.mark.parametrize(
    ("text", "cut_before", "cut_after"),
    [
        pytest.param(f"Oars. {SAID} Nets.", False, False, id="short"),
        pytest.param(f"{SAID} {FILLER}", False, True, id="at the beginning"),
        pytest.param(f"{FILLER}{SAID} {FILLER}", True, True, id="in the middle"),
        pytest.param(f"{FILLER}{SAID}", True, False, id="at the end"),
    ],
)
def test_an_excerpt_holds_the_sentence(text: str, cut_before: bool, cut_after: bool) -> None:
    shown = " ".join(excerpt(hit(text.strip(), SAID), emphasis=False).split())
    assert "The keeper mends the net." in shown
    assert shown.startswith("“[…] ") == cut_before
    assert shown.endswith(" […]”") == cut_after
    assert len(shown) <= 700 + len("“[…]  […]”")
    kept = shown.strip("“”").removeprefix("[…] ").removesuffix(" […]")
    assert f" {kept} " in f" {' '.join(text.split())} ", "cut between words only"


def test_a_sentence_longer_than_an_excerpt_is_shown_whole() -> None:
    said = "The keeper lights " + "the lamp and " * 80 + "rests."
    shown = " ".join(excerpt(hit(f"{FILLER}{said} {FILLER}".strip(), said), emphasis=False).split())
    assert said in shown


def test_text_without_blanks_is_cut_all_the_same() -> None:
    text = "灯塔的灯整夜点亮。" * 100
    assert len(excerpt(hit(text, None), emphasis=False)) < 800
    shown = excerpt(hit(text + "船来了。" + text, "船来了。"), emphasis=False)
    assert "船来了。" in "".join(shown.split())


def test_bold_goes_round_the_sentence_and_changes_nothing_else() -> None:
    passage = hit(f"{FILLER}{SAID} {FILLER}".strip(), SAID)
    plain, bold = excerpt(passage, emphasis=False), excerpt(passage, emphasis=True)
    assert re.sub(r"\x1b\[\d+m", "", bold) == plain
    inside = bold.partition("\x1b[1m")[2].partition("\x1b[22m")[0]
    assert " ".join(inside.split()) == "The keeper mends the net."
    unmarked = replace(passage, sentence=None)
    assert excerpt(unmarked, emphasis=True) == excerpt(unmarked, emphasis=False)


@pytest.mark.parametrize(
    ("terminal", "no_color", "expected"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_bold_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, no_color: str, expected: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert emphasises() is expected
