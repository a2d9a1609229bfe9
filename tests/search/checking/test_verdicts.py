"""What is said of a quotation, from the marks in the text to the words of the treaty."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.check import check
from search.checking import CheckReport, QuoteCheck
from search.searcher import Searcher

Quotes = Callable[[str], list[QuoteCheck]]

VERBATIM = [
    "“No keeper shall hold the passport of a guest worker” (HCGW art 2(1)).",
    '"No keeper shall hold the passport of a guest worker" (HCGW art 2(1)).',
    "“No keeper shall hold the passport of a guest worker.” HCGW, art 2(1).",
    "As article 2(1) of the HCGW says: “No keeper shall hold the passport of a guest worker.”",
    "‘No keeper shall hold the passport of a guest worker’, HCGW art 2(1).",
    "“No keep\u00ader shall  hold\nthe passport of a guest worker” (HCGW art 2(1)).",  # what typesetting does
    "“No keeper shall hold the pass-\nport of a guest worker” (HCGW art 2(1)).",
    "“No keeper shall hold the passport¹ of a guest worker[2]” (HCGW art 2(1)).",  # marks of footnotes
    "“No keeper shall hold the passport12 of a guest worker” (HCGW art 2(1)).",
    "“No keeper shall hold the passport of a guest worker (emphasis added)” (HCGW art 2(1)).",
    "“No keeper shall hold the passport of a guest worker” (emphasis added) (HCGW art 2(1)).",
    "“No keeper shall hold the passport of a guest worker” (HCGW arts 1 and 2).",
    "“No keeper shall hold the passport of a guest worker.”¹\n\n¹ HCGW, art 2(1).\n",
    "Article 2(1) of the HCGW reads:\n\nNo keeper shall hold the passport of a guest worker.\n\nWe agree.",
    "Article 2(1) of the HCGW reads:\n\n> No keeper shall hold the passport of a guest worker.\n\nWe agree.",
    "“given back within three days: (a) by the keeper; or (b) by the harbour master” (HCGW art 2(2)).",
    "« Aucun patron ne garde le passeport d’un travailleur hôte » (HCGW art 2(1)).",
    "« employeur rend le passeport dans les trois jours » (HCGW art 2(2)).",  # begins behind an elision
    "«Ningún patrón guardará el pasaporte de un trabajador huésped» (HCGW art 2(1)).",
    "«لا يجوز لأي رب عمل أن يحتفظ بجواز سفر عامل ضيف» (HCGW art 2).",
    "«لا يَجُوز لأي ربّ عمـــل أن يحتفظ» (HCGW art 2).",  # vowel signs and stretching
]


@pytest.mark.parametrize("text", VERBATIM, ids=range(len(VERBATIM)))
def test_verbatim(quotes: Quotes, text: str) -> None:
    found = [(q.verdict, q.reason, q.operations, q.differences) for q in quotes(text)]
    assert found == [("verbatim", None, (), ())]


MARKED = [
    # text, (kind, quoted, authentic, serious) of each difference
    ("“[n]o keeper shall hold the passport” (HCGW art 2(1)).", []),
    ("“No keeper shall hold … a guest worker” (HCGW art 2(1)).", [("left out", "…", "the passport of", ())]),
    ("“No keeper shall hold [...] a guest worker” (HCGW art 2(1)).", [("left out", "[...]", "the passport of", ())]),
    ("“No keeper shall hold . . . a guest worker” (HCGW art 2(1)).", [("left out", ". . .", "the passport of", ())]),
    ("“… shall hold the passport of …” (HCGW art 2(1)).", []),
    ("“No keeper shall hold [his] passport” (HCGW art 2(1)).", [("marked", "[his]", "the", ())]),
    ("“No keeper [may] hold the passport” (HCGW art 2(1)).", [("marked", "[may]", "shall", ("modality",))]),
    ("“Lamps … locked in” (HC/GC/7 para 3).", None),
    ("“Children are … locked in at” (HC/GC/7 para 3).", None),
    ("“Children are … locked in” (HC/GC/7 para 3).", [("left out", "…", "never", ("negation",))]),
]


@pytest.mark.parametrize(("text", "expected"), MARKED, ids=range(len(MARKED)))
def test_marked_changes(
    quotes: Quotes, text: str, expected: list[tuple[str, str, str, tuple[str, ...]]] | None
) -> None:
    (quote,) = quotes(text)
    if expected is None:
        assert quote.verdict != "verbatim with marked changes"
        return
    assert quote.verdict == "verbatim with marked changes"
    assert [(d.kind, d.quoted_text, d.authentic_text, d.serious) for d in quote.differences] == expected
    assert not quote.wrong


DIFFERS = [
    # quoted from HCGW, label, quoted words, authentic words, what is serious
    ("No keeper may hold the passport of a guest worker", "art 2(1)", "may", "shall", ("modality",)),
    ("A keeper shall hold the passport of a guest worker", "art 2(1)", "A", "No", ("negation",)),
    ("given back within five days: (a) by the keeper", "art 2(2)", "five", "three", ("number",)),
    ("by the keeper; and (b) by the harbour master", "art 2(2)", "and", "or", ("alternative",)),
    ("No keeper shall keep the passport of a guest worker", "art 2(1)", "keep", "hold", ()),
    ("No keeper shall ever hold the passport", "art 2(1)", "ever", "", ()),
    ("Wages are paid month, in coin, whatever permit", "art 3", "", "every", ()),
    ("it is free after one year", "art 3", None, None, None),  # stands elsewhere
    ("Ningún patrón debe guardar el pasaporte de un trabajador", "art 2(1)", "debe guardar", "guardará", ("modality",)),
    ("il peut le faire en personne ou par la poste", "art 2(2)", "peut", "doit", ("modality",)),
    ("il doit le faire en personne et par la poste", "art 2(2)", "et", "ou", ("alternative",)),
    ("يجوز لأي رب عمل أن يحتفظ بجواز سفر عامل طارئ", "art 2", "طارئ", "ضيف", ()),
]


@pytest.mark.parametrize(("words", "label", "ours", "theirs", "serious"), DIFFERS, ids=[d[0][:30] for d in DIFFERS])
def test_differs(
    quotes: Quotes, words: str, label: str, ours: str | None, theirs: str | None, serious: tuple[str, ...] | None
) -> None:
    text = f"“{words}” (HCGW {label})."
    (quote,) = quotes(text)
    if ours is None:
        assert quote.verdict == "stands elsewhere"
        return
    assert quote.verdict == "differs"
    (difference,) = quote.differences
    assert (difference.kind, difference.quoted_text, difference.authentic_text, difference.serious) == (
        "words", ours, theirs, serious,
    )  # fmt: skip
    assert quote.serious == bool(serious)
    assert quote.wrong
    if difference.quoted:
        assert text[slice(*difference.quoted)] == ours


SLIGHT = [
    ("“no keeper shall hold the passport” (HCGW art 2(1)).", "letters"),
    ("“Wages are paid every month in coin, whatever permit” (HCGW art 3).", "punctuation"),
    ("“within three days: by the keeper; or by the harbour master” (HCGW art 2(2)).", "numbering"),
    ("« Aucun patron ne garde le passeport d’un travailleur hote » (HCGW art 2(1)).", "letters"),
]


@pytest.mark.parametrize(("text", "kind"), SLIGHT, ids=[s[1] + str(n) for n, s in enumerate(SLIGHT)])
def test_what_is_only_typed_differently_is_slight(quotes: Quotes, text: str, kind: str) -> None:
    (quote,) = quotes(text)
    assert (quote.verdict, quote.slight, quote.wrong) == ("differs", True, False)
    assert {d.kind for d in quote.differences} == {kind}


def test_operations_hold_both_sides(quotes: Quotes) -> None:
    (quote,) = quotes("“No keeper may hold the passport” (HCGW art 2(1)).")
    steps = [(o.op, o.text) for o in quote.operations]
    assert steps == [("equal", "No keeper"), ("delete", "shall"), ("insert", "may"), ("equal", "hold the passport")]


ELSEWHERE = [
    ("“Wages are paid every month, in coin” (HCGW art 1).", "harbour", "art 3"),  # of the same treaty
    ("“A passport taken away is given back” (HCGW art 2(1)).", "harbour", "art 2(2)"),  # of the same article
    ("“Children are never locked in” (HCGW art 1).", "harbour-gc7", "para 3"),  # of another instrument
]


@pytest.mark.parametrize(("text", "instrument", "label"), ELSEWHERE, ids=[e[2] for e in ELSEWHERE])
def test_stands_elsewhere(quotes: Quotes, text: str, instrument: str, label: str) -> None:
    (quote,) = quotes(text)
    assert quote.verdict == "stands elsewhere"
    assert quote.place is not None
    assert (quote.place.instrument, quote.place.label) == (instrument, label)
    assert quote.reason is not None
    assert label in quote.reason
    assert quote.wrong


def test_not_there(quotes: Quotes) -> None:
    (quote,) = quotes("“The moon is made of lamps and bells” (HCGW art 1).")
    assert (quote.verdict, quote.place) == ("not there", None)
    assert quote.wrong


NOT_COMPARED = [
    ("A “guest worker” (HCGW art 1).", "fewer than 4 words"),
    ("„Kein Dienstherr darf den Pass eines Gastarbeiters in Verwahrung nehmen“ (HCGW art 2(1)).", "in German is held"),
    ("“Every lamp burns until the morning” (HCGW art 99).", "leads to no text"),
    ("HCGW art 1 is clear. They say “every lamp burns until the morning”.", "no reference stands in its sentence"),
]


@pytest.mark.parametrize(("text", "reason"), NOT_COMPARED, ids=[n[1] for n in NOT_COMPARED])
def test_not_compared(quotes: Quotes, text: str, reason: str) -> None:
    (quote,) = quotes(text)
    assert quote.verdict == "not compared"
    assert reason in (quote.reason or "")
    assert not quote.wrong


def test_a_digest_is_never_compared_with(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.checking.texts import AuthenticTexts

    monkeypatch.setattr(AuthenticTexts, "editions", lambda self, slug: [])
    (quote,) = check("“No keeper shall hold the passport of a guest worker” (HCGW art 2(1)).", searcher).quotes
    assert quote.reason == "no authentic text of Harbour Convention is held"


def test_words_of_another_source_are_nobody_s(report: Callable[[str], CheckReport]) -> None:
    found = report("“Every lamp burns until the morning” (Smith 1999, 3), unlike HCGW art 1.")
    assert list(found.quotes) == []
    assert [q.reason for q in found.unattached] == ["no reference stands beside it"]


def test_each_quotation_goes_to_its_own_reference(report: Callable[[str], CheckReport]) -> None:
    found = report(
        "HCGW art 1 says “a keeper is whoever pays that wage” while HCGW art 3 says “Wages are paid every month”, and "
        "“No keeper shall hold the passport” (HCGW art 2(1)) goes on."
    )
    assert [(r.label, [q.text for q in r.quotes]) for r in found.references] == [
        ("art 1", ["a keeper is whoever pays that wage"]),
        ("art 3", ["Wages are paid every month"]),
        ("art 2(1)", ["No keeper shall hold the passport"]),
    ]


def test_a_quotation_within_a_quotation_has_the_reference_within(report: Callable[[str], CheckReport]) -> None:
    found = report(
        "The court held that “the rule ‘Wages are paid every month’ (HCGW art 3) is old” in HC/GC/7, para 1."
    )
    first, second = found.references
    assert [(q.tie, q.verdict) for q in first.quotes] == [("inside", "verbatim")]
    assert [(q.tie, q.verdict) for q in second.quotes] == [("beside", "not there")]
