"""Reading without searching: an instrument's tree, the words of a provision, the citable of a reference."""

from __future__ import annotations

from collections.abc import Callable

from index.store import EditionInfo, InstrumentInfo, MetaReader, ProvisionInfo
from ingest.errors import NotHeld
from search.assemble import choose_edition, citable, locator_of, own_spans, read_by_ocr
from search.citations import Citable, plain_citation
from search.references import Directory, resolve
from search.views import InstrumentView, ProvisionView, TreeNode

__all__ = [
    "InstrumentView",
    "ProvisionView",
    "TreeNode",
    "find_instrument",
    "read_instrument",
    "read_provision",
    "resolve_citables",
]


def find_instrument(meta: MetaReader, slug: str) -> InstrumentInfo:
    """The instrument with an id; NotHeld with the nearest ids otherwise."""
    for instrument in meta.instruments.values():
        if instrument.slug == slug:
            return instrument
    from rapidfuzz import process

    near = [
        name
        for name, _, _ in process.extract(slug, [i.slug for i in meta.instruments.values()], limit=3, score_cutoff=60)
    ]
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `iml status --instruments` lists what is held"
    raise NotHeld(f"instrument {slug!r} is not held{hint}")


def read_instrument(meta: MetaReader, slug: str, language: str = "en") -> InstrumentView:
    """The instrument's tree in the edition of a language, else in English, else in any."""
    instrument = find_instrument(meta, slug)
    editions = _editions(meta, instrument)
    edition = choose_edition(editions, language)
    if edition is None:
        raise NotHeld(
            f"{slug} is known, but no text and no digest of it is held; its official address: {instrument.url}"
        )
    depths: dict[int, int] = {}
    nodes = []
    for provision in meta.provisions(edition.id):
        depth = 0 if provision.parent is None else depths[provision.parent] + 1
        depths[provision.position] = depth
        nodes.append(TreeNode(provision.label, provision.kind, provision.heading, depth, provision.is_unit))
    return InstrumentView(
        id=slug,
        title=edition.title,
        short_title=instrument.short_title,
        kind=instrument.kind,
        binding=instrument.binding,
        adopted=instrument.adopted,
        in_force=instrument.in_force,
        source=instrument.source,
        official=edition.url or instrument.url,
        language=edition.language,
        languages=tuple(sorted({e.language for e in editions if e.text_kind == "authentic"})),
        text_kind=edition.text_kind,
        file=edition.file,
        sha256=edition.sha256,
        parties=instrument.parties,
        tree=tuple(nodes),
    )


def read_provision(
    meta: MetaReader, directory: Callable[[], Directory], slug: str, label: str, language: str = "en"
) -> ProvisionView:
    """The words of a provision by its label, or by a reference to it such as `33(1)` or `Article 33`.

    The directory is asked for only when there is no such label.
    """
    instrument = find_instrument(meta, slug)
    editions = _editions(meta, instrument)
    held = {e.id: p for e in editions if (p := meta.provision(e.id, label))}
    if not held:
        targets = resolve(f"{instrument.short_title or instrument.title} {label}", directory()).targets
        found = next((t.label for t in targets if t.instrument == slug and t.label), None)
        if found is None or found == label:
            raise NotHeld(f"{slug} has no provision {label!r}; `iml show {slug}` prints its tree")
        return read_provision(meta, directory, slug, found, language)
    edition = choose_edition([e for e in editions if e.id in held], language)
    assert edition is not None  # held is not empty
    return _view(meta, instrument, edition, held[edition.id])


def resolve_citables(meta: MetaReader, directory: Directory, ref: str, language: str = "en") -> list[Citable]:
    """What a reference points at, ready to be cited; NotHeld with the reason when it points at nothing held."""
    resolution = resolve(ref, directory)
    if resolution.outcome != "resolved":
        choices = "; ".join(f"{t.instrument} {t.label or ''}".strip() for t in resolution.candidates)
        named = ", ".join(resolution.instruments_named)
        missing = (
            f"it names {named} but no provision; say which, for example: art 1" if named else "it names no provision"
        )
        reason = resolution.message or (f"could be: {choices}" if choices else missing)
        raise NotHeld(f"{ref!r} cannot be cited: {reason}")
    items = []
    for target in resolution.targets:
        if target.label is None:
            raise NotHeld(f"{ref!r} names {target.instrument} as a whole; say which provision, for example: art 1")
        if not target.exact:
            raise NotHeld(
                f"{ref!r} cannot be cited: of {target.asked} only {target.label} is held; cite that, "
                "or look the rest up in the official text"
            )
        instrument = find_instrument(meta, target.instrument)
        held = {e.id: p for e in _editions(meta, instrument) if (p := meta.provision(e.id, target.label))}
        edition = choose_edition([e for e in _editions(meta, instrument) if e.id in held], language)
        if edition:
            items.append(citable(instrument, edition, target.label, locator_of(edition, held[edition.id])))
    return items


def _view(
    meta: MetaReader, instrument: InstrumentInfo, edition: EditionInfo, provision: ProvisionInfo
) -> ProvisionView:
    spans = own_spans(meta, edition, provision)
    text = meta.text(edition.id, spans[0][0], spans[-1][1])
    start = spans[0][0] + len(text) - len(text.lstrip())
    text = text.strip()
    notes = [(a - start, b - start) for a, b in meta.notes(edition.id, start, start + len(text))]
    locator = locator_of(edition, provision)
    units = [p for p in meta.provisions(edition.id) if p.is_unit]
    here = next((n for n, p in enumerate(units) if p.unit == provision.unit), None)
    return ProvisionView(
        instrument=instrument.slug,
        title=edition.title,
        language=edition.language,
        label=provision.label,
        heading=provision.heading,
        locator=locator,
        text=text,
        text_kind=edition.text_kind,
        notes=tuple(notes),
        span=(start, start + len(text)),
        ocr=read_by_ocr(edition, start, start + len(text)),
        repairs=tuple((r.start, r.end, r.raw) for r in meta.repairs(edition.id, start, start + len(text))),
        file=edition.file,
        sha256=edition.sha256,
        citation=plain_citation(citable(instrument, edition, provision.label, locator)),
        previous=units[here - 1].label if here else None,
        next=units[here + 1].label if here is not None and here + 1 < len(units) else None,
    )


def _editions(meta: MetaReader, instrument: InstrumentInfo) -> list[EditionInfo]:
    return [e for e in meta.editions.values() if e.instrument == instrument.id]
