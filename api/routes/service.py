"""Whether the service is alive and ready, and what it has counted."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from api.problems import Problem, responses
from api.state import Client, StateOf
from toolkit import __version__

__all__ = ["router"]

router = APIRouter(tags=["service"])


class HealthOut(BaseModel):
    """The process answers."""

    status: str = Field(examples=["ok"])
    version: str


@router.get("/health", response_model=HealthOut)
async def health() -> Response:
    """Alive: the process answers."""
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/ready", response_model=HealthOut, responses=responses("not-ready", "shutting-down"))
async def ready(state: StateOf) -> Response:
    """Ready: the models are loaded and new work is taken."""
    if state.work.draining:
        raise Problem("shutting-down", "the service is going down", headers={"Retry-After": "5"})
    if state.fault is not None:
        raise Problem("not-ready", state.fault, headers={"Retry-After": "5"})
    return JSONResponse({"status": "ok", "version": __version__})


@router.get(
    "/metrics",
    response_class=Response,
    responses={**responses(), 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(state: StateOf, client: Client) -> Response:
    """Prometheus metrics of this process."""
    return Response(state.metrics.render(), media_type=CONTENT_TYPE_LATEST)
