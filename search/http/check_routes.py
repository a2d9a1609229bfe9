"""`/v1/check`: the references and quotations of a text or of a file."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import Response

from ingest.errors import SourceError, SourceLimit
from search.check import check, check_document
from search.checking.upload import MAX_REFERENCES, MAX_SENTENCES, MAX_UPLOAD, Busy, read_upload
from search.http.accept import require_accepted
from search.http.answers import JsonAnswer
from search.http.check_schemas import CheckedFileModel, CheckReportModel, CheckRequest
from search.http.live import Live
from search.http.parameters import LANGUAGE_OR_EMPTY
from search.http.problems import problem_response

__all__ = ["check_router"]

check_router = APIRouter(tags=["references"])
_JSON = [Depends(require_accepted("application/json"))]
_RETRY_S = "5"


@check_router.post("/v1/check", response_model=CheckReportModel, dependencies=_JSON)
def check_text(live: Live, asked: CheckRequest) -> Any:
    """The references of a text: is each provision there, does it fit, and are the words quoted from it its own?

    At most 200 references are checked, and the sentences of the first 60 compared with all provisions; `not_checked`
    and `not_ranked` say how many were left.
    """
    return JsonAnswer(check(asked.text, live, asked.language, MAX_REFERENCES, MAX_SENTENCES).to_json())


@check_router.post("/v1/check/file", response_model=CheckedFileModel, dependencies=_JSON)
def check_file(
    live: Live,
    request: Request,
    file: Annotated[
        UploadFile,
        File(description=f"A Word, PDF, ODT, RTF, HTML, Markdown or text file of at most {MAX_UPLOAD:,} bytes."),
    ],
    language: Annotated[
        str | None,
        Form(max_length=35, pattern=LANGUAGE_OR_EMPTY, description="Edition to show (BCP 47).", examples=["fr"]),
    ] = None,
) -> Response:
    """The same for a file, with the page of each reference where the file has pages.

    The file is read in a process of its own and is not kept.
    """
    try:
        document = read_upload(file.filename or "file", file.file.read(MAX_UPLOAD + 1))
    except SourceError as error:
        status = 413 if isinstance(error, SourceLimit) else 422
        return problem_response(request.scope, status, error.code, str(error))
    except Busy:
        detail = "other files are being read; send it again in a moment"
        raise HTTPException(503, detail, {"Retry-After": _RETRY_S}) from None
    report = check_document(document, live, language, MAX_REFERENCES, MAX_SENTENCES)
    return JsonAnswer(report.to_json() | {"text": document.text})
