"""``/translate_file`` and ``/download_file`` of LibreTranslate."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from api.documents import FORMATS, ArchiveLimits, translate_document
from api.engine import Check
from api.problems import Problem
from api.routes.libre import (
    GLOSSARY,
    LIBRE_ERRORS,
    LIBRE_MISSING,
    SOURCE,
    TARGET,
    admitted,
    document,
    glossary_of,
    parameters,
    source_of,
    target_of,
)
from api.state import StateOf
from toolkit.languages import detect_language

__all__ = ["router"]

router = APIRouter(tags=["LibreTranslate"])

_UPLOAD = document(
    {
        "file": {"type": "string", "format": "binary", "description": ", ".join(FORMATS)},
        "source": SOURCE,
        "target": TARGET,
        "glossary": GLOSSARY,
        "api_key": {"type": "string"},
    },
    ["file", "source", "target"],
    upload=True,
)


@router.post(
    "/translate_file",
    openapi_extra=_UPLOAD,
    responses={
        **LIBRE_ERRORS,
        **LIBRE_MISSING,
        200: {
            "content": {"application/json": {"example": {"translatedFileUrl": "http://…/download_file/…"}}}
        },
    },
)
async def translate_file(request: Request, state: StateOf) -> Response:
    """Translate a document; its layout and formatting are kept. Answers with a URL that holds for a while."""
    values = await parameters(request)
    admitted(request, state, values)
    file = values.get("file")
    if not isinstance(file, UploadFile):
        raise Problem("malformed-request", "Invalid request: missing file parameter")
    source, target = source_of(values), target_of(values)
    suffix = PurePath(file.filename or "").suffix.casefold()
    suffix = ".html" if suffix in (".htm", ".xhtml") else suffix
    if suffix not in FORMATS:
        raise Problem(
            "malformed-request", f"Invalid request: file format not supported; use {', '.join(FORMATS)}"
        )
    data = await file.read()
    engine = state.engine
    limits = ArchiveLimits(state.settings.max_archive_entries, state.settings.max_unpacked_bytes)

    def work(check: Check) -> bytes:
        glossary = glossary_of(values, engine)

        def translate(segments: Any) -> Any:
            engine.check_characters(segments)
            nonlocal source
            if source == "auto":
                source = detect_language("\n".join(segments))
            return engine.segments_with(engine.translator(source, target, glossary), check)(segments)

        cut = "en" if source == "auto" else source
        if source == target:
            return data
        return translate_document(data, suffix, cut, target, translate, limits)

    done = await state.work.run(lambda ticket: work(ticket.check), request)
    name = f"{_safe(PurePath(file.filename or '').stem)}_{target}{suffix}"
    identifier = await run_in_threadpool(state.files.add, name, FORMATS[suffix], done)
    return JSONResponse({"translatedFileUrl": f"{request.base_url}download_file/{identifier}{suffix}"})


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name)[:80].strip("._") or "document"


@router.get(
    "/download_file/{name}",
    response_class=Response,
    responses={
        404: LIBRE_ERRORS[400] | {"description": "No such file"},
        200: {
            "content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in FORMATS.values()}
        },
    },
)
def download_file(name: str, state: StateOf) -> Response:
    """A translated document."""
    shown, kind, data = state.files.get(name.partition(".")[0])
    disposition = f"attachment; filename*=UTF-8''{quote(shown)}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
