"""Arabic whose lam-alef ligatures were written back to front by a PDF extraction."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["restore_lam_alef"]

# No Arabic word holds alef followed by an alef with hamza or madda, nor a doubled alef at its head: where a file has
# many of them, its extractor turned the ligature's two letters round.
_SIGN = re.compile(r"ا[اأإآ]ل|\bلأل|هللا")
_FEW = 5

_WORDS = {
    "هللا": "الله", "وهللا": "والله", "هلل": "لله", "باهلل": "بالله", "ال": "لا", "وال": "ولا", "فال": "فلا", "إال": "إلا",
    "أال": "ألا", "بال": "بلا", "كال": "كلا", "لئال": "لئلا", "أعاله": "أعلاه", "خالل": "خلال", "خاللها": "خلالها", "خالله": "خلاله",
    "الثالث": "الثالث", "فضال": "فضلا", "أصال": "أصلا", "كامال": "كاملا", "مثال": "مثلا", "مخال": "مخلا",
}  # fmt: skip
_WORD = re.compile(r"[\u0621-\u0652]+")
_HAMZA = re.compile(r"ا([اأإآ])ل")
_FOR_HAMZA = re.compile(r"^([وف]?)ل([أإآ])ل(?=..)")
# Words that truly begin with these letters after the preposition li: "for the abolition of", "for throwing" and so on.
_TRUE_FOR = re.compile(r"^[وف]?ل(?:إلغاء|إلقاء|إلزام|إلحاق|إلمام|ألف|ألم(?!\w)|ألوان)")
# Stems common in legal texts with a lam-alef inside; the swapped spelling is no other word of such texts.
_STEMS = (
    ("عالق", "علاق"), ("إعالن", "إعلان"), ("سالمة", "سلامة"), ("السالم", "السلام"), ("استقالل", "استقلال"), ("احتالل", "احتلال"),
    ("استغالل", "استغلال"), ("اختالف", "اختلاف"), ("إخالل", "إخلال"), ("اإلخالل", "الإخلال"), ("بالغ", "بلاغ"), ("إبالغ", "إبلاغ"),
    ("عالج", "علاج"), ("مالئم", "ملائم"), ("مالحق", "ملاحق"), ("مالحظ", "ملاحظ"), ("الالزم", "اللازم"), ("الالجئ", "اللاجئ"),
    ("الجئ", "لاجئ"), ("ثالث", "ثلاث"), ("تالي", "تالي"), ("خالف", "خلاف"), ("والدة", "ولادة"), ("الوالية", "الولاية"), ("والية", "ولاية"),
    ("صالحي", "صلاحي"), ("إصالح", "إصلاح"), ("سالح", "سلاح"), ("غالف", "غلاف"), ("فالح", "فلاح"), ("هالل", "هلال"),
    ("انحالل", "انحلال"), ("اتصاال", "اتصالا"), ("ممثال", "ممثلا"), ("طالع", "طلاع"), ("إطالق", "إطلاق"), ("طالق", "طلاق"), ("أخالق", "أخلاق"),
)  # fmt: skip
# Of the stems above these also stand for another common word, so they are left as they are.
_DOUBTFUL = frozenset({"تالي", "خالف", "بالغ", "ثالث", "فالح", "سالمة", "الجئ"})


def restore_lam_alef(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The lines with swapped lam-alef put right, where the spelling leaves no doubt, and a warning when any was."""
    if sum(len(_SIGN.findall(line)) for line in lines) < _FEW:
        return list(lines), ()
    changed = 0

    def restore(match: re.Match[str]) -> str:
        nonlocal changed
        word = match.group()
        better = _restored(word)
        changed += better != word
        return better

    restored = [_WORD.sub(restore, line) for line in lines]
    return restored, (f"swapped lam-alef put right in {changed} words; words of doubtful spelling are left as printed",)


def _restored(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    word = _HAMZA.sub(lambda match: f"ال{match.group(1)}", word)
    if not _TRUE_FOR.match(word):
        word = _FOR_HAMZA.sub(r"\1لل\2", word)
    for swapped, right in _STEMS:
        if swapped not in _DOUBTFUL and swapped in word:
            return word.replace(swapped, right)
    return word
