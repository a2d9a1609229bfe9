"""Units to results: the edition in the asked language, its best passages, highlights, citation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

import numpy as np

from index.encoder import Vectors
from index.sentence_vectors import NearestSentence
from index.store import EditionInfo, InstrumentInfo, MetaReader, PageInfo, ProvisionInfo, RowInfo
from ingest.model import Locator
from search.citations import Citable, plain_citation
from search.highlight import highlight_terms
from search.languages import primary_language
from search.results import InstrumentRef, Parallel, PassageHit, Result, Why
from search.snapshot import Snapshot

__all__ = ["Assembler", "choose_edition", "citable", "locator_of", "own_spans", "read_by_ocr"]

_ENGLISH = "en"
_PASSAGES_SHOWN = 3
_PARALLELS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Assembler:
    """Builds results for one question over one snapshot."""

    snapshot: Snapshot
    question: str
    language: str
    vector: Vectors | None = None
    """Of the question; without it no sentence is pointed at."""

    def result(self, rank: int, score: float, unit: int, why: Why, label: str | None = None) -> Result | None:
        """The result for a unit; with a label (of a reference) that provision's own words come first."""
        meta = self.snapshot.meta
        provisions = {p.edition: p for p in meta.unit_provisions(unit)}
        edition = choose_edition([meta.editions[e] for e in provisions], self.language)
        if edition is None:
            return None
        instrument = meta.instruments[edition.instrument]
        provision = provisions[edition.id]
        named = meta.provision(edition.id, label) if label else None
        if named and not named.is_unit:
            passages = self._slices(edition, named)
        else:
            passages = self._passages(edition, unit) or self._slices(edition, provision)
        best = passages[0]
        place = named.label if named else best.label
        locator = locator_of(edition, named) if named else best.locator
        return Result(
            rank=rank,
            score=score,
            instrument=_instrument_ref(instrument, edition),
            locator=locator,
            label=place,
            number=meta.unit(unit)[1],
            heading=provision.heading,
            citation=plain_citation(citable(instrument, edition, place, locator)),
            passages=passages,
            why=why,
            links=_links(instrument, edition, place),
            parallels=self.parallels(unit),
            in_asked_language=primary_language(edition.language) == primary_language(self.language),
        )

    def parallels(self, unit: int) -> tuple[Parallel, ...]:
        """The same provision in other instruments: binding before other, the older first."""
        known = self.snapshot.named_parallels
        primary = primary_language(self.language)
        key = unit, primary if primary in self.snapshot.languages else _ENGLISH  # so that what is kept has an end
        if key not in known:
            known[key] = self._found_parallels(unit)
        return known[key]

    def _found_parallels(self, unit: int) -> tuple[Parallel, ...]:
        meta = self.snapshot.meta
        units = self.snapshot.parallels_of(unit).tolist()
        instruments = {other: meta.instruments[meta.unit_instrument[other]] for other in units}
        units.sort(key=lambda u: (not instruments[u].binding, instruments[u].adopted or "9", u))
        found = (self._parallel(other, instruments[other]) for other in units[:_PARALLELS_SHOWN])
        return tuple(parallel for parallel in found if parallel)

    def _parallel(self, unit: int, instrument: InstrumentInfo) -> Parallel | None:
        meta = self.snapshot.meta
        provisions = {p.edition: p for p in meta.unit_provisions(unit)}
        edition = choose_edition([meta.editions[e] for e in provisions], self.language)
        if edition is None:
            return None
        provision = provisions[edition.id]
        citation = plain_citation(citable(instrument, edition, provision.label, provision.locator))
        return Parallel(
            instrument=instrument.slug,
            name=instrument.short_title or instrument.title,
            binding=instrument.binding,
            label=provision.label,
            citation=citation,
            link=_links(instrument, edition, provision.label)["self"],
        )

    def _passages(self, edition: EditionInfo, unit: int) -> tuple[PassageHit, ...]:
        rows = [r for r in self.snapshot.meta.unit_rows(unit) if r.edition == edition.id]
        nearest: dict[int, NearestSentence | None] = {}
        nearness = dict.fromkeys((row.id for row in rows), 0.0)
        if self.vector is not None:
            for row in rows:  # a long passage is as near as the sentence in it that answers
                sentence = nearest[row.id] = self.snapshot.sentences.nearest(row.id, self.vector)
                own = float(np.dot(self.snapshot.vectors.vector(row.id), self.vector))
                nearness[row.id] = max(own, sentence.cosine if sentence else -1.0)
        ranked = sorted(rows, key=lambda r: (-nearness[r.id], r.id))[:_PASSAGES_SHOWN]
        return tuple(self._hit(edition, row, nearest.get(row.id)) for row in ranked)

    def _hit(self, edition: EditionInfo, row: RowInfo, nearest: NearestSentence | None) -> PassageHit:
        assert row.start is not None and row.end is not None  # passages always have a span
        hit = self._quote(edition, row.start, row.end, row.label, row.locator)
        if nearest is None:
            return hit
        moved = row.start - hit.span[0]
        return replace(hit, sentence=(nearest.start + moved, nearest.end + moved))

    def _slices(self, edition: EditionInfo, provision: ProvisionInfo) -> tuple[PassageHit, ...]:
        """The provision's own words; several where notes stand between them."""
        spans = own_spans(self.snapshot.meta, edition, provision)
        locator = locator_of(edition, provision)
        return tuple(self._quote(edition, start, end, provision.label, locator) for start, end in spans)

    def _quote(self, edition: EditionInfo, start: int, end: int, label: str, locator: Locator) -> PassageHit:
        text = self.snapshot.meta.text(edition.id, start, end)
        start += len(text) - len(text.lstrip())
        text = text.strip()
        return PassageHit(
            text=text,
            text_kind=edition.text_kind,
            span=(start, start + len(text)),
            label=label,
            locator=locator,
            highlights=highlight_terms(text, self.question, edition.language),
            ocr=read_by_ocr(edition, start, start + len(text)),
            repairs=self.snapshot.meta.repairs(edition.id, start, start + len(text)),
        )


