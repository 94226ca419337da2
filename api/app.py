"""The application: ``uvicorn api.app:create_app --factory``, or ``toolkit serve``."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException as StarletteHTTPException

from api.access import Access
from api.edge import Bodies, Edge, hide_queries
from api.engine import Engine
from api.files import Files
from api.glossaries import Glossaries
from api.jobs import Jobs
from api.lifecycle import draining
from api.metrics import Metrics
from api.openapi import describe
from api.problems import Problem, invalid_request, problem_of, to_response
from api.routes import files, glossaries, jobs, libre, page, service, v1
from api.settings import Settings
from api.state import State
from api.store import Store
from api.work import Work
from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.translation.packages import data_dir

__all__ = ["create_app"]

_log = logging.getLogger("api")


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, with its own threads, metrics and stores.

    Args:
        settings: default: from the environment and ``.env``.
    """
    settings = settings or Settings()
    state = _state(settings)
    app = FastAPI(
        title="Multilingual summary and translation toolkit",
        version=__version__,
        description="Abstracts of English news in Kazakh, Russian and Chinese, offline, with fixed terms.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.toolkit = state
    for module in (v1, page, jobs, glossaries, libre, files, service):
        app.include_router(module.router)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StarletteHTTPException, _on_http)
    app.add_exception_handler(ToolkitError, _on_toolkit)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "X-API-Key"],
            expose_headers=["ETag", "Location", "Retry-After"],
        )
    app.add_middleware(Bodies, settings=settings)
    app.add_middleware(Edge, metrics=state.metrics)  # added last: outermost
    describe(app)
    return app


def _state(settings: Settings) -> State:
    metrics = Metrics()
    store = Store(settings.database or data_dir() / "api.sqlite3")
    stored = Glossaries(store, settings.max_glossaries)
    engine = Engine(settings, metrics, stored)
    return State(
        settings=settings,
        metrics=metrics,
        work=Work(settings.concurrency, settings.queue, settings.time_limit, metrics),
        access=Access(settings, metrics),
        store=store,
        glossaries=stored,
        engine=engine,
        files=Files(settings, store),
        jobs=Jobs(settings, store, engine, metrics),
    )


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the models beside, so that /health answers at once; then serve; then let running work end."""
    state: State = app.state.toolkit
    hide_queries()
    warming = asyncio.create_task(asyncio.to_thread(_warm, state))
    async with draining(state):
        yield
    state.work.close()
    await warming
    await asyncio.to_thread(state.jobs.close)


def _warm(state: State) -> None:
    try:
        state.store.prepare()
        state.engine.warm()
    except ToolkitError as error:
        state.fault = str(error)
    except Problem as problem:
        state.fault = problem.detail or problem.title
    except Exception as error:
        state.fault = f"an unexpected {type(error).__name__} at start"
    else:
        state.fault = None
        if not state.work.draining:
            state.jobs.start()
        return
    _log.error("not ready: %s", state.fault)


async def _on_toolkit(request: Request, error: Exception) -> Response:
    assert isinstance(error, ToolkitError)
    return to_response(problem_of(error), request.url.path)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException | StarletteHTTPException)
    if isinstance(error, Problem):
        return to_response(error, request.url.path)
    slug, detail = {
        404: ("not-found", "there is no such route: see /docs"),
        405: ("method-not-allowed", "this route has other methods: see /docs"),
    }.get(error.status_code, ("malformed-request", str(error.detail)))
    return to_response(Problem(slug, detail, headers=error.headers), request.url.path)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return to_response(invalid_request(error.errors(), error.body), request.url.path)
