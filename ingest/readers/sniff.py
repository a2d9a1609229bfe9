"""What a file is, told from its bytes; never from its name."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from typing import Literal

from charset_normalizer import from_bytes

from ingest.errors import ProtectedSource, UnreadableSource

__all__ = ["Format", "decode", "sniff"]

Format = Literal["pdf", "docx", "html", "xml", "markdown", "text"]

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
_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]*\S|^\d+\\[.)]|\*\*\S[^*\n]*\*\*|(?<!\w)\*[^\s*][^*\n]*\*|"
    r"\[[^\]\n]+\]\([^)\s]+\)|^(?:```|\|.+\|\s*$)",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---\s*\n(?:[\w-]+:.*\n|[ \t]+.*\n)+---\s*(?:\n|$)")
_WESTERN = ("cp1252", "latin_1", "iso8859_15")
_AS_GOOD = 0.02
"""Difference of disorder, as charset-normalizer measures it, that proves nothing."""
# Marks of a file that another program made and that nothing here reads; the message says what to do instead.
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file (.doc, .xls, .ppt), or a protected new one; save it as .docx",
    ),
    (b"{\\rtf", "Rich Text; save it as .docx"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed; unpack it first"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x89PNG", "a picture (PNG); its words need OCR first"),
    (b"\xff\xd8\xff", "a picture (JPEG); its words need OCR first"),
    (b"GIF8", "a picture (GIF); its words need OCR first"),
    (b"II*\x00", "a picture (TIFF); its words need OCR first"),
    (b"MM\x00*", "a picture (TIFF); its words need OCR first"),
)


def sniff(data: bytes) -> Format:
    """The format of these bytes; raises `UnreadableSource` for those that no reader takes."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableSource(f"The file is empty ({len(data)} bytes without a letter); fetch it again.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UnreadableSource(f"The file begins as a zip archive but breaks off: {error}; fetch it again.") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise ProtectedSource(f"The file asks for a password ({error}); save it without one.") from error
    except NotImplementedError as error:
        raise UnreadableSource(f"The archive uses a compression that is not read here: {error}.") from error
    if damaged is not None:
        raise UnreadableSource(f"The archive is damaged at {damaged!r}; fetch it again.")
    if "word/document.xml" in names:
        return "docx"
    raise UnreadableSource(
        f"The file is a zip archive of {len(names)} members, none of them a Word text (word/document.xml); "
        "unpack it, or save the document as .docx."
    )


def _markup(text: str) -> Format:
    head = text.lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        if re.match(r"<!doctype\s+html|<html[\s>](?!.*xmlns)", head[:300], re.IGNORECASE) and not head.startswith(
            "<?xml"
        ):
            return "html"
        if head.startswith("<?xml"):
            return "xml"
        if _HTML.match(head) or (head.startswith("<!--") and _HTML.search(head)):
            return "html"
        if _XML_START.match(head):
            return "xml"
    if _FRONT_MATTER.match(head) or _MARKDOWN.search(head):
        return "markdown"
    return "text"
