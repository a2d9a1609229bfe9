"""The reader of OpenDocument texts."""

from ingest.readers.odt.reader import read_odt

__all__ = ["read_odt"]
