"""The words that announce a provision, in the languages of treaties, as patterns for the head of a line."""

from __future__ import annotations

import re
from typing import Literal

__all__ = [
    "AFTER_NUMBER",
    "ARTICLE",
    "CHINESE_ARTICLE",
    "CHINESE_CONTAINER",
    "CHINESE_CONTAINER_WORDS",
    "CODE",
    "CODES",
    "CONTAINERS",
    "CONTAINER_PATTERNS",
    "DIVISIONS",
    "DIVISION_PATTERNS",
    "ONLY_ARTICLE",
    "PARAGRAPH_OF",
    "PREAMBLE",
    "REFERENCE",
    "RULE",
    "SIGNATURES",
    "MarkerKind",
]

MarkerKind = Literal[
    "article", "regulation", "standard", "guideline",
    "book", "part", "title", "chapter", "section", "subsection",
    "annex", "appendix", "schedule", "protocol", "act", "resolution", "recommendation",
    "preamble", "signatures",
]  # fmt: skip
CONTAINERS: frozenset[str] = frozenset({"book", "part", "title", "chapter", "section", "subsection"})
CODES: frozenset[str] = frozenset({"regulation", "standard", "guideline"})
DIVISIONS: frozenset[str] = frozenset(
    {"annex", "appendix", "schedule", "protocol", "act", "resolution", "recommendation"}
)
ONLY_ARTICLE = frozenset({"unico", "único", "unique", "الوحيدة"})
"""What stands for the number of a law's only article."""

_WORD_END = r"(?![\w’'])"
_SPELLED = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"first|second|third|fourth|fifth|"
    r"premier|premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me|quatri[eè]me|cinqui[eè]me|"
    r"primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|s[eé]ptim[oa]|octav[oa]|noven[oa]|d[eé]cim[oa]"
)
_ARABIC_ORDINAL = r"ا\w{3,8}(?:\s+(?:عشر[ةه]?|و\s?ال\w{4,8}))?"

_ARTICLE_WORDS = r"article|art[ií]cu?l?o|artigo|artikel|статья|الم[ـ]*ا\s?د[ةه]|مادة|art\."
_ARTICLE_VALUE = (
    rf"(?P<value>\d{{1,3}}|[٠-٩]{{1,3}}|[ivxlcIVXLC]{{1,8}}{_WORD_END}|(?:[uú]nico|unique|{_SPELLED}){_WORD_END}|"
    rf"{_ARABIC_ORDINAL}|[A-Z](?![\w’'.]))"
)
_ORDINAL_SIGN = r"\s?(?:[º°ª]|\.?\s?[oO](?=[\s.\-–:]|$)|(?:er|re)\b(?![-’']))?"
_SUFFIX = (
    r"(?:\s*[-–]?\s*(?P<suffix>bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b|"
    r"\s?[-–]?(?P<letter>[A-Z])(?![\w.]))?"
)
ARTICLE = re.compile(
    rf"^[\"“”«(\[*]*\s*(?P<word>(?:{_ARTICLE_WORDS})s?)\s*(?P<before>[:.\-–]?)\s*[(«]?\s*{_ARTICLE_VALUE}\s*[)»]?"
    rf"{_ORDINAL_SIGN}{_SUFFIX}",
    re.IGNORECASE,
)
_CHINESE_DIGITS = "〇零一二三四五六七八九十百壹貳贰參叁肆伍陸柒捌玖拾"
CHINESE_ARTICLE = re.compile(rf"^第\s*(?P<value>[\d０-９{_CHINESE_DIGITS}]{{1,7}})\s*[條条]")

CODE = re.compile(
    r"^(?P<word>regulation|standard|guideline|regla|norma|pauta|règle)\s+(?P<value>[AB]?\d{1,2}(?:\.\d{1,2}){1,3})",
    re.IGNORECASE,
)
"""Numbered with points, as in the Maritime Labour Convention."""
RULE = re.compile(r"^(?:regulation|regla|règle)\s+(?P<value>\d{1,3}(?:\s?[-–]\s?\d{1,2})?)(?![.\d])", re.IGNORECASE)
"""Numbered plainly, as in SOLAS."""

