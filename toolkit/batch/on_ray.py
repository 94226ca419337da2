"""The engine on Ray Data: a stream of batches through a pool of actors, each with a guarded worker.

What flows through Ray Data is one row a batch, its articles pickled, so that Ray neither splits nor gathers them. The
rows come from a feed, an actor beside the driver that keeps a batch until its outcomes have arrived: a read task that
Ray starts again gets the same batch for the same number.

An article that kills or hangs a worker is the guard's affair (:mod:`toolkit.batch.guard`): an actor dies only with its
node, or by someone's hand. Then the stream ends, and a new one, with as many actors as still find room, begins with the
batches whose outcomes have not arrived. (An actor that Ray itself restarts would keep its batches waiting for a core
that may never come back.)

When a node is lost, Ray Data may wait forever for what was on it, without an error. So nothing here waits without an
end: a thread fetches the rows, and where they stay away the driver looks whether the nodes are still there.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import os
import pickle
import queue
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import pyarrow as pa
import ray
import ray.data
import ray.exceptions
from ray.data.block import BlockMetadata
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from toolkit.batch.engine import Place
from toolkit.batch.guard import Guard, import_path
from toolkit.batch.item import Item, Outcome, first_line
from toolkit.batch.job import Job
from toolkit.errors import InputError, OptionError, ToolkitError
from toolkit.translation.decoding import cores

__all__ = ["RayEngine"]

_T = TypeVar("_T")
_AHEAD = 3  # batches in flight for each worker: one in work, one waiting, one on its way
_STORE_BYTES = 200 << 20  # batches are small
_ROUNDS = 5
_MISSED = 3.0  # seconds
_LOOK = 2.0  # seconds without a row after which the nodes are counted
_GRACE = 6.0  # seconds that Ray has for telling of a lost node by an error, or going on without it
_ANSWER = 20.0  # seconds in which Ray must have answered
_END = 60.0  # seconds in which it must have ended
_START = 600.0  # seconds, as the guard gives a worker
_TEMPORARY = "toolkit-ray-"


class RayEngine:
    """A pool of workers on this machine, or on the cluster at an address.

    Raises:
        OptionError: there is no cluster at the address, or it has no room for a worker.
    """

    def __init__(self, job: Job, place: Place) -> None:
        self._job, self._place = job, place
        self._temporary: str | None = None
        self.description = ""
        self._workers = self._wanted = self._threads = 1

    def __enter__(self) -> Self:
        """Start Ray, or join the cluster."""
        before = signal.getsignal(signal.SIGTERM)
        logging.getLogger("ray").setLevel(logging.ERROR)
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.max_consecutive_actor_init_deaths = 16  # while a lost node is not yet known to be lost
        context.target_max_block_size = 1  # a row goes on as soon as it is there
        quiet = {"log_to_driver": bool(os.environ.get("TOOLKIT_DEBUG")), "logging_level": logging.ERROR}
        try:
            with _hushed():
                if self._place.address is None:
                    self._embed(quiet)
                else:
                    self._join(quiet)
        except BaseException:
            self._leave()
            raise
        self._wanted = self._workers
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)  # Ray has put in its own, which prints a stack
        return self

    def _embed(self, quiet: dict[str, Any]) -> None:
        count = cores()
        self._workers = self._place.workers or max(1, count // (self._place.threads or 1))
        self._threads = self._place.threads or max(1, count // self._workers)
        _clean_up()
        self._temporary = tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-")
        os.environ["PYTHONPATH"] = import_path()
        ray.init(
            num_cpus=self._workers * self._threads,
            object_store_memory=_STORE_BYTES,
            include_dashboard=False,
            _temp_dir=self._temporary,
            **quiet,
        )
        self.description = (
            f"Ray on this machine, {_workers(self._workers)} with {_threads(self._threads)}, {count} cores"
        )

    def _join(self, quiet: dict[str, Any]) -> None:
        try:
            _knock(self._place.address or "")
            ray.init(address=self._place.address, **quiet)
        except (OSError, ValueError, RuntimeError) as error:
            raise OptionError(
                f"no Ray cluster at {self._place.address} ({str(error).splitlines()[0]}): "
                "start one with ray start --head, and run this command on one of its machines"
            ) from error
        count = int(ray.cluster_resources().get("CPU", 0))
        self._threads = self._place.threads or 1
        self._workers = self._place.workers or count // self._threads
        if not self._workers or self._threads > count:
            raise OptionError(f"the cluster has {count} cores: no room for a worker of {self._threads}")
        nodes = len(_nodes())
        self.description = (
            f"Ray at {self._place.address}, {nodes} node{'s' * (nodes != 1)}, {_workers(self._workers)} with "
            f"{_threads(self._threads)}, {count} cores"
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop Ray, or leave the cluster."""
        self._leave()

    def _leave(self) -> None:
        """Nothing stays on the disk."""
        try:
            _bounded(ray.shutdown, _END)
        except TimeoutError:
            atexit.unregister(ray.shutdown)  # it would hang there once more
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def run(self, batches: Iterator[Sequence[Item]]) -> Iterator[list[Outcome]]:
        """Outcomes in the order in which batches are finished.

        Raises:
            InputError: the cluster failed several times without finishing anything in between, does not answer, or
                gives no sign of life for longer than the articles may take.
        """
        again: deque[Sequence[Item]] = deque()
        fruitless = 0
        while True:
            pending: dict[int, Sequence[Item]] = {}
            try:
                for outcomes in self._stream(batches, again, pending):
                    fruitless = 0
                    yield outcomes
                return
            except (ray.exceptions.RayError, _StreamEnded) as error:
                again.extendleft(reversed(pending.values()))
                fruitless += 1
                error.__traceback__ = None  # it holds the stream, and with it the actors
                self._shrink()
                if fruitless == _ROUNDS:
                    raise InputError(
                        _lost(f"failed {_ROUNDS} times without finishing an article ({first_line(error)})")
                    ) from error

    def _shrink(self) -> None:
        """A pool that asks for more than there is would wait for it; a lost node is missed after a while."""
        time.sleep(_MISSED)
        room = int(_ask(ray.cluster_resources).get("CPU", 0)) // self._threads
        self._workers = max(1, min(self._wanted, room))

    def _stream(
        self,
        batches: Iterator[Sequence[Item]],
        again: deque[Sequence[Item]],
        pending: dict[int, Sequence[Item]],
    ) -> Iterator[list[Outcome]]:
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        feed = ray.remote(_Feed).options(num_cpus=0, scheduling_strategy=here).remote(pickle.dumps(self._job))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # max_restarts has no other way in yet
            data = ray.data.read_datasource(_Source(feed), override_num_blocks=1, num_cpus=0).map_batches(
                _Worker,
                batch_size=1,
                batch_format="pyarrow",
                compute=ray.data.ActorPoolStrategy(
                    min_size=1,
                    max_size=self._workers,
                    initial_size=self._workers,
                    max_tasks_in_flight_per_actor=2,
                ),
                num_cpus=self._threads,
                max_restarts=0,  # where a node is gone there may be no room to start again: wait for none
                fn_constructor_args=[feed, self._place.time_limit, self._threads],
            )
        rows = _Rows(data)
        try:
            yield from self._outcomes(rows, feed, batches, again, pending)
        except BaseException:
            rows.leave(feed)
            raise

    def _outcomes(
        self,
        rows: _Rows,
        feed: Any,
        batches: Iterator[Sequence[Item]],
        again: deque[Sequence[Item]],
        pending: dict[int, Sequence[Item]],
    ) -> Iterator[list[Outcome]]:
        nodes = _nodes()
        number = 0
        while True:
            while len(pending) < _AHEAD * self._workers:
                items = again.popleft() if again else next(batches, None)
                if items is None:
                    break
                pending[number] = items
                feed.put.remote(number, pickle.dumps(items))
                number += 1
            if not pending:
                break
            table = self._next(rows, nodes, longest=max(map(len, pending.values())))
            if table is None:
                raise _StreamEnded("the stream ended early")
            for row in table.to_pylist():
                if row["number"] in pending and row["outcomes"]:
                    outcomes = pickle.loads(row["outcomes"])
                    if isinstance(outcomes, ToolkitError):
                        raise outcomes
                    feed.done.remote(row["number"])
                    del pending[row["number"]]
                    yield outcomes
        feed.close.remote()
        with contextlib.suppress(queue.Empty):
            while rows.next(_ANSWER) is not None:  # let the pool end in peace
                pass

    def _next(self, rows: _Rows, nodes: frozenset[str], *, longest: int) -> pa.Table | None:
        """The next row, or None at the end of the stream.

        Raises:
            _StreamEnded: a node is lost, and Ray has neither told so nor gone on.
            InputError: the cluster does not answer; or nothing came in the time in which every article of a batch
                could have been given up twice.
        """
        start, missing = time.monotonic(), None
        patience = _START + 2 * longest * self._place.time_limit
        while True:
            try:
                return rows.next(_LOOK)
            except queue.Empty:
                now = time.monotonic()
            if lost := nodes - _nodes():
                missing = missing or now
                if now - missing > _GRACE:
                    raise _StreamEnded(f"{len(lost)} of {len(nodes)} nodes lost")
            if now - start > patience:
                raise InputError(_lost(f"gave no sign of life for {patience:.0f} s"))


