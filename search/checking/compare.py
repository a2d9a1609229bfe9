"""The verdict on a quotation: looked for in the cited provision, in its article, in its instrument, then elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.store import EditionInfo
from ingest.identify import detect_language
from search.checking.difference import compare_words
from search.checking.elsewhere import Elsewhere
from search.checking.locate import Located, locate_exactly, locate_nearly
from search.checking.models import Difference, Place, QuoteCheck, Tie
from search.checking.pieces import Quoted, read_quoted
from search.checking.quotations import Quotation
from search.checking.texts import AuthenticTexts, EditionText
from search.checking.tokens import word_count
from search.languages import language_name
from search.references import Target

__all__ = ["Comparer"]

_LEAST_WORDS = 4
"""Fewer words are a name or a term, which stands in many places."""
_SHORT = f"fewer than {_LEAST_WORDS} words are quoted"
_SURE = 0.8
"""The share of a quotation's words in the cited article above which it is not looked for elsewhere."""
_NEAR = 0.6
"""The share that the cited article must have for the rest to be called a difference."""
_NEAR_IN_INSTRUMENT = 0.75
_LEAST_NEAR_WORDS = 6
"""Words of a quotation that is looked for in the whole instrument though not all of them are there."""
_LETTERS = 40
"""Letters that tell the language; fewer are taken to be in that of the text around."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place with the words of a quotation, or nearly."""

    located: Located
    cited: bool
    """Whether any of them lie in the cited provision."""
    unit: bool
    """Whether they lie in its article."""
    exact: bool


class Comparer:
    """Compares the quotations of one text."""

    def __init__(self, checked: str, language: str, texts: AuthenticTexts, elsewhere: Elsewhere) -> None:
        self._checked = checked
        self._language = language
        self._texts = texts
        self._elsewhere = elsewhere

    def compare(
        self, quotation: Quotation, targets: Sequence[Target], tie: Tie | None, *, cited: bool = True
    ) -> QuoteCheck | None:
        """The verdict; None for what turns out to be no quotation.

        `cited` is whether a reference stands beside it, though that may lead to no target.
        """
        quoted = read_quoted(self._checked, *quotation.inner)
        check = QuoteCheck(
            quotation.span, self._checked[slice(*quotation.inner)].strip(), "not compared", tie=tie if cited else None
        )
        sure = quotation.how != "perhaps"
        if word_count(quoted.tokens) < _LEAST_WORDS:
            return replace(check, reason=_SHORT, short=True) if sure else None
        if not targets:
            return self._anywhere(check, quoted, cited=cited) if sure else None
        outcomes = [self._against(check, quoted, target) for target in targets]
        best = min(enumerate(outcomes), key=lambda o: (_ORDER.index(o[1].verdict), o[0]))[1]
        if best.verdict == "not there" and tie == "neighbour":
            best = replace(best, verdict="not compared", reason=f"no reference stands in its sentence; {best.reason}")
        return best if sure or best.verdict not in ("not there", "not compared") else None

    def _anywhere(self, check: QuoteCheck, quoted: Quoted, *, cited: bool) -> QuoteCheck:
        """A quotation that there is nothing to compare with: where its words stand, if they do."""
        places = self._elsewhere.places(quoted, self._checked)
        why = "the reference beside it leads to no text" if cited else "no reference stands beside it"
        where = f"; these words stand in {_spoken(places[0], self._texts)}" if places else ""
        return replace(check, reason=why + where, elsewhere=places)

    def _against(self, check: QuoteCheck, quoted: Quoted, target: Target) -> QuoteCheck:
        """The verdict for one provision."""
        editions = self._texts.editions(target.instrument)
        name = self._texts.name(target.instrument)
        if not editions:
            return replace(check, reason=f"no authentic text of {name} is held")
        readings = list(dict.fromkeys((quoted, quoted.renumbered())))
        for reading in readings:
            if found := self._exact(reading, target, editions):
                return self._with(check, reading, found, target)
        language = self._language_of(quoted)
        of_language = [e for e in editions if e.language.partition("-")[0] == language]
        nearest = [self._near(reading, target, of_language or editions) for reading in readings]
        quoted, near = max(zip(readings, nearest, strict=True), key=lambda r: r[1].located.nearness if r[1] else 0.0)
        sure = near is not None and near.unit and near.located.nearness >= _SURE
        if not sure and (elsewhere := self._elsewhere.places(quoted, self._checked)):
            where = f"these words stand in {_spoken(elsewhere[0], self._texts)}, not in {name}, {target.label}"
            return replace(check, verdict="stands elsewhere", place=elsewhere[0], elsewhere=elsewhere, reason=where)
        return self._unlike(check, quoted, near, target, language if not of_language else None)

    def _unlike(
        self, check: QuoteCheck, quoted: Quoted, near: _Found | None, target: Target, lacking: str | None
    ) -> QuoteCheck:
        """The verdict where no text has just these words; `lacking` is their language where no edition is in it."""
        name = self._texts.name(target.instrument)
        if near:
            return self._with(check, quoted, near, target)
        if lacking:
            return replace(check, reason=f"no authentic text of {name} in {language_name(lacking)} is held")
        return replace(check, verdict="not there", reason=f"these words are not in {name}, {target.label}")

    def _exact(self, quoted: Quoted, target: Target, editions: Sequence[EditionInfo]) -> _Found | None:
        """The words as quoted, in any edition: in the provision, else in its article, else in the instrument."""
        every = [(self._texts.text(e), _scopes(self._texts.text(e), target.label)) for e in editions]
        for level in range(3):
            for text, scopes in every:
                if scopes[level] is None:
                    continue
                located = locate_exactly(quoted.adapted(text.numbers), text, scopes[level] or (0, 0))
                if located:
                    return _found(located, scopes, exact=True)
        return None

    def _near(self, quoted: Quoted, target: Target, editions: Sequence[EditionInfo]) -> _Found | None:
        """The nearest words of the article, else of the instrument; None where nothing is near enough."""
        every = [(self._texts.text(e), _scopes(self._texts.text(e), target.label)) for e in editions]
        for level, least in ((0, _SURE), (1, _NEAR), (2, _NEAR_IN_INSTRUMENT)):
            if level == 2 and len(quoted.tokens) < _LEAST_NEAR_WORDS:
                continue
            best: tuple[float, _Found] | None = None
            for text, scopes in every:
                within = scopes[level]
                located = locate_nearly(quoted.adapted(text.numbers), text, within) if within else None
                if located and located.nearness >= least and (best is None or located.nearness > best[0]):
                    best = (located.nearness, _found(located, scopes, exact=False))
            if best:
                return best[1]
        return None

    def _with(self, check: QuoteCheck, quoted: Quoted, found: _Found, target: Target) -> QuoteCheck:
        located = found.located
        operations, differences = compare_words(self._checked, quoted.adapted(located.text.numbers), located)
        place = located.text.place(located.words)
        check = replace(check, place=place, operations=operations, differences=differences)
        unmarked = [d for d in differences if d.kind not in ("marked", "left out")]
        if not found.cited:
            where = f"stand in {_spoken(place, self._texts)}, not in {target.label}"
            if found.exact:
                return replace(check, verdict="stands elsewhere", reason=f"these words {where}")
            said = "; ".join(filter(None, (f"the nearest words {where}", _weight(unmarked, place))))
            return replace(check, verdict="differs", reason=said)
        if unmarked:
            return replace(check, verdict="differs", reason=_weight(unmarked, place))
        if quoted.marked:
            return replace(check, verdict="verbatim with marked changes", reason=_marked(differences))
        return replace(check, verdict="verbatim", operations=())

    def _language_of(self, quoted: Quoted) -> str:
        tokens = quoted.tokens
        words = self._checked[tokens[0].start : tokens[-1].end]
        known = sum(c.isalpha() for c in words) >= _LETTERS
        return (detect_language(words) if known else self._language).partition("-")[0]


