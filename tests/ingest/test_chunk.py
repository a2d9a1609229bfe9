from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import ChunkSettings, embedded_text, passages
from ingest.model import Document, Edition, Instrument, Page, Provision


def words(text: str) -> int:
    return len(text.split())


def edition(units: list[str], *, children: bool = False, pages: tuple[Page, ...] = ()) -> Edition:
    text, provisions = "", []
    for n, body in enumerate(units, 1):
        start = len(text)
        text += f"Article {n}\n"
        body_start = len(text)
        text += body + "\n"
        provisions.append(
            Provision(
                f"art {n}",
                "article",
                start,
                len(text),
                body_start,
                locator={"article": str(n)},
                number=str(n),
                is_unit=True,
            )
        )
        if children:
            parent = len(provisions) - 1
            at = body_start
            for m, line in enumerate(body.split("\n"), 1):
                provisions.append(
                    Provision(
                        f"art {n}({m})",
                        "paragraph",
                        at,
                        at + len(line) + 1,
                        at,
                        parent,
                        locator={"article": str(n), "paragraph": str(m)},
                    )
                )
                at += len(line) + 1
    facts = Instrument("x", "Long Title of a Treaty", "treaty", short_title="Treaty")
    return Edition(facts, "en", "0" * 64, "x.txt", Document(text, (), "text", pages), tuple(provisions))


def test_a_short_article_is_one_passage_without_its_number() -> None:
    held = edition(["Doors are open.", "Windows too."])
    found = list(passages(held, words, ChunkSettings(40, 30)))
    assert [held.document.text[p.start : p.end] for p in found] == ["Doors are open.", "Windows too."]
    assert [p.label for p in found] == ["art 1", "art 2"]
    assert (found[0].context, found[0].names) == ("", "Long Title of a Treaty")


def test_a_long_article_is_split_at_its_paragraphs_and_labelled_by_them() -> None:
    held = edition(["one " * 15 + "\n" + "two " * 15 + "\n" + "three " * 10], children=True)
    found = list(passages(held, words, ChunkSettings(25, 20)))
    assert [p.label for p in found] == ["art 1(1)", "art 1(2)", "art 1(3)"]
    assert [p.locator for p in found][1] == {"article": "1", "paragraph": "2"}


def test_short_paragraphs_share_a_passage_labelled_by_the_article() -> None:
    held = edition(["one two\nthree four"], children=True)
    assert [p.label for p in passages(held, words, ChunkSettings(25, 20))] == ["art 1"]


def test_a_note_in_an_article_is_not_quoted() -> None:
    text = "Article 1\nDoors are open.\nEditor: not in force.\nWindows too.\n"
    note = text.index("Editor")
    provisions = (
        Provision("art 1", "article", 0, len(text), 10, locator={"article": "1"}, number="1", is_unit=True),
        Provision("art 1 note 1", "rest", note, text.index("Windows"), note, 0),
    )
    held = Edition(Instrument("x", "X", "treaty"), "en", "0", "x.txt", Document(text, (), "text"), provisions)
    found = [text[p.start : p.end] for p in passages(held, words, ChunkSettings(40, 40))]
    assert found == ["Doors are open.", "Windows too."]


def test_the_page_is_that_of_the_passage() -> None:
    text_length = len(edition(["a b.", "c d."]).document.text)
    split = text_length // 2
    held = edition(["a b.", "c d."], pages=(Page(1, 0, split), Page(2, split, text_length, "xi")))
    found = list(passages(held, words, ChunkSettings(25, 20)))
    assert found[0].locator == {"article": "1", "page_first": 1, "page_last": 1}
    assert found[1].locator == {"article": "2", "page_first": 2, "page_last": 2, "page_label": "xi"}


@given(
    st.lists(st.text(alphabet="ab .;\n", min_size=1, max_size=400), min_size=1, max_size=3),
    st.integers(8, 40),
    st.booleans(),
)
def test_nothing_is_lost_repeated_or_too_long(bodies: list[str], most: int, children: bool) -> None:
    held = edition(bodies, children=children)
    found = list(passages(held, words, ChunkSettings(most, most)))
    text = held.document.text
    last = 0
    for passage in found:
        assert last <= passage.start < passage.end <= len(text)
        assert words(embedded_text(passage.context, text[passage.start : passage.end])) <= most
        unit = held.provisions[passage.unit]
        assert unit.start <= passage.start and passage.end <= unit.end
        last = passage.end
    kept = "".join(text[p.start : p.end] for p in found)
    bodies_without_space = "".join("".join(b.split()) for b in bodies if b.strip())
    assert "".join(kept.split()).replace("Article", "").translate(str.maketrans("", "", "123")) == bodies_without_space
