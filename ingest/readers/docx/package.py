"""The parts of a Word file: its text and notes, its styles and numbering, what it says of itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.errors import UnreadableSource
from ingest.readers.archive import open_archive, read_member
from ingest.readers.local_names import name_of, value_of
from ingest.readers.trees import read_tree

__all__ = ["Package", "read_package"]

_TEXT = "word/document.xml"
_PARTS = ("styles", "numbering", "settings", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Package:
    """The trees of one file."""

    text: etree._Element
    parts: Mapping[str, etree._Element]
    """Those of `styles`, `numbering`, `settings`, `footnotes` and `endnotes` that the file has."""
    facts: Mapping[str, str]
    """What the file says of itself: `title`, `language`."""


def read_package(data: bytes) -> Package:
    """The trees of a Word file; raises `UnreadableSource` for one that is damaged or has no text."""
    with open_archive(data) as archive:
        roots = _related(archive, "")
        place = roots.get("officeDocument", _TEXT)
        text = _part(archive, place)
        if text is None:
            raise UnreadableSource(f"The Word file has no {place}; save it again as .docx.")
        related = _related(archive, place)
        parts = {kind: _part(archive, related[kind]) for kind in _PARTS if kind in related}
        core = _part(archive, roots["core-properties"]) if "core-properties" in roots else None
    facts = {name_of(fact): (fact.text or "").strip() for fact in core} if core is not None else {}
    return Package(text, {kind: part for kind, part in parts.items() if part is not None}, facts)


def _related(archive: zipfile.ZipFile, place: str) -> dict[str, str]:
    """The parts that belong to a part (or to the file itself), by the last word of their kind."""
    folder, name = posixpath.split(place)
    relations = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str] = {}
    for relation in relations if relations is not None else ():
        kind = (value_of(relation, "Type") or "").rsplit("/", 1)[-1]
        target = posixpath.join("/", folder, value_of(relation, "Target") or "")
        if kind and value_of(relation, "TargetMode") != "External":
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
    return found


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    data = read_member(archive, name)
    return None if data is None else read_tree(data, name, ".docx")
