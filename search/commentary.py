"""Which passages of general comments cite which provisions: the committees' own words on what an article is about.

A comment says in everyday terms what a treaty says in its own, and names the article. A question near to such a
passage is a question on that article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.store import EditionInfo, InstrumentInfo, MetaReader, RowInfo
from search.directory import directory_of
from search.references import Directory, extract

__all__ = ["citing_rows", "holds_words_of"]

_COMMENT = "general_comment"
_RUN = 4
_SHARED = 0.25
_WORD = re.compile(r"\w+")


def citing_rows(meta: MetaReader) -> list[tuple[int, int]]:
    """(row, unit) for each passage of a comment and each unit of another instrument that it cites, in order."""
    directory = directory_of(meta)
    found: set[tuple[int, int]] = set()
    for edition in meta.editions.values():
        instrument = meta.instruments[edition.instrument]
        if instrument.kind == _COMMENT and edition.searched and edition.text_kind == "authentic":
            found.update(_citations(meta, edition, instrument, directory))
    return sorted(found)


def _citations(
    meta: MetaReader, edition: EditionInfo, instrument: InstrumentInfo, directory: Directory
) -> Iterator[tuple[int, int]]:
    rows = meta.edition_rows(edition.id)
    if not rows:
        return
    starts = [row.start or 0 for row in rows]
    text = meta.text(edition.id, 0, edition.length)
    subject = instrument.parent or directory.registers.treaty_of(instrument.slug)
    for reference in extract(text, directory, edition.language, subject, bare=True):
        row = _at(rows, starts, reference.span[0])
        if row is None or reference.outcome != "resolved":
            continue
        for target in reference.targets:
            unit = meta.unit_of(target.instrument, target.label) if target.label else None
            if unit is not None and target.instrument != instrument.slug:
                yield row.id, unit


def _at(rows: list[RowInfo], starts: list[int], offset: int) -> RowInfo | None:
    """The passage that holds an offset of the text."""
    k = bisect_right(starts, offset) - 1
    return rows[k] if k >= 0 and offset < (rows[k].end or 0) else None


def holds_words_of(question: str, passage: str) -> bool:
    """Whether a quarter of the runs of four words of a question stand in a passage, so that it may be taken from it."""
    asked = _runs(question)
    return bool(asked) and len(asked & _runs(passage)) / len(asked) > _SHARED


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
