"""Jobs: work that is accepted now and fetched later."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.problems import Problem, ProblemDetails, responses
from api.schemas import DigestIn, DigestOut, TranslationIn, TranslationOut
from api.state import Client, StateOf

__all__ = ["router"]

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])


class JobIn(BaseModel):
    """Articles to digest and texts to translate; results come in this order, digests first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"minItems": 1}}}
                for name in ("digests", "translations")
            ]
        },
    )
    digests: list[DigestIn] = Field(default_factory=list)
    translations: list[TranslationIn] = Field(default_factory=list)


class JobOut(BaseModel):
    """How far a job is."""

    id: str
    state: Literal["queued", "running", "finished"]
    done: int = Field(description="Parts that are done.")
    total: int
    created: float = Field(description="Unix time.")
    finished: float | None
    expires: float | None = Field(description="When the results are deleted.")


class ResultOut(BaseModel):
    """What came of one part."""

    digest: DigestOut | None = None
    translations: list[TranslationOut] | None = None
    problem: ProblemDetails | None = None


class JobResultsOut(JobOut):
    """A job with the results of the parts that are done."""

    results: list[ResultOut]


_Id = Annotated[str, Field(max_length=64)]


@router.post(
    "", status_code=202, response_model=JobOut,
    responses=responses(
        "invalid-request", "unusable-input", "unknown-language", "invalid-option", "broken-glossary",
        "storage", "storage-full", "shutting-down",
    ),
)  # fmt: skip
def create(body: JobIn, state: StateOf, client: Client) -> Response:
    """Accept a job: once this answers 202, the job is done even if the service is killed."""
    if state.work.draining:
        raise Problem("shutting-down", "the service is going down", headers={"Retry-After": "5"})
    parts: list[dict[str, Any]] = [
        *({"kind": "digest", "request": d.model_dump(mode="json")} for d in body.digests),
        *({"kind": "translation", "request": t.model_dump(mode="json")} for t in body.translations),
    ]
    if not parts:
        raise Problem("invalid-request", "the job has neither digests nor translations")
    if max(len(body.digests), len(body.translations)) > state.settings.max_items:
        most = state.settings.max_items
        raise Problem("too-large", f"more than {most} digests or translations: make several jobs")
    for digest in body.digests:
        state.engine.check_asked(digest)
    for translation in body.translations:
        state.engine.check_asked(translation)
    job = state.jobs.add(_owner(state, client), parts)
    return JSONResponse(job, 202, {"Location": f"/v1/jobs/{job['id']}"})


@router.get("/{id}", response_model=JobResultsOut, responses=responses("not-found", "storage"))
def read(id: _Id, state: StateOf, client: Client) -> Response:
    """A job, with the results of its parts that are done, in order."""
    return JSONResponse(state.jobs.get(_owner(state, client), id, results=True))


@router.delete("/{id}", status_code=204, responses=responses("not-found", "storage", "storage-full"))
def delete(id: _Id, state: StateOf, client: Client) -> Response:
    """Stop and forget a job."""
    state.jobs.delete(_owner(state, client), id)
    return Response(status_code=204)


def _owner(state: StateOf, client: str) -> str:
    """Without keys everyone may see a job whose id, which cannot be guessed, they know."""
    return client if state.access.needed else "anyone"
