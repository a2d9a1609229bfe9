"""What a line announces: an article, a chapter, an annex, a preamble, signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from ingest.structure.lines import Line
from ingest.structure.numbers import Number, latin_digits, read_number, roman_number, to_roman

__all__ = ["CODES", "CONTAINERS", "DIVISIONS", "ONLY_ARTICLE", "Marker", "MarkerKind", "letter_reading", "printed_number", "read_marker"]

MarkerKind = Literal[
    "article", "regulation", "standard", "guideline",
    "book", "part", "title", "chapter", "section", "subsection",
    "annex", "appendix", "schedule", "protocol", "act", "resolution", "recommendation",
    "preamble", "signatures",
]  # fmt: skip
CONTAINERS: frozenset[str] = frozenset({"book", "part", "title", "chapter", "section", "subsection"})
CODES: frozenset[str] = frozenset({"regulation", "standard", "guideline"})
DIVISIONS: frozenset[str] = frozenset({"annex", "appendix", "schedule", "protocol", "act", "resolution", "recommendation"})


@dataclass(frozen=True, slots=True)
class Marker:
    """A recognised beginning of a line."""

    kind: MarkerKind
    printed: str
    """The number as printed: `IV`, `12`, `A2.5`; empty without one."""
    number: Number | None
    rest: int
    """Where, in the line, the words behind word and number begin; the line's length when there are none."""
    weight: float
    """How sure the typography is, 0 to 1.2."""


