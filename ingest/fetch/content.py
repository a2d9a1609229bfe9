"""Whether the bytes that came are of the type that was announced; the type itself is told from the bytes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.errors import NotTheText, UnreadableSource
from ingest.readers.sniff import Format, decode, sniff

__all__ = ["EXTENSIONS", "check_content"]

EXTENSIONS: Mapping[Format, str] = {
    "pdf": "pdf",
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
    "epub": "epub",
    "html": "html",
    "xml": "xml",
    "json": "json",
    "markdown": "md",
    "text": "txt",
}
_PLAIN: frozenset[Format] = frozenset({"text", "markdown"})
_MARKUP: frozenset[Format] = frozenset({"html", "xml"})
_ANNOUNCED: Mapping[str, frozenset[Format]] = {
    "application/pdf": frozenset({"pdf"}),
    "application/x-pdf": frozenset({"pdf"}),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": frozenset({"docx"}),
    "application/vnd.oasis.opendocument.text": frozenset({"odt"}),
    "application/rtf": frozenset({"rtf"}),
    "text/rtf": frozenset({"rtf"}),
    "application/epub+zip": frozenset({"epub"}),
    "application/xml": frozenset({"xml"}),
    "text/xml": frozenset({"xml"}),
    "application/xhtml+xml": _MARKUP,
    "application/json": frozenset({"json"}),
    "text/plain": _PLAIN,
    "text/markdown": _PLAIN,
}
"""What may stand under a media type; of others (text/html, octet-stream) the content alone decides."""
_BY_SUFFIX: Mapping[str, Format] = {f".{name}": name for name in ("pdf", "docx", "odt", "rtf", "epub")}
_PDF_END = b"%%EOF"
_PDF_TAIL_BYTES = 8192
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_MAX_TITLE = 80


def check_content(data: bytes, media_type: str, addresses: tuple[str, ...]) -> Format:
    """The format of these bytes; raises `NotTheText` when they are none, or other than media type or address say."""
    url = addresses[0]
    try:
        found = sniff(data)
    except UnreadableSource as error:
        raise NotTheText(f"{url}: what came cannot be read. {error}") from error
    if found not in _ANNOUNCED.get(media_type, {found}):
        raise NotTheText(f"{url}: announced as {media_type}, but {_what_came(found, data)} came; nothing is kept")
    for address in addresses:
        promised = _BY_SUFFIX.get(PurePosixPath(urlsplit(address).path).suffix.lower())
        if promised not in (None, found):
            raise NotTheText(f"{address} should be a file of type {promised}, but {_what_came(found, data)} came")
    if found == "pdf" and _PDF_END not in data[-_PDF_TAIL_BYTES:]:
        raise NotTheText(f"{url}: a PDF without its end came ({len(data)} bytes); the host cuts it off")
    return found


def _what_came(found: Format, data: bytes) -> str:
    """The content in words, a page with its title: “Access denied” says more than a type."""
    title = _TITLE.search(decode(data[:65536], whole=False)) if found in _MARKUP else None
    if title and (words := " ".join(html.unescape(title[1]).split())):
        return f"a page titled “{words[:_MAX_TITLE]}”"
    return f"{found} of {len(data)} bytes"
