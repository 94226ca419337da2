"""The page, the articles that are opened in it, and the description of the API for people."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path, PurePath

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from api.docs import render
from api.documents import ArchiveLimits, docx_text
from api.problems import Problem, responses
from api.state import Client, StateOf
from toolkit.article import decode_bytes

__all__ = ["router"]

router = APIRouter()

_FOLDER = Path(__file__).resolve().parent.parent / "page"
_TYPES: Mapping[str, str] = {
    "app.js": "text/javascript; charset=utf-8",
    "docs.css": "text/css; charset=utf-8",
    "files.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "index.html": "text/html; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "texts.js": "text/javascript; charset=utf-8",
}
"""Everything that is served from the folder; nothing else can be asked for."""


@functools.cache
def _content(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


@router.get("/", include_in_schema=False)
async def page() -> Response:
    """The page."""
    return Response(_content("index.html"), media_type=_TYPES["index.html"])


@router.get("/page/{name}", include_in_schema=False)
async def part(name: str) -> Response:
    """A file of the page."""
    if name not in _TYPES:
        raise Problem("not-found", "there is no such file")
    return Response(_content(name), media_type=_TYPES[name], headers={"Cache-Control": "no-cache"})


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """The API for people, without scripts and without other hosts."""
    return HTMLResponse(render(request.app.openapi()))


class ArticleOut(BaseModel):
    """The text of a file."""

    text: str


_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "txt, html or docx"}
                    },
                }
            }
        },
    }
}


@router.post(
    "/v1/articles",
    tags=["abstracts"],
    response_model=ArticleOut,
    responses=responses(
        "unusable-input", "unsupported-media-type", "overloaded", "time-limit", "shutting-down"
    ),
    openapi_extra=_FILE,
)
async def article(request: Request, state: StateOf, client: Client) -> Response:
    """The text of a file (txt, html, docx) in any encoding, for /v1/digests."""
    form = await request.form(max_files=1, max_fields=10)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Problem("malformed-request", "send the file as multipart/form-data, in the field file")
    suffix = PurePath(file.filename or "").suffix.casefold()
    if suffix not in ("", ".txt", ".md", ".html", ".htm", ".docx"):
        raise Problem("unsupported-media-type", f"{suffix[:10]}: txt, html and docx can be read")
    data = await file.read()
    limits = ArchiveLimits(state.settings.max_archive_entries, state.settings.max_unpacked_bytes)
    text = await state.work.run(
        lambda ticket: docx_text(data, limits) if suffix == ".docx" else decode_bytes(data), request
    )
    return JSONResponse({"text": text})
