"""Answers made by hand, for what no small collection has: two scripts, digests, OCR, hostile words."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Repair
from search.results import InstrumentRef, LegScore, Parallel, PassageHit, Result, SearchAnswer, Why

SHA = "ab" * 32
LAKES = InstrumentRef(
    id="lakes",
    title="Convention on Travellers by Lake",
    short_title="Lakes Convention",
    kind="treaty",
    binding=True,
    adopted="1961-03-09",
    in_force="1964-11-30",
    language="en",
    source="812 UNTS 45",
    file="texts/lakes.en.pdf",
    sha256=SHA,
)
WORDS = "1. No traveller shall be sent back over the lake.\n2. A boat is no prison."
INDEX = {"generation": "0123456789abcdef", "model": "hash", "documents": 4, "passages": 9}


def passage(text: str = WORDS, start: int = 100, label: str = "art 7", **more: object) -> PassageHit:
    hit = PassageHit(text, "authentic", (start, start + len(text)), label, {"article": "7"})
    return replace(hit, **more)  # type: ignore[arg-type]


def result(rank: int = 1, instrument: InstrumentRef = LAKES, *passages: PassageHit, label: str = "art 7") -> Result:
    return Result(
        rank=rank,
        score=1.5,
        instrument=instrument,
        locator={"article": "7"},
        label=label,
        number="7",
        heading="Return",
        citation=f"{instrument.title} (adopted 9 March 1961, entered into force 30 November 1964) 812 UNTS 45, {label}",
        passages=passages or (passage(label=label),),
        why=Why(lexical=LegScore(1, 2.5), rerank=1.5, matched="passage"),
        links={"self": f"/v1/instruments/{instrument.id}/provisions/art%207", "official": "https://example.org/lakes"},
        parallels=(Parallel("rivers", "Rivers Convention", True, "art 2", "Rivers, art 2", "/v1/x"),),
    )


def answer(*results: Result, query: str = "may a traveller be sent back?", **more: object) -> SearchAnswer:
    made = SearchAnswer(query, "answered" if results else "no_answer", "en", INDEX, 3.25, results)
    return replace(made, **more)  # type: ignore[arg-type]


ARABIC = "1- لا يجوز إعادة أي مسافر عبر البحيرة.\n2- القارب ليس سجنا."
ARABIC_RESULT = result(
    2,
    replace(LAKES, id="lakes-ar", title="اتفاقية المسافرين عبر البحيرات", language="ar", short_title=None),
    passage(ARABIC, repairs=(Repair(0, 2, "‐1"),), ocr=True),
)
DIGEST_RESULT = result(
    3,
    replace(LAKES, id="coast", title="Coast Treaty", file="coast.toml"),
    passage("Nobody is sent back over the sea.", text_kind="digest"),
)
HOSTILE = '=HYPERLINK("https://evil.example","x")\n> # <script>alert(1)</script> | *bold* [a](b) {brace} \\end \x07 & %'
HOSTILE_RESULT = result(
    4, replace(LAKES, id="evil", title="@SUM(1) Treaty } of {", short_title="+1"), passage(HOSTILE, label="art 7")
)
FULL = answer(result(), ARABIC_RESULT, DIGEST_RESULT, HOSTILE_RESULT)
