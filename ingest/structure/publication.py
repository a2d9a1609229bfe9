"""Sections of a publication, from its headings."""

from __future__ import annotations

import re
import unicodedata

from ingest.model import Document, Locator, Provision

__all__ = ["structure_publication"]


def structure_publication(document: Document) -> tuple[Provision, ...]:
    """The sections of a publication in text order; what stands before the first is a `rest`."""
    heads = [b for b in document.blocks if b.role == "heading"] or list(document.blocks[:1])
    found: list[Provision] = []
    seen: set[str] = set()
    if heads and heads[0].start > 0:
        found.append(Provision("front", "rest", 0, heads[0].start, 0))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        text = document.text[head.start : head.end]
        end = after.start if after else len(document.text)
        name = text[:60]
        label, n = f"sec {name}", 2
        while label in seen:
            label, n = f"sec {name} ({n})", n + 1
        seen.add(label)
        pages = [p for p in document.pages if p.start < end and p.end > head.start]
        locator: Locator = {"section": name}
        if pages:
            locator |= {"page_first": pages[0].index, "page_last": pages[-1].index}
            if pages[0].label:
                locator["page_label"] = pages[0].label
        found.append(
            Provision(label, "section", head.start, end, min(head.end + 1, end), None, text, locator, _slug(label[4:]), True)
        )
    return tuple(found)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.()]+", "-", plain).strip("-") or "section"
