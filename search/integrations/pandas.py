"""An answer as a data frame: `pip install 'iml-search[pandas]'`."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from search.export import COLUMNS, record_of, rows_of
from search.query import Query
from search.results import SearchAnswer

__all__ = ["to_frame"]


def to_frame(answer: SearchAnswer, query: Query | None = None, retrieved: dt.date | None = None) -> pd.DataFrame:
    """A row for each result, with the columns of the CSV export; lists and locators stay Python values.

    `retrieved` is today (UTC) where it is not given.
    """
    day = retrieved or dt.datetime.now(dt.UTC).date()
    frame = pd.DataFrame(rows_of(record_of(answer, day, query)), columns=list(COLUMNS))
    frame["retrieved"] = pd.to_datetime(frame["retrieved"])
    return frame
