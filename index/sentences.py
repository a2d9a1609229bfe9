"""The sentences of a legal text, as spans.

A sentence is what a lawyer would point at: the words up to a full stop, or one point of a list. So a text is cut behind
a full stop and before `(b)`, but not behind `art.`, `No.`, `cf.`, an initial, the mark of a list or the day of a German
date. Where it is uncertain nothing is cut: two sentences taken for one do no harm, half a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["sentence_spans"]

_ARABIC = "\u0621-\u064a"
_CLOSERS = "(?>(?:[\"'”“’»)\\]\u00b9\u00b2\u00b3\u2070\u2074-\u2079]|[ \u00a0\u202f]»)*)"
_OPENERS = "\"'“‘«„¿¡([ "
_CUT = re.compile(
    rf"""
      (?<![.!?…])(?P<stop>[.!?…]++){_CLOSERS}(?P<gap>\s+)   # what stands around it decides
    | (?P<sure>
        [。！？；]++{_CLOSERS}\s*                             # scripts that put no blank behind a stop
      | (?<=[^\W\d_])\s*+[.؟]++{_CLOSERS}(?=[{_ARABIC}])     # Arabic where the blank is missing or before the stop
      | (?<!؟)؟++{_CLOSERS}\s+
      | [;:؛：]{_CLOSERS}[^\S\n]*\n\s*                       # the end of a point, or of the words before a list
      | \n\s*\n\s* )
    | (?P<point>
        [;:؛：][^\S\n]+(?:[^\W\d_]{{1,4}}[^\S\n]+)?          # `; and (b)`: the next point in the same line
      | (?<=：)
      | \n\s* )                                            # a line that begins with the mark of a list
    """,
    re.VERBOSE,
)
_MARK = re.compile(
    rf"""
      [(（](?:[a-z]{{1,2}}|[ivx]{{1,5}}|\d{{1,3}}|[{_ARABIC}]{{1,3}}|[一二三四五六七八九十]{{1,3}})[)）]
    | (?:[a-z]|[ivx]{{1,5}}|\d{{1,3}}|[{_ARABIC}])\)
    | (?:\d{{1,3}}(?:\.\d{{1,3}})*|[ivx]{{2,5}})\.(?=\s)
    | -[ ]?\d{{1,3}}(?=\s*[{_ARABIC}])
    | [一二三四五六七八九十]{{1,3}}、
    | [㈠-㈩①-⑳•●▪◦·] | [–—-](?=\s)
    """,
    re.VERBOSE,
)
_LONGEST_MARKS = 16
"""Characters up to which marks with no words between them are looked for: `2. (a) (i)`."""
_ONLY_MARKS = re.compile(rf"(?:\s*(?:{_MARK.pattern}))+\s*", re.VERBOSE)
_LAST_WORD = re.compile(r"(?P<before>[’'])?(?<!\w)(?P<word>[^\W\d_]+(?:\.[^\W\d_]+)*)$")
_NUMBER = re.compile(r"[\d(§]|[IVXLC]+\b")
_LONGEST = 24
"""Characters before a full stop in which its word is looked for."""

_SHORTENED = {
    "": "cf vs viz dr prof mr mrs ms art arts para paras ibid op",
    "en": "messrs hon st gen",
    "fr": "mme mlle mm ex al par",
    "es": "sr sra sres dra párr párrs apdo inc ej ee uu lic",
    "de": "vgl bzw ggf bspw sog abs ziff buchst nr nrn hrsg evtl",
    "ru": "ст стт см пп напр",
}
"""Words behind which a full stop ends no sentence, by language; those under "" hold for all."""
_SHORTENED_BEFORE_NUMBER = {
    "": "no nos pp vol vols sec secs sect ch chs chap ed reg regs res doc docs add rev corr cl supp rec fig",
    "en": "jan feb mar apr jun jul aug sep sept oct nov dec approx subpara sched",
    "fr": "num liv tit",
    "es": "núm núms num pág págs tít cap",
    "de": "kap bd anm rn",
    "ru": "гл разд рис",
}
"""The same where a number follows; else they may end a sentence ("The answer is no.")."""
_GERMAN_DAY = re.compile(r"(?<![\d.,])\d{1,2}$")
_GERMAN_COUNTED = re.compile(r"(?:artikel|absatz|nummer|ziffer|kapitel|anhang|seite|punkt)\s+\d+$", re.IGNORECASE)


def sentence_spans(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The sentences and points of lists of a text, in order: half-open spans in code points, without blanks around.

    Every character but blanks lies in exactly one of them. `language` (BCP 47) says which words are shortened.
    """
    primary = language.partition("-")[0]
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in [*_cuts(text, primary), len(text)]:
        if cut < len(text) and cut - start <= _LONGEST_MARKS and _ONLY_MARKS.fullmatch(text, start, cut):
            continue  # a mark alone ("2.") belongs to what follows it
        inner = text[start:cut].strip()
        if inner:
            begin = text.index(inner, start)
            spans.append((begin, begin + len(inner)))
        start = cut
    return tuple(spans)


def _cuts(text: str, language: str) -> Iterator[int]:
    """Where a new sentence begins, in order; some stand behind no more than the mark of a list."""
    for found in _CUT.finditer(text):
        if found["stop"]:
            shortened = found["stop"] == "." and _is_shortened(text, found.start(), found.end(), language)
            cut = not shortened and (found["gap"].count("\n") > 1 or _begins(text, found.end()))
        else:
            cut = found["point"] is None or _MARK.match(text, found.end()) is not None
        if cut:
            yield found.end()


def _is_shortened(text: str, stop: int, following: int, language: str) -> bool:
    """Whether the full stop at `stop` shortens a word or counts a German day, so that the sentence goes on."""
    head = text[max(0, stop - _LONGEST) : stop]
    last = _LAST_WORD.search(head)
    if last is None:
        return language == "de" and bool(_GERMAN_DAY.search(head)) and not _GERMAN_COUNTED.search(head)
    word = last["word"].casefold()
    if len(word) == 1:
        return last["before"] is None  # an initial, but not the end of "the child's."
    if "." in word or word in _words(_SHORTENED, language):
        return True
    return word in _words(_SHORTENED_BEFORE_NUMBER, language) and bool(_NUMBER.match(text, following))


def _words(table: dict[str, str], language: str) -> list[str]:
    return f"{table['']} {table.get(language, '')}".split()


def _begins(text: str, place: int) -> bool:
    """Whether a sentence may begin here: a capital, a number, a letter of a script without capitals, a list's mark."""
    if _MARK.match(text, place):
        return True
    rest = text[place : place + 8].lstrip(_OPENERS)
    return bool(rest) and not rest[0].islower() and rest[0].isalnum()
