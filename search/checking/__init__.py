"""Checking a text: its references looked up, its quotations compared word for word with what they are said to quote.

The modules follow the stages of the work: `quotations` and `blocks` find the quoted words, `attach` gives each to its
reference, `pieces` reads what the writer marked as changed, `texts` holds the authentic words, `locate` finds the
place, `difference` lays both side by side, `meaning` weighs what differs, `elsewhere` looks in all the rest,
and `compare` says the verdict. `report` prints it all.
"""

from search.checking.models import (
    VERDICTS,
    CheckedReference,
    CheckReport,
    Difference,
    Fit,
    Operation,
    Place,
    QuoteCheck,
    Verdict,
)

__all__ = [
    "VERDICTS",
    "CheckReport",
    "CheckedReference",
    "Difference",
    "Fit",
    "Operation",
    "Place",
    "QuoteCheck",
    "Verdict",
]