class _Rows:
    """The rows of a stream, fetched by a thread of its own: waiting for the next one has an end."""

    def __init__(self, data: ray.data.Dataset) -> None:
        self._found: queue.SimpleQueue[pa.Table | BaseException | None] = queue.SimpleQueue()
        self._left = False
        self._thread = threading.Thread(target=self._fetch, args=(data,), daemon=True)
        self._thread.start()

    def _fetch(self, data: ray.data.Dataset) -> None:
        try:
            for table in data.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
                if self._left:
                    return
                self._found.put(table)
        except BaseException as error:  # the driver raises it
            self._found.put(error)
        else:
            self._found.put(None)

    def next(self, seconds: float) -> pa.Table | None:
        """The next row; None at the end.

        Raises:
            queue.Empty: none came in time.
            RayError: the stream broke.
        """
        found = self._found.get(timeout=seconds)
        if isinstance(found, BaseException):
            raise found
        return found

    def leave(self, feed: Any) -> None:
        """Give the stream up: without its actors it ends, and their cores are free for another."""
        self._left = True

        def kill() -> None:
            with contextlib.suppress(Exception):  # what cannot be killed is gone, and so may the cluster be
                workers = ray.get(feed.workers.remote(), timeout=_ANSWER / 2)
                for actor in (feed, *workers):
                    ray.kill(actor)

        with contextlib.suppress(TimeoutError):
            _bounded(kill, _ANSWER)
        self._thread.join(_GRACE)