_ORDER = ("verbatim", "verbatim with marked changes", "differs", "stands elsewhere", "not there", "not compared")


def _scopes(text: EditionText, label: str) -> list[tuple[int, int] | None]:
    """The words of the provision, of its article, and of all the instrument; None for what the edition has not."""
    whole = (0, len(text.words))
    provision = text.of_label(label)
    if provision is None:
        return [None, None, whole]
    unit = text.unit_around(provision)
    return [text.word_range(provision.start, provision.end), text.word_range(unit.start, unit.end), whole]


def _found(located: Located, scopes: Sequence[tuple[int, int] | None], *, exact: bool) -> _Found:
    def overlaps(scope: tuple[int, int] | None) -> bool:
        start, end = located.words
        return scope is not None and start < scope[1] and scope[0] < end

    return _Found(located, overlaps(scopes[0]), overlaps(scopes[1]), exact)


def _weight(differences: Sequence[Difference], place: Place) -> str | None:
    """What to say of differences that nobody marked."""
    serious = sorted({kind for d in differences for kind in d.serious})
    said: list[str] = []
    if serious:
        said.append(f"the differences change {' and '.join(_SAID[kind] for kind in serious)}")
    elif not any(d.kind == "words" for d in differences):
        kinds = dict.fromkeys(d.kind for d in differences)
        said.append(f"only in {' and '.join(_SLIGHT[kind] for kind in kinds)}")
    if place.ocr:
        said.append("the authentic text was read by OCR: look at the page")
    return "; ".join(said) or None


def _marked(differences: Sequence[Difference]) -> str | None:
    serious = sorted({kind for d in differences for kind in d.serious})
    return f"the marked changes change {' and '.join(_SAID[k] for k in serious)}" if serious else None


_SAID = {
    "modality": "what binds (shall, may, must)",
    "negation": "a negation",
    "number": "a number",
    "alternative": "“and” to “or” or the reverse",
}
_SLIGHT = {"letters": "capitals or accents", "punctuation": "punctuation", "numbering": "the numbers of list points"}


def _spoken(place: Place, texts: AuthenticTexts) -> str:
    return f"{texts.name(place.instrument)}, {place.label}"
