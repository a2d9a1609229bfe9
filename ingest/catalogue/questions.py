"""Questions of our own: cases with the provisions that govern them, and questions that nothing here answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.catalogue.digest import label_number
from ingest.errors import CatalogueError

__all__ = ["Case", "load_cases", "load_unanswerable"]

_STYLES = frozenset({"scenario", "lay", "research"})


@dataclass(frozen=True, slots=True)
class Case:
    """A question as people write it, and the provisions that decide it."""

    language: str
    style: str
    question: str
    governs: tuple[tuple[str, str], ...]
    """(instrument id, number) of each, the most direct first."""
    applies: tuple[tuple[str, str], ...]
    """Of further provisions that bear on it."""


@cache
def load_cases() -> tuple[Case, ...]:
    """The bundled cases, in the order of their file."""
    cases = []
    for n, item in enumerate(_read("cases.toml").get("case", []), 1):
        if not isinstance(item, Mapping) or item.get("style") not in _STYLES or not item.get("governs"):
            raise CatalogueError(f"cases.toml: case {n} needs a style of {', '.join(sorted(_STYLES))}, and `governs`")
        cases.append(
            Case(
                item["language"],
                item["style"],
                item["question"],
                tuple(_place(reference) for reference in item["governs"]),
                tuple(_place(reference) for reference in item.get("applies", ())),
            )
        )
    return tuple(cases)


@cache
def load_unanswerable() -> tuple[str, ...]:
    """The bundled questions that no instrument of this field answers, in all languages."""
    return tuple(
        question
        for kinds in _read("unanswerable.toml").values()
        for questions in kinds.values()
        for question in questions
    )


def _place(reference: str) -> tuple[str, str]:
    instrument, _, label = reference.partition(" ")
    return instrument, label_number(label)


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((files("ingest.catalogue") / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{name}: not valid TOML: {error}") from error
