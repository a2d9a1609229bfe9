"""The words that a norm hangs on: whether it binds, whether it forbids, how many, one or all.

Several languages, in the forms that legal texts use; words that are one thing in one language and another in the next
("no") belong to the same kind in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from search.checking.tokens import Token
from search.references.vocabulary import words

__all__ = ["changed_meaning", "is_negation"]

_MODAL = words(
    """
    shall must may should will can could would might ought cannot
    doit doivent devra devront devrait devraient peut peuvent pourra pourront pourrait pourraient
    debe deben deberá deberán debería deberían puede pueden podrá podrán podría podrían
    deve devem deverá deverão deveria pode podem poderá poderão poderia
    soll sollen sollte sollten muss müssen darf dürfen kann können könnte könnten
    deve devono dovrà può possono potrà moet moeten mag mogen kan kunnen zal zullen
    должен должна должно должны может могут следует обязан обязаны вправе
    يجب ينبغي يجوز يمكن يتعين 应 须 得 必 可
    """
)
_NEGATION = words(
    """
    not no never nor neither none nobody nothing without unless except cannot only
    ne n' pas jamais aucun aucune ni sans nul nulle non sauf nullement
    nunca jamás ningún ninguna ninguno sin nadie nada salvo excepto
    não nem nenhum nenhuma sem ninguém exceto nicht kein keine keinen keiner keinem nie niemals ohne weder niemand
    nessun nessuno nessuna mai senza né niet geen nooit zonder не ни нет никогда без никто никакой кроме
    لا لن لم ليس غير دون إلا عدم 不 非 无 未 勿 莫
    """
)
_NUMBER = words(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half third quarter twice
    first second fourth fifth last
    premier première dernier dernière primer primero primera segundo segunda último última
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
    cinquante soixante cent mille dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
    treinta cuarenta cincuenta sesenta cien ciento mil dois três quatro sete oito nove dez zwei drei vier fünf sechs
    sieben acht neun zehn zwölf zwanzig dreißig due tre quattro cinque sei sette otto nove dieci
    два три четыре пять шесть семь восемь девять десять
    ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشر ثلاث أربع خمس ست سبع تسع 一 二 三 四 五 六 七 八 九 十
    """
)
_CHOICE = {"and": "and", "or": "or", "et": "and", "ou": "or", "y": "and", "e": "and", "o": "or", "u": "or"}
_CHOICE |= {"und": "and", "oder": "or", "и": "and", "или": "or", "أو": "or", "和": "and", "或": "or"}
_KINDS = (("modality", _MODAL), ("negation", _NEGATION), ("number", _NUMBER))


def changed_meaning(before: Sequence[Token], after: Sequence[Token]) -> tuple[str, ...]:
    """What of the meaning is another when some words stand in the place of others."""
    old, new = [_plain(t) for t in before], [_plain(t) for t in after]
    changed = [kind for kind, bag in _KINDS if _bag(old, bag, kind) != _bag(new, bag, kind)]
    choices = [{_CHOICE[w] for w in side if w in _CHOICE} for side in (old, new)]
    if all(choices) and choices[0] != choices[1]:
        changed.append("alternative")
    return tuple(changed)


def is_negation(token: Token) -> bool:
    """Whether a word denies or excepts."""
    word = _plain(token)
    return word in _NEGATION or word.endswith("n't")


def _plain(token: Token) -> str:
    return token.key.casefold()


def _bag(side: Iterable[str], kind: frozenset[str], name: str) -> Counter[str]:
    found = Counter(w for w in side if w in kind)
    if name == "number":
        found.update(w for w in side if w[:1].isdigit())
    if name == "negation":
        found.update("not" for w in side if w.endswith("n't"))
    return found
