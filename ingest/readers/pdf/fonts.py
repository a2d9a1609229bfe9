"""What a font's codes mean and how wide they are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.generic import DictionaryObject, NameObject

# pypdf keeps its font reading to itself, yet offers positions without widths only; the range of versions in
# pyproject.toml and tests/ingest/readers/test_pdf_words.py hold this import.
from pypdf.generic._font import Font

__all__ = ["Face", "Shown", "read_face"]

Glyph = tuple[str, float, bool]
"""Characters, width in thousandths of the font size, whether word spacing applies to it."""
Shown = tuple[str, float, int, int]
"""Characters, width in thousandths of the font size, how many glyphs, to how many of them word spacing applies."""

_BOLD = re.compile(r"bold|black|heavy|demi|semib|-bd|,bd", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obliq|kursiv|-it\b", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_ITALIC_FLAG = 1 << 6
_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
_UNKNOWN = "\ufffd"
_SPACES = (150.0, 330.0)
"""What blanks measure; fonts that have none in their subset claim all sorts of widths."""
_MAX_SHOWN = 20_000


@dataclass(slots=True)
class Face:
    """A font as this reader needs it."""

    name: str
    bold: bool
    italic: bool
    space: float
    """Width of a blank, in thousandths of the font size."""
    _font: Font
    _wide: bool
    """Whether its strings are decoded by a named encoding, not byte by byte."""
    _unit: float
    """Of its widths, in thousandths of the font size; only Type 3 fonts have their own."""
    _glyphs: dict[int | str, Glyph] = field(default_factory=dict)
    _shown: dict[bytes, Shown] = field(default_factory=dict)

    def shown(self, data: bytes) -> Shown:
        """What these bytes of a text string show."""
        known = self._shown.get(data)
        if known is None:
            if len(self._shown) >= _MAX_SHOWN:
                self._shown.clear()
            glyphs = [self._glyph(code) for code in (self._decode(data) if self._wide else data)]
            known = ("".join(g[0] for g in glyphs), sum(g[1] for g in glyphs), len(glyphs), sum(g[2] for g in glyphs))
            self._shown[data] = known
        return known

    def _decode(self, data: bytes) -> str:
        encoding = str(self._font.encoding)
        try:
            return data.decode(encoding, "surrogatepass")
        except UnicodeDecodeError:
            return data.decode(encoding, "replace")

    def _glyph(self, code: int | str) -> Glyph:
        glyph = self._glyphs.get(code)
        if glyph is None:
            char = code if isinstance(code, str) else self._font.encoding.get(code, chr(code))  # type: ignore[union-attr]
            width = self._width(code if isinstance(code, str) else chr(code))
            text = _clean(self._font.character_map.get(char, char))
            if width > 0:
                text = text.replace("\u00ad", "-")  # what takes room is a hyphen that is seen
            glyph = self._glyphs[code] = (text, width, code == 0x20)
        return glyph

    def _width(self, char: str) -> float:
        if char == self._font.space_char:
            return float(self._font.space_width)
        widths = self._font.character_widths
        return float(widths.get(char, widths.get("default", 500))) * self._unit


def read_face(resource: DictionaryObject) -> Face:
    """The face of a font resource; damaged ones raise what pypdf raises."""
    font = Font.from_font_resource(_with_its_own_encoding(resource))
    if font.character_widths.get(font.space_char, 0) == 0:
        font.space_width = 250
    name = _SUBSET_PREFIX.sub("", font.name)
    descriptor = font.font_descriptor
    flags = int(_number(descriptor.flags))
    return Face(
        name=name,
        bold=bool(_BOLD.search(name)) or _number(descriptor.weight) >= 600 or bool(flags & _FORCE_BOLD),
        italic=bool(_ITALIC.search(name)) or _number(descriptor.italic_angle) != 0 or bool(flags & _ITALIC_FLAG),
        space=min(max(float(font.space_width), _SPACES[0]), _SPACES[1]),
        _font=font,
        _wide=isinstance(font.encoding, str),
        _unit=_unit(resource),
    )


def _with_its_own_encoding(resource: DictionaryObject) -> DictionaryObject:
    """The resource, without its font file where it says itself what its codes mean.

    pypdf lets the encoding inside a Type 1 font file win over the one of the PDF, when fontTools is installed; the
    standard has it the other way round, and a subset's inner encoding makes gibberish of the text.
    """
    descriptor = resource.get("/FontDescriptor")
    inner = descriptor.get_object() if descriptor is not None else None
    if "/ToUnicode" in resource or "/Encoding" not in resource or not isinstance(inner, DictionaryObject):
        return resource
    bare = DictionaryObject({key: value for key, value in inner.items() if not str(key).startswith("/FontFile")})
    copy = DictionaryObject(resource)
    copy[NameObject("/FontDescriptor")] = bare
    return copy


def _number(value: object) -> float:
    """The number a descriptor's entry holds; 0 for what is none, as damaged files have it."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def _unit(resource: DictionaryObject) -> float:
    matrix = resource.get("/FontMatrix")
    if resource.get("/Subtype") != "/Type3" or matrix is None:
        return 1.0
    return abs(float(matrix.get_object()[0])) * 1000 or 1.0


def _clean(text: str) -> str:
    """The characters of one glyph: ligatures and presentation forms taken apart, what is no character marked so."""
    if len(text) > 1 and text.startswith("/"):
        text = _named(text[1:])
    if text.isascii():
        return text if text >= " " else " " * len(text)
    if any("\ufb00" <= char <= "\ufdfb" or "\ufe70" <= char <= "\ufefc" for char in text):
        text = unicodedata.normalize("NFKC", text)
    if len(text) > 1 and unicodedata.bidirectional(text[0]) in ("R", "AL"):
        text = text[::-1]  # lines are first put together from left to right, and turned round as a whole later
    return "".join(_UNKNOWN if _is_no_character(char) else char for char in text)


def _named(name: str) -> str:
    """The characters of a glyph's name that pypdf left as it is: parts of a ligature, variants of a letter."""
    parts = name.split(".", maxsplit=1)[0].split("_")
    chars = [part if len(part) == 1 else adobe_glyphs.get(f"/{part}", "") for part in parts]
    return "".join(chars) if all(chars) else _UNKNOWN


def _is_no_character(char: str) -> bool:
    return "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"
