"""The engine without Ray: one worker process on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from toolkit.batch.engine import Place
from toolkit.batch.guard import Guard
from toolkit.batch.item import Item, Outcome
from toolkit.batch.job import Job
from toolkit.translation.decoding import cores

__all__ = ["LocalEngine"]

_MOST_THREADS = 4  # as many as a translator takes by itself


class LocalEngine:
    """One worker; batches come back in the order of the input."""

    def __init__(self, job: Job, place: Place) -> None:
        threads = place.threads or min(cores(), _MOST_THREADS)
        self._guard = Guard(job, time_limit=place.time_limit, threads=threads)
        self.description = f"local, 1 worker with {threads} of {cores()} cores"

    def __enter__(self) -> Self:
        """The worker starts with the first batch."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker."""
        self._guard.close()

    def run(self, batches: Iterator[Sequence[Item]]) -> Iterator[list[Outcome]]:
        """Outcomes batch by batch."""
        for items in batches:
            yield self._guard.run(items)
