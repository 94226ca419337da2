"""A worker process and who watches it: an article that kills it, or takes too long, costs no other its digest."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from toolkit.batch.item import ErrorKind, Failure, Item, Outcome
from toolkit.batch.job import Job, failed
from toolkit.batch.worker import MEMORY
from toolkit.errors import PackageError, ToolkitError

__all__ = ["Guard", "import_path"]

_START = 600.0  # seconds until the models must be loaded, on the slowest of disks


class _WorkerError(Exception):
    """The worker is gone, and why."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class Guard:
    """Runs batches of articles in a process of its own.

    A batch during which the worker dies, or gives no sign of life within the time limit, is done again article by
    article; an article that kills it, or takes longer than the limit, alone too is given up with a record.

    Args:
        job: what is asked for.
        time_limit: seconds.
        threads: of the decoder.
        command: of the worker.
    """

    def __init__(
        self,
        job: Job,
        *,
        time_limit: float,
        threads: int,
        command: Sequence[str] = (sys.executable, "-m", "toolkit.batch.worker"),
    ) -> None:
        self._job, self._limit, self._threads, self._command = job, time_limit, threads, command
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    @property
    def process(self) -> int | None:
        """Process id of the worker, if one runs."""
        return self._process.pid if self._process else None

    def run(self, items: Sequence[Item]) -> list[Outcome]:
        """The outcome of each item, in order.

        Raises:
            ToolkitError: no article is to blame: a broken glossary or package, a worker that does not start.
        """
        try:
            return self._ask(items)
        except _WorkerError as lost:
            if len(items) > 1:
                return [self._alone(item) for item in items]
            return [self._alone(items[0], lost)]

    def _alone(self, item: Item, before: _WorkerError | None = None) -> Outcome:
        try:
            return self._ask([item])[0]
        except _WorkerError as lost:
            return failed(item, Failure(lost.kind, lost.message, attempts=2))

    def _ask(self, items: Sequence[Item]) -> list[Outcome]:
        process = self._running()
        self._send(process, list(items))
        deadline = time.monotonic() + self._limit
        while True:
            message = self._hear(process, deadline - time.monotonic())
            if message[0] == "done":
                outcomes: list[Outcome] = message[1]
                return outcomes
            if message[0] == "error":
                raise _WorkerError("internal", message[1])
            if len(items) > 1:  # one article has its limit from beginning to end, a batch from step to step
                deadline = time.monotonic() + self._limit

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            threads = str(self._threads)
            environment = {
                **os.environ, "PYTHONPATH": import_path(), "TOOLKIT_THREADS": threads, "OMP_NUM_THREADS": threads,
            }  # fmt: skip
            quiet = None if os.environ.get("TOOLKIT_DEBUG") else subprocess.DEVNULL
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, env=environment
            )
            self._answers = queue.SimpleQueue()
            listener = threading.Thread(
                target=_listen, args=(self._process.stdout, self._answers), daemon=True
            )
            listener.start()
            try:
                self._send(self._process, self._job)
                self._hear(self._process, _START)
            except _WorkerError as lost:
                raise PackageError(
                    f"the worker does not start ({lost.message}): TOOLKIT_DEBUG=1 shows why"
                ) from None
        return self._process

    def _send(self, process: subprocess.Popen[bytes], message: object) -> None:
        assert process.stdin is not None
        try:
            pickle.dump(message, process.stdin)
            process.stdin.flush()
        except OSError:
            raise self._lost(process) from None

    def _hear(self, process: subprocess.Popen[bytes], seconds: float) -> Any:
        try:
            message = self._answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            self.close()
            took = f"took longer than {self._limit:g} s: split it, or raise --time-limit"
            raise _WorkerError("time", took) from None
        if message is None:
            raise self._lost(process)
        if message[0] == "fatal":
            self.close()
            error: ToolkitError = message[1]
            raise error
        return message

    def _lost(self, process: subprocess.Popen[bytes]) -> _WorkerError:
        code = process.wait()
        self.close()
        if code == MEMORY:
            return _WorkerError(
                "memory", "the worker ran out of memory: split the article, or use fewer workers"
            )
        if code < 0:
            name = signal.Signals(-code).name
            hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
            return _WorkerError("crash", f"the worker was ended by {name}{hint}")
        return _WorkerError("internal", f"the worker ended with code {code}: TOOLKIT_DEBUG=1 shows why")

    def close(self) -> None:
        """End the worker."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with contextlib.suppress(OSError):  # the listener closes the other pipe
                if process.stdin is not None:
                    process.stdin.close()


def import_path() -> str:
    """PYTHONPATH with which a process started here finds this very package."""
    home = str(Path(__file__).resolve().parent.parent.parent)
    return os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))


def _listen(pipe: IO[bytes], answers: queue.SimpleQueue[Any]) -> None:
    """Hand answers on; None when there are no more."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError, ValueError), pipe:
        while True:
            answers.put(pickle.load(pipe))
    answers.put(None)