class _StreamEnded(Exception):  # noqa: N818 - it says what happened
    """The stream ended before all outcomes had come."""


class _Feed:
    """Batches by number, from ``put`` to ``done``; and the job, which is too large to travel with every actor."""

    def __init__(self, job: bytes) -> None:
        self._job = job
        self._batches: dict[int, bytes] = {}
        self._done: set[int] = set()  # those above the first that is not done
        self._first = 0
        self._closed = False
        self._workers: list[Any] = []
        self._news = asyncio.Event()

    async def job(self, worker: Any) -> bytes:
        self._workers.append(worker)
        return self._job

    async def workers(self) -> list[Any]:
        """Actors that have come for the job."""
        return self._workers

    async def put(self, number: int, batch: bytes) -> None:
        self._batches[number] = batch
        self._tell()

    async def get(self, number: int) -> bytes | None:
        """Wait for a batch; empty for one that is done; None at the end."""
        while number not in self._batches:
            if number < self._first or number in self._done:
                return b""
            if self._closed:
                return None
            await self._news.wait()
        return self._batches[number]

    async def done(self, number: int) -> None:
        self._batches.pop(number, None)
        self._done.add(number)
        while self._first in self._done:
            self._done.remove(self._first)
            self._first += 1

    async def close(self) -> None:
        self._closed = True
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class _Source(ray.data.Datasource):  # type: ignore[misc]  # Ray's types are not followed
    """The feed as Ray Data reads it: one task that goes on until the feed is closed."""

    def __init__(self, feed: Any) -> None:
        super().__init__()
        self._feed = feed

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, parallelism: int, *args: Any, **more: Any) -> list[ray.data.ReadTask]:
        feed = self._feed

        def rows() -> Iterator[pa.Table]:
            number = 0
            while (batch := ray.get(feed.get.remote(number))) is not None:
                yield pa.table({"number": [number], "batch": pa.array([batch], pa.large_binary())})
                number += 1

        unknown = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        return [ray.data.ReadTask(rows, unknown)]


class _Worker:
    """An actor of the pool."""

    def __init__(self, feed: Any, time_limit: float, threads: int) -> None:
        job = pickle.loads(ray.get(feed.job.remote(ray.get_runtime_context().current_actor)))
        self._guard = Guard(job, time_limit=time_limit, threads=threads)

    def __call__(self, table: pa.Table) -> pa.Table:
        [row] = table.to_pylist()
        answer = b""
        if row["batch"]:
            try:
                answer = pickle.dumps(self._guard.run(pickle.loads(row["batch"])))
            except ToolkitError as error:  # no article's fault: the driver ends the run with it
                answer = pickle.dumps(error)
        return pa.table({"number": [row["number"]], "outcomes": pa.array([answer], pa.large_binary())})


def _nodes() -> frozenset[str]:
    """Ids of the nodes that are there.

    Raises:
        InputError: the cluster does not say.
    """
    return frozenset(node["NodeID"] for node in _ask(ray.nodes) if node["Alive"])


def _ask(question: Callable[[], _T]) -> _T:
    """Ask the cluster.

    Raises:
        InputError: it does not answer.
    """
    try:
        return _bounded(question, _ANSWER)
    except TimeoutError:
        raise InputError(_lost("does not answer")) from None


def _bounded(ask: Callable[[], _T], seconds: float) -> _T:
    """Ask Ray something that it may never answer.

    Raises:
        TimeoutError: it has not answered in time.
    """
    answers: queue.SimpleQueue[tuple[_T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((ask(), None))
        except BaseException as error:
            answers.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        answer, error = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]


def _lost(what: str) -> str:
    return f"the cluster {what}: see to it and give the same command again; what is done is kept"


def _knock(address: str) -> None:
    """Ray takes minutes to find that nobody listens at an address."""
    host, colon, port = address.rpartition(":")
    if colon and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), timeout=5.0).close()


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Ray's C++ part says on stderr which log level it was given; what goes wrong comes as an exception."""
    if os.environ.get("TOOLKIT_DEBUG"):
        yield
        return
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _clean_up() -> None:
    """Remove what a process that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*-*"):
        with contextlib.suppress(ValueError, OSError):
            if not _runs(int(folder.name.removeprefix(_TEMPORARY).partition("-")[0])):
                shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _workers(count: int) -> str:
    return f"{count} worker" + "s" * (count != 1)


def _threads(count: int) -> str:
    return f"{count} thread" + "s" * (count != 1) + (" each" if count != 1 else "")
