"""The reader of Word files.

It goes over the parts of the file itself: python-docx knows no footnotes, no tracked changes and no hidden words.
"""

from ingest.readers.docx.reader import read_docx

__all__ = ["read_docx"]