_CONTAINER_WORDS: tuple[tuple[str, MarkerKind], ...] = (
    (r"book|libro|livre", "book"),
    (r"part|parte|partie|teil|часть|الجزء|الباب", "part"),
    (r"title|titre|t[íi]tulo|titel", "title"),
    (r"chapter|chapitre|cap[íi]tulo|kapitel|глава|الفصل", "chapter"),
    (r"sub-?section|subsecci[óo]n|sous-section", "subsection"),
    (r"section|secci[óo]n|se[cç][cç][aã]o|abschnitt|раздел|القسم|الفرع", "section"),
)
_CONTAINER_VALUE = (
    rf"(?P<value>\d{{1,3}}(?:[-–]\d{{1,2}})?|[٠-٩]{{1,3}}|[ivxlcIVXLC]{{1,8}}(?:[-–]\d{{1,2}})?{_WORD_END}|"
    rf"[A-H](?:[-–]\d)?{_WORD_END}|(?:{_SPELLED}){_WORD_END}|{_ARABIC_ORDINAL})"
)
CONTAINER_PATTERNS = tuple(
    (
        re.compile(
            rf"^[*\"“]*\s*(?:(?:{words})(?![^\W\d_])\s*[-–:]?\s*{_CONTAINER_VALUE}|"
            rf"(?P<ordinal>{_SPELLED})\s+(?:{words})(?!\w))",
            re.IGNORECASE,
        ),
        kind,
    )
    for words, kind in _CONTAINER_WORDS
)
CHINESE_CONTAINER = re.compile(rf"^第\s*(?P<value>[\d{_CHINESE_DIGITS}]{{1,5}})\s*(?P<word>[編编部章節节])")
CHINESE_CONTAINER_WORDS: dict[str, MarkerKind] = {
    "編": "part", "编": "part", "部": "part", "章": "chapter", "節": "section", "节": "section",
}  # fmt: skip

_DIVISION_WORDS: tuple[tuple[str, MarkerKind], ...] = (
    (r"annexe?|anexo|anhang|приложение|المرفق|الملحق|附件", "annex"),
    (r"appendix|appendice|ap[ée]ndice", "appendix"),
    (r"schedule|cédula", "schedule"),
    (
        r"(?:optional |additional |facultatif |final )?protocol[eo]?(?:\s+(?:facultativo|facultatif|adicional))?|"
        r"البروتوكول|بروتوكول",
        "protocol",
    ),
    (r"final act|acta final|acte final", "act"),
    (r"resolution|resoluci[óo]n|résolution|قرار", "resolution"),
    (r"recommendation|recomendaci[óo]n|recommandation|التوصية|توصية", "recommendation"),
)
_DIVISION_VALUE = (
    rf"(?:\s*(?:no\.?|n[°º])?\s*(?P<value>\d{{1,3}}|[ivxlcIVXLC]{{1,6}}{_WORD_END}|"
    rf"[A-Z]\d?[-–][IVX]{{1,4}}{_WORD_END}|[A-H]{_WORD_END}|{_ARABIC_ORDINAL}))?"
)
DIVISION_PATTERNS = tuple(
    (re.compile(rf"^[*\"“(]*\s*(?:{words})(?!\w){_DIVISION_VALUE}", re.IGNORECASE), kind)
    for words, kind in _DIVISION_WORDS
)

PREAMBLE = re.compile(
    r"^\W*(?:preamble|préambule|pre[áa]mbulo|präambel|преамбула|الديباجة|ديباجة|序言|弁言)\W*", re.IGNORECASE
)
SIGNATURES = re.compile(
    r"^\W*(?:in (?:witness|faith) (?:whereof|thereof)|done (?:at|in) [A-Z]|done this|"
    r"the foregoing is the authentic text|"
    r"(?:in accordance with article \w+[^.,]{0,40}, )?we have appended our signatures|"
    r"en fe de lo cual|en testimonio de lo cual|por tanto[,:]|hech[oa] en|dad[oa] en|suscrit[oa] en|es copia fiel|"
    r"registrad[oa] bajo|en foi de quoi|fait (?:à|le)\b|zu urkund|в удостоверение|"
    r"\(?(?:here follow|suivent|siguen) (?:the|les|las) (?:signatures|firmas)|"
    r"وإثباتا ل|وإشهادا على|حررت? (?:في|ب)|為此|为此，|於紐約|订于|訂於)",
    re.IGNORECASE,
)

AFTER_NUMBER = re.compile(r"[\s.:;,)\]\-–—*_º°\"”»]*")
"""What may stand between a number and the words behind it."""
PARAGRAPH_OF = re.compile(r"paragraphs?|párrafos?|paragraphes?", re.IGNORECASE)
"""Appendices comment on "Article 7, paragraph 2" under a heading that says so."""
REFERENCE = re.compile(
    r"^(?:[a-zà-ÿ]|,|\(\d|/|من |في |و\S|أو |إلى |على |، |المشار|"
    r"[，、之的所第及和或至中内內各应應不与與）]|规定|規定)"
)
"""What follows a number that only refers to a provision: `of the Treaty`, `and 7`, `(2)`."""
