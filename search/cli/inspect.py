"""`iml status`, `iml show`, `iml cite`, `iml doctor`."""

from __future__ import annotations

import textwrap
from typing import Annotated, Any

import typer

from index.store import MetaReader
from ingest.catalogue.parties import Parties
from ingest.errors import ImlError, UsageError
from search.citations import STYLES, cite_all, cite_style
from search.cli.context import Context, Json, emit, emit_json
from search.directory import directory_of
from search.reader import InstrumentView, ProvisionView, read_instrument, read_provision, resolve_citables

__all__ = ["register"]

_REPAIRS_SHOWN = 12


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("status")(status)
    app.command("show")(show)
    app.command("cite")(cite)
    app.command("doctor")(doctor)


def status(
    ctx: typer.Context,
    instruments: Annotated[bool, typer.Option("--instruments", help="List the instruments.")] = False,
    json: Json = False,
) -> None:
    """Say what is indexed and what is held."""
    from ingest.library import Library

    context: Context = ctx.obj
    generation = context.folder.current()
    meta = _meta(context)
    with Library(context.folder.library) as library:
        held = library.count()
    facts: dict[str, Any] = {
        "home": str(context.home),
        "generation": generation.id,
        "model": generation.manifest["model"],
        **generation.manifest["counts"],
        "files_held": held,
        "parties_held": sum(i.parties is not None for i in meta.instruments.values()),
    }
    if instruments:
        facts["list"] = [
            {
                "id": i.slug,
                "title": i.title,
                "kind": i.kind,
                "languages": sorted(meta.languages_held.get(i.id, ())),
                "parties": i.parties and {"as_of": i.parties.as_of, "named": len(i.parties.parties)},
            }
            for i in meta.instruments.values()
        ]
    if json:
        emit_json(facts)
        return
    emit(f"home        {facts['home']}")
    emit(f"generation  {facts['generation']}")
    model = facts["model"]
    emit(f"model       {model['name']} ({model['fingerprint']}, {model['dimension']} dimensions)")
    for name in ("instruments", "editions", "units", "passages", "files_held"):
        emit(f"{name.replace('_', ' '):11} {facts[name]}")
    emit(f"parties     held of {facts['parties_held']} instruments")
    for item in facts.get("list", ()):
        emit(f"{item['id']:45} {item['kind']:16} {','.join(item['languages']) or 'digest only':14} {item['title']}")


def show(
    ctx: typer.Context,
    instrument: Annotated[str, typer.Argument(help="Instrument id, e.g. icrmw.")],
    locator: Annotated[
        str | None, typer.Argument(help="Place, e.g. 'art 16(4)'; without it the tree is printed.")
    ] = None,
    language: Annotated[str, typer.Option(help="Edition to show.")] = "en",
    json: Json = False,
) -> None:
    """Print an instrument's tree, or the words of one provision with its page."""
    meta = _meta(ctx.obj)
    if locator is None:
        view = read_instrument(meta, instrument, language)
        if json:
            emit_json(view.to_json())
        else:
            _print_tree(view)
        return
    provision = read_provision(meta, lambda: directory_of(meta), instrument, locator, language)
    if json:
        emit_json(provision.to_json())
        return
    emit(provision.citation)
    if provision.heading:
        emit(provision.heading)
    if provision.text_kind == "digest":
        emit("(our digest, not the text)")
    emit(_with_notes(provision))
    if provision.repairs:
        emit(_as_in_the_file(provision))
    if provision.ocr:
        emit("(read by OCR; check against the page)")
    if "page_first" in provision.locator:
        emit(f"[page {provision.locator['page_first']} of {provision.file}]")


def _with_notes(provision: ProvisionView) -> str:
    """The text, its editors' notes in brackets and named as such."""
    parts: list[str] = []
    position = 0
    for start, end in provision.notes:
        parts += [provision.text[position:start], f"[editor's note: {provision.text[start:end].strip()}]\n"]
        position = end
    return "".join([*parts, provision.text[position:]])


def _as_in_the_file(provision: ProvisionView) -> str:
    """The words that were put right, as the file has them, each once."""
    words = list(dict.fromkeys(raw.replace("\n", "¶") for _, _, raw in provision.repairs))
    more = f" and {len(words) - _REPAIRS_SHOWN} more (--json gives all)" if len(words) > _REPAIRS_SHOWN else ""
    return f"(as in the file: {' · '.join(words[:_REPAIRS_SHOWN])}{more})"


def _print_tree(view: InstrumentView) -> None:
    emit(f"{view.title} ({view.language}, {view.text_kind}, {view.file})")
    if view.parties:
        emit(_states_bound(view.parties))
    for node in view.tree:
        emit("  " * (node.depth + 1) + node.label + (f" — {node.heading}" if node.heading else ""))


def _states_bound(parties: Parties) -> str:
    """The states bound, with the day and the source; codes, because near-universal treaties have two hundred."""
    lines = [f"binds {len(parties.parties)} on {parties.as_of}: {' '.join(parties.parties)}"]
    if parties.undecided:
        lines.append(f"not held whether also: {' '.join(parties.undecided)}")
    if not parties.complete:
        lines.append("there may be others")
    lines += [f"{code}: {limit}" for code, limit in parties.reservations.items()]
    lines += [parties.note] if parties.note else []
    lines.append(f"from: {parties.source} ({parties.checked})" + (f" {parties.url}" if parties.url else ""))
    return "\n".join(textwrap.fill(line, 100, initial_indent="  ", subsequent_indent="    ") for line in lines)


def cite(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(help="A reference, e.g. 'CRC arts 9 and 10'.")],
    style: Annotated[str, typer.Option(help=f"One of: {', '.join(STYLES)}.")] = "oscola",
    language: Annotated[str, typer.Option(help="Edition to cite.")] = "en",
    json: Json = False,
) -> None:
    """Look a reference up and print its citation."""
    if style not in STYLES:
        raise UsageError(f"style {style!r} is none of {', '.join(STYLES)}")
    meta = _meta(ctx.obj)
    items = resolve_citables(meta, directory_of(meta), ref, language)
    if json:
        emit_json([{"instrument": i.id, "label": i.label, "citation": cite_style(i, style)} for i in items])
        return
    emit(cite_all(items, style).rstrip())


def doctor(ctx: typer.Context, json: Json = False) -> None:
    """Check the installation, the model and every file of the live index."""
    from index.encoder import open_encoder

    context: Context = ctx.obj
    findings: list[dict[str, Any]] = []

    def check(name: str, probe: Any) -> None:
        try:
            findings.append({"check": name, "ok": True, "detail": str(probe())})
        except ImlError as error:
            findings.append({"check": name, "ok": False, "detail": str(error)})

    check("model", lambda: open_encoder(context.model_name).identity.fingerprint)
    check("index", lambda: context.folder.current().id)
    check("checksums", lambda: f"{context.folder.current().verify()} files match the manifest")
    check("ocr", _ocr)
    check("search", lambda: context.searcher().snapshot.generation.id)
    if json:
        emit_json(findings)
    else:
        for finding in findings:
            emit(f"{'ok  ' if finding['ok'] else 'FAIL'} {finding['check']}: {finding['detail']}")
    if not all(f["ok"] for f in findings):
        raise typer.Exit(3)


def _ocr() -> str:
    """What reads scans here; it is no failure when nothing does."""
    from ingest.readers.pdf.tesseract import find_tesseract

    return str(find_tesseract()[1])


def _meta(context: Context) -> MetaReader:
    return MetaReader(context.folder.current().path / "meta.sqlite")
