"""Write docs/reference/ from the code: the command's verbs, the HTTP interface, the Python interface.

    python tools/reference.py [--check]

With `--check` nothing is written; the exit code is 1 when a page is not what the code says.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import sys
from collections.abc import Iterator, Mapping, Set
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer

from search.cli.app import app

if TYPE_CHECKING:
    from search.searcher import Searcher

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "*Written by `make reference` from the code; do not edit.*"
MODULES = (
    "search.searcher",
    "search.query",
    "search.results",
    "search.check",
    "search.export",
    "search.client",
)
"""What is meant to be used from Python; their `__all__` is the interface."""


def cli() -> str:
    """The page on the command."""
    command: Any = typer.main.get_command(app)
    lines = ["# The command", "", NOTE, "", command.help or "", "", "## Common options", "", *_options(command)]
    for name, verb in command.commands.items():
        lines += _verb(f"iml {name}", verb)
    return _page(lines)


def _verb(name: str, verb: Any) -> Iterator[str]:
    if hasattr(verb, "commands"):
        for inner, command in verb.commands.items():
            yield from _verb(f"{name} {inner}", command)
        return
    arguments = [p for p in verb.params if p.param_type_name == "argument"]
    usage = " ".join([name, *(_placeholder(a) for a in arguments)])
    yield from ("", f"## {name}", "", f"`{usage}`", "", inspect.cleandoc(verb.help or ""), "")
    for argument in arguments:
        if help_text := getattr(argument, "help", None):
            yield f"- `{_placeholder(argument)}`: {help_text}"
    yield from ("", *_options(verb))


def _placeholder(argument: Any) -> str:
    name = str(argument.name).upper() + ("…" if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _options(command: Any) -> Iterator[str]:
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    if not options:
        return
    yield from ("| option | default | |", "|---|---|---|")
    for option in options:
        names = ", ".join(f"`{n}`" for n in [*option.opts, *option.secondary_opts])
        told = option.show_default if isinstance(option.show_default, str) else None
        default = told or ("" if option.default in (None, (), False) or option.required else f"`{option.default}`")
        variable = f" (`{option.envvar}`)" if option.envvar else ""
        yield f"| {names} | {default} | {_cell(option.help or '')}{variable} |"


def http() -> str:
    """The page on the HTTP interface."""
    document = _openapi()
    lines = ["# The HTTP interface", "", NOTE, "", document["info"].get("description", ""), ""]
    operations = [(f"{m.upper()} {p}", o) for p, methods in document["paths"].items() for m, o in methods.items()]
    told = [{(status, _answer(a)) for status, a in o["responses"].items()} for _, o in operations]
    shared = set.intersection(*told)
    lines += ["## Problems", "", "Every error is a problem of RFC 9457 with a stable `type`. Each path may answer:", ""]
    lines += [f"- {status}: {about}" for status, about in sorted(shared)]
    for title, operation in operations:
        lines += _operation(title, operation, shared)
    return _page(lines)


class _NoIndex:
    """Stands for the searcher: the document of the interface needs no index."""

    def warm(self) -> None:
        """Nothing to load."""


def _openapi() -> dict[str, Any]:
    from index.generation import Home
    from search.http import create_app

    return create_app(Home(FOLDER), "none", searcher=cast("Searcher", _NoIndex())).openapi()


def _answer(answer: Mapping[str, Any]) -> str:
    return _cell(answer.get("description", ""))


def _operation(title: str, operation: Mapping[str, Any], shared: Set[tuple[str, str]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", inspect.cleandoc(operation.get("description") or operation.get("summary") or ""))
    rows = list(operation.get("parameters", ()))
    if rows:
        yield from ("", "| parameter | in | type | default | |", "|---|---|---|---|---|")
        for row in rows:
            schema = row.get("schema", {})
            default = f"`{schema['default']}`" if schema.get("default") not in (None, [], "") else ""
            kind, about = _type(schema), _cell(row.get("description") or schema.get("description") or "")
            yield f"| `{row['name']}` | {row['in']} | {kind} | {default} | {about} |"
    body = operation.get("requestBody", {}).get("content", {})
    for media, content in body.items():
        yield from ("", f"Body: `{media}`, {_type(content.get('schema', {}))}.")
    answers = [(status, _answer(a)) for status, a in operation["responses"].items()]
    own = [f"{status} {about.rstrip('.')}" for status, about in answers if (status, about) not in shared]
    yield from ("", f"Answers: {'; '.join(own)}." if own else "")


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_type(s) for s in schema["anyOf"] if s.get("type") != "null")
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}, repeated"
    return str(schema.get("format") or schema.get("type", "any"))


def python() -> str:
    """The page on the Python interface."""
    lines = ["# The Python interface", "", NOTE]
    for name in MODULES:
        module = import_module(name)
        lines += ["", f"## {name}", "", inspect.cleandoc(module.__doc__ or "")]
        for public in module.__all__:
            lines += _member(public, getattr(module, public))
    return _page(lines)


def _member(name: str, value: object) -> Iterator[str]:
    if inspect.isclass(value):
        yield from ("", f"### {name}", "", inspect.cleandoc(value.__doc__ or ""))
        if dataclasses.is_dataclass(value):
            yield ""
            for field in dataclasses.fields(value):
                default = "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
                yield f"- `{field.name}: {field.type}{default}`"
        for method, function in inspect.getmembers(value, inspect.isfunction):
            if not method.startswith("_") and function.__qualname__.startswith(name + "."):
                yield from ("", f"`{method}{inspect.signature(function)}`: {_first(function)}")
    elif inspect.isfunction(value):
        yield from (
            "",
            f"### {name}",
            "",
            f"`{name}{inspect.signature(value)}`",
            "",
            inspect.cleandoc(value.__doc__ or ""),
        )
    else:
        yield from ("", f"### {name}", "", f"`{value!r}`" if len(repr(value)) < 200 else f"`{type(value).__name__}`")


def _first(function: object) -> str:
    return inspect.cleandoc(getattr(function, "__doc__", None) or "").partition("\n\n")[0].replace("\n", " ")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _page(lines: list[str]) -> str:
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, text in (("cli", cli()), ("http", http()), ("python", python())):
        path = FOLDER / f"{name}.md"
        if check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(path.name)
        elif not check:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"docs/reference: {', '.join(stale)} are not what the code says; run: make reference\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
