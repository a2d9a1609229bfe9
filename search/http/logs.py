"""Logs as JSON, one object a line. A line says what was answered and how fast, not what was asked.

People ask about their own cases, so neither query strings nor bodies nor the text of errors nobody foresaw, which may
hold them, are written, unless `IML_LOG_QUESTIONS` is set.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["LOGGER", "JsonLines", "log_config", "where_it_broke"]

LOGGER = "iml.http"


class JsonLines(logging.Formatter):
    """Records as JSON: time, level, event, and the fields of the record, if it has any."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line; line breaks in values are escaped, as JSON does."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": when.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = where_it_broke(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def where_it_broke(error: BaseException) -> dict[str, Any]:
    """The type of an error and its last places in the code, innermost last; its words may hold a question."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return {
        "type": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }


def log_config() -> dict[str, Any]:
    """For `logging.config.dictConfig`: all that the service and its server say, on stderr."""
    one = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "search.http.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": dict.fromkeys((LOGGER, "uvicorn", "uvicorn.error"), one),
    }
