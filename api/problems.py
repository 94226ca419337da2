"""Errors as RFC 9457 problem details, and as ``{"error": …}`` on the LibreTranslate-compatible routes.

A problem's ``type`` is stable: ``urn:toolkit:problem:`` and a slug of :data:`PROBLEMS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from toolkit.errors import (
    GlossaryError,
    InputError,
    LanguageError,
    OptionError,
    PackageError,
    ToolkitError,
)

__all__ = [
    "LIBRE_PATHS",
    "PROBLEMS",
    "Problem",
    "ProblemDetails",
    "invalid_request",
    "problem_of",
    "responses",
    "to_response",
]

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "invalid-request": (422, "The request does not fit the schema"),
    "malformed-request": (400, "The body cannot be read"),
    "unusable-input": (422, "The text cannot be used"),
    "unknown-language": (422, "Unknown language or pair"),
    "invalid-option": (422, "An option makes no sense"),
    "broken-glossary": (422, "The glossary is broken"),
    "too-large": (413, "Too large"),
    "too-slow": (408, "The body did not arrive in time"),
    "key-needed": (401, "An API key is needed"),
    "read-only": (403, "Read-only"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "Method not allowed"),
    "not-acceptable": (406, "No such format"),
    "exists": (409, "Already there"),
    "changed": (412, "Changed in the meantime"),
    "unsupported-media-type": (415, "Unsupported media type"),
    "precondition-needed": (428, "If-Match is needed"),
    "rate-exceeded": (429, "Too many requests"),
    "internal": (500, "Internal error"),
    "overloaded": (503, "Overloaded"),
    "time-limit": (503, "The work took too long"),
    "shutting-down": (503, "Shutting down"),
    "not-ready": (503, "Not ready"),
    "model-unavailable": (503, "A translation model is not available"),
    "storage": (503, "The database cannot be used now"),
    "storage-full": (507, "Nothing more can be stored"),
}
"""Slug → status and title of every problem that the service answers with."""

LIBRE_PATHS = frozenset(
    {"/translate", "/languages", "/detect", "/frontend/settings", "/translate_file", "/suggest"}
)

_OF_ERROR: tuple[tuple[type[ToolkitError], str], ...] = (
    (InputError, "unusable-input"),
    (LanguageError, "unknown-language"),
    (OptionError, "invalid-option"),
    (GlossaryError, "broken-glossary"),
    (PackageError, "model-unavailable"),
)


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(examples=["urn:toolkit:problem:unknown-language"])
    title: str = Field(examples=["Unknown language or pair"])
    status: int = Field(examples=[422])
    detail: str | None = Field(
        None, examples=["unknown language 'xx': use one of en (English), kk (Kazakh) …"]
    )
    errors: list[dict[str, Any]] | None = Field(
        None, description="For invalid-request: where (JSON pointer) and what.",
        examples=[[{"pointer": "/lengths/0", "detail": "Input should be a valid string"}]],
    )  # fmt: skip
    line: int | None = Field(None, description="For broken-glossary: line of the file.")
    column: str | None = Field(None, description="For broken-glossary: column of the table.")


class Problem(HTTPException):
    """An error that is answered as it says.

    Args:
        slug: one of :data:`PROBLEMS`.
        detail: one line for the client: what is wrong and what to do.
        headers: more headers, such as ``Retry-After``.
        more: further members of the problem details.
    """

    def __init__(
        self, slug: str, detail: str | None = None, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        status, self.title = PROBLEMS[slug]
        self.slug, self.more = slug, more
        super().__init__(status, detail, dict(headers or {}))

    @property
    def body(self) -> dict[str, Any]:
        """The problem details as JSON values."""
        found = {
            "type": f"urn:toolkit:problem:{self.slug}",
            "title": self.title,
            "status": self.status_code,
            "detail": self.detail,
            **self.more,
        }
        return {key: value for key, value in found.items() if value is not None}


def problem_of(error: ToolkitError) -> Problem:
    """The problem that an error of the library is answered with."""
    slug = next((slug for kind, slug in _OF_ERROR if isinstance(error, kind)), "internal")
    if isinstance(error, GlossaryError):
        return Problem(slug, error.reason, line=error.line, column=error.column)
    return Problem(slug, str(error))


def invalid_request(faults: Sequence[Mapping[str, Any]], body: Any) -> Problem:
    """The problem of a request that does not fit its schema.

    Args:
        faults: what pydantic found; for FastAPI's, with the part of the request before the place.
        body: what was checked, as JSON values.

    >>> fault = {"loc": ("body", "texts", "list[str]", 1), "msg": "no string", "type": "string_type"}
    >>> invalid_request([fault], {"texts": ["a", 5]}).more["errors"]
    [{'pointer': '/texts/1', 'detail': 'no string'}]
    """
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem("malformed-request", "the body is no JSON")
    if any(fault["loc"] in ((), ("body",)) for fault in faults):
        return Problem("invalid-request", "send a JSON object, with Content-Type: application/json")
    # of a choice of types each one complains: those that fit as far as their type come first
    ordered = sorted(faults, key=lambda fault: fault["type"].endswith("_type"))
    errors = [{"pointer": _pointer(f, body), "detail": f["msg"]} for f in ordered[:20]]
    first = errors[0]
    return Problem("invalid-request", f"{first['pointer']}: {first['detail']}", errors=errors)


def _pointer(fault: Mapping[str, Any], body: Any) -> str:
    """JSON pointer (RFC 6901) into the body; for other places, with their name in front."""
    place = list(fault["loc"])
    found = []
    if place[0] == "body":
        del place[0]
    elif not isinstance(body, dict) or place[0] not in body:
        found, place = place, []
    for part in place:
        if isinstance(body, dict) and (part in body or fault["type"] == "missing"):
            body = body.get(part)
        elif isinstance(body, list) and isinstance(part, int):
            body = body[part]
        else:
            continue  # the name of a type out of a choice
        found.append(part)
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in found)


def to_response(problem: Problem, path: str) -> JSONResponse:
    """The response to a request of this path."""
    if path in LIBRE_PATHS or path.startswith("/download_file/"):
        status = 400 if problem.status_code in (415, 422) else problem.status_code
        status = 403 if status == 401 else status
        return JSONResponse({"error": problem.detail or problem.title}, status, problem.headers)
    return JSONResponse(
        problem.body, problem.status_code, problem.headers, media_type="application/problem+json"
    )


def responses(*slugs: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI ``responses`` of a route that may answer with these problems, and those every route may."""
    found: dict[int | str, dict[str, Any]] = {}
    for slug in (*slugs, "malformed-request", "key-needed", "too-slow", "too-large", "rate-exceeded"):
        status, title = PROBLEMS[slug]
        entry = found.setdefault(
            status,
            {
                "description": title,
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
                },
            },
        )
        if title not in entry["description"]:
            entry["description"] += f"; {title[0].lower()}{title[1:]}"
        if status in (429, 503):
            entry["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return found
