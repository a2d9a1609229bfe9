"""The parameters that routes share, each described with an example."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from search.citations import STYLES

__all__ = ["LANGUAGE", "LANGUAGE_OR_EMPTY", "Edition", "InstrumentId", "Label", "Reference", "Style"]

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A BCP 47 tag."""
LANGUAGE_OR_EMPTY = rf"^$|{LANGUAGE}"
"""The same in a form, where an empty field is one that was not filled in."""

Edition = Annotated[
    str,
    Query(
        max_length=35,
        pattern=LANGUAGE,
        description="Edition to show (BCP 47); English or any other where that language is not held.",
        examples=["en"],
    ),
]
Reference = Annotated[
    str,
    Query(min_length=1, max_length=1000, description="A reference as people write it.", examples=["CRC arts 9 and 10"]),
]
InstrumentId = Annotated[
    str, Path(max_length=200, description="Id of an instrument, as in `/v1/instruments`.", examples=["icrmw"])
]
Label = Annotated[
    str,
    Path(
        max_length=200,
        description="Label of a provision, as in the instrument's tree, or a reference to it such as `33(1)`.",
        examples=["art 16(4)"],
    ),
]
Style = Annotated[
    str,
    Query(
        description=f"One of: {', '.join(STYLES)}.",
        examples=["oscola"],
        json_schema_extra={"enum": list(STYLES)},
    ),
]
