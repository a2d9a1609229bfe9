"""Resources: the provisions by address, and what the index holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from ingest.errors import ImlError, NotHeld
from search.mcp.calls import said_of
from search.mcp.live import Live
from search.mcp.tools.instruments import held_languages
from search.mcp.tools.read import provision_at, provision_lines

__all__ = ["add_resources"]

MOST_RESOURCE = 50_000
"""Characters of a provision given as a resource; the tool read_provision has parts."""


def add_resources(server: MCPServer[None], live: Live) -> None:
    """Add the index and the provisions to the server."""

    @server.resource(
        "iml://index", name="index", title="What is held", mime_type="application/json", description=_INDEX
    )
    def index() -> str:
        return json.dumps(_summary(live), ensure_ascii=False, indent=2)

    @server.resource(
        "iml://{instrument}/{+label}",
        name="provision",
        title="A provision",
        mime_type="text/plain",
        description=_PROVISION,
    )
    def provision(instrument: str, label: str) -> str:
        try:
            answer = provision_at(live.hold(), instrument, label, "en", 0, MOST_RESOURCE)
        except NotHeld as error:
            raise ResourceNotFoundError(said_of(error)) from error
        except ImlError as error:
            raise ResourceError(str(error)) from error
        return "\n".join(provision_lines(answer, "en"))


_INDEX = "The build of the index, and how many instruments it holds by kind, region and language."
_PROVISION = (
    "The exact words of a provision with its citation, in English where that is held, e.g. iml://icrmw/art%2016(4). "
    "Lines that begin with > are the words; only they may be quoted."
)


def _summary(live: Live) -> dict[str, object]:
    snapshot = live.hold().snapshot
    languages = held_languages(snapshot.meta)
    held = [i for i in snapshot.meta.instruments.values() if "authentic" in languages.get(i.id, {})]
    return {
        **snapshot.describe(),
        "instruments_with_text": len(held),
        "instruments_with_digest_only": len(languages) - len(held),
        "instruments_known_by_name": len(snapshot.meta.instruments) - len(languages),
        "kinds": _counted(i.kind for i in held),
        "regions": _counted(i.region or "none" for i in held),
        "languages": _counted(tag for i in held for tag in languages[i.id]["authentic"]),
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
