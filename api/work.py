"""Long work off the event loop: a few threads, a bounded queue, a time limit, and an end when the client leaves.

A thread cannot be stopped from outside: the work asks its :class:`Ticket` between its steps. A place in the queue
is given back when the thread has really ended, so that no more than the allowed number ever runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from fastapi import Request

from api.metrics import Metrics
from api.problems import Problem

__all__ = ["AbandonedError", "Stream", "Ticket", "Work"]

T = TypeVar("T")
_TICK = 10.0
"""Seconds without an item after which a stream says that it is alive."""


class AbandonedError(Exception):
    """The work was told to stop: nobody waits for it any more."""


class Ticket:
    """What a piece of work knows of its caller."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Tell the work to stop at its next step."""
        self._stop.set()

    def check(self, line: str = "") -> None:
        """Called between the steps of the work; its argument (a progress line) is not looked at.

        Raises:
            AbandonedError: stop.
        """
        if self._stop.is_set():
            raise AbandonedError


class Stream(Generic[T]):
    """Items of a piece of work as they get ready."""

    def __init__(
        self, work: Work, items: asyncio.Queue[T | None], future: Future[None], ticket: Ticket
    ) -> None:
        self._work, self._items, self._future, self._ticket = work, items, future, ticket

    async def __aiter__(self) -> AsyncIterator[T | None]:
        """The items, and None where nothing came for a while; at the end, what the work raised is raised here."""
        end = time.monotonic() + self._work.seconds
        try:
            while True:
                left = max(0.0, end - time.monotonic())
                try:
                    item = await asyncio.wait_for(self._items.get(), min(_TICK, left))
                except TimeoutError:
                    if left <= _TICK:
                        raise self._work.too_long() from None
                    yield None
                    continue
                if item is None:
                    break
                yield item
            self._future.result()
        finally:
            self._ticket.cancel()
            self._future.cancel()


class Work:
    """The threads of one process and the queue before them.

    Args:
        concurrency: threads.
        queue: calls that may wait.
        seconds: how long a call may take, waiting included.
        metrics: where it is counted.
    """

    def __init__(self, concurrency: int, queue: int, seconds: float, metrics: Metrics) -> None:
        self.seconds = seconds
        self.draining = False
        self._concurrency, self._places = concurrency, concurrency + queue
        self._metrics = metrics
        self._lock = threading.Lock()
        self._pending = 0
        self._mean = 1.0  # seconds of a call, smoothed
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="work")

    @property
    def pending(self) -> int:
        """Calls that run or wait."""
        return self._pending

    def retry_after(self) -> int:
        """Seconds after which a place should be free."""
        return max(1, min(60, math.ceil(self._mean * max(1, self._pending) / self._concurrency)))

    def too_long(self) -> Problem:
        """The problem of a call over its time."""
        return Problem(
            "time-limit",
            f"the work was stopped after {self.seconds:g} s: send less text or make it a job (/v1/jobs)",
            headers={"Retry-After": str(self.retry_after())},
        )

    def _submit(self, call: Callable[[Ticket], T], ticket: Ticket) -> Future[T]:
        if self.draining:
            raise Problem("shutting-down", "the service is going down", headers={"Retry-After": "5"})
        with self._lock:
            if self._pending >= self._places:
                self._metrics.refused.labels("overloaded").inc()
                raise Problem(
                    "overloaded",
                    "all places are taken: try again later",
                    headers={"Retry-After": str(self.retry_after())},
                )
            self._pending += 1
        self._metrics.pending.set(self._pending)

        def run() -> T:
            start = time.monotonic()
            ticket.check()
            result = call(ticket)
            self._mean += 0.1 * (time.monotonic() - start - self._mean)
            return result

        future = self._pool.submit(run)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, future: Future[Any]) -> None:
        with self._lock:
            self._pending -= 1
        self._metrics.pending.set(self._pending)

    async def run(self, call: Callable[[Ticket], T], request: Request | None = None) -> T:
        """The result of a call in a thread.

        Raises:
            Problem: overloaded, shutting down, or over time.
            AbandonedError: the client has gone.
        """
        ticket = Ticket()
        future = self._submit(call, ticket)
        result = asyncio.ensure_future(asyncio.wrap_future(future))
        gone = asyncio.ensure_future(_gone(request))
        try:
            tasks: set[asyncio.Future[Any]] = {result, gone}
            await asyncio.wait(tasks, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
            if result.done():
                return result.result()
            if gone.done():
                raise AbandonedError
            raise self.too_long()
        finally:
            ticket.cancel()
            future.cancel()
            # what has ended is not awaited: its error would be raised anew, without the place where it came from
            for task in (result, gone):
                if task.done():
                    continue
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, CancelledError, Exception):
                    await task

    def stream(self, call: Callable[[Ticket, Callable[[T], None]], None]) -> Stream[T]:
        """Start a call that gives its items to its second argument.

        Raises:
            Problem: overloaded or shutting down (at once, so that the response can still say so).
        """
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[T | None] = asyncio.Queue()
        ticket = Ticket()

        def emit(item: T | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(items.put_nowait, item)

        def run(own: Ticket) -> None:
            call(own, emit)

        future = self._submit(run, ticket)
        future.add_done_callback(lambda _: emit(None))
        return Stream(self, items, future, ticket)

    def close(self) -> None:
        """Take no more work and forget what waits."""
        self.draining = True
        self._pool.shutdown(wait=False, cancel_futures=True)


async def _gone(request: Request | None) -> None:
    """Ends when the client has closed the connection."""
    if request is None:
        await asyncio.Event().wait()
        return
    while (await request.receive())["type"] != "http.disconnect":
        pass
