"""Which encoding the bytes of a Rich Text file are in: by the file's code page, or by the font of the words."""

from __future__ import annotations

import codecs

__all__ = ["Encodings"]

_DEFAULT = "cp1252"
# By the number that a font table gives; 1 is the file's own code page.
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {708: "iso8859_6", 936: "gbk", 1361: "johab", 10000: "mac_roman", 10007: "mac_cyrillic", 65001: "utf-8"}


class Encodings:
    """The encodings that one file declares."""

    def __init__(self) -> None:
        self.default_font: int | None = None
        self.unknown: set[int] = set()
        """Code pages that nobody knows; their letters are read as those of 1252."""
        self._page = _DEFAULT
        self._fonts: dict[int, str] = {}
        self._entry = 0

    def of(self, font: int | None) -> str:
        """The encoding of words in this font."""
        return self._fonts.get(self.default_font or 0 if font is None else font, self._page)

    def page(self, number: int | None) -> None:
        """Takes in the code page of the file."""
        self._page = self._known(number) or _DEFAULT

    def font(self, number: int | None) -> None:
        """Begins an entry of the font table."""
        self._entry = number or 0

    def charset(self, number: int | None) -> None:
        """Takes in the charset of a font; charset 1 leaves it with the code page of the file."""
        if (number or 0) in _CHARSETS:
            self._fonts[self._entry] = _CHARSETS[number or 0]

    def font_page(self, number: int | None) -> None:
        """Takes in the code page of a font."""
        encoding = self._known(number)
        if encoding is not None:
            self._fonts[self._entry] = encoding

    def _known(self, page: int | None) -> str | None:
        if not page:
            return None
        try:
            return codecs.lookup(_PAGES.get(page, f"cp{page}")).name
        except LookupError:
            self.unknown.add(page)
            return None
