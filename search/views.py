"""What reading gives: an instrument with its tree, the words of a provision. Light to import, for clients too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ingest.catalogue.parties import Parties
from ingest.model import Locator

__all__ = ["InstrumentView", "ProvisionView", "TreeNode"]


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One provision of an instrument's tree."""

    label: str
    kind: str
    heading: str | None
    depth: int
    is_unit: bool


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """An instrument in one edition, with its tree."""

    id: str
    title: str
    short_title: str | None
    kind: str
    binding: bool
    adopted: str | None
    in_force: str | None
    source: str | None
    official: str | None
    language: str
    languages: tuple[str, ...]
    text_kind: str
    file: str
    sha256: str
    parties: Parties | None
    """The states that it binds; None where that is not held."""
    tree: tuple[TreeNode, ...]

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """The words of one provision, with their place."""

    instrument: str
    title: str
    language: str
    label: str
    heading: str | None
    locator: Locator
    text: str
    text_kind: str
    notes: tuple[tuple[int, int], ...]
    """Offsets in `text` of editors' notes, which are not the instrument's words."""
    span: tuple[int, int]
    ocr: bool
    """Whether OCR read any of it from a picture, so that its letters are to be checked against the page."""
    repairs: tuple[tuple[int, int, str], ...]
    """Words with other letters in the file: offsets in `text`, and what the file has."""
    file: str
    sha256: str
    citation: str
    previous: str | None
    next: str | None

    def to_json(self) -> dict[str, Any]:
        """For `--json` and HTTP."""
        return asdict(self)