_ARTICLE_WORDS = r"article|art[ií]cu?l?o|artigo|artikel|статья|الم[ـ]*ا\s?د[ةه]|مادة|art\."
_SUFFIX = r"(?:\s*[-–]?\s*(?P<suffix>bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b|\s?[-–]?(?P<letter>[A-Z])(?![\w.]))?"
_ORDINAL_SIGN = r"\s?(?:[º°ª]|\.?\s?[oO](?=[\s.\-–:]|$)|er\b|re\b)?"
_VALUE = (
    r"(?P<value>\d{1,3}|[٠-٩]{1,3}|[ivxlcIVXLC]{1,8}(?![\w’'])|first|premier|premi[eè]re|[uú]nico|unique|primero|"
    r"ا[لأ]?[لا][أا]?ول[ىي]?|الوحيدة|[A-Z](?![\w’'.]))"
)
_ARTICLE = re.compile(
    rf"^[\"“”«(\[*]*\s*(?P<word>(?:{_ARTICLE_WORDS})s?)\s*(?P<before>[:.\-–]?)\s*[(«]?\s*{_VALUE}\s*[)»]?{_ORDINAL_SIGN}{_SUFFIX}", re.IGNORECASE
)
_CHINESE_ARTICLE = re.compile(r"^第\s*(?P<value>[\d０-９〇零一二三四五六七八九十百]{1,7})\s*[條条](?:之(?P<after>[一二三四五六七八九十]))?")
_CODE = re.compile(
    r"^(?P<word>regulation|standard|guideline|regla|norma|pauta|règle|directive)\s+(?P<value>[AB]?\d{1,2}(?:\.\d{1,2}){1,3})", re.IGNORECASE
)
_RULE = re.compile(
    r"^(?P<word>regulation|regla|règle)\s+(?P<value>\d{1,3}(?:\s?[-–]\s?\d{1,2})?)(?![.\d])", re.IGNORECASE
)
_CONTAINER_WORDS: tuple[tuple[str, MarkerKind], ...] = (
    (r"book|libro|livre", "book"),
    (r"part|parte|partie|teil|часть|الجزء|الباب", "part"),
    (r"title|titre|t[íi]tulo|titel", "title"),
    (r"chapter|chapitre|cap[íi]tulo|kapitel|глава|الفصل", "chapter"),
    (r"sub-?section|subsecci[óo]n|sous-section", "subsection"),
    (r"section|secci[óo]n|se[cç][cç][aã]o|abschnitt|раздел|القسم|الفرع", "section"),
)
_NUMERAL = (
    r"(?P<value>\d{1,3}(?:[-–]\d{1,2})?|[٠-٩]{1,3}|[ivxlcIVXLC]{1,8}(?:[-–]\d{1,2})?(?![\w’'])|[A-H](?:[-–]\d)?(?![\w’'])|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|first|second|third|primer[oa]?|premi[eè]re?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|"
    r"ال\w+(?:\s+عشر[ة]?)?)"
)
_ORDINALS = (
    r"(?P<ordinal>first|second|third|fourth|fifth|primera|segunda|tercera|cuarta|quinta|sexta|premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me|"
    r"quatri[eè]me|cinqui[eè]me)"
)
_CONTAINERS = tuple(
    (re.compile(rf"^[*\"“]*\s*(?:(?:{words})(?![^\W\d_])\s*[-–:]?\s*{_NUMERAL}|{_ORDINALS}\s+(?:{words})(?!\w))", re.IGNORECASE), kind)
    for words, kind in _CONTAINER_WORDS
)
_CHINESE_CONTAINER = re.compile(r"^第\s*(?P<value>[\d〇零一二三四五六七八九十百壹貳贰參叁肆伍陸柒捌玖拾]{1,5})\s*(?P<word>[編编部章節节])")
_CHINESE_WORDS: dict[str, MarkerKind] = {"編": "part", "编": "part", "部": "part", "章": "chapter", "節": "section", "节": "section"}
_DIVISION_WORDS: tuple[tuple[str, MarkerKind], ...] = (
    (r"annexe?|anexo|anhang|приложение|المرفق|الملحق|附件", "annex"),
    (r"appendix|appendice|ap[ée]ndice", "appendix"),
    (r"schedule|cédula", "schedule"),
    (r"(?:optional |additional |facultatif |final )?protocol[eo]?(?:\s+(?:facultativo|facultatif|adicional))?|البروتوكول|بروتوكول", "protocol"),
    (r"final act|acta final|acte final", "act"),
    (r"resolution|resoluci[óo]n|résolution|قرار", "resolution"),
    (r"recommendation|recomendaci[óo]n|recommandation|التوصية|توصية", "recommendation"),
)
_DIVISION_NUMERAL = (
    r"(?:\s*(?:no\.?|n[°º])?\s*(?P<value>\d{1,3}|[ivxlcIVXLC]{1,6}(?![\w’'])|[A-Z]\d?[-–][IVX]{1,4}(?![\w’'])|[A-H](?![\w’'])|ال\w+))?"
)
_DIVISIONS = tuple(
    (re.compile(rf"^[*\"“(]*\s*(?:{words})(?!\w){_DIVISION_NUMERAL}", re.IGNORECASE), kind) for words, kind in _DIVISION_WORDS
)
_PREAMBLE = re.compile(r"^\W*(?:preamble|préambule|pre[áa]mbulo|präambel|преамбула|الديباجة|ديباجة|序言|弁言)\W*", re.IGNORECASE)
_SIGNATURES = re.compile(
    r"^\W*(?:in witness whereof|in witness thereof|in faith whereof|done (?:at|in) [A-Z]|done this|the foregoing is the authentic text|"
    r"en fe de lo cual|en testimonio de lo cual|por tanto[,:]|hech[oa] en|dad[oa] en|suscrit[oa] en|es copia fiel|registrad[oa] bajo|"
    r"\(?(?:here follow|suivent|siguen) (?:the|les|las) (?:signatures|firmas)|en foi de quoi|fait (?:à|le)\b|وإثباتا لما تقدم|وإثباتا لذلك|إثباتا لما|وإشهادا على|حرر(?:ت)? (?:في|ب)|"
    r"為此|为此，|於紐約|订于|訂於|zu urkund|в удостоверение)",
    re.IGNORECASE,
)
ONLY_ARTICLE = frozenset({"unico", "único", "unique", "الوحيدة"})
_AFTER_NUMBER = re.compile(r"[\s.:;,)\]\-–—*_º°\"”»]*")
# Appendices comment on "Article 7, paragraph 2" under a heading that says so.
_PARAGRAPH_OF = re.compile(r"paragraphs?|párrafos?|paragraphes?", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^(?:[a-zà-ÿ]|,|\(\d|/|of\b|et\b|and\b|y\b|من |في |و\S|أو |إلى |على |، |المشار|，|、|之|的|所|第|规定|規定|及|和|或|至|中|内|內|各|应|應|不|与|與|）)"
)


def read_marker(line: Line) -> Marker | None:
    """What the line announces, or None for running text."""
    text = line.text
    for read in (_article, _code, _container, _division):
        marker = read(line)
        if marker is not None:
            return marker
    preamble = _PREAMBLE.match(text)
    if preamble and (len(text) <= preamble.end() + 3 or text[: preamble.end()].isupper() or preamble.end() < 14):
        return Marker("preamble", "", None, preamble.end(), 1.0)
    signatures = _SIGNATURES.match(text)
    if signatures:
        return Marker("signatures", "", None, 0, 1.0)
    return None


def printed_number(marker: Marker) -> str:
    """The number for a label: digits and letters as printed, Roman numerals in capitals, words as Roman numerals."""
    printed = latin_digits(marker.printed)
    if marker.number is None or not marker.number.value or printed[:1].isdigit():
        return printed
    return printed.upper() if roman_number(printed) is not None else to_roman(marker.number.value)


def letter_reading(marker: Marker) -> Marker | None:
    """The marker of `Article C` with C as a letter, where it was read as a Roman numeral; None for other numbers."""
    printed = marker.printed
    if len(printed) == 1 and printed in "IVXLC":
        return replace(marker, number=Number(0, ord(printed) - 64, printed), weight=marker.weight * 0.9)
    return None


def _article(line: Line) -> Marker | None:
    text = line.text
    chinese = _CHINESE_ARTICLE.match(text)
    if chinese:
        number = read_number(chinese.group("value"))
        return _weighed("article", chinese.group("value"), number, line, chinese.end()) if number else None
    match = _ARTICLE.match(text)
    if not match:
        return None
    printed = match.group("value")
    suffix = match.group("suffix") or match.group("letter") or ""
    word = match.group("word")
    if match.group("letter") and not printed[0].isdigit():
        return None
    only = printed.lower() in ONLY_ARTICLE
    if len(printed) == 1 and printed.isalpha() and printed.isupper() and printed not in "IVXLC":
        number: Number | None = Number(0, ord(printed) - 64, printed)
    else:
        number = read_number(printed, suffix)
    if number is None:
        return None
    if word[-1] in "sS" and word[0].isascii() and match.end() < len(text.rstrip(" .:")):
        return None  # "Articles 5 to 7 ..." is a reference unless it stands alone
    marker = _weighed("article", printed, number, line, match.end(), separated=bool(match.group("before")))
    if marker is not None and word[0].islower() and not word[0].isdigit() and word.isascii() and line.role != "heading":
        return None
    # "Sole article" is what an approving law has, not the treaty.
    return replace(marker, weight=marker.weight * 0.3) if marker is not None and only else marker


def _weighed(
    kind: MarkerKind, printed: str, number: Number | None, line: Line, at: int, *, separated: bool = False
) -> Marker | None:
    """A marker with the weight of its typography; None for a reference that happens to begin a line."""
    text = line.text
    gap = _AFTER_NUMBER.match(text, at)
    rest = gap.end() if gap else at
    words = text[rest:]
    gap_text = text[at:rest]
    between = gap_text.strip(' *_"”»')
    # In Chinese a blank behind the number is as good as a stop elsewhere.
    between = between or ("." if separated or (gap_text and not text[at - 1].isascii() and "第" in text[:1]) else "")
    is_heading = line.role == "heading"
    if not words:
        weight = 1.2 if is_heading else 0.4 if "," in between or ";" in between else 1.0
    elif "," in between or ";" in between:
        if not (is_heading and kind == "article" and _PARAGRAPH_OF.match(words)):
            return None
        weight = 0.8
    elif between:
        weight = 1.2 if is_heading else 0.9
    elif _REFERENCE.match(words):
        if not is_heading:
            return None
        weight = 0.3
    else:
        weight = 1.1 if is_heading else 0.6 if len(words) < 150 else 0.5
    if line.inline:
        weight *= 0.4
    return Marker(kind, printed, number, rest, weight)


def _code(line: Line) -> Marker | None:
    match = _CODE.match(line.text)
    if match:
        printed = match.group("value").upper()
        word = match.group("word").lower()
        kind: MarkerKind = "standard" if printed[0] == "A" else "guideline" if printed[0] == "B" else "regulation"
        if kind == "regulation" and word[:4] not in ("regu", "regl", "règl"):
            return None
        marker = _weighed(kind, printed, None, line, match.end())
        return marker if marker and marker.weight >= 0.6 else None
    match = _RULE.match(line.text)
    if match:
        printed = match.group("value").replace(" ", "").replace("–", "-")
        marker = _weighed("regulation", printed, None, line, match.end())
        return marker if marker and (marker.weight >= 1.0 or line.role == "heading") else None
    return None


def _container(line: Line) -> Marker | None:
    text = line.text
    chinese = _CHINESE_CONTAINER.match(text)
    if chinese:
        kind = _CHINESE_WORDS[chinese.group("word")]
        return _weighed(kind, chinese.group("value"), read_number(chinese.group("value")), line, chinese.end())
    for pattern, kind in _CONTAINERS:
        match = pattern.match(text)
        if not match:
            continue
        printed = match.group("value") or match.group("ordinal").lower()
        if match.group("value") and printed[0].isalpha() and printed[0].islower() and line.role != "heading" and printed.isascii():
            return None
        if len(text) > 160 and not line.inline:
            return None
        number = read_number(latin_digits(printed))
        if number is None and not printed.isascii():
            return None  # an Arabic word that is no ordinal
        marker = _weighed(kind, printed, number, line, match.end())
        return marker if marker and marker.weight >= (0.2 if line.inline else 0.5) else None
    return None


def _division(line: Line) -> Marker | None:
    text = line.text
    for pattern, kind in _DIVISIONS:
        match = pattern.match(text)
        if not match:
            continue
        printed = match.group("value") or ""
        if printed and not printed.isascii() and read_number(printed) is None:
            printed = ""
        alone = len(text) - match.end() <= 3
        if line.role == "heading" or alone or (text[: match.end()].isupper() and len(text) < 150):
            if text[0].islower() and line.role != "heading":
                return None
            gap = _AFTER_NUMBER.match(text, match.end())
            rest = gap.end() if gap else match.end()
            return Marker(kind, printed, read_number(printed) if printed else None, rest, 1.0 if alone else 0.8)
        return None
    return None
