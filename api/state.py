"""What the routes share, kept on the application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from api.access import Access
from api.engine import Engine
from api.files import Files
from api.glossaries import Glossaries
from api.jobs import Jobs
from api.metrics import Metrics
from api.settings import Settings
from api.store import Store
from api.work import Work

__all__ = ["Client", "State", "StateOf", "state_of"]


@dataclass(slots=True)
class State:
    """The parts of one application.

    Attributes:
        fault: why the service is not ready; None when it is.
    """

    settings: Settings
    metrics: Metrics
    work: Work
    access: Access
    store: Store
    glossaries: Glossaries
    engine: Engine
    jobs: Jobs
    files: Files
    fault: str | None = field(default="the models are being loaded")


def state_of(request: Request) -> State:
    """The state of the application that serves this request."""
    return cast(State, request.app.state.toolkit)


StateOf = Annotated[State, Depends(state_of)]


def _client(request: Request, state: StateOf) -> str:
    """The client's name, once it has shown its key and its rate allows."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    key = request.headers.get("x-api-key") or (bearer.strip() if scheme.casefold() == "bearer" else None)
    return state.access.admit(key, address_of(request))


def address_of(request: Request) -> str:
    """The address of the other end (the real client's only where uvicorn is told to trust the proxy)."""
    return request.client.host if request.client else "unknown"


Client = Annotated[str, Depends(_client)]
