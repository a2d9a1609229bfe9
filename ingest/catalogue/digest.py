"""A catalogue entry as an edition: our digests as a document with provisions, for search where no text is held."""

from __future__ import annotations

import hashlib
import re

from ingest.catalogue.schema import CatalogueEntry
from ingest.model import Block, Document, Edition, Locator, Provision, ProvisionKind
from ingest.structure.numbers import annexed_number

__all__ = ["digest_edition", "label_locator", "label_number"]

_ANNEXED = re.compile(r"(annex|appendix|schedule|protocol)(?: ([IVXLC]+|[A-Z]|\d+))? ([a-z]+ .+)")
_KINDS: dict[str, tuple[ProvisionKind, str]] = {
    "art": ("article", "article"),
    "para": ("paragraph", "paragraph"),
    "objective": ("objective", "objective"),
    "recital": ("recital", "recital"),
    "reg": ("section", "section"),
    "standard": ("section", "section"),
    "guideline": ("section", "section"),
    "sec": ("section", "section"),
}


def digest_edition(entry: CatalogueEntry) -> Edition | None:
    """The digests of an entry in their order, in English; None when it has none."""
    if not entry.provisions:
        return None
    text = ""
    blocks: list[Block] = []
    provisions: list[Provision] = []
    for item in entry.provisions:
        start = len(text)
        if item.heading:
            text += item.heading + "\n"
            blocks.append(Block(start, len(text) - 1, "heading"))
        body = len(text)
        text += item.digest
        blocks.append(Block(body, len(text), "text"))
        kind = _KINDS.get(item.label.split()[-2] if " " in item.label else item.label, ("section", "section"))[0]
        provisions.append(
            Provision(
                label=item.label,
                kind=kind,
                start=start,
                end=len(text),
                body_start=body,
                heading=item.heading,
                locator=label_locator(item.label),
                number=label_number(item.label),
                is_unit=True,
            )
        )
        text += "\n"
    document = Document(text=text, blocks=tuple(blocks), format="catalogue")
    return Edition(
        instrument=entry.instrument("en"),
        language="en",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        file=f"{entry.id}.toml",
        document=document,
        provisions=tuple(provisions),
    )


def label_number(label: str) -> str:
    """The canonical number of a label, as the structure numbers the unit that has it.

    `art 6 bis` -> `6bis`, `annex I art 3` -> `annex1/3`, `schedule para 2` -> `annex/2`, `reg V/33` -> `v/33`.
    """
    annexed = _ANNEXED.fullmatch(label)
    if annexed:
        return f"{annexed_number(annexed[1], annexed[2] or '')}/{label_number(annexed[3])}"
    head, _, tail = label.partition(" ")
    if not tail:
        return head.lower()
    number = re.sub(r"\s+", "", tail).lower()
    return f"recital{number}" if head == "recital" else number


def label_locator(label: str) -> Locator:
    """The locator that a unit's label stands for."""
    annexed = _ANNEXED.fullmatch(label)
    if annexed:
        return {"annex": annexed[2] or annexed[1], **label_locator(annexed[3])}
    head, _, tail = label.partition(" ")
    key = _KINDS.get(head, ("section", "section"))[1]
    return {key: tail or head}
