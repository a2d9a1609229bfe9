"""Names of languages, for people."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["language_name"]


@lru_cache(maxsize=256)
def language_name(tag: str, shown_in: str = "en") -> str:
    """The name of a language by its BCP 47 tag, in another language; the tag itself where it has none."""
    from babel import Locale, UnknownLocaleError

    code = tag.partition("-")[0]
    try:
        return str(Locale.parse(shown_in).languages.get(code, tag))
    except (UnknownLocaleError, ValueError):
        return tag
