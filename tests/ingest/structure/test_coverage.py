"""Whatever the text, every letter belongs to one provision, and provisions nest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Document, InstrumentKind, Provision
from ingest.readers.blocks import Piece, assemble
from ingest.structure import build_provisions

KINDS: tuple[InstrumentKind, ...] = ("treaty", "regulation", "declaration", "general_comment", "compact")
LINES = st.one_of(
    st.builds("Article {}".format, st.integers(0, 12)),
    st.builds("Article {} The lamp".format, st.integers(1, 12)),
    st.builds("{}. Lamps are lit.".format, st.integers(1, 9)),
    st.builds("({}) lamps; 2. bells 3. Horns".format, st.sampled_from("abcixv")),
    st.builds("المادة {}".format, st.integers(1, 9)),
    st.builds("第{}條".format, st.sampled_from("一二三四五")),
    st.builds("Objective {}: Light".format, st.integers(1, 5)),
    st.builds("Regulation {}.{}".format, st.integers(1, 3), st.integers(1, 3)),
    st.builds("{}.{} Boats".format, st.integers(1, 3), st.integers(1, 3)),
    st.sampled_from(
        [
            "ANNEX I",
            "ANNEX",
            "PROTOCOL",
            "Appendix",
            "PREAMBLE",
            "PART II",
            "Chapter 1",
            "IN WITNESS WHEREOF",
            "Article",
            "1",
            "A.",
            "FINAL ACT",
        ]
    ),
    st.text(max_size=60),
)
PIECES = st.lists(
    st.builds(
        Piece, LINES, st.sampled_from(["text", "heading", "item", "note", "table"]), st.sampled_from([None, 1, 2])
    ),
    max_size=40,
)


def check(document: Document, provisions: tuple[Provision, ...]) -> None:
    covered = [0] * len(document.text)
    for position, provision in enumerate(provisions):
        assert 0 <= provision.start <= provision.body_start <= provision.end <= len(document.text)
        if provision.parent is None:
            for offset in range(provision.start, provision.end):
                covered[offset] += 1
        else:
            parent = provisions[provision.parent]
            assert provision.parent < position
            assert parent.start <= provision.start
            assert provision.end <= parent.end
        assert provision.is_unit == (provision.number is not None)
    assert max(covered, default=0) <= 1
    assert all(count for count, letter in zip(covered, document.text, strict=True) if not letter.isspace())
    siblings: dict[int | None, int] = {}
    for provision in provisions:
        assert siblings.get(provision.parent, 0) <= provision.start
        siblings[provision.parent] = provision.end
    for names in ([p.label for p in provisions], [p.number for p in provisions if p.is_unit]):
        assert len(names) == len(set(names))


@settings(max_examples=300, deadline=None)
@given(PIECES, st.sampled_from(KINDS))
def test_no_letter_is_lost_or_held_twice(pieces: list[Piece], kind: InstrumentKind) -> None:
    document = assemble(pieces, "text")
    check(document, build_provisions(document, kind, "en"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=800), st.sampled_from(KINDS))
def test_arbitrary_text(text: str, kind: InstrumentKind) -> None:
    document = Document(text, (), "text")
    check(document, build_provisions(document, kind, "en"))


def test_an_empty_document_has_no_provisions() -> None:
    for kind in KINDS:
        assert build_provisions(Document("", (), "text"), kind, "en") == ()
