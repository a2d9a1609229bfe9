"""The reader of Rich Text.

It is our own because no library for Python keeps what a quotation needs: striprtf, the one that is kept up, drops
footnotes and the numbers of old lists, prints hidden and deleted words as text, and knows no headings.
"""

from ingest.readers.rtf.reader import read_rtf

__all__ = ["read_rtf"]
