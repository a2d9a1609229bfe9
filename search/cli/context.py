"""What every verb gets: where the index is, which model, and how to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from index.generation import Home
from search.searcher import Searcher

__all__ = ["Context", "Json", "emit", "emit_json", "progress_bar"]

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True)
class Context:
    """The options given before the verb."""

    home: Path
    model: str | None

    @property
    def folder(self) -> Home:
        """The home folder."""
        return Home(self.home)

    @property
    def model_name(self) -> str:
        """The encoder asked for, else the default."""
        from index.encoder import DEFAULT_MODEL

        return self.model or DEFAULT_MODEL

    def searcher(self) -> Searcher:
        """A searcher over the live generation."""
        return Searcher(self.folder, self.model_name)


def emit(text: str = "") -> None:
    """Print a line of data."""
    sys.stdout.write(text + "\n")


def emit_json(value: Any) -> None:
    """Print a value as JSON."""
    emit(json.dumps(value, ensure_ascii=False, indent=2))


def progress_bar(what: str, total: int, unit: str) -> Callable[[int], None]:
    """The function that advances a bar on stderr, with rate and time left; nothing where stderr is no terminal."""
    from tqdm import tqdm

    bar = tqdm(total=total, desc=what, unit=f" {unit}", disable=None, file=sys.stderr, dynamic_ncols=True, leave=True)

    def advance(count: int) -> None:
        bar.update(count)
        if bar.n >= total:
            bar.close()

    return advance
