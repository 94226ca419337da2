"""Glossaries: list, make, read, change, delete, and their entries in the formats of other tools."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from api.glossaries import Stored
from api.problems import Problem, invalid_request, responses
from api.schemas import Entry, EntryOut, GlossaryIn
from api.state import Client, State, StateOf
from api.vocabulary import CONTROL, GLOSSARY_ID
from toolkit.errors import GlossaryError
from toolkit.glossary import COLUMNS, Term
from toolkit.glossary.exchange import read_terms, write_terms
from toolkit.glossary.table import row_term, term_row
from toolkit.translation.packages import data_dir

__all__ = ["router"]

router = APIRouter(prefix="/v1/glossaries", tags=["glossaries"])

_FORMATS: Mapping[str, tuple[str, str]] = {
    "json": ("application/json", ""),
    "csv": ("text/csv", ".csv"),
    "tsv": ("text/tab-separated-values", ".tsv"),
    "tbx": ("application/x-tbx", ".tbx"),
}
_UPLOADS: Mapping[str, str] = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".csv",
    "application/x-tbx": ".tbx",
    "application/x-tbx+xml": ".tbx",
    "application/x-tmx+xml": ".tmx",
    "application/xml": ".tbx",
    "text/xml": ".tbx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_IdPath = Annotated[str, Field(max_length=64)]
_IfMatch = Annotated[str | None, Header(description="The ETag that you have read, or `*`.")]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GlossaryChange(_In):
    """What to change; what is left out stays."""

    name: str | None = Field(None, max_length=200)
    put: list[Entry] = Field(default_factory=list, description="Entries to add, or to replace by their `id`.")
    remove: list[str] = Field(default_factory=list, description="Ids of entries to remove.")


class GlossaryOut(BaseModel):
    """A glossary without its entries."""

    id: str
    name: str
    size: int = Field(description="Number of entries.")
    shipped: bool = Field(description="It came with the toolkit and is read-only.")
    version: str = Field(description="The ETag, without quotes.")
    created: float | None = Field(description="Unix time.")
    changed: float | None


class EntriesOut(BaseModel):
    """The entries of a glossary."""

    entries: list[EntryOut]


def _shown(stored: Stored, status: int = 200) -> Response:
    headers = {"ETag": stored.etag}
    if status == 201:
        headers["Location"] = f"/v1/glossaries/{stored.id}"
    return JSONResponse(_values(stored), status, headers)


def _values(stored: Stored) -> dict[str, Any]:
    return {name: getattr(stored, name) for name in GlossaryOut.model_fields}


def _terms(entries: Sequence[Entry], name: str) -> list[Term]:
    """Entries of a JSON body as terms; a problem's ``line`` is the entry's number from 1."""
    found: list[Term] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        unknown = next((column for column in entry if column not in COLUMNS), None)
        if unknown is not None:
            raise GlossaryError(
                f"no such column; known are {', '.join(COLUMNS)}", line=number, column=unknown[:40]
            )
        for column, cell in entry.items():
            if re.search(CONTROL, cell):
                raise GlossaryError(
                    "a control character or line break: take it out", line=number, column=column
                )
        term = row_term({**entry, "id": entry.get("id") or f"entry-{number}"}, name=name, line=number)
        if term.id in seen:
            raise GlossaryError(f"id {term.id!r} is there twice", line=number, column="id")
        seen.add(term.id)
        found.append(term)
    return found


async def _upload(request: Request, identifier: str | None) -> tuple[GlossaryIn, list[Term]]:
    """The glossary in a body: JSON, a file as multipart, or the file itself."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    body = await request.body()
    if kind == "application/json":
        try:
            asked = GlossaryIn.model_validate_json(body)
        except ValidationError as error:
            raise invalid_request(error.errors(), _json(body)) from None
        terms = await run_in_threadpool(_terms, asked.entries, identifier or asked.id or "")
        return asked, terms
    name: str | None = request.query_params.get("name")
    suffix = _UPLOADS.get(kind)
    own = request.query_params.get("id")
    if kind == "multipart/form-data":
        form = await request.form(max_files=1, max_fields=10)
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise Problem("malformed-request", "the form has no file")
        suffix = Path(file.filename or "").suffix.casefold()
        name = str(form.get("name") or name or Path(file.filename or "").stem)
        own = str(form["id"]) if form.get("id") else own
        body = await file.read()
    if suffix is None:
        raise Problem(
            "unsupported-media-type", f"send application/json, multipart/form-data or {', '.join(_UPLOADS)}"
        )
    language = request.query_params.get("language")
    terms = await run_in_threadpool(_read, body, suffix, language)
    return GlossaryIn(id=own and own[:65], name=name and name[:200], entries=[]), terms


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _read(data: bytes, suffix: str, language: str | None) -> list[Term]:
    with tempfile.TemporaryDirectory(prefix="import-", dir=data_dir()) as folder:
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(data)
        try:
            return read_terms(path, language=language)
        except csv.Error as error:
            raise GlossaryError(f"broken CSV ({error}): check the quotes and line ends") from None


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/GlossaryIn"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "csv, tsv, tbx, tmx, xlsx",
                        },
                        "id": {"type": "string", "pattern": GLOSSARY_ID},
                        "name": {"type": "string"},
                    },
                }
            },
            "text/csv": {"schema": {"type": "string"}},
            "text/tab-separated-values": {"schema": {"type": "string"}},
            "application/x-tbx": {"schema": {"type": "string"}},
        },
    }
}
_STORAGE = ("storage", "storage-full")
_WRITE = responses(
    "invalid-request", "broken-glossary", "invalid-option", "unsupported-media-type", "exists", *_STORAGE
)
_CHANGE = responses(
    "not-found", "read-only", "changed", "precondition-needed", "invalid-request", "broken-glossary",
    "unsupported-media-type", *_STORAGE,
)  # fmt: skip


