"""Which editions a question is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["EditionKey", "searched_in"]

_ENGLISH = "en"


class EditionKey(NamedTuple):
    """What decides whether an edition is searched."""

    instrument: int
    language: str
    authentic: bool


def searched_in(language: str, editions: Sequence[EditionKey]) -> NDArray[np.bool_]:
    """(editions,) bool: those in the language, in English, or in any language where an instrument has neither.

    Digests of the catalogue, which are no authentic text, are always compared.
    """
    wanted = {language.partition("-")[0], _ENGLISH}
    held = _languages_held(editions)
    return np.asarray([e.language in wanted or not held.get(e.instrument, set()) & wanted for e in editions], bool)


def _languages_held(editions: Iterable[EditionKey]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    for edition in editions:
        if edition.authentic:
            held.setdefault(edition.instrument, set()).add(edition.language)
    return held
