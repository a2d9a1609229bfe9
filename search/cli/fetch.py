"""`iml fetch`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search.cli.context import Json, emit, emit_json, progress_bar

if TYPE_CHECKING:
    from ingest.catalogue import Catalogue
    from ingest.fetch.plan import Planned, Target
    from ingest.fetch.run import Outcome
    from ingest.fetch.settings import FetchSettings

__all__ = ["register"]

_HASH_SHOWN = 8
_STATES = {
    "missing": "would come",
    "begun": "begun",
    "held": "held",
    "altered": "altered",
    "own": "your own",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("fetch")(fetch)


def fetch(
    folder: Annotated[Path, typer.Argument(help="The collection folder that the texts go into.")],
    instruments: Annotated[
        list[str] | None,
        typer.Argument(metavar="INSTRUMENT", help="Catalogue ids, e.g. icrmw; without any, all that have an address."),
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Only texts in this language; may be given again. All without it.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Say what would come and what is held; no network.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for what was fetched before.")] = False,
    delay: Annotated[float, typer.Option(min=0.0, help="Least seconds between two requests to a host.")] = 1.0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Longest silence of a host, in seconds.")] = 30.0,
    max_mib: Annotated[int, typer.Option(min=1, help="Largest file taken, in MiB.")] = 100,
    contact: Annotated[
        str | None,
        typer.Option(envvar="IML_CONTACT", help="E-mail or web address that hosts are told, to write to you."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", envvar="IML_OFFLINE", help="Refuse to use the network.")] = (
        False
    ),
    json: Json = False,
) -> None:
    """Download official texts by their catalogue addresses. Exit code 1 when some did not come; the others are held."""
    from ingest.catalogue import load_catalogue
    from ingest.errors import Offline
    from ingest.fetch.plan import find_targets, plan_folder
    from ingest.fetch.settings import FetchSettings

    catalogue = load_catalogue()
    targets = find_targets(catalogue, instruments or (), language or ())
    if list_:
        _print_plan(plan_folder(folder, targets), json)
        return
    if offline:
        raise Offline("--offline or IML_OFFLINE forbids the network; `iml fetch FOLDER --list` works without it")
    settings = FetchSettings(contact=contact or None, delay_s=delay, timeout_s=timeout, max_bytes=max_mib * 1024 * 1024)
    outcomes: list[Outcome] = []
    for outcome in _outcomes(folder, targets, catalogue, settings, refresh=refresh, named=bool(instruments)):
        outcomes.append(outcome)
        if not json:
            emit(_line(outcome))
            sys.stdout.flush()
    counts: dict[str, int] = dict(sorted(Counter(outcome.status for outcome in outcomes).items()))
    if json:
        emit_json({"files": [_facts(outcome) for outcome in outcomes], "counts": counts})
    else:
        _print_end(folder, counts)
    if not all(outcome.ok for outcome in outcomes):
        raise typer.Exit(1)


def _outcomes(
    folder: Path,
    targets: tuple[Target, ...],
    catalogue: Catalogue,
    settings: FetchSettings,
    *,
    refresh: bool,
    named: bool,
) -> Iterator[Outcome]:
    from ingest.fetch.plan import plan_folder
    from ingest.fetch.run import choose, fetch_texts
    from ingest.fetch.text_check import TextCheck
    from ingest.sandbox import Limits, SandboxedReader

    advance = progress_bar("fetch", len(choose(plan_folder(folder, targets), refresh=refresh, named=named)), "files")
    with SandboxedReader(Limits(max_ocr_pages=0)) as reader:
        judge = TextCheck(reader, catalogue)
        for outcome in fetch_texts(
            folder, targets, catalogue, judge, refresh=refresh, named=named, settings=settings, tell=_tell
        ):
            advance(1)
            yield outcome


def _print_plan(planned: tuple[Planned, ...], json: bool) -> None:
    counts = dict(sorted(Counter(item.state for item in planned).items()))
    if json:
        emit_json({"texts": [_flat(asdict(item)) for item in planned], "counts": counts})
        return
    width = max(len(item.target.instrument) for item in planned)
    for item in planned:
        size = f"{item.bytes:,}" if item.bytes else ""
        target = item.target
        emit(
            f"{_STATES[item.state]:10}  {target.instrument:{width}}  {target.language}  {size:>11}  "
            f"{item.file or target.url}{_remarks(item)}"
        )
    emit(", ".join(f"{n} {_STATES[state]}" for state, n in counts.items()))


def _remarks(item: Planned) -> str:
    said = [f"fetched {item.fetched[:10]}"] if item.fetched else []
    said += [f"{item.earlier} earlier kept"] if item.earlier else []
    said += [f"came from {item.moved_from}, the catalogue now has {item.target.url}"] if item.moved_from else []
    said += ["not the bytes that were fetched"] if item.state == "altered" else []
    return f"  ({'; '.join(said)})" if said else ""


def _line(outcome: Outcome) -> str:
    """The report on one text."""
    name = outcome.file or outcome.target.key
    if outcome.error:
        return f"{outcome.status:11} {name}: {outcome.error}"
    note = f" ({outcome.note})" if outcome.note else ""
    if outcome.status == "changed":
        before, after = (outcome.earlier_sha256 or "")[:_HASH_SHOWN], (outcome.sha256 or "")[:_HASH_SHOWN]
        kept = f"the earlier text is {outcome.earlier_file}" if outcome.earlier_file else "the earlier file was gone"
        return f"changed     {name}: sha256 {before}… is now {after}…; {kept}{note}"
    size = f": {outcome.bytes:,} bytes from {outcome.target.url}" if outcome.status == "fetched" else ""
    return f"{outcome.status:11} {name}{size}{note}"


def _print_end(folder: Path, counts: dict[str, int]) -> None:
    said = ", ".join(f"{n} {status}" for status, n in counts.items()) or "nothing to fetch"
    hint = f". Read them with: iml ingest {folder}" if {"fetched", "changed"} & counts.keys() else ""
    emit(f"{said}{hint}")


def _facts(outcome: Outcome) -> dict[str, Any]:
    return _flat(asdict(outcome))


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    """The target's own fields beside the others."""
    return {**facts.pop("target"), **facts}


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
