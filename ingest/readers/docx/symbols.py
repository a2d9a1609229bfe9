"""Signs that Word takes from the fonts Symbol and Wingdings, where their codes are those of no alphabet."""

from __future__ import annotations

__all__ = ["symbol"]

_UNKNOWN = "\ufffd"
_PRIVATE = range(0xF000, 0xF100)
"""Where Word puts the codes of such fonts."""


def _row(first: int, signs: str) -> dict[int, str]:
    return dict(enumerate(signs, first))


# fmt: off
_SYMBOL = (
    _row(0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?")
    | _row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_")
    | _row(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
    | _row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…")
    | _row(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑")
)
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}
# fmt: on


def symbol(code: int, font: str) -> str:
    """The sign with this code in this font; U+FFFD for one that no alphabet has."""
    if code not in _PRIVATE:
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else _UNKNOWN
    code -= _PRIVATE.start
    name = font.lower()
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(code, _UNKNOWN) if name == "wingdings" else _UNKNOWN
    if name.startswith("symbol") or not name:
        return _SYMBOL.get(code, _UNKNOWN)
    return chr(code) if code >= 0x20 else _UNKNOWN  # a font of letters
