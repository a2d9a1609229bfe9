"""Languages by their BCP 47 tags: names for people, direction of writing."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["is_right_to_left", "language_name", "primary_language"]

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi", "dv", "ckb", "sd", "ug"})


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag without script and region."""
    return tag.partition("-")[0]


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left."""
    return primary_language(tag).lower() in _RIGHT_TO_LEFT


@lru_cache(maxsize=256)
def language_name(tag: str, shown_in: str = "en") -> str:
    """The name of a language by its BCP 47 tag, in another language; the tag itself where it has none."""
    from babel import Locale, UnknownLocaleError

    code = primary_language(tag)
    try:
        return str(Locale.parse(shown_in).languages.get(code, tag))
    except (UnknownLocaleError, ValueError):
        return tag
