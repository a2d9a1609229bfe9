"""Which instrument of the catalogue a file is, by its own words; and what it says of itself where it is none of them.

The stages: `places` (where a title may stand), `names` and `symbols` (whose title or number it is), `body` (whether the
text behind it is that instrument), `decide` (one candidate or none). `facts` reads dates and symbols.
"""

from ingest.recognise.body import body_of
from ingest.recognise.comments import names_a_comment
from ingest.recognise.decide import Recogniser, recogniser_for
from ingest.recognise.facts import FileFacts, facts_of

__all__ = ["FileFacts", "Recogniser", "body_of", "facts_of", "names_a_comment", "recogniser_for"]
