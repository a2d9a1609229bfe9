"""PDF: text in reading order, without running heads, with pages, headings and footnotes."""

from __future__ import annotations

from ingest.readers.pdf.reader import check_pages, read_pdf

__all__ = ["check_pages", "read_pdf"]
