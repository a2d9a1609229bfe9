"""Sections of a publication: reports, handbooks, fact sheets, glossaries.

A section holds the words under its own heading, up to the next heading of any level, so that no word is in two of
them; `parent` tells under which heading it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Block, Document, Locator, Page, Provision

__all__ = ["structure_publication"]

_MAX_NAME = 60
_MAX_TITLE = 120
"""Characters; a line of a text without marked headings that is longer is no title."""
_MAX_COVER_BODY = 300
"""Characters under a heading of a title page, at most; what has more is the first section."""
_COVER_PAGES = 4
_NUMBER = re.compile(
    r"(?P<number>(?:\d{1,3}|[IVXLC]{1,7}|[A-Z]|[a-z]|[ivx]{1,5})(?:[.-]\d{1,3})*)(?!\d)"
    r"(?:[.):]|\.?(?=\s+[–—-]\s)|(?<=\d)(?=\s+[^\W\d_]))\s*"
    r"(?:[–—-]\s*)?"
)
_DIVISION = re.compile(
    r"(?P<number>(?:part|partie|parte|chapter|chapitre|cap[íi]tulo|section|secci[óo]n|annex|annexe|anexo|appendix|appendice|"
    r"ap[ée]ndice|module|box|encadr[ée]|unit|lesson)\s+(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-Z]))(?![\w’'])\s*[.:)–—-]*\s*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|table des mati[èe]res|sommaire|[íi]ndice(?: general)?|contenido|"
    r"(?:list of |liste des |lista de )?(?:figures|tables|tableaux|boxes|cuadros|tablas|gr[áa]fic\w+|encadr[ée]s)",
    re.IGNORECASE,
)
_APPARATUS = re.compile(
    r"(?:selected |select |sources? and )?(?:bibliograph\w+|bibliograf[íi]a|references|referencias|"
    r"r[ée]f[ée]rences|works cited|r[ée]f[ée]rences bibliographiques|(?:foot|end)?notes?|notas|index|photo credits)"
    r"(?: and (?:further reading|sources|notes))?",
    re.IGNORECASE,
)
_CONTENTS_LINE = re.compile(r"(?:\.{3}|…|(?:\.\s){3})[\s.…]*(?:\d{1,3}|[ivxlc]{1,6})$")
# A bullet before a heading, and the mark of a note behind it, are no part of its name.
_ORNAMENT = re.compile(r"^(?:[•●○▪■□◦‣⁃➢➤✓·\uf000-\uf0ff]|o(?=\s))\s*(?=\S)|(?<=[^\d\s])[⁰¹²³⁴-⁹*]+$")
_SENTENCE_END = (".", ";", ":", ",", "!", "?", "…")
# A single C, D or L is a letter of the alphabet far more often than a number.
_STYLES = (
    ("roman", re.compile(r"[IVX]|[IVXLC]{2,}")),
    ("upper", re.compile(r"[A-Z]")),
    ("digit", re.compile(r"\d+")),
    ("lower", re.compile(r"[a-z]+")),
)


@dataclass(slots=True)
class _Section:
    """A heading with what stands under it, until its name is settled."""

    start: int
    body: int
    end: int
    title: str
    level: int
    number: str | None = None
    rest: bool = False
    parent: int | None = None


def structure_publication(document: Document) -> tuple[Provision, ...]:
    """The sections of a publication in text order, parents before children, labels unique.

    Cover, tables of contents, notes and bibliography are of kind `rest`; headings without words of their own are
    sections but no units. A text without headings is one unit.
    """
    text = document.text
    headings = [b for b in document.blocks if b.role == "heading"] or _titles(document)
    headings = _whole_numbers(text, headings)
    if not headings:
        return _without_sections(document)
    sections = [_section(text, block, end) for block, end in zip(headings, _ends(headings, len(text)), strict=True)]
    sections = _after_cover(document, sections)
    _set_parents(sections)
    _mark_rests(text, sections)
    return tuple(_provisions(document, sections))


def _titles(document: Document) -> list[Block]:
    """The lines that head others in a text that marks no headings: short ones that are no sentence."""
    found: list[Block] = []
    for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        title = document.text[block.start : block.end]
        if block.role == "text" and after is not None and after.role != "note" and _is_title(title):
            found.append(Block(block.start, block.end, "heading", _title_level(title)))
    return found


def _is_title(title: str) -> bool:
    if len(title) > _MAX_TITLE or not (title[:1].isupper() or _NUMBER.match(title)):
        return False
    return not title.endswith(_SENTENCE_END) or bool(_NUMBER.fullmatch(title))


def _title_level(title: str) -> int:
    number = _NUMBER.match(title)
    if number and number["number"][0].isdigit():
        return 2 + number["number"].count(".")
    return 1


def _whole_numbers(text: str, headings: Sequence[Block]) -> list[Block]:
    """The headings, a bare number together with the title on the line behind it."""
    whole: list[Block] = []
    for block in headings:
        if whole:
            last = whole[-1]
            title = text[last.start : last.end]
            if block.start <= last.end + 1 and (_NUMBER.fullmatch(title + " ") or _DIVISION.fullmatch(title)):
                whole[-1] = Block(last.start, block.end, "heading", last.level)
                continue
        whole.append(block)
    return whole


def _ends(headings: Sequence[Block], length: int) -> list[int]:
    return [*(block.start for block in headings[1:]), length]


def _section(text: str, block: Block, end: int) -> _Section:
    words = _ORNAMENT.sub("", " ".join(text[block.start : block.end].split()))
    division = _DIVISION.match(words) or _NUMBER.match(words)
    title = words[division.end() :] if division else words
    number = division["number"] if division and (title or division.re is _DIVISION) else None
    body = block.end
    while body < end and text[body].isspace():
        body += 1
    end = block.start + len(text[block.start : end].rstrip())
    return _Section(block.start, min(body, end), end, title or words, block.level or 1, number)


def _after_cover(document: Document, sections: list[_Section]) -> list[_Section]:
    """The sections without those of the title pages, which have headings but say nothing."""
    pages = [page for page in document.pages if page.start < page.end][:_COVER_PAGES]
    limit = pages[-1].end if pages else 0
    first = 0
    for section in sections:
        if section.start >= limit or section.end - section.body > _MAX_COVER_BODY or _CONTENTS.fullmatch(section.title):
            break
        first += 1
    # With no section of substance on these pages, the document is too short to have a cover.
    return sections[first:] if first < len(sections) else sections


def _set_parents(sections: Sequence[_Section]) -> None:
    stack: list[int] = []
    for position, section in enumerate(sections):
        while stack and sections[stack[-1]].level >= section.level:
            stack.pop()
        section.parent = stack[-1] if stack else None
        stack.append(position)


def _mark_rests(text: str, sections: Sequence[_Section]) -> None:
    """Tables of contents and apparatus are no sections; nor is what stands under such a heading."""
    for section in sections:
        plain = section.title.strip(" :.")
        inherited = section.parent is not None and sections[section.parent].rest
        named = bool(_CONTENTS.fullmatch(plain) or _APPARATUS.fullmatch(plain))
        section.rest = inherited or named or _is_contents(text[section.body : section.end])


def _is_contents(body: str) -> bool:
    """Whether every line under a heading leads with dots to a page number."""
    return bool(body) and all(_CONTENTS_LINE.search(line) for line in body.splitlines())


def _provisions(document: Document, sections: Sequence[_Section]) -> list[Provision]:
    text = document.text
    names = _Names()
    found: list[Provision] = []
    place: dict[int, int] = {}
    opening = len(text) - len(text.lstrip())
    if sections[0].start > opening:
        end = len(text[: sections[0].start].rstrip())
        found.append(_rest(document, names.label("front matter"), opening, end, None))
    for position, section in enumerate(sections):
        parent = None if section.parent is None else place[section.parent]
        place[position] = len(found)
        if section.rest:
            label = names.label(section.title[:_MAX_NAME].strip().lower())
            found.append(_rest(document, label, section.start, section.end, parent, section.body, section.title))
            continue
        name = _name(section, sections)
        label = names.label(f"sec {name}")
        locator: Locator = {"section": label[4:], **_pages(document.pages, section.start, section.end)}
        notes = [b for b in document.blocks if b.role == "note" and section.body <= b.start < section.end]
        has_words = _has_words(text, section, notes)
        found.append(
            Provision(
                label=label,
                kind="section",
                start=section.start,
                end=section.end,
                body_start=section.body if has_words else section.end,
                parent=parent,
                heading=section.title,
                locator=locator,
                number=names.number(_slug(label[4:])) if has_words else None,
                is_unit=has_words,
            )
        )
        for count, note in enumerate(notes, 1):
            found.append(_rest(document, names.label(f"{label} note {count}"), note.start, note.end, place[position]))
    return found


def _name(section: _Section, sections: Sequence[_Section]) -> str:
    """`3.1`, `II.A`, `Annex 2`, else the heading's first words."""
    if section.number is None:
        return _shortened(section.title)
    above = sections[section.parent].number if section.parent is not None else None
    own, outer = _style(section.number), _style((above or "").rpartition(".")[2])
    if above is not None and own is not None and outer is not None and own != outer:
        section.number = f"{above}.{section.number}"
    return section.number


