"""References to provisions as people type them, and what they point at.

The modules follow the stages of the work: `tokens`, then names (`names`, `registers`, `numbered`, `comments`,
`protocols`, `mentions`, `approximate`) and pinpoints (`numbers`, `pinpoints`, `bare`), then `find` brings the two
together and `resolve` looks them up. Nothing here knows the index: a `Directory` of `KnownInstrument` is all it sees.
"""

from search.references.directory import Directory
from search.references.models import KnownInstrument, Missing, Reference, Resolution, Target
from search.references.resolve import MAX_QUERY_CHARS, MAX_TEXT_CHARS, extract, resolve

__all__ = [
    "MAX_QUERY_CHARS",
    "MAX_TEXT_CHARS",
    "Directory",
    "KnownInstrument",
    "Missing",
    "Reference",
    "Resolution",
    "Target",
    "extract",
    "resolve",
]
