"""How general comments and recommendations of treaty bodies call themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["names_a_comment"]

_COMMENT = re.compile(
    r"^\W*(?:(?-i:[A-ZÁÉÍÓÚ][\w’']*|on|of|the|and|de|del|des|los|las|la|les|du|et|y)[\s,\]]+){0,12}?"
    r"(?:general (?:comment|recommendation)\s+no|"
    r"(?:observaci[oó]n|recomendaci[oó]n) general (?:conjunta )?(?:n[uú]m|n[oº°])|"
    r"(?:observation|recommandation) g[ée]n[ée]rale (?:conjointe )?n|التعليق العام رقم|التوصية العامة رقم|"
    r"замечание общего порядка|общая рекомендация|第\s?\d+\s?号一般性?(?:意见|建议))",
    re.IGNORECASE,
)
"""At the beginning of a line, behind the committee's name at most; other texts recall comments in mid-sentence."""
_MAX_TITLE = 400


def names_a_comment(lines: Iterable[str]) -> bool:
    """Whether one of these lines is the title of a general comment or recommendation."""
    return any(len(line) <= _MAX_TITLE and _COMMENT.match(line) for line in lines)
