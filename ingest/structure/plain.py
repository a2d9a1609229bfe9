"""Declarations and the like without articles: numbered paragraphs, else titled sections, else one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Document, Provision
from ingest.structure.comments import build_comment, numbered_paragraphs
from ingest.structure.lines import Line, lines_of
from ingest.structure.points import point_marks
from ingest.structure.tree import Mark, build_tree

__all__ = ["build_plain"]

_RANK = 8
_FEW = 3
_MAX_TITLE = 120
_SENTENCE_END = (".", ";", ":", ",", "!", "?", "。", "؛", "،")
_WORD = re.compile(r"\w+")


def build_plain(document: Document) -> tuple[Provision, ...]:
    """The provisions of a text without articles."""
    lines = lines_of(document)
    if len(numbered_paragraphs(lines)) >= _FEW:
        return build_comment(document)
    titles = [index for index, line in enumerate(lines) if _is_title(lines, index)]
    if len(titles) < _FEW:
        return _whole(document, lines)
    marks: list[Mark] = []
    first = lines[titles[0]].start
    opening = [line for line in lines if line.start < first and line.role != "heading" and len(line.text) > _MAX_TITLE]
    if opening:
        marks.append(Mark(opening[0].start, _RANK, "preamble", "preamble", opening[0].start, end=first))
    for position, index in enumerate(titles):
        stop = titles[position + 1] if position + 1 < len(titles) else len(lines)
        title, body = lines[index], lines[index + 1 : stop]
        label = f"sec {title.text}"
        mark = Mark(
            title.start,
            _RANK,
            "section",
            label,
            title.end,
            title.text,
            _slug(title.text),
            True,
            {"section": title.text},
        )
        marks += [mark, *point_marks(body, mark)]
    return build_tree(document.text, marks)


def _is_title(lines: Sequence[Line], index: int) -> bool:
    """Whether a line heads the text behind it: a heading, or a short line that is no sentence before a long one."""
    line = lines[index]
    if index + 1 == len(lines) or index == 0:
        return False
    if line.role == "heading":
        return lines[index + 1].role != "heading"
    text = line.text
    short = len(text) <= _MAX_TITLE and not text.endswith(_SENTENCE_END) and text[0].isupper()
    return short and line.role == "text" and len(lines[index + 1].text) > _MAX_TITLE


def _slug(title: str) -> str:
    """The title as an address: lower case, words joined by hyphens."""
    return "-".join(_WORD.findall(title.lower()))[:80] or "section"


def _whole(document: Document, lines: Sequence[Line]) -> tuple[Provision, ...]:
    if not lines:
        return ()
    start = lines[0].start
    return build_tree(document.text, [Mark(start, _RANK, "section", "text", start, None, "text", True)])
