"""Where a file bears the title of its text: its head, the lines before the first words of the treaty, its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Document
from ingest.recognise.folding import strip_dates

__all__ = ["Candidate", "candidates", "head_lines", "is_about"]

_HEAD = 3500
"""Characters before the first article that may bear the title of a treaty."""
_LEAST_HEAD = 1200
"""Characters that may, of texts without articles."""
_OPENING_LINES = 2
_BEFORE_BODY = 1200
_MAX_LINES = 6
_MAX_TITLE = 420
_HANGING = re.compile(
    r"(?:\b(?:to|of|the|on|and|for|in|with|from|under|de|del|la|las|los|el|al|à|aux?|du|des|les?|sur|sobre|y|et|a|en|con|"
    r"amending|amendant|modifica)|,)\s*$",
    re.IGNORECASE,
)
"""How a line ends that goes on in the next."""
_OPENING = re.compile(
    r"\s(?=(?:The (?:States?|High|Contracting|General|Governments?|Members?|undersigned|Parties|President)|"
    r"THE (?:STATES|HIGH|CONTRACTING)|Preamble|PREAMBLE|Whereas|Considering|We,? the|"
    r"Los (?:Estados|abajo|Gobiernos)|LOS ESTADOS|Las (?:Altas|Partes)|LAS (?:ALTAS )?PARTES|La Conferencia|"
    r"Preámbulo|Considerando|Nosotros|Les (?:États|Etats|Hautes)|LES (?:ÉTATS|HAUTES)|La Conférence|Préambule|Nous)\b)"
)
_CUT = re.compile(
    r"[\s,;(]+(?:(?:was |as |were )?(?:adopted|signed|done|concluded|opened|approved|proclaimed)|entered into force|"
    r"entry into|adopt[eé]e?s?|sign[eé]e?s?|conclue?s?|faite?s?|ouverte?s?|approuv[eé]e?s?|"
    r"adoptad[oa]s?|suscrit[oa]s?|suscript[oa]s?|firmad[oa]s?|aprobad[oa]s?|hech[oa]s?|celebrad[oa]s?|abiert[oa]s?|"
    r"que consta|cuyo texto|y su texto|"
    r"المعتمد[ةه]?|الموقع[ةه]?|المبرم[ةه]?|المؤرخ[ةه]?|الموافق|الصادر[ةه]?|المعقود[ةه]?)(?:\s|$)",
    re.IGNORECASE,
)
"""What follows a title on the same line."""
_BRACKET = re.compile(r"\([^()]*\)|\[[^\]]*\]|[\"“”«»*]")
_VERSION = re.compile(
    r"revis|r[ée]vis|amend|enmend|modif|consolid|recast|refond|refund|draft|extract|extrait|extracto|abridged|abrég|protocol",
    re.IGNORECASE,
)
"""In brackets, what makes another text of it."""
_APPROVED = re.compile(
    r"(?:apru[eé]ban?se|ratif[ií](?:can?|quen?)se|autor[ií]zase la adhesi[oó]n|adhesi[oó]n(?: argentina)?|"
    r"adhi[eé]r[ea]se|approbation|ratification|approving|"
    r"بنشر|بتنفيذ|المصادقة على|بالمصادقة على|الموافق بموجبه على)"
    r"\s+(?:de (?:la|l'|le)|du|of the|al|a la|a|la|el|l'|las?|los)?\s*(?:nombre\s)?[\"“«]?",
    re.IGNORECASE,
)
"""How a law names the treaty that it approves."""
_QUOTED = re.compile(r"[\"“«]([^\"”»]{12,})[\"”»]")
_ABOUT = re.compile(
    r"\b(?:commentary|handbook|illustrated|booklet|guide to|guidebook|guidelines on the|manual|travaux|"
    r"explanatory (?:report|note|memorandum)|analysis of|introduction to|understanding the|fact ?sheet|toolkit|"
    r"training|lecture|thesis|press release|briefing|summary of|overview of|report (?:of|on|to) the|study on|"
    r"status of ratification|ratification status|reservations to|declarations and reservations|corrigend(?:um|a)|"
    r"proposal for|draft|working paper|concluding observations|legislative history|"
    r"commentaire|manuel|guide (?:de|du|sur)|rapport explicatif|fiche d.information|projet de|proposition de|résumé|"
    r"rapport (?:de|sur|du)|rectificatif|comentarios? (?:a|de|sobre)|guía|folleto|nota explicativa|"
    r"informe (?:de|sobre|explicativo)|proyecto de|propuesta de|resumen|corrección de errores)\b",
    re.IGNORECASE,
)
"""How a text calls itself that speaks of an instrument and is none."""
_ABOUT_REACH = 700
_MAX_ABOUT_LINE = 160


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the file that may be a title, as one string."""

    text: str
    first: int
    """Its first line and the one behind its last, counted in the lines looked at; equal for metadata."""
    last: int


def head_lines(document: Document, body_start: int | None) -> list[str]:
    """The lines before a body that may bear its title, and those that it opens on; without one, the first lines."""
    text = document.text
    if body_start is None:
        return _lines(text[:_LEAST_HEAD])
    head = text[:body_start] if body_start <= _HEAD else text[body_start - _BEFORE_BODY : body_start]
    return [*_lines(head), "", *_lines(text[body_start : body_start + _MAX_TITLE])[:_OPENING_LINES]]


def _lines(text: str) -> list[str]:
    return [line.strip(" #\t") for line in text.splitlines()]


def candidates(document: Document, lines: Sequence[str]) -> Iterator[Candidate]:
    """Everything in these lines and in the file's metadata that may be a title, lines that go on joined."""
    for form in _forms(document.title or ""):
        yield Candidate(form, -1, -1)
    for first, line in enumerate(lines):
        if not line or (first and _HANGING.search(lines[first - 1])):
            continue
        for last in range(first + 1, min(first + _MAX_LINES, len(lines)) + 1):
            if not lines[last - 1]:
                break
            joined = " ".join(lines[first:last])
            for form in _forms(joined):
                yield Candidate(form, first, last)
            if len(joined) > _MAX_TITLE:
                break


def is_about(document: Document, title: Candidate) -> bool:
    """Whether the first lines, the title's own aside, say that the text speaks of an instrument and is none."""
    return any(
        len(line) <= _MAX_ABOUT_LINE and line not in title.text and _ABOUT.search(line)
        for line in _lines(document.text[:_ABOUT_REACH])
    )


def _forms(text: str) -> Iterator[str]:
    """The text, and shorter readings of it: what a law approves, cut before dates, brackets and opening words."""
    named = [text]
    approved = _APPROVED.search(text)
    if approved:
        named += [text[approved.end() :], *_QUOTED.findall(text[approved.start() :])]
    forms: dict[str, None] = {}
    for base in named:
        opened = _OPENING.search(base)
        for short in (base, base[: opened.start()] if opened else base):
            cut = _CUT.search(short)
            for shorter in (short, short[: cut.start()] if cut else short):
                undated = strip_dates(shorter)
                for form in (
                    shorter,
                    undated,
                    _BRACKET.sub(_unbracketed, shorter),
                    _BRACKET.sub(_unbracketed, undated),
                ):
                    forms[form.strip()] = None
    return (form for form in forms if 0 < len(form) <= _MAX_TITLE)


def _unbracketed(match: re.Match[str]) -> str:
    return match.group() if _VERSION.search(match.group()) else " "
