"""Compacts: objectives with their commitments and actions."""

from __future__ import annotations

import re

from ingest.model import Document, Provision
from ingest.structure.lines import Line, lines_of
from ingest.structure.points import point_marks
from ingest.structure.tree import Mark, build_tree

__all__ = ["build_compact"]

_OBJECTIVE = re.compile(r"^(?:objective|objetivo|objectif|الهدف|目标|цель)\s*(?P<n>\d{1,2})\b[\s.:–—-]*", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|título|titre)\s*:\s*", re.IGNORECASE)
_RANK = 8


def build_compact(document: Document) -> tuple[Provision, ...]:
    """The objectives as units, their actions as points."""
    lines = lines_of(document)
    heads = [(line, match) for line in lines if (match := _OBJECTIVE.match(line.text)) and _is_head(line, match)]
    marks: list[Mark] = []
    for position, (line, match) in enumerate(heads):
        stop = heads[position + 1][0].start if position + 1 < len(heads) else len(document.text) + 1
        rest = [other for other in lines if line.start < other.start < stop]
        heading = line.text[match.end() :].strip() or None
        if heading is None and rest and rest[0].role == "heading":
            heading = _TITLE.sub("", rest[0].text)
            rest = rest[1:]
        number = str(int(match.group("n")))
        body = rest[0].start if rest else line.end
        mark = Mark(
            line.start, _RANK, "objective", f"objective {number}", body, heading, number, True, {"objective": number}
        )
        marks += [mark, *point_marks(rest, mark)]
    return build_tree(document.text, marks)


def _is_head(line: Line, match: re.Match[str]) -> bool:
    words = line.text[match.end() :]
    return line.role == "heading" or not words or (words[:1].isupper() and not words.endswith("."))
