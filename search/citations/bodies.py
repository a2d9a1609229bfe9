"""Which treaty bodies issued a general comment, and how styles name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.citations.item import Citable

__all__ = ["BODIES", "Body", "bodies_of"]


@dataclass(frozen=True, slots=True)
class Body:
    """A treaty body, as styles name it."""

    name: str
    bluebook: str


BODIES: dict[str, Body] = {
    "CCPR": Body("UN Human Rights Committee", "U.N. Hum. Rts. Comm."),
    "E/C.12": Body("UN Committee on Economic, Social and Cultural Rights", "U.N. Comm. on Econ., Soc. & Cultural Rts."),
    "CEDAW": Body(
        "UN Committee on the Elimination of Discrimination against Women",
        "U.N. Comm. on the Elimination of Discrimination Against Women",
    ),
    "CERD": Body(
        "UN Committee on the Elimination of Racial Discrimination",
        "U.N. Comm. on the Elimination of Racial Discrimination",
    ),
    "CAT": Body("UN Committee against Torture", "U.N. Comm. Against Torture"),
    "CRC": Body("UN Committee on the Rights of the Child", "U.N. Comm. on the Rts. of the Child"),
    "CMW": Body("UN Committee on Migrant Workers", "U.N. Comm. on Migrant Workers"),
    "CRPD": Body(
        "UN Committee on the Rights of Persons with Disabilities", "U.N. Comm. on the Rts. of Pers. with Disabilities"
    ),
    "CED": Body("UN Committee on Enforced Disappearances", "U.N. Comm. on Enforced Disappearances"),
}
"""Beginnings of UN symbols -> the treaty body that issues them."""
_BY_CODE = BODIES | {"CESCR": BODIES["E/C.12"], "ESCR": BODIES["E/C.12"]}
"""Short codes, as titles and ids begin with them."""
_JOINT = re.compile(r"\s*[-–;,]\s*(?=[A-Z]+/)")
"""What joins the symbols of a joint comment: `CMW/C/GC/3-CRC/C/GC/22`."""


def bodies_of(item: Citable) -> tuple[Body, ...]:
    """The treaty bodies that issued a general comment, in the order of its symbols; empty where nothing tells.

    Those from before the bodies had symbols for them (`A/48/18`) are told by their short title or id.
    """
    if item.kind != "general_comment":
        return ()
    symbols = [part for symbol in (item.source, item.symbol) if symbol for part in _JOINT.split(symbol)]
    found = tuple(dict.fromkeys(b for s in symbols for start, b in BODIES.items() if s.startswith(f"{start}/")))
    return found or tuple(_named(item))[:1]


def _named(item: Citable) -> Iterator[Body]:
    for code in ((item.short_title or "").partition(" ")[0], item.id.partition("-")[0].upper()):
        if body := _BY_CODE.get(code):
            yield body
