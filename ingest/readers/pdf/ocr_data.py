"""Language data of Tesseract: their names and packages."""

from __future__ import annotations

__all__ = ["data_name", "package_of"]

_DATA = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "it": "ita",
    "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "mt": "mlt", "nl": "nld", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sv": "swe", "sw": "swa", "tr": "tur",
    "uk": "ukr", "ur": "urd", "zh": "chi_sim",
}  # fmt: skip
"""Tesseract's name for the data of a language, by ISO 639-1."""
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def data_name(language: str) -> str:
    """The name of Tesseract's data for a BCP 47 tag; that of an unknown language is the tag's own first part."""
    primary, *rest = language.lower().split("-")
    if primary == "zh" and any(part in _TRADITIONAL for part in rest):
        return "chi_tra"
    return _DATA.get(primary, primary)


def package_of(data: str) -> str:
    """The command that installs language data on Debian and Ubuntu."""
    return f"apt-get install tesseract-ocr-{data.replace('_', '-')}"
