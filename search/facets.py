"""Counts over what a question found: how many of the ranked provisions each filter would keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from search.snapshot import Snapshot

__all__ = ["FACETS", "Facets", "count_facets"]

Facets = Mapping[str, Mapping[str, int]]
"""Facet -> value -> provisions, most first, equal ones by value."""
FACETS = ("kind", "binding", "region", "language", "instrument")


def count_facets(snapshot: Snapshot, units: Iterable[int]) -> Facets:
    """How many of the units have each kind, force, region, language and instrument.

    `binding` is `true` or `false`; a unit counts once for each language in which its instrument's text is held, and
    not at all for a region where the instrument has none.
    """
    meta = snapshot.meta
    per_instrument = Counter(meta.unit_instrument[unit] for unit in units)
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for number, count in per_instrument.items():
        instrument = meta.instruments[number]
        counts["kind"][instrument.kind] += count
        counts["binding"]["true" if instrument.binding else "false"] += count
        counts["instrument"][instrument.slug] += count
        if instrument.region:
            counts["region"][instrument.region] += count
        for language in meta.languages_held.get(number, ()):
            counts["language"][language] += count
    return {facet: dict(sorted(found.items(), key=lambda kv: (-kv[1], kv[0]))) for facet, found in counts.items()}
