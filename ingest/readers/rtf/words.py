"""The control words of Rich Text that the reader acts upon."""

from __future__ import annotations

from typing import Literal

__all__ = ["CHARACTERS", "DESTINATIONS", "Mode"]

Mode = Literal["body", "skip", "fonts", "styles", "info", "title", "number", "instruction", "shape", "ansi"]
"""What becomes of the words in a group: `body` is the text; `number` the printed number of a list item."""

_SKIPPED: dict[str, Mode] = dict.fromkeys(
    [
        "colortbl",
        "pict",
        "nonshppict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "annotation",
        "xe",
        "tc",
        "rxe",
        "txe",
        "nonesttables",
        "shprslt",
        "sn",
        "sv",
        "filetbl",
        "revtbl",
        "listtable",
        "listoverridetable",
        "bkmkstart",
        "bkmkend",
        "pn",
        "objclass",
        "objdata",
        "objname",
        "mmathPict",
    ],
    "skip",
)
DESTINATIONS: dict[str, Mode] = _SKIPPED | {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "info": "info",
    "listtext": "number",
    "pntext": "number",
    "fldinst": "instruction",
    "shpinst": "shape",
    "do": "shape",
    "upr": "ansi",
}
"""Groups whose words are not the text. Of those that a file marks as new, all that are not here are skipped too."""

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "nestcell": " ",
    "nestrow": " ",
    "~": "\u00a0",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
"""Words and signs that stand for a character."""