@router.get("", response_model=list[GlossaryOut], responses=responses("storage"))
def glossaries(state: StateOf, client: Client) -> Response:
    """All glossaries: those that came with the toolkit, then the stored ones."""
    return JSONResponse([_values(stored) for stored in state.glossaries.list()])


@router.post("", status_code=201, response_model=GlossaryOut, responses=_WRITE, openapi_extra=_BODY)
async def create(request: Request, state: StateOf, client: Client) -> Response:
    """Store a glossary: entries as JSON, or a file (query or form: `id`, `name`, and `language` for two columns)."""
    asked, terms = await _upload(request, None)
    _not_too_many(state, terms)
    stored = await run_in_threadpool(
        state.glossaries.create, asked.name or asked.id or "glossary", terms, asked.id
    )
    return _shown(stored, 201)


def _not_too_many(state: State, terms: Sequence[Term]) -> None:
    if len(terms) > 100_000:
        raise Problem("too-large", "more than 100,000 entries: split the glossary")


@router.get(
    "/{id}",
    response_model=GlossaryOut,
    responses={304: {"description": "Unchanged"}, **responses("not-found", "storage")},
)
def read(
    id: _IdPath,
    state: StateOf,
    client: Client,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A glossary without its entries."""
    stored = state.glossaries.get(id)
    # a proxy that compresses makes tags weak; here that is the same (RFC 9110, 13.1.2)
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    if stored.etag in tags or "*" in tags:
        return Response(status_code=304, headers={"ETag": stored.etag})
    return _shown(stored)


@router.put("/{id}", response_model=GlossaryOut, responses=_CHANGE, openapi_extra=_BODY)
async def replace(
    id: _IdPath, request: Request, state: StateOf, client: Client, if_match: _IfMatch = None
) -> Response:
    """Replace all entries (and the name, if one is given)."""
    asked, terms = await _upload(request, id)
    _not_too_many(state, terms)
    return _shown(await run_in_threadpool(state.glossaries.replace, id, if_match, asked.name, terms))


@router.patch("/{id}", response_model=GlossaryOut, responses=_CHANGE)
def change(
    id: _IdPath, body: GlossaryChange, state: StateOf, client: Client, if_match: _IfMatch = None
) -> Response:
    """Add, replace or remove single entries, or change the name."""
    put = _terms(body.put, id)
    stored = state.glossaries.get(id)
    if stored.shipped:
        return _shown(state.glossaries.replace(id, if_match, body.name, None))
    gone = set(body.remove)
    new = {term.id: term for term in put}
    kept = [new.pop(t.id, t) for t in state.glossaries.terms(id) if t.id not in gone or t.id in new]
    if if_match == "*":  # what was read just now is what is changed
        if_match = stored.etag
    terms = [*kept, *new.values()]
    _not_too_many(state, terms)
    return _shown(state.glossaries.replace(id, if_match, body.name, terms))


@router.delete(
    "/{id}", status_code=204, responses=responses("not-found", "read-only", "changed", "precondition-needed", *_STORAGE)
)  # fmt: skip
def delete(id: _IdPath, state: StateOf, client: Client, if_match: _IfMatch = None) -> Response:
    """Delete a glossary."""
    state.glossaries.delete(id, if_match)
    return Response(status_code=204)


@router.get(
    "/{id}/entries",
    response_model=EntriesOut,
    responses={
        **responses("not-found", "not-acceptable", "storage"),
        200: {
            "content": {kind: {"schema": {"type": "string"}} for kind, suffix in _FORMATS.values() if suffix}
        },
    },
)
def entries(
    id: _IdPath,
    request: Request,
    state: StateOf,
    client: Client,
    format: Annotated[
        str | None,
        WithJsonSchema({"type": "string", "enum": list(_FORMATS)}),
        Query(description="Default: by `Accept`."),
    ] = None,
) -> Response:
    """All entries, as JSON, CSV, TSV or TBX (ISO 30042:2019)."""
    stored = state.glossaries.get(id)
    kind, suffix = _FORMATS[_wanted(request, format)]
    terms = state.glossaries.terms(id)
    if not suffix:
        return JSONResponse({"entries": [term_row(term) for term in terms]}, headers={"ETag": stored.etag})
    with tempfile.TemporaryDirectory(prefix="export-", dir=data_dir()) as folder:
        path = Path(folder) / f"export{suffix}"
        write_terms(terms, path)
        data = path.read_bytes()
    name = f'attachment; filename="{stored.id}{suffix}"'
    return Response(data, media_type=kind, headers={"ETag": stored.etag, "Content-Disposition": name})


def _wanted(request: Request, format: str | None) -> str:
    if format is not None:
        if format in _FORMATS:
            return format
        raise Problem("not-acceptable", f"formats are {', '.join(_FORMATS)}")
    for kind in _accepted(request.headers.get("accept") or "*/*"):
        for name, (own, _) in _FORMATS.items():
            if kind in (own, "*/*", own.partition("/")[0] + "/*"):
                return name
    raise Problem("not-acceptable", f"formats are {', '.join(kind for kind, _ in _FORMATS.values())}")


def _accepted(header: str) -> list[str]:
    """Media types of an ``Accept`` header, the most welcome first (RFC 9110, 12.5.1).

    >>> _accepted("application/json;q=0.1, text/csv, text/*;q=0")
    ['text/csv', 'application/json']
    """
    found = []
    for part in header.split(","):
        kind, *parameters = (piece.strip().casefold() for piece in part.split(";"))
        given = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weight = float(given) if re.fullmatch(r"[01](\.\d{0,3})?", given) else 1.0
        found.append((weight, kind))
    return [kind for weight, kind in sorted(found, key=lambda pair: -pair[0]) if weight > 0]
