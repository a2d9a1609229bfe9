"""The parts of an OpenDocument file: its text, its styles, what it says of itself."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from lxml import etree

from ingest.errors import ProtectedSource, UnreadableSource
from ingest.readers.archive import open_archive, read_member
from ingest.readers.local_names import name_of
from ingest.readers.odt.styles import Styles
from ingest.readers.trees import read_tree

__all__ = ["Package", "read_package"]

_SAVED_AS = ".odt"


@dataclass(frozen=True, slots=True)
class Package:
    """The trees of one file."""

    content: etree._Element
    meta: etree._Element | None
    styles: Styles

    def fact(self, name: str) -> str | None:
        """What the file says of itself under this name."""
        found = self.meta.iter(etree.Element) if self.meta is not None else ()
        facts = (element.text for element in found if name_of(element) == name and element.prefix == "dc")
        return next((fact.strip() for fact in facts if fact and fact.strip()), None)


def read_package(data: bytes) -> Package:
    """The trees of an OpenDocument file, zipped or flat; raises `ProtectedSource` for an encrypted one."""
    if not data.startswith(b"PK"):
        root = read_tree(data, "The flat OpenDocument file", _SAVED_AS)
        meta = next((child for child in root if name_of(child) == "meta"), None)
        return Package(root, meta, Styles.of(_style_parts(root)))
    with open_archive(data) as archive:
        manifest = _part(archive, "META-INF/manifest.xml")
        if manifest is not None and any(name_of(element) == "encryption-data" for element in manifest.iter()):
            raise ProtectedSource("The OpenDocument file is encrypted; save it without a password.")
        content = _part(archive, "content.xml")
        if content is None:
            raise UnreadableSource("The OpenDocument file has no content.xml; save it again as .odt.")
        shared = _part(archive, "styles.xml")
        parts = [*_style_parts(content), *(_style_parts(shared) if shared is not None else [])]
        return Package(content, _part(archive, "meta.xml"), Styles.of(parts))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    data = read_member(archive, name)
    return None if data is None else read_tree(data, name, _SAVED_AS)


def _style_parts(root: etree._Element) -> list[etree._Element]:
    """Where styles are defined: those made by the program for single paragraphs, then the named ones."""
    parts = [child for child in root if name_of(child) in ("automatic-styles", "styles")]
    return sorted(parts, key=lambda part: name_of(part) != "automatic-styles")
