"""The error tree. Every error that a user can cause or mend is one of these.

ImlError
├── UsageError                 wrong arguments; the caller mends the call              exit 2
│   ├── CollectionError        collection.toml is wrong; the message names the line or key
│   └── Offline                the call needs the network, and was told to stay off it
├── SourceError                one file could not be read; the others go on            exit 1
│   ├── UnreadableSource       empty, truncated, damaged, or not what it claims to be
│   ├── ProtectedSource        needs a password
│   ├── NeedsOcr               pages without a text layer
│   ├── SourceLimit            took more time, memory or pages than allowed
│   └── FetchError             one text could not be fetched; the others go on
│       ├── Disallowed         the host's robots.txt does not want it fetched
│       ├── HostClosed         the host does not answer, or asks to be left alone for long; nothing more of it
│       ├── BrokenOff          kept breaking off or stalling; what came is kept and taken up again
│       └── NotTheText         what came is empty, too large, of another type, or not the instrument's text
├── NotHeld                    no such instrument, provision or page                   exit 2
├── CatalogueError             an entry of the bundled catalogue is malformed
└── UnusableIndex                the index cannot be used                                exit 3
    ├── IndexMissing           nothing built yet
    ├── IndexCorrupt           a checksum or a count disagrees
    ├── ModelMismatch          built by another model than the one asked for
    └── ModelMissing           the encoder's files are not there or not the expected ones

Every error carries a stable `code` (used as the problem type over HTTP) and a message that says what happened, with
the values, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BrokenOff",
    "CatalogueError",
    "CollectionError",
    "Disallowed",
    "FetchError",
    "HostClosed",
    "ImlError",
    "IndexCorrupt",
    "IndexMissing",
    "ModelMismatch",
    "ModelMissing",
    "NeedsOcr",
    "NotHeld",
    "NotTheText",
    "Offline",
    "ProtectedSource",
    "SourceError",
    "SourceLimit",
    "UnreadableSource",
    "UnusableIndex",
    "UsageError",
]


class ImlError(Exception):
    """Base of all errors with a meaning for the user."""

    code: ClassVar[str] = "error"


class UsageError(ImlError):
    """The call itself is wrong."""

    code = "usage"


class CollectionError(UsageError):
    """`collection.toml` cannot be used as written."""

    code = "collection"


class Offline(UsageError):
    """The network is needed, but IML_OFFLINE or --offline forbids it."""

    code = "offline"


class SourceError(ImlError):
    """One source could not be ingested."""

    code = "source"


class UnreadableSource(SourceError):
    """The bytes are empty, truncated, damaged or of an unknown format."""

    code = "unreadable"


class ProtectedSource(SourceError):
    """The file asks for a password."""

    code = "protected"


class NeedsOcr(SourceError):
    """No page holds text; the file is a scan."""

    code = "needs-ocr"


class SourceLimit(SourceError):
    """Reading went over a limit of time, memory or pages."""

    code = "limit"


class FetchError(SourceError):
    """One text could not be fetched."""

    code = "fetch"


class Disallowed(FetchError):
    """robots.txt forbids the address to this program."""

    code = "fetch-disallowed"


class HostClosed(FetchError):
    """The host does not answer or asks to wait for long; nothing more is asked of it in this run."""

    code = "fetch-host"


class BrokenOff(FetchError):
    """The transfer stalled or broke off again and again."""

    code = "fetch-broken"


class NotTheText(FetchError):
    """What came is not the text asked for."""

    code = "fetch-content"


class NotHeld(ImlError):
    """The instrument or provision asked for is not in the index."""

    code = "not-held"


class CatalogueError(ImlError):
    """A catalogue entry breaks the schema."""

    code = "catalogue"


class UnusableIndex(ImlError):
    """The index cannot be used."""

    code = "index"


class IndexMissing(UnusableIndex):
    """There is no live generation."""

    code = "index-missing"


class IndexCorrupt(UnusableIndex):
    """A generation disagrees with its manifest."""

    code = "index-corrupt"


class ModelMismatch(UnusableIndex):
    """The generation was made by another encoder."""

    code = "model-mismatch"


class ModelMissing(UnusableIndex):
    """The encoder's files are missing or not the expected ones."""

    code = "model-missing"
