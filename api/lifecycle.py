"""Going down without losing what runs: new requests get 503, running ones finish, then the server stops."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import AsyncIterator
from types import FrameType

from api.state import State

__all__ = ["draining"]


@contextlib.asynccontextmanager
async def draining(state: State) -> AsyncIterator[None]:
    """Puts itself before the server's own SIGTERM handler; a second SIGTERM goes straight through."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGTERM)

    def stop() -> None:
        if callable(before):
            before(signal.SIGTERM, None)
        else:
            signal.signal(signal.SIGTERM, before)
            signal.raise_signal(signal.SIGTERM)

    async def drain() -> None:
        start = time.monotonic()
        while time.monotonic() - start < state.settings.drain_seconds or (
            state.work.pending and time.monotonic() - start < state.settings.time_limit
        ):
            await asyncio.sleep(0.05)
        stop()

    tasks: list[asyncio.Task[None]] = []

    def on_signal(number: int, frame: FrameType | None) -> None:
        if state.work.draining:
            stop()
            return
        state.work.draining = True
        loop.call_soon_threadsafe(lambda: tasks.append(loop.create_task(drain())))

    signal.signal(signal.SIGTERM, on_signal)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
