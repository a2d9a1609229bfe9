"""Arabic whose lam-alef ligatures were written back to front by a PDF extraction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.readers.cleaning import Cleaned

__all__ = ["restore_lam_alef"]

# No Arabic word holds alef followed by an alef with hamza or madda, nor a doubled alef at its head: where a file has
# many of them, its extractor turned the ligature's two letters round.
_SIGN = re.compile(r"ا[اأإآ]ل|\bلأل|هللا")
_FEW = 5

_WORDS = {
    "هللا": "الله", "وهللا": "والله", "هلل": "لله", "باهلل": "بالله", "ال": "لا", "وال": "ولا",
    "فال": "فلا", "إال": "إلا", "أال": "ألا", "بال": "بلا", "كال": "كلا", "لئال": "لئلا",
    "أعاله": "أعلاه", "خالل": "خلال", "خاللها": "خلالها", "خالله": "خلاله", "فضال": "فضلا",
    "أصال": "أصلا", "كامال": "كاملا", "مثال": "مثلا", "ألي": "لأي", "ألية": "لأية",
    "ألنه": "لأنه", "ألنها": "لأنها", "ألول": "لأول",
}  # fmt: skip
_WORD = re.compile(r"[\u0621-\u0652]+")
_HAMZA = re.compile(r"ا([اأإآ])ل")
_FOR_HAMZA = re.compile(r"^([وف]?)ل([أإآ])ل(?=..)")
# Words that truly begin with these letters after the preposition li: "for the abolition of", "for throwing" and so on.
_TRUE_FOR = re.compile(r"^[وف]?ل(?:إلغاء|إلقاء|إلزام|إلحاق|إلمام|ألف|ألم(?!\w)|ألوان)")
# Stems common in legal texts with a lam-alef inside; the swapped spelling is no other word of such texts.
_STEMS = (
    ("عالق", "علاق"), ("إعالن", "إعلان"), ("السالم", "السلام"), ("استقالل", "استقلال"),
    ("احتالل", "احتلال"), ("استغالل", "استغلال"), ("اختالف", "اختلاف"), ("إخالل", "إخلال"),
    ("إبالغ", "إبلاغ"), ("عالج", "علاج"), ("مالئم", "ملائم"), ("مالحق", "ملاحق"),
    ("مالحظ", "ملاحظ"), ("الالزم", "اللازم"), ("الالجئ", "اللاجئ"), ("والدة", "ولادة"),
    ("الوالية", "الولاية"), ("والية", "ولاية"), ("صالحي", "صلاحي"), ("إصالح", "إصلاح"),
    ("سالح", "سلاح"), ("غالف", "غلاف"), ("هالل", "هلال"), ("انحالل", "انحلال"),
    ("ممثال", "ممثلا"), ("إطالق", "إطلاق"), ("طالق", "طلاق"), ("أخالق", "أخلاق"),
    ("ماليين", "ملايين"), ("استعالم", "استعلام"), ("هؤالء", "هؤلاء"), ("استالم", "استلام"),
    ("لالمم", "للامم"), ("بطالن", "بطلان"), ("إيالء", "إيلاء"), ("تالحظ", "تلاحظ"),
    ("يالحظ", "يلاحظ"), ("لوالي", "لولاي"), ("الوالي", "الولاي"),
)  # fmt: skip
# The preposition li before a broken plural, at the head of a word: "for the purposes", "for members".
_PLURALS = "غراض|حكام|عضاء|سباب|فراد|ماكن|طراف|عمال|شخاص|طفال|هداف|نشطة|نواع|جهزة|موال|جور|سر|جل"
_FOR_PLURAL = re.compile(rf"^([وف]?)أل(?=(?:{_PLURALS})\b)")
_FOR_ARTICLE = re.compile(r"^([وف]?)لال(?=...)")
_PLURAL = re.compile(r"(?<=...)الت$")
_NO_PLURAL = re.compile(r"(?:زالت|حالت|قالت|نالت|طالت|سالت|مالت|عالت|بالت|والت)$")


def restore_lam_alef(lines: Sequence[Cleaned]) -> tuple[list[Cleaned], tuple[str, ...]]:
    """The lines with swapped lam-alef put right, where the spelling leaves no doubt, and a warning when any was."""
    if sum(len(_SIGN.findall(line.text)) for line in lines) < _FEW:
        return list(lines), ()
    restored: list[Cleaned] = []
    changed = 0
    for line in lines:
        words = [(*match.span(), match.group()) for match in _WORD.finditer(line.text)]
        edits = [(start, end, better) for start, end, word in words if (better := _restored(word)) != word]
        restored.append(line.edit(edits, [(start, end) for start, end, _ in edits]) if edits else line)
        changed += len(edits)
    return restored, (f"swapped lam-alef put right in {changed} words; words of doubtful spelling are left as printed",)


def _restored(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    word = _HAMZA.sub(lambda match: f"ال{match.group(1)}", word)
    if not _TRUE_FOR.match(word):
        word = _FOR_HAMZA.sub(r"\1لل\2", word)
    word = _FOR_ARTICLE.sub(r"\1للا", _FOR_PLURAL.sub(r"\1لأ", word))
    if not _NO_PLURAL.search(word):
        word = _PLURAL.sub("لات", word)
    for swapped, right in _STEMS:
        if swapped in word:
            return word.replace(swapped, right)
    return word
