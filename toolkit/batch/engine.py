"""Where the work is done: one interface, two implementations, and how many threads and workers a machine gets."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from toolkit.batch import EXTRA
from toolkit.batch.item import Item, Outcome
from toolkit.batch.job import Job
from toolkit.errors import OptionError

__all__ = ["ENGINES", "Engine", "Place", "engine"]

ENGINES = ("auto", "local", "ray")


class Engine(Protocol):
    """Maps batches of articles to outcomes."""

    @property
    def description(self) -> str:
        """Where and with how many workers and threads, for the log."""
        ...

    def run(self, batches: Iterator[Sequence[Item]]) -> Iterator[list[Outcome]]:
        """The outcomes of each batch, in any order of the batches; each batch is taken when there is room for it.

        Raises:
            ToolkitError: no article is to blame for it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where to work.

    Attributes:
        engine: one of :data:`ENGINES`; ``auto`` is Ray where it is installed.
        address: of a Ray cluster; None for this machine.
        workers: processes; None for as many as there are cores.
        threads: of a worker; None for what is left of the cores.
        time_limit: seconds an article may take.
    """

    engine: str = "auto"
    address: str | None = None
    workers: int | None = None
    threads: int | None = None
    time_limit: float = 120.0


def engine(job: Job, place: Place) -> AbstractContextManager[Engine]:
    """The engine that a place asks for, running inside the ``with`` block.

    Raises:
        OptionError: Ray is asked for and not installed, or one process for what takes several.
    """
    if place.engine not in ENGINES:
        raise OptionError(f"--engine {place.engine}: choose one of {', '.join(ENGINES)}")
    with_ray = find_spec("ray") is not None
    if place.engine == "ray" and not with_ray:
        raise OptionError(f"--engine ray needs the extra: {EXTRA}")
    if place.engine == "ray" or (place.engine == "auto" and with_ray):
        _prepare(alone=place.address is None)
        from toolkit.batch.on_ray import RayEngine

        return RayEngine(job, place)
    if place.address is not None or (place.workers or 1) > 1:
        raise OptionError(f"several workers, or a cluster, need --engine ray and the extra: {EXTRA}")
    from toolkit.batch.local import LocalEngine

    return LocalEngine(job, place)


def _prepare(*, alone: bool) -> None:
    """What Ray reads from the environment when it is imported."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing phones home
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = (
        "0"  # a thread of a stream that was given up must not start another Ray
    )
    os.environ.setdefault("RAY_DATA_LOG_LEVEL", "CRITICAL")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    if alone:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # it listens on the loopback interface only
        # and to nobody without this token; Ray would keep one of its own in the home folder
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
