"""Summaries, translations, digests, languages, models."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api.problems import Problem, problem_of, responses
from api.schemas import (
    DigestIn,
    DigestOut,
    LanguageOut,
    ModelsOut,
    SummariesOut,
    SummaryIn,
    TranslationIn,
    TranslationsOut,
)
from api.state import Client, StateOf
from api.work import Stream, Ticket
from toolkit.errors import ToolkitError
from toolkit.languages import AUTONYMS, LANGUAGES, NAMES
from toolkit.summary import METHODS
from toolkit.translation.packages import installed_packages, translatable_pairs

__all__ = ["router"]

router = APIRouter(prefix="/v1")

_WORK = responses(
    "invalid-request", "unusable-input", "unknown-language", "invalid-option", "broken-glossary",
    "overloaded", "time-limit", "shutting-down", "model-unavailable",
)  # fmt: skip


@router.post("/summaries", tags=["abstracts"], response_model=SummariesOut, responses=_WORK)
async def summaries(request: Request, body: SummaryIn, state: StateOf, client: Client) -> Response:
    """Abstracts of an article in its own language."""
    return JSONResponse(await state.work.run(lambda t: state.engine.summaries(body, t.check), request))


@router.post(
    "/translations", tags=["translation"], response_model=TranslationsOut,
    responses={**_WORK, **responses("not-found")},
)  # fmt: skip
async def translations(request: Request, body: TranslationIn, state: StateOf, client: Client) -> Response:
    """Texts in one or several languages, sentence by sentence, with terms and warnings.

    A text that already is in the target language comes back as it is.
    """
    return JSONResponse(await state.work.run(lambda t: state.engine.translations(body, t.check), request))


@router.post(
    "/digests", tags=["abstracts"], response_model=DigestOut,
    responses={
        **_WORK, **responses("not-found"),
        200: {"description": "The digest; with `Accept: text/event-stream`, events: `digest` (without "
              "abstracts) with the first language, `abstract` for every abstract as it gets ready, then `done`, or "
              "`problem` with problem details.",
              "content": {"text/event-stream": {"schema": {"type": "string"}}}},
    },
)  # fmt: skip
async def digests(request: Request, body: DigestIn, state: StateOf, client: Client) -> Response:
    """The whole job: abstracts of an article in all asked lengths and languages."""
    if not _prefers_events(request):
        return JSONResponse(await state.work.run(lambda t: state.engine.digest(body, t.check), request))

    def parts(ticket: Ticket, emit: Callable[[dict[str, Any]], None]) -> None:
        for part in state.engine.digest_parts(body, ticket.check):
            emit(part)

    stream = state.work.stream(parts)
    return StreamingResponse(_events(stream), media_type="text/event-stream")


def _prefers_events(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _events(stream: Stream[dict[str, Any]]) -> AsyncIterator[str]:
    """Server-sent events (WHATWG HTML, 9.2) of a digest in parts."""
    first = True
    try:
        async for part in stream:
            if part is None:
                yield ": working\n\n"  # so that no proxy takes the connection for dead
                continue
            if first:
                yield _event("digest", {**part, "abstracts": []})
                first = False
            for abstract in part["abstracts"]:
                yield _event("abstract", {**abstract, "title": part["titles"].get(abstract["language"])})
        yield _event("done", {})
    except Problem as problem:
        yield _event("problem", problem.body)
    except ToolkitError as error:
        yield _event("problem", problem_of(error).body)
    except Exception:
        yield _event(
            "problem", Problem("internal", "something went wrong here; the operator's log says where").body
        )
        raise


@router.get("/languages", tags=["about"], response_model=list[LanguageOut], responses=responses())
def languages(state: StateOf, client: Client) -> Response:
    """The languages of articles, and what each can be translated into."""
    pairs = translatable_pairs()
    return JSONResponse(
        [
            {
                "code": code,
                "name": NAMES[code],
                "autonym": AUTONYMS[code],
                "targets": [target for source, target in pairs if source == code],
            }
            for code in LANGUAGES
        ]
    )


@router.get("/models", tags=["about"], response_model=ModelsOut, responses=responses())
def models(state: StateOf, client: Client) -> Response:
    """The translation packages and the methods of summarising."""
    return JSONResponse(
        {
            "models": [
                {
                    "source": p.source,
                    "target": p.target,
                    "version": p.version,
                    "shipped": p.shipped,
                    "placeholders": p.placeholders,
                }
                for p in installed_packages()
            ],
            "methods": list(METHODS),
        }
    )
