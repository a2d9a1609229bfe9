"""`iml ingest` and `iml reindex`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.report import FileReport, IngestReport
from search.cli.context import Context, Json, emit, emit_json, progress_bar

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("ingest")(ingest)
    app.command("reindex")(reindex)


def ingest(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or folders with a collection.toml.")],
    report: Annotated[
        bool,
        typer.Option("--report", help="Print what was found in each file and what it lacks, not only the failures."),
    ] = False,
    timeout: Annotated[float, typer.Option(help="Seconds a single file may take.")] = 120.0,
    json: Json = False,
) -> None:
    """Read files into the library. Exit code 1 when some could not be read; the others are held all the same."""
    from ingest.catalogue import load_catalogue
    from ingest.collection import find_sources
    from ingest.library import Library
    from ingest.pipeline import ingest_sources
    from ingest.sandbox import Limits, SandboxedReader

    context: Context = ctx.obj
    sources = [source for path in paths for source in find_sources(path)]
    advance = progress_bar("ingest", len(sources), "files")
    with Library(context.folder.library) as library, SandboxedReader(Limits(timeout_s=timeout)) as reader:
        outcome = ingest_sources(sources, library, load_catalogue(), reader, lambda _: advance(1))
        removed = [
            name
            for path in paths
            if path.is_dir()
            for name in library.drop_missing(str(path.resolve()), {s.file for s in sources if s.root == path.resolve()})
        ]
        held = library.count()
    if json:
        emit_json(
            {"files": [asdict(f) for f in outcome.files], "counts": outcome.counts(), "removed": removed, "held": held}
        )
    else:
        _print_report(outcome, removed, held, report)
    if outcome.failed:
        raise typer.Exit(1)


def _print_report(outcome: IngestReport, removed: list[str], held: int, everything: bool) -> None:
    for file in outcome.files:
        if everything and file.status != "failed":
            for line in _lines(file):
                emit(line)
    for file in outcome.failed:
        kept = " (the version read before is kept)" if file.kept else ""
        emit(f"failed    {file.file}: {file.error}{kept}")
    for name in removed:
        emit(f"removed   {name}: no longer in the collection")
    counts = ", ".join(f"{n} {status}" for status, n in outcome.counts().items())
    emit(f"{counts or 'nothing to do'}; {held} files held. Make them searchable with: iml reindex")


def _lines(file: FileReport) -> Iterator[str]:
    """The report on one file: what it is, what was found in it, and what is to be looked at."""
    pages = f", {file.pages} pages" if file.pages else ""
    yield f"{file.status:9} {file.file}: {file.instrument} [{file.kind}, {file.language}, {file.format}{pages}]"
    kinds = ", ".join(f"{n} {kind}" for kind, n in file.provisions.items() if kind != "rest")
    rest = ", ".join(f"{label} {n}" for label, n in file.rest.items())
    yield f"    provisions: {kinds}; {file.covered:.1%} of {file.characters} characters" + (
        f"; the rest: {rest}" if rest else ""
    )
    if file.articles_known and file.articles_known != file.articles_found:
        yield f"    articles: {file.articles_found} found, {file.articles_known} by the catalogue"
    for gap in file.gaps:
        yield f"    not in the file: {gap}"
    if file.duplicates:
        yield f"    more than once: {', '.join(file.duplicates)}"
    if file.ocr_pages:
        yield f"    read by OCR: pages {', '.join(map(str, file.ocr_pages))}"
    if file.same_bytes_as:
        yield f"    same bytes as: {', '.join(file.same_bytes_as)}"
    for warning in file.warnings:
        yield f"    warning: {warning}"


def reindex(
    ctx: typer.Context,
    target_tokens: Annotated[int, typer.Option(help="Length that passages of long provisions are filled up to.")] = 160,
    json: Json = False,
) -> None:
    """Build a new generation from the library and the catalogue, and make it the live one."""
    from index.build import BuildSettings, build
    from index.encoder import open_encoder
    from ingest.catalogue import load_catalogue
    from ingest.library import Library
    from search.commentary import citing_rows

    context: Context = ctx.obj
    encoder = open_encoder(context.model_name)
    with Library(context.folder.library) as library:
        report = build(
            context.folder, library, load_catalogue(), encoder, BuildSettings(target_tokens), _stage_bar, citing_rows
        )
    facts = {
        "generation": report.generation.id,
        "instruments": report.instruments,
        "editions": report.editions,
        "provisions": report.provisions,
        "passages": report.rows,
        "embedded": report.embedded,
    }
    if json:
        emit_json(facts)
        return
    emit(
        f"generation {report.generation.id}: {report.instruments} instruments, {report.editions} editions, "
        f"{report.provisions} provisions, {report.rows} passages ({report.embedded} newly embedded)"
    )


def _stage_bar(stage: str, total: int) -> Callable[[int], None]:
    unit = {"split": "editions", "embed": "passages"}.get(stage, "")
    if not sys.stderr.isatty() and total:
        sys.stderr.write(f"{stage}: {total} {unit}\n")
    return progress_bar(stage, total, unit)
