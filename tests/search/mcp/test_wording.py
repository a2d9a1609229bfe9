"""What an answer says of words that may not be quoted."""

from __future__ import annotations

import pytest

from search.mcp.answers import Passage, SearchAnswer, SearchResult
from search.mcp.passages import most_of_each, pieces_of
from search.mcp.wording import advice_on, answer_lines
from search.views import ProvisionView

OURS = "Keepers give lamps back."


def view(text: str, text_kind: str = "authentic", notes: tuple[tuple[int, int], ...] = ()) -> ProvisionView:
    return ProvisionView(
        instrument="lamp",
        title="Lamp Treaty",
        language="en",
        label="art 1",
        heading=None,
        locator={"article": "1"},
        text=text,
        text_kind=text_kind,
        notes=notes,
        span=(0, len(text)),
        ocr=False,
        repairs=(),
        file="lamp.md",
        sha256="0" * 64,
        citation="Lamp Treaty, art 1",
        previous=None,
        next=None,
    )


def answer(passage: Passage, *, in_asked_language: bool = True) -> SearchAnswer:
    result = SearchResult(
        rank=1,
        citation="Lamp Treaty, art 1",
        instrument="lamp",
        title="Lamp Treaty",
        label="art 1",
        heading=None,
        kind="treaty",
        binding=True,
        adopted=None,
        language="en",
        in_asked_language=in_asked_language,
        passage=passage,
        parallels=[],
        official=None,
        uri="iml://lamp/art%201",
    )
    return SearchAnswer(
        outcome="answered",
        advice="",
        message=None,
        candidates=[],
        language="fr",
        results=[result],
        next_cursor=None,
        generation="0",
    )


def test_a_digest_is_never_marked_as_a_quotation() -> None:
    passage = Passage(quote=None, digest=OURS, text_kind="digest", sentence=None, whole=True, ocr=False, repairs=[])
    lines = answer_lines(answer(passage))
    assert f"~ {OURS}" in lines and not any(line.startswith("> ") for line in lines)
    assert "[our own summary; the text itself is not held; do not quote]" in lines
    assert [piece.kind for piece in pieces_of(view(OURS, "digest"), 0, 10)] == ["digest"]


def test_ocr_repairs_and_missing_languages_are_said() -> None:
    passage = Passage(
        quote="Lamps.", digest=None, text_kind="authentic", sentence=None, whole=False, ocr=True, repairs=["'a': 'b'"]
    )
    lines = "\n".join(answer_lines(answer(passage, in_asked_language=False)))
    assert "read by OCR" in lines and "letters: 'a': 'b'" in lines
    assert "no edition in French is held" in lines and "not all of it: read_provision(instrument='lamp'" in lines


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 21, [("words", "Lamps "), ("note", "[added 1902]"), ("words", " go")]),
        (8, 12, [("note", "dded")]),
        (0, 6, [("words", "Lamps ")]),
        (18, 21, [("words", " go")]),
    ],
)
def test_notes_are_kept_apart_from_the_words(start: int, end: int, expected: list[tuple[str, str]]) -> None:
    pieces = pieces_of(view("Lamps [added 1902] go", notes=((6, 18),)), start, end)
    assert [(piece.kind, piece.text) for piece in pieces] == expected


def test_no_answer_with_results_is_no_answer() -> None:
    assert "only nearest" in advice_on("no_answer", weak=True)
    assert "include_weak" in advice_on("no_answer", weak=False)


def test_passages_of_a_list_are_bounded_together() -> None:
    assert all(most_of_each(n) * n <= 12_000 for n in range(1, 51))