def _style(number: str) -> str | None:
    """How a number of one part is written; None for others."""
    return next((name for name, pattern in _STYLES if pattern.fullmatch(number)), None)


def _shortened(title: str) -> str:
    if len(title) <= _MAX_NAME:
        return title
    cut = title[: _MAX_NAME + 1].rpartition(" ")[0]
    return (cut or title[:_MAX_NAME]).rstrip(" ,;:–—-(")


def _has_words(text: str, section: _Section, notes: Sequence[Block]) -> bool:
    at = section.body
    for note in notes:
        if text[at : note.start].strip():
            return True
        at = note.end
    return bool(text[at : section.end].strip())


def _rest(
    document: Document, label: str, start: int, end: int, parent: int | None, body: int | None = None,
    heading: str | None = None,
) -> Provision:  # fmt: skip
    return Provision(
        label=label,
        kind="rest",
        start=start,
        end=end,
        body_start=start if body is None else body,
        parent=parent,
        heading=heading,
        locator=_pages(document.pages, start, end),
    )


def _without_sections(document: Document) -> tuple[Provision, ...]:
    text = document.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return ()
    return (
        Provision(
            label="text",
            kind="section",
            start=start,
            end=end,
            body_start=start,
            locator=_pages(document.pages, start, end),
            number="text",
            is_unit=True,
        ),
    )


def _pages(pages: Sequence[Page], start: int, end: int) -> Locator:
    held = [page for page in pages if page.start < end and start < page.end]
    if not held:
        return {}
    locator: Locator = {"page_first": held[0].index, "page_last": held[-1].index}
    if held[0].label:
        locator["page_label"] = held[0].label
    return locator


def _slug(name: str) -> str:
    """The name as an address: plain letters in lower case, words joined by hyphens, dots kept inside numbers."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"\w+(?:\.\w+)*", plain)) or "section"


class _Names:
    """Keeps labels and numbers apart by a count behind those that come again."""

    def __init__(self) -> None:
        self._labels: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def label(self, label: str) -> str:
        self._labels[label] = self._labels.get(label, 0) + 1
        return label if self._labels[label] == 1 else self.label(f"{label} [{self._labels[label]}]")

    def number(self, number: str) -> str:
        self._numbers[number] = self._numbers.get(number, 0) + 1
        return number if self._numbers[number] == 1 else self.number(f"{number}-{self._numbers[number]}")
