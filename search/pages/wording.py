"""The words of the interface: `messages/<language>/<page>.toml`, the same keys in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

__all__ = ["UI_LANGUAGES", "Messages", "best_language", "messages_in"]

UI_LANGUAGES = ("en", "fr", "es")
"""The first one is shown where none is asked for."""
_PLURALS = frozenset({"one", "other"})


@dataclass(frozen=True, slots=True)
class Messages:
    """The texts of one language by key, `page.name`; a text that counts has a form for one and for others."""

    language: str
    texts: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text with its values; of a text that counts, the form for the number `n`."""
        text = self.texts[key]
        if not isinstance(text, str):
            number = values.get("count", values.get("n"))
            text = text[_plural_form(self.language, number) if isinstance(number, int) else "other"]
        return text.format(**values)


@cache
def messages_in(language: str) -> Messages:
    """The texts of one of UI_LANGUAGES."""
    texts: dict[str, str | Mapping[str, str]] = {}
    folder = files(__package__) / "messages" / language
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        page = file.name.removesuffix(".toml")
        texts.update(_flat(page, tomllib.loads(file.read_text(encoding="utf-8"))))
    return Messages(language, texts)


def best_language(asked: str | None, accepted: str) -> str:
    """The interface's language: the one asked for in the address, else the best of an Accept-Language header."""
    if asked in UI_LANGUAGES:
        return asked
    for language in _preferred(accepted):
        if language in UI_LANGUAGES:
            return language
    return UI_LANGUAGES[0]


def _preferred(header: str) -> list[str]:
    """The languages of an Accept-Language header without their regions, the most wanted first."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if 0 < weight <= 1:
            wanted.append((-weight, place, tag.strip().partition("-")[0].lower()))
    return [language for _, _, language in sorted(wanted)]


def _flat(prefix: str, table: Mapping[str, Any]) -> dict[str, str | Mapping[str, str]]:
    out: dict[str, str | Mapping[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str) or set(value) == _PLURALS:
            out[key] = value
        else:
            out.update(_flat(key, value))
    return out


def _plural_form(language: str, number: int) -> str:
    form = Locale.parse(language).plural_form(number)
    return form if form in _PLURALS else "other"  # `many` of French and Spanish is for whole millions
