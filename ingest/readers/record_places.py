"""Where a record says that it stands: its article, paragraph, section, as strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["PLACE_KEYS", "Place", "place_of", "unit_of"]

Place = dict[str, str]
"""By key, the outermost first; `number` for one whose kind the record does not say; empty when it says nothing."""
PLACE_KEYS = ("annex", "section", "article", "objective", "recital", "paragraph", "point")
"""From the outside in."""
_UNITS = ("article", "objective", "recital", "number")
"""What a result names, of the keys that can hold paragraphs; never two of them in one record."""
_WORDS: tuple[tuple[str, str], ...] = (
    ("annex", r"annexe?|anexo|schedule|المرفق"),
    ("section", r"sections?|sec\.?|secci[óo]n|§"),
    ("article", r"articles?|art\.?|art[íi]culo|artigo|artikel|статья|المادة|مادة"),
    ("objective", r"objective|objetivo|objectif|الهدف"),
    ("recital", r"recital|considerando|considérant"),
    ("paragraph", r"paragraph|para\.?|párrafo|paragraphe|الفقرة|¶"),
    ("point", r"point|lit\.?|letra|letter"),
)
_PATTERNS = {key: re.compile(rf"(?:{words})(?![^\W\d_])\s*(?:no\.?\s*)?", re.IGNORECASE) for key, words in _WORDS}
_VALUE = re.compile(
    r"[^\s,;()]+(?:\s+(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b)?", re.IGNORECASE
)
_STEP = re.compile(r"\s*\(\s*([^()\s]{1,10})\s*\)")
_CHINESE = re.compile(r"第\s*([^\s條条]{1,8})\s*[條条]")


def place_of(item: Mapping[str, Any], *, in_articles: bool) -> Place:
    """The place of a record; raises `ValueError` for values of a wrong type and for keys that contradict each other."""
    place = {key: value for key in PLACE_KEYS if (value := _value(item, key)) is not None}
    number, label = _value(item, "number"), _value(item, "label")
    if not place and label is not None:
        place = _read_label(label) or {"section": label}
    if number is not None and not any(key in place for key in _UNITS):
        place |= _read_label(number) or {"article" if in_articles else "number": number.strip(" .:()") or number}
    units = [key for key in _UNITS if key in place]
    if len(units) > 1:
        raise ValueError(f"it is said to be {' and '.join(units)} at once")
    if "point" in place and len(place) == 1:
        raise ValueError("it is a point of nothing: article or paragraph is missing")
    order = (*PLACE_KEYS, "number")
    return {key: place[key] for key in sorted(place, key=lambda key: (order.index(key), key))}


def unit_of(place: Place) -> tuple[tuple[str, str], ...]:
    """The part of a place that a search result names: the article of a paragraph, the paragraph of a point."""
    inner = ("paragraph", "point") if any(key in place for key in _UNITS) else ("point",)
    return tuple((key, value) for key, value in place.items() if key not in inner)


def _value(item: Mapping[str, Any], key: str) -> str | None:
    """The value under a key without the word for it and without stops: `16` for `Article 16.`"""
    value = item.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"it has {value!r} for {key!r}; write it as a string or a whole number")
    words = " ".join(str(value).split())
    if key in _PATTERNS:
        match = _PATTERNS[key].match(words)
        words = words[match.end() :] if match and match.end() < len(words) else words
        words = words.strip(" .:()")
    if not words:
        raise ValueError(f"its {key!r} is {value!r}, which is no number")
    return words


def _read_label(label: str) -> Place:
    """The place that a printed label names, empty when it is no such label: `Annex I, Article 3(2)(a)`."""
    chinese = _CHINESE.fullmatch(label)
    if chinese:
        return {"article": chinese.group(1)}
    place: Place = {}
    rest = label
    while rest.strip(" ,.;"):
        rest = rest.strip(" ,.;")
        key, match = next(
            ((key, found) for key, pattern in _PATTERNS.items() if (found := pattern.match(rest))), ("", None)
        )
        value = _VALUE.match(rest, match.end()) if match else None
        if match is None or value is None or key in place:
            return {}
        place[key] = value.group().rstrip(".:")
        rest = rest[value.end() :]
        steps: list[str] = []
        while step := _STEP.match(rest):
            steps.append(step.group(1))
            rest = rest[step.end() :]
        place |= _steps(steps, key)
    return place


def _steps(steps: list[str], key: str) -> Place:
    """The numbers in brackets behind an article or a paragraph: paragraph, then points."""
    place: Place = {}
    if steps and key != "paragraph" and (steps[0].isdigit() or steps[0].isupper()):
        place["paragraph"] = steps.pop(0)
    if steps:
        place["point"] = steps[0] + "".join(f"({step})" for step in steps[1:])
    return place
