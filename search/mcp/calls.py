"""A tool of the server: a function whose docstring is what a model reads about it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from ingest.errors import ImlError, NotHeld

__all__ = ["Cursor", "Language", "Reference", "Several", "answered", "as_list", "said_of", "told", "tool_of"]

_NOT_HELD_HINT = (
    "Do not quote it from memory. In this server list_instruments gives the ids of what is held, contents the labels "
    "of an instrument, and resolve reads references."
)


def as_list(value: Any) -> Any:
    """A list of one for a bare text, which models often give."""
    return [value] if isinstance(value, str) else value


Several = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], BeforeValidator(as_list), Field(max_length=20)]
Reference = Annotated[
    str,
    Field(min_length=1, max_length=1000, description="As people write it: `CRC arts 9 and 10`, `ICRMW 16(4)`."),
]
Language = Annotated[
    str,
    Field(max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="Edition wanted (BCP 47), e.g. fr."),
]
Cursor = Annotated[
    str | None, Field(max_length=200, description="`next_cursor` of the answer before, with the same other arguments.")
]


class _Strict(ArgModelBase):
    """Arguments of which none is unknown."""

    model_config = ConfigDict(extra="forbid")


def tool_of(function: Callable[..., CallToolResult], title: str, name: str | None = None) -> Tool:
    """The function as a tool of the server; arguments that it does not know are refused.

    An argument that is ignored (`states` for `state`) would give an answer to another question than was asked.
    """
    hints = ToolAnnotations(
        title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    tool = Tool.from_function(
        told(function),
        name=name,
        title=title,
        description=inspect.getdoc(function),
        annotations=hints,
        structured_output=True,
    )
    lax = tool.fn_metadata.arg_model
    strict = create_model(lax.__name__, __base__=(_Strict, lax), __module__=__name__)
    tool.fn_metadata.arg_model = strict
    tool.parameters = strict.model_json_schema(by_alias=True)
    return tool


def told(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with our errors as the tool's own, so that the model reads what went wrong and what to do."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except ImlError as error:
            raise ToolError(f"[{error.code}] {said_of(error)}") from error

    return call


def said_of(error: ImlError) -> str:
    """The error's message; of what is not held also where to look, in terms of this server's tools."""
    return f"{error}\n{_NOT_HELD_HINT}" if isinstance(error, NotHeld) else str(error)


def answered(answer: BaseModel, lines: list[str]) -> CallToolResult:
    """The answer in both forms: as data, and as text to read."""
    text = TextContent(type="text", text="\n".join(lines))
    return CallToolResult(content=[text], structured_content=answer.model_dump(mode="json"))
