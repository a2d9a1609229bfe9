"""What ingest produces: documents, provisions, instruments, editions.

Offsets are half-open, in code points of `Document.text`. Pages are 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "BINDING_KINDS",
    "INSTRUMENT_KINDS",
    "LOCATOR_KEYS",
    "Block",
    "BlockRole",
    "DeclaredUnit",
    "Document",
    "Edition",
    "Instrument",
    "InstrumentKind",
    "Locator",
    "Page",
    "Provision",
    "ProvisionKind",
    "Repair",
]

InstrumentKind = Literal[
    "treaty",
    "protocol",
    "declaration",
    "resolution",
    "compact",
    "regulation",
    "directive",
    "recommendation",
    "general_comment",
    "publication",
    "decision",
]
INSTRUMENT_KINDS: tuple[InstrumentKind, ...] = InstrumentKind.__args__  # type: ignore[attr-defined]
BINDING_KINDS: frozenset[str] = frozenset({"treaty", "protocol", "regulation", "directive"})

BlockRole = Literal["heading", "text", "item", "table", "note"]

ProvisionKind = Literal[
    "preamble",
    "part",
    "chapter",
    "section",
    "article",
    "paragraph",
    "point",
    "objective",
    "recital",
    "annex",
    "rest",
]

Locator = dict[str, str | int]
"""Where a provision stands, as a lawyer points at it; only the keys that apply (see LOCATOR_KEYS).

`page_first` and `page_last` are ints, `page_label` is the label printed on the first page when it differs; all
others are strings.
"""
LOCATOR_KEYS = (
    "annex",
    "article",
    "objective",
    "recital",
    "section",
    "paragraph",
    "point",
    "page_first",
    "page_last",
    "page_label",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text with one role: a heading, a paragraph, a list item, a table, a note."""

    start: int
    end: int
    role: BlockRole
    level: int | None = None
    """Of a heading (1 is the highest) or the depth of a list item; None when the source does not say."""


@dataclass(frozen=True, slots=True)
class Page:
    """The span of one page in the text."""

    index: int
    """1-based position in the file."""
    start: int
    end: int
    label: str | None = None
    """The label printed on the page, when the file declares one and it differs from the index."""
    ocr: bool = False
    """Whether its words were read from a picture by optical character recognition, not from a text layer."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A place where the clean text has other letters than the file, blanks aside."""

    start: int
    end: int
    """Of the letters in the clean text."""
    raw: str
    """What the file has in their place."""


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """A provision that the file itself declares with its number, as records of JSON do."""

    start: int
    """Where its heading begins, or its words when it has none."""
    end: int
    body_start: int
    locator: dict[str, str | int]
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The clean text of one file, with its blocks and pages. Blocks are in order and do not overlap."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    """`pdf`, `html`, `xml`, `docx`, `odt`, `rtf`, `epub`, `markdown`, `text`, `json`."""
    pages: tuple[Page, ...] = ()
    """Empty for formats without pages; else in order, covering the text."""
    title: str | None = None
    language: str | None = None
    """BCP 47, when the file itself declares it."""
    warnings: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """In order, not overlapping."""
    units: tuple[DeclaredUnit, ...] = ()
    """Empty for formats that do not declare provisions; else in text order, not overlapping."""
    origin: tuple[tuple[int, int, int], ...] = ()
    """Of plain text and Markdown: where each letter stands in the decoded file, as runs of (start in `text`, start in
    the file, length); see `ingest.readers.origin`. Empty for formats whose text is not letters in a row."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of an instrument's tree; `Edition.provisions` lists them in text order, parents before children."""

    label: str
    """Unique in its edition: `art 16(4)`, `para 12`, `objective 5`, `sec B.2`, `annex I art 3`, `preamble`."""
    kind: ProvisionKind
    start: int
    """Where its number or heading begins."""
    end: int
    body_start: int
    """Where its own words begin, behind number and heading; equal to `end` when it has none."""
    parent: int | None = None
    """Position of the parent in `Edition.provisions`."""
    heading: str | None = None
    locator: Locator = field(default_factory=dict)
    number: str | None = None
    """Of a unit only: the canonical number of evaluation and addresses: `33`, `6bis`, `a2.5`, `v/33`, `annex1/3`."""
    is_unit: bool = False
    """Whether this is what a search result names: an article, a numbered paragraph of a comment, a section."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """The facts of one instrument, merged from collection.toml, the catalogue and the file, in that order."""

    id: str
    title: str
    kind: InstrumentKind
    short_title: str | None = None
    binding: bool = False
    adopted: str | None = None
    """ISO 8601 date or year."""
    in_force: str | None = None
    source: str | None = None
    """What a citation prints: `2220 UNTS 3`."""
    url: str | None = None
    region: str | None = None
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One instrument in one language from one file."""

    instrument: Instrument
    language: str
    sha256: str
    """Of the file's bytes."""
    file: str
    """Path relative to the collection's folder."""
    document: Document
    provisions: tuple[Provision, ...]
