"""What a file is, told from its bytes; never from its name."""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import Literal

from charset_normalizer import from_bytes

from ingest.errors import UnreadableSource
from ingest.readers.archive import open_archive, read_member

__all__ = ["Format", "decode", "sniff"]

Format = Literal["pdf", "docx", "odt", "rtf", "epub", "html", "xml", "json", "markdown", "text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:\?xml[^>]*?encoding|meta[^>]*?charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<(?:body|main|article|h[1-6]|p|div)[\s>]", re.IGNORECASE)
_XML_START = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE\s+(?!html)|<[A-Za-z][\w.:-]*[\s/>])")
_FLAT_ODT = re.compile(r"<(?:[\w.-]+:)?document\s[^>]*urn:oasis:names:tc:opendocument:xmlns:office")
# Brackets and braces open many a text; these open JSON only.
_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON = re.compile(rf"\{{\s*(?:\}}\s*\Z|{_STRING}\s*:)|\[[\[\s]*(?:\{{\s*[\"}}]|\]\s*\Z|{_STRING}\s*[,\]])")
_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]*\S|^\d+\\[.)]|\*\*\S[^*\n]*\*\*|(?<!\w)\*[^\s*][^*\n]*\*|"
    r"\[[^\]\n]+\]\([^)\s]+\)|^(?:```|\|.+\|\s*$)",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---\s*\n(?:[\w-]+:.*\n|[ \t]+.*\n)+---\s*(?:\n|$)")
_ODT_TYPE = "application/vnd.oasis.opendocument."
_WESTERN = ("cp1252", "latin_1", "iso8859_15")
_AS_GOOD = 0.02
"""Difference of disorder, as charset-normalizer measures it, that proves nothing."""
# Marks of a file that another program made and that nothing here reads; the message says what to do instead.
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file (.doc, .xls, .ppt), or a protected new one; save it as .docx",
    ),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed; unpack it first"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x89PNG", "a picture (PNG); put it into a PDF, which is read by OCR where Tesseract is installed"),
    (b"\xff\xd8\xff", "a picture (JPEG); put it into a PDF, which is read by OCR where Tesseract is installed"),
    (b"GIF8", "a picture (GIF); put it into a PDF, which is read by OCR where Tesseract is installed"),
    (b"II*\x00", "a picture (TIFF); put it into a PDF, which is read by OCR where Tesseract is installed"),
    (b"MM\x00*", "a picture (TIFF); put it into a PDF, which is read by OCR where Tesseract is installed"),
)


def sniff(data: bytes) -> Format:
    """The format of these bytes; raises `UnreadableSource` for those that no reader takes."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableSource(f"The file is empty ({len(data)} bytes without a letter); fetch it again.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _inside_zip(data)
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableSource(f"The file is {what}.")
    return _markup(decode(data[:65536], whole=False))


def decode(data: bytes, *, whole: bool = True) -> str:
    """The characters of these bytes: by byte order mark, as UTF-8, by declaration, else by guess from the content.

    With `whole=False` a character cut off at the end is forgiven. Raises `UnreadableSource` for bytes that are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, whole=whole)
    try:
        text = _strict(data, "utf-8", whole=whole)
    except UnreadableSource:
        text = _nearly_utf8(data) or _guessed(data)
    if text.count("\x00") > len(text) // 100:
        raise UnreadableSource(f"The file is binary ({data.count(0)} zero bytes in {len(data)}); no reader knows it.")
    return text


def _strict(data: bytes, encoding: str, *, whole: bool) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=whole)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"The file is not {encoding}: byte {error.start} is 0x{data[error.start]:02x}."
        ) from error


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few damaged bytes, each as U+FFFD (which the document's warnings tell); None for anything else."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    sound = sum(letter > "\x7f" for letter in text) - damaged
    return text if damaged <= sound / 4 and damaged <= max(3, len(text) // 1000) else None


def _guessed(data: bytes) -> str:
    declared = _DECLARED.search(data[:2048])
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the content decides
    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise UnreadableSource(f"No text encoding fits the {len(data)} bytes of the file; it is damaged or no text.")
    # Several western encodings read short texts equally well; by far the commonest of them is the likeliest.
    western = (match for match in matches if match.encoding in _WESTERN and match.chaos <= best.chaos + _AS_GOOD)
    return str(next(western, best))


def _inside_zip(data: bytes) -> Format:
    with open_archive(data) as archive:
        names = set(archive.namelist())
        declared = _declared_type(archive)
    if "word/document.xml" in names:
        return "docx"
    if declared == "application/epub+zip" or "META-INF/container.xml" in names:
        return "epub"
    if declared.startswith(f"{_ODT_TYPE}text") or ("content.xml" in names and not declared):
        return "odt"
    if declared.startswith(_ODT_TYPE):
        raise UnreadableSource(f"The file is no text but {declared!r}; save its words as .odt.")
    raise UnreadableSource(
        f"The file is a zip archive of {len(names)} members, none of them a Word text (word/document.xml), an "
        "OpenDocument text (content.xml) or a book (META-INF/container.xml); unpack it, or save the document as .docx."
    )


def _declared_type(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file or a book says that it is; empty for other archives."""
    declared = read_member(archive, "mimetype") or b""
    return declared[:200].decode("ascii", "replace").strip()


def _markup(text: str) -> Format:
    head = text.lstrip("\ufeff \t\r\n")
    tagged = _tagged(head) if head.startswith("<") else None
    if tagged is not None:
        return tagged
    if _JSON.match(head):
        return "json"
    return "markdown" if _FRONT_MATTER.match(head) or _MARKDOWN.search(head) else "text"


def _tagged(head: str) -> Format | None:
    """The format of a text that begins with a tag, None where that is no tag."""
    if _FLAT_ODT.search(head[:8192]):
        return "odt"
    declared = head.startswith("<?xml")
    if re.match(r"<!doctype\s+html|<html[\s>](?!.*xmlns)", head[:300], re.IGNORECASE) and not declared:
        return "html"
    if not declared and (_HTML.match(head) or (head.startswith("<!--") and _HTML.search(head))):
        return "html"
    return "xml" if declared or _XML_START.match(head) else None
