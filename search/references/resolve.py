"""From what a text names to what a directory holds: the outcome of each reference and of a whole query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.errors import UsageError
from search.references.directory import Directory
from search.references.find import Finding, Pair, find
from search.references.models import KnownInstrument, Missing, MissingReason, Outcome, Reference, Resolution, Target
from search.references.names import Mention
from search.references.numbers import Segment
from search.references.pinpoints import Item
from search.references.shelf import BARE, Shelf, spell
from search.references.unknown import unknown_name
from search.references.vocabulary import ANNEXES, JOINERS, OF_WORDS, TYPE_WORDS

__all__ = ["MAX_QUERY_CHARS", "MAX_TEXT_CHARS", "extract", "resolve"]

MAX_QUERY_CHARS = 4_000
"""A query is read this far."""
MAX_WORDS_AROUND = 20
MAX_TEXT_CHARS = 5_000_000

_UNIT_NAMES = {
    "art": ("article", "articles"), "para": ("paragraph", "paragraphs"), "objective": ("objective", "objectives"),
    "recital": ("recital", "recitals"), "annex": ("annex", "annexes"), "sec": ("section", "sections"),
    "reg": ("regulation", "regulations"), "principle": ("principle", "principles"), "rule": ("rule", "rules"),
    "standard": ("standard", "standards"), "guideline": ("guideline", "guidelines"), "chapter": ("chapter", "chapters"),
}  # fmt: skip
_MAX_PASSED_OVER = 3
"""So many other instruments that a name fits are told."""
_FIRM = frozenset({"art", "objective", "recital", BARE}) | ANNEXES
"""Units whose absence is worth a message; a missing "part 3" may be no reference at all."""


def resolve(text: str, directory: Directory, language: str | None = None) -> Resolution:
    """What a query refers to; `language` (BCP 47) tells the unit `para` from the Spanish preposition.

    A query with more than MAX_WORDS_AROUND words beside its references asks for more than a look-up: when none of them
    can be resolved it is `not_a_reference`, and `candidates` and `missing` say why.
    """
    finding = find(text[:MAX_QUERY_CHARS], directory, language, query=True)
    references = list(_references(finding, directory)) or list(_without_pinpoint(finding, directory))
    targets = tuple(dict.fromkeys(t for r in references if r.outcome == "resolved" for t in r.targets))
    candidates = tuple(dict.fromkeys(t for r in references if r.outcome == "ambiguous" for t in r.targets))
    missing = tuple(dict.fromkeys(r.missing for r in references if r.missing))
    if targets:
        outcome: Outcome = "resolved"
    elif _words_around(finding) > MAX_WORDS_AROUND:
        outcome = "not_a_reference"
    else:
        outcome = "ambiguous" if candidates else "not_held" if missing else "not_a_reference"
    named = tuple(dict.fromkeys((*_named(finding), *(t.instrument for t in targets))))
    return Resolution(outcome, targets, candidates, missing, named)


def extract(
    text: str, directory: Directory, language: str | None = None, subject: str | None = None, *, bare: bool = False
) -> list[Reference]:
    """Every reference in a text, in its order, resolved or not; UsageError for a text over MAX_TEXT_CHARS.

    Of a text with more than MAX_PROVISIONS pinpoints the first so many are read.
    `subject` is the id of the instrument that the text is about and calls "the Convention" or "the Covenant"; without
    it, that is the only Convention named before, if there is only one. Pinpoints that nothing ties to an instrument
    ("see article 5 above") are left out, unless `bare` gives them to the subject, as in a comment on one treaty.
    """
    if len(text) > MAX_TEXT_CHARS:
        raise UsageError(
            f"the text has {len(text):,} characters, references are looked for in at most {MAX_TEXT_CHARS:,}; split it"
        )
    return list(_references(find(text, directory, language, subject=subject, bare=bare), directory))


def _references(finding: Finding, directory: Directory) -> Iterator[Reference]:
    for pair in finding.pairs:
        for item in _items(pair, directory):
            reference = _looked_up(finding, pair, item, directory)
            if reference:
                yield reference


def _items(pair: Pair, directory: Directory) -> Iterator[Item]:
    """The provisions asked for; a range is the one provision that bears its numbers, where there is such a one."""
    shelves = [directory.shelf(i) for i in pair.mention.ids]
    single: Item | None = None
    for item in pair.pinpoint.items:
        if item.joined is None:
            yield item
            continue
        segments = (*item.segments[:-1], item.joined)
        if not any((found := s.find(segments)) and found.exact for s in shelves):
            yield item
        elif single is None or (single.last, single.segments) != (item.last, segments):
            single = replace(item, segments=segments, joined=None)
            yield single


def _looked_up(finding: Finding, pair: Pair, item: Item, directory: Directory) -> Reference | None:
    """The reference of one item; None when it turns out to be no reference."""
    tokens = finding.tokens
    span = (tokens[item.first].start, tokens[item.last - 1].end)
    name = _span(finding, pair.mention)
    if not pair.mention.ids:
        missing = _unknown(finding, pair.mention, spell(item.segments), span)
        return Reference(span, name, "not_held", missing=missing, inferred=pair.inferred)
    found: list[Target] = []
    absent: list[Missing] = []
    for identifier in pair.mention.ids:
        for result in _in_instrument(identifier, item, span, directory):
            if isinstance(result, Target):
                found.append(result)
            else:
                absent.append(result)
    if not found and (not absent or pair.tentative):
        return None
    if not found:
        return Reference(span, name, "not_held", missing=absent[0], inferred=pair.inferred)
    held = [t for t in found if t.held]
    passed = [t.instrument for t in found if not t.held] if held else []
    found = _in_own_units(held or found, item, directory)
    if len(found) == 1 and not found[0].held:
        missing = _not_held(found[0].instrument, found[0].asked, span, directory)
        return Reference(span, name, "not_held", missing=missing, inferred=pair.inferred)
    if len(found) > 1:
        return Reference(span, name, "ambiguous", tuple(found), inferred=pair.inferred)
    others = _passed_over(finding.text[slice(*name)], passed, found[0], directory) if passed else None
    return Reference(span, name, "resolved", tuple(found), others, pair.inferred)


def _in_own_units(found: list[Target], item: Item, directory: Directory) -> list[Target]:
    """Those of several targets whose instrument has units of the name asked for, if any has."""
    unit = item.segments[-1].unit
    own = [t for t in found if directory.shelf(t.instrument).has(unit)]
    return own if own and unit != BARE else found


def _in_instrument(
    identifier: str, item: Item, span: tuple[int, int], directory: Directory
) -> Sequence[Target | Missing]:
    """The provision in one instrument, or why it is not there; nothing when it was hardly meant.

    Several where each chapter counts anew and the chapter is not said.
    """
    instrument, shelf, segments = directory[identifier], directory.shelf(identifier), item.segments
    in_chapter = segments[-1].number.in_chapter
    main = "reg" if in_chapter and shelf.has("reg") else shelf.main_unit() or "art"
    asked = spell(segments, main)
    meant = main if segments[-1].unit == BARE else segments[-1].unit
    first = next(iter(segments[0].number.parts), "")
    number = int(first) if first.isdigit() and len(segments) == 1 and not in_chapter else 0
    known = instrument.articles if meant == "art" else None
    if not instrument.held or shelf.empty:
        if known and number > known:
            return [_Absence(instrument, asked, span).beyond(meant, known)]
        return [Target(identifier, asked, asked, asked, exact=False, span=span, held=instrument.held)]
    if found := shelf.find(segments):
        return [Target(identifier, found.label, found.unit or found.label, asked, found.exact, span)]
    if labels := shelf.in_chapters(segments):
        return [Target(identifier, label, label, asked, exact=True, span=span) for label in labels]
    absent = _absent(_Absence(instrument, asked, span), shelf, segments, meant, number)
    return [absent] if absent else []


def _absent(absence: _Absence, shelf: Shelf, segments: tuple[Segment, ...], meant: str, number: int) -> Missing | None:
    """Why a provision is not in the text held; None when it was hardly meant."""
    instrument = absence.instrument
    if shelf.counts.get(meant) == 0 and (len(segments) == 1 or segments[0].unit == "chapter"):
        return absence.not_in_text(meant)
    if len(segments) > 1 or not shelf.has(meant):
        # "General comment No. 35 on article 9" speaks of another instrument's article.
        if instrument.kind == "general_comment":
            return None
        main = shelf.main_unit() or "art"
        firm = any(s.unit in _FIRM for s in segments)
        return absence.no_such_unit(main, shelf.counts.get(main, 0)) if firm else None
    count = (instrument.articles if meant == "art" else None) or shelf.counts[meant]
    return absence.not_in_text(meant) if 0 < number <= count else absence.beyond(meant, count)


@dataclass(frozen=True, slots=True)
class _Absence:
    """Says why a provision of a known instrument cannot be shown."""

    instrument: KnownInstrument
    asked: str
    span: tuple[int, int]

    def beyond(self, unit: str, count: int) -> Missing:
        one, many = _UNIT_NAMES.get(unit, (unit, unit))
        message = f"{self.instrument.name} has {count} {one if count == 1 else many}; there is no {self._named(unit)}."
        return self._missing("beyond_last", message, count)

    def not_in_text(self, unit: str) -> Missing:
        named = self._named(unit)
        message = f"The text of {self.instrument.name} that is held lacks {named}."
        return self._missing("not_in_text", message)

    def no_such_unit(self, unit: str, count: int) -> Missing:
        one, many = _UNIT_NAMES.get(unit, (unit, unit))
        has = f"{self.instrument.name} has {count} {one if count == 1 else many}" if count else self.instrument.name
        return self._missing("no_such_unit", f"{has}; there is no {self.asked} in the text held.")

    def _named(self, unit: str) -> str:
        """`article 99` for `art 99`."""
        if not self.asked.startswith(f"{unit} "):
            return self.asked
        return f"{_UNIT_NAMES.get(unit, (unit, unit))[0]} {self.asked.removeprefix(f'{unit} ')}"

    def _missing(self, reason: MissingReason, message: str, count: int | None = None) -> Missing:
        return Missing(self.instrument.id, self.asked, reason, message, self.span, count, self.instrument.url)


def _not_held(identifier: str, asked: str | None, span: tuple[int, int], directory: Directory) -> Missing:
    instrument = directory[identifier]
    where = f"; official text: {instrument.url}" if instrument.url else "."
    message = f"{instrument.name} is known but not held{where}"
    return Missing(identifier, asked, "instrument_not_held", message, span, url=instrument.url)


def _passed_over(name: str, passed: Sequence[str], taken: Target, directory: Directory) -> Missing:
    """What a name may mean as well: instruments that are not held, passed over for one that is."""
    shown = [directory[i].name for i in passed[:_MAX_PASSED_OVER]]
    more = f" and {len(passed) - len(shown)} more" if len(passed) > len(shown) else ""
    message = (
        f"{' '.join(name.split())} is taken as {directory[taken.instrument].name}; it may also mean "
        f"{' or '.join(shown)}{more}, known but not held."
    )
    return Missing(passed[0], taken.asked, "instrument_not_held", message, taken.span, url=directory[passed[0]].url)


def _unknown(finding: Finding, mention: Mention, asked: str | None, span: tuple[int, int]) -> Missing:
    start, end = _span(finding, mention)
    name = mention.phrase or " ".join(finding.text[start:end].split())
    message = f"{name} is not held, and nothing is known of it here."
    return Missing(None, asked, "instrument_unknown", message, span)


def _without_pinpoint(finding: Finding, directory: Directory) -> Iterator[Reference]:
    """What a query without a usable reference lacks: an instrument named alone that is not held, or an unknown one."""
    if name := unknown_name(finding):
        item = finding.loose[0].items[0]
        span = (finding.tokens[item.first].start, finding.tokens[item.last - 1].end)
        missing = _unknown(finding, name, spell(item.segments), span)
        yield Reference(span, _span(finding, name), "not_held", missing=missing)
        return
    if finding.pairs or finding.loose or len(finding.mentions) != 1 or not _is_alone(finding, finding.mentions[0]):
        return
    mention = finding.mentions[0]
    span = _span(finding, mention)
    if not mention.ids:
        yield Reference(span, span, "not_held", missing=_unknown(finding, mention, None, span))
    elif len(mention.ids) == 1 and not directory[mention.ids[0]].held:
        yield Reference(span, span, "not_held", missing=_not_held(mention.ids[0], None, span, directory))


def _is_alone(finding: Finding, mention: Mention) -> bool:
    """Whether a query is nothing but a name."""
    return not mention.weak and all(
        mention.first <= k < mention.last or t.kind == "mark" or t.text in JOINERS or t.text in OF_WORDS
        for k, t in enumerate(finding.tokens)
    )


def _words_around(finding: Finding) -> int:
    """How many words of a query belong to no reference."""
    spans = [(p.pinpoint.first, p.pinpoint.last) for p in finding.pairs]
    spans += [(m.first, m.last) for m in (*finding.mentions, *(p.mention for p in finding.pairs))]
    inside = {k for first, last in spans for k in range(first, last)}
    return sum(k not in inside and t.kind == "word" for k, t in enumerate(finding.tokens))


def _named(finding: Finding) -> tuple[str, ...]:
    """The instruments named without doubt; "stateless persons" alone speaks of people, not of their Convention."""
    mentions: Sequence[Mention] = (
        *(m for m in finding.mentions if m.kind != "name" or _says_what_it_is(finding, m)),
        *(p.mention for p in finding.pairs),
    )
    sure = sorted((m for m in mentions if len(m.ids) == 1 and not m.weak), key=lambda m: (m.first, m.ids))
    return tuple(dict.fromkeys(m.ids[0] for m in sure))


def _says_what_it_is(finding: Finding, mention: Mention) -> bool:
    return any(token.text in TYPE_WORDS for token in finding.tokens[mention.first : mention.last])


def _span(finding: Finding, mention: Mention) -> tuple[int, int]:
    return finding.tokens[mention.first].start, finding.tokens[mention.last - 1].end
