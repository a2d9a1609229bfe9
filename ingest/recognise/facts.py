"""Dates and symbols that a file states of itself, from phrases that leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Document
from ingest.recognise.dates import first_date
from ingest.recognise.symbols import un_symbols

__all__ = ["FileFacts", "facts_of"]

_HEAD = 2500
_PHRASE = 330
"""Characters behind the first word of a phrase in which its date stands."""
_ADOPTED = re.compile(
    r"^[\s(\[*_]*(?:text\s+)?(?:(?:was\s+)?adopted\b|adopt[ée]e?s?\b|adoptad[oa]s?\b|"
    r"aprobad[oa]s? por la asamblea general|signed (?:at|in|on)\b|resolution adopted by the general assembly on)",
    re.IGNORECASE,
)
_FORCE = re.compile(
    r"(?:^|[\s(,;.])(?:entry into force|entered into force|date of entry into force|entr[ée]e? en vigueur|"
    r"entrada en vigor|entró en vigor)\s*:?\s*(?:on|le|el)?\s*",
    re.IGNORECASE,
)
_FORCE_PHRASE = 24
"""Characters behind the words in which the date stands: it must follow at once."""
_DONE = re.compile(
    r"^\W*(?:done (?:at|in|this|on)\b|fait (?:à|en|le)\b|hech[oa] en\b|en fe de lo cual.{0,200}\bhech[oa] en\b|"
    r"in witness whereof.{0,300}\bdone (?:at|in)\b|en foi de quoi.{0,200}\bfait à\b)",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(r"amended|revised|as at|amendée?|révisée?|enmendad|modificad|revisad", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """None where the file does not say it beyond doubt."""

    adopted: str | None = None
    """ISO 8601 date."""
    in_force: str | None = None
    symbol: str | None = None
    """Of a UN document: `CMW/C/GC/2`."""


def facts_of(document: Document) -> FileFacts:
    """What the head and the closing formula of a file say of its adoption, its force and its symbol."""
    head = [line.strip() for line in document.text[:_HEAD].splitlines()]
    symbols = un_symbols(head)
    forced = [match for line in head if (match := _FORCE.search(line))]
    return FileFacts(
        adopted=_only(_adopted(head)) if _adopted(head) else _only(_done(document.text)),
        in_force=_only(first_date(m.string[m.end() : m.end() + _FORCE_PHRASE]) for m in forced),
        symbol=symbols[0] if len(symbols) == 1 else None,
    )


def _adopted(head: Iterable[str]) -> list[str | None]:
    dates = []
    for line in head:
        match = _ADOPTED.match(line)
        if match:
            phrase = line[: match.end() + _PHRASE]
            entry = _FORCE.search(phrase)
            phrase = phrase[: entry.start()] if entry else phrase
            if not _OTHER_DATE.search(phrase):
                dates.append(first_date(phrase))
    return dates


def _done(text: str) -> list[str | None]:
    lines = (line.strip() for line in text.splitlines())
    return [first_date(line[match.start() : match.end() + _PHRASE]) for line in lines if (match := _DONE.match(line))]


def _only(dates: Iterable[str | None]) -> str | None:
    """The one date of several phrases; None where they differ or have none."""
    found = {date for date in dates if date}
    return found.pop() if len(found) == 1 else None
