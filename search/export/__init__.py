"""A list of results as a file for research: for reference managers, spreadsheets, text documents."""

from search.export.formats import FORMATS, ExportFormat, export_answer, format_of_file, format_of_name
from search.export.record import Record, record_of
from search.export.table import COLUMNS, rows_of, unguarded

__all__ = [
    "COLUMNS",
    "FORMATS",
    "ExportFormat",
    "Record",
    "export_answer",
    "format_of_file",
    "format_of_name",
    "record_of",
    "rows_of",
    "unguarded",
]
