"""Results as a Word document."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from search.export.record import Entry, Record
from search.languages import is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["as_docx"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def as_docx(record: Record) -> bytes:
    """The document's bytes: what was asked, then each result with its words as a quotation, citation and edition."""
    import docx

    document = docx.Document()
    answer = record.answer
    document.core_properties.title = _clean(answer.query)[:255]
    document.core_properties.author = "IML Search"
    document.add_heading(_clean(answer.query), level=1)
    settings = f"; {record.settings}" if record.settings else ""
    document.add_paragraph(
        _clean(
            f"IML Search, {record.retrieved.isoformat()}. {_outcome(record)} Index generation "
            f"{answer.index.get('generation')}, model {answer.index.get('model')}{settings}."
        )
    )
    for said in (answer.message, *answer.candidates):
        if said:
            document.add_paragraph(_clean(said))
    for entry in record.entries:
        _add(document, record, entry)
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _undated(data: bytes) -> bytes:
    """The same archive without the time of its writing, so that equal results give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _outcome(record: Record) -> str:
    if record.answer.outcome == "no_answer":
        return "Nothing held answers this."
    return f"Results: {len(record.entries)} ({record.answer.outcome.replace('_', ' ')})."


def _add(document: Document, record: Record, entry: Entry) -> None:
    result = entry.result
    heading = f" — {result.heading}" if result.heading else ""
    document.add_heading(_clean(f"{result.rank}. {entry.name}{heading}"), level=2)
    for line in entry.words.split("\n"):
        style = None if entry.is_digest else "Quote"
        _write(document.add_paragraph(style=style), line, result.instrument.language)
    document.add_paragraph(_clean(result.citation))
    binding = "Binding" if result.instrument.binding else "Not binding"
    document.add_paragraph(_clean(f"{binding}. Edition: {entry.edition}."))
    for remark in entry.remarks(record.answer.language):
        document.add_paragraph().add_run(_clean(remark)).bold = True
    for url in dict.fromkeys((entry.link, entry.permalink)):
        if url:
            _link(document.add_paragraph(), _clean(url))


def _write(paragraph: Paragraph, text: str, language: str) -> None:
    """The text, from right to left where its language is written so."""
    from docx.oxml import OxmlElement

    run = paragraph.add_run(_clean(text))
    if is_right_to_left(language):
        run.font.rtl = True
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _link(paragraph: Paragraph, url: str) -> None:
    """A link that can be clicked, where the address is one of the web; else its words."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(url)
    if not url.startswith(("https://", "http://")):
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, _RELATION, is_external=True))
    link.append(run._r)
    paragraph._p.append(link)


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
