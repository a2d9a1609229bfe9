"""The page at `/check`: a text or a file in, each reference in its sentence and each quotation with its verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request
from fastapi import UploadFile as Upload
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape
from starlette.datastructures import UploadFile

from ingest.errors import SourceError, UsageError
from search.check import check, check_document
from search.checking import CheckedReference, CheckReport, Operation, QuoteCheck
from search.checking.upload import MAX_REFERENCES, MAX_SENTENCES, MAX_UPLOAD, Busy, read_upload
from search.pages.interface import Interface, interface_of
from search.pages.live import Live
from search.pages.render import render
from search.searcher import Searcher

__all__ = ["check_router"]

check_router = APIRouter(include_in_schema=False)
_MOST_TEXT = 100_000
_CLOSING = frozenset(",;.:!?)")
_TONES = {
    "verbatim": "good",
    "verbatim with marked changes": "good",
    "differs": "bad",
    "stands elsewhere": "bad",
    "not there": "bad",
    "not compared": "none",
}


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quotation as the page shows it."""

    quote: QuoteCheck
    key: str
    """The name of its verdict among the messages."""
    tone: str
    """`good`, `fair`, `bad` or `none`: the colour, which only repeats the words."""
    diff: Markup
    url: str | None
    """The page of the place where the words stand."""


@dataclass(frozen=True, slots=True)
class ShownReference:
    """A reference as the page shows it."""

    reference: CheckedReference
    sentence: Markup
    url: str | None
    quotes: tuple[ShownQuote, ...]


@check_router.get("/check")
def check_form(request: Request, live: Live) -> HTMLResponse:
    """The empty form."""
    return _page(request, live)


@check_router.post("/check")
def check_page(
    request: Request,
    live: Live,
    text: Annotated[str, Form()] = "",
    file: Annotated[Upload | str | None, File()] = None,  # browsers send an empty string where none is chosen
) -> HTMLResponse:
    """The report on a text, or on a file where one was chosen."""
    try:
        if isinstance(file, UploadFile) and file.filename:
            document = read_upload(file.filename, file.file.read(MAX_UPLOAD + 1))
            report = check_document(document, live, limit=MAX_REFERENCES, most_sentences=MAX_SENTENCES)
            return _page(request, live, report, document.text, name=file.filename)
        if len(text) > _MOST_TEXT:
            raise UsageError(f"the text has {len(text):,} characters, {_MOST_TEXT:,} is the most; send it as a file")
        if not text.strip():
            raise UsageError("nothing was sent; paste a text or choose a file")
        written = text.replace("\r\n", "\n")
        return _page(request, live, check(written, live, limit=MAX_REFERENCES, most_sentences=MAX_SENTENCES), written)
    except (SourceError, UsageError) as error:
        return _page(request, live, text=text, problem=str(error), status=422)
    except Busy:
        return _page(request, live, text=text, problem="other files are being read; send it again", status=503)


def _page(
    request: Request,
    live: Searcher,
    report: CheckReport | None = None,
    text: str = "",
    *,
    name: str | None = None,
    problem: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    ui = interface_of(request)
    return render(
        request,
        "check.html",
        status=status,
        interface=ui,
        report=report,
        summary=report.summary() if report else None,
        shown=[_reference(r, text, ui) for r in report.references] if report else [],
        loose=[_quote(q, ui) for q in report.unattached if q.elsewhere] if report else [],
        text="" if name else text,
        name=name,
        problem=problem,
        most=MAX_UPLOAD // 1_000_000,
        index=live.snapshot.describe(),
    )


def _reference(reference: CheckedReference, text: str, ui: Interface) -> ShownReference:
    url = ui.provision_url(reference.instrument, reference.label) if reference.instrument and reference.label else None
    return ShownReference(
        reference, _sentence(reference, text), url, tuple(_quote(q, ui) for q in reference.quotes if not q.short)
    )


def _sentence(reference: CheckedReference, text: str) -> Markup:
    """The sentence, escaped, with the reference marked."""
    first, last = reference.sentence
    start, end = (max(first, reference.span[0]), min(last, reference.span[1]))
    marked = Markup("<mark>{}</mark>").format(text[start:end])
    return escape(text[first:start]) + marked + escape(text[end:last])


def _quote(quote: QuoteCheck, ui: Interface) -> ShownQuote:
    place = quote.place or (quote.elsewhere[0] if quote.elsewhere else None)
    params = [("language", place.language)] if place else []
    return ShownQuote(
        quote=quote,
        key=quote.verdict.replace(" ", "_"),
        tone="fair" if quote.slight or (quote.serious and not quote.wrong) else _TONES[quote.verdict],
        diff=_diff(quote.operations, ui),
        url=ui.provision_url(place.instrument, place.label, params) if place and place.label else None,
    )


def _diff(operations: Sequence[Operation], ui: Interface) -> Markup:
    """The words of the quotation and of the text, escaped, with what differs in <ins> and <del>, said in words too."""
    parts: list[Markup] = []
    for step in operations:
        if parts and step.text[:1] not in _CLOSING:
            parts.append(Markup(" "))
        if step.op == "equal":
            parts.append(escape(step.text))
        elif step.op == "omitted":
            parts.append(Markup('<span class="gap" title="{}">…</span>').format(step.text))
        else:
            tag = Markup("<ins>{}</ins>") if step.op == "insert" else Markup("<del>{}</del>")
            said = Markup('<span class="unseen">{} </span>').format(ui.text(f"check.diff.{step.op}"))
            close = Markup('<span class="unseen"> {}</span>').format(ui.text("check.diff.end"))
            parts.append(tag.format(said + escape(step.text) + close))
    return Markup("").join(parts)