def choose_edition(editions: list[EditionInfo], language: str) -> EditionInfo | None:
    """The edition to show: authentic before digest, the asked language, then English, the searched file first."""
    primary = primary_language(language)
    ranked = sorted(
        editions,
        key=lambda e: (
            e.text_kind != "authentic",
            primary_language(e.language) != primary,
            e.language != _ENGLISH,
            not e.searched,
            e.id,
        ),
    )
    return ranked[0] if ranked else None


def own_spans(meta: MetaReader, edition: EditionInfo, provision: ProvisionInfo) -> list[tuple[int, int]]:
    """Spans of a provision's words without number and heading, and without the notes that stand between them."""
    begin = provision.body_start if provision.body_start < provision.end else provision.start
    spans: list[tuple[int, int]] = []
    for start, end in [*meta.notes(edition.id, begin, provision.end), (provision.end, provision.end)]:
        if meta.text(edition.id, begin, start).strip():
            spans.append((begin, start))
        begin = max(begin, end)
    return spans or [(provision.start, provision.end)]


def locator_of(edition: EditionInfo, provision: ProvisionInfo) -> Locator:
    """The provision's locator with the pages it stands on."""
    locator = dict(provision.locator)
    held = _pages(edition, provision.start, provision.end)
    if held:
        locator |= {"page_first": held[0].index, "page_last": held[-1].index}
        if held[0].label and held[0].label != str(held[0].index):
            locator["page_label"] = held[0].label
    return locator


def read_by_ocr(edition: EditionInfo, start: int, end: int) -> bool:
    """Whether any of the pages that a slice stands on was read from a picture."""
    return any(page.ocr for page in _pages(edition, start, end))


def citable(instrument: InstrumentInfo, edition: EditionInfo, label: str, locator: Locator) -> Citable:
    """What a citation style needs of a place in an edition."""
    return Citable(
        id=instrument.slug,
        title=edition.title,
        short_title=instrument.short_title,
        kind=instrument.kind,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        source=instrument.source,
        url=edition.url or instrument.url,
        label=label,
        locator=locator,
        language=edition.language,
    )


def _pages(edition: EditionInfo, start: int, end: int) -> list[PageInfo]:
    return [page for page in edition.pages if page.start < end and start < page.end]


def _instrument_ref(instrument: InstrumentInfo, edition: EditionInfo) -> InstrumentRef:
    return InstrumentRef(
        id=instrument.slug,
        title=edition.title,
        short_title=instrument.short_title,
        kind=instrument.kind,
        binding=instrument.binding,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        language=edition.language,
        source=instrument.source,
        file=edition.file,
        sha256=edition.sha256,
    )


def _links(instrument: InstrumentInfo, edition: EditionInfo, label: str) -> dict[str, str]:
    links = {"self": f"/v1/instruments/{instrument.slug}/provisions/{quote(label, safe='')}"}
    official = edition.url or instrument.url
    if official:
        links["official"] = official
    return links
